"""Watching: is anything overdue, and does somebody outside hear every minute that nothing is?

The heartbeat and the word to the staff are functions of whoever knows the web and Telegram.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import func
from sqlmodel import col, select

from scheduler.clock import Clock
from scheduler.database import AsyncSession, Database, is_away
from scheduler.incoming import OPEN
from scheduler.models import Incoming, Outgoing, State

OVERDUE = timedelta(minutes=10)
NONE = timedelta(0)

Beat = Callable[[], Awaitable[str]]
Troubles = Callable[[], Awaitable[Sequence[str]]]
Tell = Callable[[str], Awaitable[None]]

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Backlog:
    """What waits: for how long the oldest message that is due and not sent, and the oldest update; 0 for none."""

    unsent_age: timedelta
    stored: int
    stored_age: timedelta


async def backlog(session: AsyncSession, now: datetime) -> Backlog:
    """Return what waits. What failed and was put off has waited since it was first due."""
    due = select(func.min(Outgoing.due_at)).where(col(Outgoing.state) == State.PLANNED)
    sending = select(func.min(Outgoing.due_at)).where(col(Outgoing.state) == State.SENDING)
    failed = select(func.min(Outgoing.unsent_since)).where(
        col(Outgoing.unsent_since).is_not(None), col(Outgoing.state).in_((State.PLANNED, State.SENDING))
    )
    unsent = [(await session.exec(query)).one() for query in (due, sending, failed)]
    stored = select(func.count(), func.min(Incoming.received_at)).where(col(Incoming.state).in_(OPEN))
    count, oldest = (await session.exec(stored)).one()
    return Backlog(
        unsent_age=max([NONE, *(now - instant for instant in unsent if instant)]),
        stored=count,
        stored_age=now - oldest if oldest else NONE,
    )


class Watch:
    """Looks at the backlog, says once when something becomes overdue and once when it no longer is, and beats.

    `troubles` names what else is wrong; `beat` tells somebody outside that all is well and returns what went wrong with
    that, "" for nothing; `tell` passes "overdue" or "well" on to the staff.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        troubles: Troubles | None = None,
        beat: Beat | None = None,
        tell: Tell | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._troubles = troubles
        self._beat = beat
        self._tell = tell
        self._overdue = False
        self._beat_fails = False

    async def look(self) -> None:
        """Look once, and beat when all is well; a database that is away is not well, and others say so."""
        try:
            async with self._database.reading() as session:
                waiting = await backlog(session, self._clock())
        except Exception as error:
            if not is_away(error):
                raise
            return
        await self._note(waiting)
        if not self._beat or self._overdue or (self._troubles and await self._troubles()):
            return
        self._note_beat(await self._beat())

    async def _note(self, waiting: Backlog) -> None:
        overdue = max(waiting.unsent_age, waiting.stored_age) > OVERDUE
        if overdue == self._overdue:
            return
        self._overdue = overdue
        unsent, stored = (int(age.total_seconds()) for age in (waiting.unsent_age, waiting.stored_age))
        if overdue:
            log.error("Something is overdue", action="overdue", unsent_seconds=unsent, stored_seconds=stored)
        else:
            log.info("Nothing is overdue any more", action="overdue_over")
        if self._tell:
            await self._tell("overdue" if overdue else "well")

    def _note_beat(self, trouble: str) -> None:
        if trouble and not self._beat_fails:
            log.warning("The heartbeat does not get through", action="heartbeat_fails", error=trouble)
        if not trouble and self._beat_fails:
            log.info("The heartbeat gets through again", action="heartbeat_well")
        self._beat_fails = bool(trouble)
