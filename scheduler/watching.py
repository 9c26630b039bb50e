"""Watching: is anything overdue, and does somebody outside hear every minute that nothing is?

The team is told too. The heartbeat is a function of whoever knows the web.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from sqlalchemy import func
from sqlmodel import col, select

from messages.library import Library
from scheduler.clock import Clock
from scheduler.database import AsyncSession, Database, is_away
from scheduler.incoming import OPEN
from scheduler.models import Alert, AlertState, Incoming, Outgoing, State
from scheduler.overdue import OVER, OVERDUE, TOLD, is_news, tell_team
from scheduler.staff import NOBODY, Desk

NONE = timedelta(0)

Beat = Callable[[], Awaitable[str]]
Troubles = Callable[[], Awaitable[Sequence[str]]]

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Backlog:
    """What waits: for how long the oldest message that is due and not sent, and the oldest update, 0 for none; and the
    alerts that are not closed, by state."""

    unsent_age: timedelta
    stored: int
    stored_age: timedelta
    alerts: Mapping[AlertState, int] = field(default_factory=dict)

    @property
    def oldest(self) -> timedelta:
        """For how long the oldest of all has waited."""
        return max(self.unsent_age, self.stored_age)


async def backlog(session: AsyncSession, now: datetime) -> Backlog:
    """Return what waits. What failed and was put off has waited since it was first due.

    The lines that tell the team of it do not count: a group that cannot be reached would be told of itself for ever.
    """
    counts = col(Outgoing.kind).not_in(TOLD)
    due = select(func.min(Outgoing.due_at)).where(col(Outgoing.state) == State.PLANNED, counts)
    sending = select(func.min(Outgoing.due_at)).where(col(Outgoing.state) == State.SENDING, counts)
    failed = select(func.min(Outgoing.unsent_since)).where(
        col(Outgoing.unsent_since).is_not(None), col(Outgoing.state).in_((State.PLANNED, State.SENDING)), counts
    )
    unsent = [(await session.exec(query)).one() for query in (due, sending, failed)]
    stored = select(func.count(), func.min(Incoming.received_at)).where(col(Incoming.state).in_(OPEN))
    count, oldest = (await session.exec(stored)).one()
    alerts = select(col(Alert.state), func.count()).where(Alert.state != AlertState.CLOSED).group_by(col(Alert.state))
    return Backlog(
        unsent_age=max([NONE, *(now - instant for instant in unsent if instant)]),
        stored=count,
        stored_age=now - oldest if oldest else NONE,
        alerts={AlertState(state): number for state, number in await session.exec(alerts)},
    )


class Watch:
    """Looks at the backlog, says once when something becomes overdue and once when it no longer is, and beats.

    `library` and `desk` are for what the team is told; without a library it is told nothing. `troubles` names what else
    is wrong; `beat` tells somebody outside that all is well and returns what went wrong with that, "" for nothing.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        library: Library | None = None,
        desk: Desk = NOBODY,
        troubles: Troubles | None = None,
        beat: Beat | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._library = library
        self._desk = desk
        self._troubles = troubles
        self._beat = beat
        self._overdue = False
        self._beat_fails = False

    async def look(self) -> None:
        """Look once, and beat when all is well; a database that is away is not well, and others say so."""
        try:
            async with self._database.reading() as session:
                waiting = await backlog(session, self._clock())
                news = await is_news(session, waiting.oldest)
            self._note(waiting)
            if news and self._library:
                async with self._database.session() as session:
                    await tell_team(session, self._library, self._desk, waiting.oldest, self._clock())
        except Exception as error:
            if not is_away(error):
                raise
            return
        if not self._beat or self._overdue or (self._troubles and await self._troubles()):
            return
        self._note_beat(await self._beat())

    def _note(self, waiting: Backlog) -> None:
        overdue = waiting.oldest > (OVER if self._overdue else OVERDUE)
        if overdue == self._overdue:
            return
        self._overdue = overdue
        unsent, stored = (int(age.total_seconds()) for age in (waiting.unsent_age, waiting.stored_age))
        if overdue:
            log.error("Something is overdue", action="overdue", unsent_seconds=unsent, stored_seconds=stored)
        else:
            log.info("Nothing is overdue any more", action="overdue_over")

    def _note_beat(self, trouble: str) -> None:
        if trouble and not self._beat_fails:
            log.warning("The heartbeat does not get through", action="heartbeat_fails", error=trouble)
        if not trouble and self._beat_fails:
            log.info("The heartbeat gets through again", action="heartbeat_well")
        self._beat_fails = bool(trouble)
