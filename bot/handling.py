"""Handling: stored updates become effects and replies, chats in parallel, each chat in order.

The effects of an update and what is to be said are committed together; the network is only used afterwards.
"""

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from time import monotonic as real_monotonic
from typing import Any, TypeVar
from uuid import uuid4

import structlog
from telegram import Update
from telegram.ext import Application

from bot.context import Exchange, current_exchange
from bot.house import House
from bot.logs import where
from bot.pacing import Monotonic, Sleep
from bot.sending import Sender
from bot.speech import Acknowledge, Say, Speech, dump, load
from bot.updates import Arrival, language_for, read_update
from scheduler.database import AsyncSession
from scheduler.incoming import claim_next, fail, finish, put_off_replies, save_replies
from scheduler.models import Handling, Incoming
from scheduler.outgoing import Delivery, Outcome
from scheduler.patients import find_patient, mark_unreachable

AT_ONCE = 8  # chats
LOOK_AGAIN = 1.0  # seconds: for what waits for another attempt, and for what another process has stored
ATTEMPTS = 4  # at a reply, before it lets others go first
LONGEST_WAIT = 20.0  # seconds between two attempts
REPLIES_AGAIN = timedelta(minutes=1)
MANY = 20  # messages of a chat within MINUTE; then they are slowed
MINUTE = 60.0
SLOWED = 3.0  # seconds

log = structlog.get_logger()
T = TypeVar("T")
BotApplication = Application[Any, Any, Any, Any, Any, Any]


class TakenOver(Exception):
    """Another process handles this update: its lease had run out here."""


class Workers:
    """Handles what is stored for one bot. `committed` is called after each commit: something may be due now."""

    def __init__(
        self,
        house: House,
        application: BotApplication,
        sender: Sender,
        *,
        bot_id: int,
        committed: Callable[[], None],
        monotonic: Monotonic = real_monotonic,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._house = house
        self._application = application
        self._bot_id = bot_id
        self._sender = sender
        self._committed = committed
        self._sleep = sleep
        self._owner = uuid4().hex
        self._crowding = Crowding(monotonic)
        self._awake = asyncio.Event()
        self._claiming = asyncio.Lock()
        self._going: set[asyncio.Task[None]] = set()
        self._slowed = 0
        self._stopping = False
        self._database_fails = False

    def wake(self) -> None:
        """Look for stored updates now."""
        self._awake.set()

    async def run(self) -> None:
        """Handle what is stored until `stop`."""
        while not self._stopping:
            self._awake.clear()
            await self._start_claimable()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._awake.wait(), LOOK_AGAIN)

    async def stop(self, within: float) -> None:
        """Take nothing more and finish what is in hand; after `within` seconds it is left to the next start."""
        self._stopping = True
        self.wake()
        if self._going:
            _, left = await asyncio.wait(self._going, timeout=within)
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)

    async def until_idle(self) -> None:
        """Handle what is stored until there is nothing to do now."""
        while await self._start_claimable() or self._going:
            if self._going:
                await asyncio.wait(self._going, return_when=asyncio.FIRST_COMPLETED)

    async def _start_claimable(self) -> int:
        """Start on what can be claimed; return how many."""
        async with self._claiming:
            room = AT_ONCE - (len(self._going) - self._slowed)
            if room <= 0 or self._stopping:
                return 0
            try:
                async with self._house.database.session() as session:
                    rows = await claim_next(session, self._bot_id, self._owner, self._house.clock(), room)
            except Exception as error:  # whatever the driver raises: the process lives, and looks again
                self._note_database(error)
                return 0
            self._note_database(None)
            for row in rows:
                task = asyncio.create_task(self._handle(row))
                self._going.add(task)
                task.add_done_callback(self._gone)
            return len(rows)

    def _gone(self, task: asyncio.Task[None]) -> None:
        self._going.discard(task)
        self.wake()  # the next of this chat can be claimed now
        if not task.cancelled() and (error := task.exception()):
            log.error("Handling broke", action="handling_broke", error=type(error).__name__, where=where(error))

    async def _handle(self, row: Incoming) -> None:
        """Take one stored update through all its states.

        1. A chat that writes too fast waits a little.
        2. Effects and replies, in one transaction; not again when a crash only cut off the replies.
        3. The replies, with no transaction open.
        4. Handled: the words are gone, the id stays against redelivery.
        """
        if row.replies is not None:
            await self._reply(row, load(row.replies))
            return
        arrival = read_update(json.loads(row.payload or "null"))
        if arrival is None or arrival.chat_id is None:
            await self._finish(row)  # nobody to answer
            return
        tell = await self._slow_down(arrival.chat_id)
        try:
            speeches = await self._work(row, arrival, tell=tell)
        except TakenOver:
            return
        except Exception as error:  # whatever a handler or the database raises is tried again, then put aside
            await self._failed(row, arrival, error)
            return
        self._committed()
        await self._reply(row, speeches)

    async def _slow_down(self, chat_id: int) -> bool:
        """Wait when a chat writes too fast; return whether it is to be told."""
        slowed, tell = self._crowding.count(chat_id)
        if slowed:
            self._slowed += 1
            try:
                self.wake()
                await self._sleep(SLOWED)
            finally:
                self._slowed -= 1
        return tell

    async def _work(self, row: Incoming, arrival: Arrival, *, tell: bool) -> list[Speech]:
        async with self._house.database.session() as session:
            exchange = await self._exchange(session, row, arrival)
            current_exchange.set(exchange)
            update = Update.de_json(json.loads(row.payload or ""), self._application.bot)
            await self._application.process_update(update)
            if exchange.failure:
                raise exchange.failure
            if tell:
                exchange.speeches.append(self._short(arrival, exchange.language, "slow_down"))
            if not await save_replies(session, _id(row), self._owner, dump(exchange.speeches)):
                raise TakenOver
        return exchange.speeches

    async def _exchange(self, session: AsyncSession, row: Incoming, arrival: Arrival) -> Exchange:
        assert arrival.chat_id is not None
        patient = await find_patient(session, arrival.chat_id) if arrival.is_private else None
        return Exchange(
            house=self._house,
            session=session,
            now=self._house.clock(),
            chat_id=arrival.chat_id,
            language=patient.language if patient else self._language(arrival),
            patient=patient,
            advised=row.advised,
        )

    async def _reply(self, row: Incoming, speeches: Sequence[Speech]) -> None:
        for place, speech in enumerate(speeches):
            delivery = await self._deliver(speech)
            match delivery.outcome:
                case Outcome.LATER if not isinstance(speech, Acknowledge):
                    await self._reply_later(row, speeches[place:], delivery)
                    return
                case Outcome.GONE:
                    await self._settle(lambda session: self._mark_unreachable(session, row))
                    break
                case Outcome.REFUSED:
                    log.error("A reply was refused", action="refused", incoming=row.id, detail=delivery.detail)
        if speeches and row.chat_id is not None and row.chat_id < 0:
            await self._sender.leave(row.chat_id)  # a group: what had to be said there is said
        await self._finish(row)

    async def _deliver(self, speech: Speech) -> Delivery:
        """Send, and try again where that may help; without an answer, once."""
        unanswered = False
        pause = 1.0
        for _ in range(ATTEMPTS):
            delivery = await self._sender.perform(speech)
            match delivery.outcome:
                case Outcome.MOVED if delivery.new_chat_id and not isinstance(speech, Acknowledge):
                    speech = replace(speech, chat_id=delivery.new_chat_id)
                case Outcome.UNKNOWN if not unanswered and isinstance(speech, Say):
                    unanswered = True
                case Outcome.LATER if not isinstance(speech, Acknowledge) and not self._stopping:
                    pause = delivery.retry_after.total_seconds() if delivery.retry_after else pause * 2
                    if pause > LONGEST_WAIT:
                        return delivery
                    await self._sleep(pause)
                case _:
                    return delivery
        return delivery

    async def _reply_later(self, row: Incoming, left: Sequence[Speech], delivery: Delivery) -> None:
        until = self._house.clock() + max(delivery.retry_after or REPLIES_AGAIN, REPLIES_AGAIN)
        await self._settle(lambda session: put_off_replies(session, _id(row), self._owner, dump(left), until))
        log.warning("Replies wait", action="replies_wait", incoming=row.id, detail=delivery.detail)

    async def _finish(self, row: Incoming) -> None:
        await self._settle(lambda session: finish(session, _id(row), self._owner, self._house.clock()))

    async def _failed(self, row: Incoming, arrival: Arrival, error: Exception) -> None:
        name = type(error).__name__
        handling = await self._settle(lambda session: fail(session, _id(row), self._owner, name, self._house.clock()))
        log.error(
            "An update failed",
            action="update_failed",
            incoming=row.id,
            error=name,
            where=where(error),
            state=handling,
        )
        if handling is Handling.ASIDE and arrival.is_private:
            await self._deliver(self._short(arrival, self._language(arrival), "sorry_failed"))

    async def _settle(self, settle: Callable[[AsyncSession], Awaitable[T]]) -> T | None:
        """Write down what became of an update; a database that fails is tried until it is back, or we stop."""
        pause = 0.5
        while True:
            try:
                async with self._house.database.session() as session:
                    settled = await settle(session)
            except Exception as error:  # whatever the driver raises
                self._note_database(error)
            else:
                self._note_database(None)
                return settled
            if self._stopping:
                return None
            await self._sleep(pause)
            pause = min(pause * 2, LONGEST_WAIT)

    async def _mark_unreachable(self, session: AsyncSession, row: Incoming) -> None:
        patient = await find_patient(session, row.chat_id) if row.chat_id else None
        if patient:
            await mark_unreachable(session, patient, self._house.library.courses, self._house.clock())

    def _language(self, arrival: Arrival) -> str:
        return language_for(arrival.language_code, self._house.library.languages)

    def _short(self, arrival: Arrival, language: str, key: str) -> Say:
        return Say(chat_id=arrival.chat_id or 0, html=self._house.library.text(language, key))

    def _note_database(self, error: Exception | None) -> None:
        """One line when it begins to fail and one when it is back; the driver's own words may hold the patient's."""
        if error and not self._database_fails:
            log.error("The database fails", action="database_fails", error=type(error).__name__, where=where(error))
        if not error and self._database_fails:
            log.info("The database is back", action="database_back")
        self._database_fails = error is not None


class Crowding:
    """How fast each chat writes."""

    def __init__(self, monotonic: Monotonic) -> None:
        self._monotonic = monotonic
        self._times: dict[int, deque[float]] = {}
        self._told: set[int] = set()

    def count(self, chat_id: int) -> tuple[bool, bool]:
        """Count a message; return whether its chat is to be slowed, and whether it is to be told so now."""
        now = self._monotonic()
        if len(self._times) > 10_000:
            self._times = {chat: times for chat, times in self._times.items() if now - times[-1] < MINUTE}
        times = self._times.setdefault(chat_id, deque())
        while times and now - times[0] >= MINUTE:
            times.popleft()
        times.append(now)
        if len(times) <= MANY:
            self._told.discard(chat_id)
            return False, False
        tell = chat_id not in self._told
        self._told.add(chat_id)
        return True, tell


def _id(row: Incoming) -> int:
    assert row.id is not None
    return row.id
