"""Replying: what handlers wanted said goes out, after the commit and with no transaction open."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import TypeVar

import structlog

from bot.house import House
from bot.pacing import Sleep
from bot.sending import Sender
from bot.speech import Acknowledge, Say, Saying, Speech, dump
from messages.texts import FALLBACK
from scheduler.database import AsyncSession
from scheduler.incoming import finish, keep_rest, put_off_replies
from scheduler.models import Incoming, Patient
from scheduler.outgoing import Delivery, Outcome
from scheduler.patients import find_patient, mark_unreachable
from scheduler.tracing import reason, where

ATTEMPTS = 3  # at a reply, before it lets others go first; all of them end well within a lease
LONGEST_WAIT = 10.0  # seconds between two attempts
REPLIES_AGAIN = timedelta(minutes=1)

log = structlog.get_logger()
T = TypeVar("T")


class Replies:
    """Sends the replies to an update and settles it. `stopping`: no more waiting, the next start goes on."""

    def __init__(self, house: House, sender: Sender, owner: str, sleep: Sleep = asyncio.sleep) -> None:
        self.stopping = False
        self._house = house
        self._sender = sender
        self._owner = owner
        self._sleep = sleep
        self._failing: set[str] = set()  # what the database does not let us do

    async def send(self, row: Incoming, speeches: Sequence[Speech]) -> bool:
        """Say all of it in order, and finish the row. False: the rest is kept in the row for later, or for who has it.

        After each message but the last the rest is written down: a crash repeats the one that was on its way, not all.
        """
        for place, speech in enumerate(speeches):
            rest = speeches[place + 1 :]
            delivery = await self.deliver(speech)
            match delivery.outcome:
                case Outcome.LATER if not isinstance(speech, Acknowledge):
                    await self._reply_later(row, speeches[place:], delivery)
                    return False
                case Outcome.GONE:
                    await self.settle(lambda session: self._mark_unreachable(session, row), attempts=ATTEMPTS)
                    break
                case Outcome.REFUSED:
                    log.error("A reply was refused", action="refused", incoming=row.id, detail=delivery.detail)
                    if isinstance(speech, Saying):
                        await self._apologise(row)
            if rest and isinstance(speech, Saying) and not await self._is_kept(row, rest):
                return False
        await self.finish(row)
        return True

    async def deliver(self, speech: Speech) -> Delivery:
        """Send, and try again where that may help; without an answer, once."""
        unanswered = False
        pause = 1.0
        for _ in range(ATTEMPTS):
            delivery = await self._sender.perform(speech)
            match delivery.outcome:
                case Outcome.MOVED if delivery.new_chat_id and not isinstance(speech, Acknowledge):
                    speech = replace(speech, chat_id=delivery.new_chat_id)
                case Outcome.UNKNOWN if not unanswered and isinstance(speech, Saying):
                    unanswered = True
                case Outcome.LATER if not isinstance(speech, Acknowledge) and not self.stopping:
                    pause = delivery.retry_after.total_seconds() if delivery.retry_after else pause * 2
                    if pause > LONGEST_WAIT:
                        return delivery
                    await self._sleep(pause)
                case _:
                    return delivery
        return delivery

    async def finish(self, row: Incoming) -> None:
        """Mark the row as handled."""
        await self.settle(lambda session: finish(session, id_of(row), self._owner, self._house.clock()))

    async def settle(self, settle: Callable[[AsyncSession], Awaitable[T]], *, attempts: int | None = None) -> T | None:
        """Write down what became of an update: while the database fails, until it is back (or `attempts` are over)."""
        pause = 0.5
        for attempt in count(1):
            try:
                async with self._house.database.session() as session:
                    settled = await settle(session)
            except Exception as error:  # whatever the driver raises
                self.note_database(error, at="settling")
            else:
                self.note_database(None, at="settling")
                return settled
            if self.stopping or attempt == attempts:
                break
            await self._sleep(pause)
            pause = min(pause * 2, LONGEST_WAIT)
        return None

    def note_database(self, error: Exception | None, *, at: str = "claiming") -> None:
        """One line when it begins to fail and one when it is back; the driver's own words may hold the patient's.

        A full disk lets us look for work but not write down that it is done: only what failed can be well again.
        """
        if error and not self._failing:
            log.error("The database fails", action="database_fails", reason=reason(error), where=where(error))
        if not error and self._failing == {at}:
            log.info("The database is back", action="database_back")
        self._failing = self._failing | {at} if error else self._failing - {at}

    async def _is_kept(self, row: Incoming, rest: Sequence[Speech]) -> bool:
        """Write down what is still to be said; False when another process says it. No database holds up a reply."""
        kept = await self.settle(lambda session: keep_rest(session, id_of(row), self._owner, dump(rest)), attempts=1)
        return kept is not False

    async def _reply_later(self, row: Incoming, left: Sequence[Speech], delivery: Delivery) -> None:
        until = self._house.clock() + max(delivery.retry_after or REPLIES_AGAIN, REPLIES_AGAIN)
        await self.settle(lambda session: put_off_replies(session, id_of(row), self._owner, dump(left), until))
        log.warning("Replies wait", action="replies_wait", incoming=row.id, detail=delivery.detail)

    async def _apologise(self, row: Incoming) -> None:
        """Leave nobody without an answer when Telegram will not take ours; the update's own language is gone by now."""
        patient = await self.settle(lambda session: self._patient(session, row), attempts=ATTEMPTS)
        language = patient.language if patient else FALLBACK
        await self.deliver(Say(chat_id=row.chat_id or 0, html=self._house.library.text(language, "sorry_failed")))

    async def _mark_unreachable(self, session: AsyncSession, row: Incoming) -> None:
        patient = await self._patient(session, row)
        if patient:
            await mark_unreachable(session, patient, self._house.library.courses, self._house.clock())

    async def _patient(self, session: AsyncSession, row: Incoming) -> Patient | None:
        return await find_patient(session, row.chat_id) if row.chat_id else None


def id_of(row: Incoming) -> int:
    """Return the id of a row that is in the database."""
    assert row.id is not None
    return row.id
