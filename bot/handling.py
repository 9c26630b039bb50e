"""Handling: stored updates become effects and replies, chats in parallel, each chat in order.

The effects of an update and what is to be said are committed together; the network is only used afterwards.
"""

import asyncio
import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from time import monotonic as real_monotonic
from typing import Any
from uuid import uuid4

import structlog
from telegram import Update
from telegram.ext import Application

from bot.context import Exchange, current_exchange
from bot.house import House
from bot.metrics import Metrics
from bot.pacing import Crowding, Monotonic, Sleep
from bot.replying import Replies, id_of
from bot.sending import Sender
from bot.speech import Say, Speech, dump, load
from bot.updates import Arrival, language_for, read_update
from scheduler.database import AsyncSession
from scheduler.incoming import MOST_ATTEMPTS, claim_next, fail, let_go, renew, save_replies
from scheduler.models import Handling, Incoming
from scheduler.outgoing import RENEW_EVERY
from scheduler.patients import find_patient, mark_reachable
from scheduler.tracing import where

AT_ONCE = 8  # chats
LOOK_AGAIN = 1.0  # seconds: for what waits for another attempt, and for what another process has stored
SLOWED = 3.0  # seconds that each message of a chat waits which writes too fast

log = structlog.get_logger()
BotApplication = Application[Any, Any, Any, Any, Any, Any]


class TakenOver(Exception):
    """Another process handles this update: its lease had run out here."""


class Unreadable(Exception):
    """This update is not as Telegram's are: another attempt reads it no better."""


class EndedItsProcess(Exception):
    """This update was in hand when its process died, too often to be chance."""


class Workers:
    """Handles what is stored for one bot. `committed` is called after each update: something may be due now."""

    def __init__(
        self,
        house: House,
        application: BotApplication,
        sender: Sender,
        *,
        bot_id: int,
        committed: Callable[[], None],
        metrics: Metrics | None = None,
        monotonic: Monotonic = real_monotonic,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._house = house
        self._metrics = metrics or Metrics()
        self._monotonic = monotonic
        self._renewed_at = monotonic()
        self._application = application
        self._bot_id = bot_id
        self._committed = committed
        self._sleep = sleep
        self._owner = uuid4().hex
        self._replies = Replies(house, sender, self._owner, sleep)
        self._crowding = Crowding()
        self._awake = asyncio.Event()
        self._claiming = asyncio.Lock()
        self._going: dict[asyncio.Task[None], int] = {}
        self._slowed = 0
        self._stopping = False

    def wake(self) -> None:
        """Look for stored updates now."""
        self._awake.set()

    async def run(self) -> None:
        """Handle what is stored until `stop`."""
        while not self._stopping:
            self._awake.clear()
            await self._start_claimable()
            await self._hold_on()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._awake.wait(), LOOK_AGAIN)

    async def stop(self, within: float) -> None:
        """Take nothing more and finish what is in hand; after `within` seconds it is left as it is."""
        self._stopping = self._replies.stopping = True
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

    async def let_go(self) -> int:
        """Free what was left, so that nobody waits for its leases; return how many."""
        async with self._house.database.session() as session:
            return await let_go(session, self._owner)

    async def _hold_on(self) -> None:
        """Renew the leases of what takes long: a reply that waits for Telegram is not a process that died."""
        if not self._going or self._monotonic() - self._renewed_at < RENEW_EVERY.total_seconds():
            return
        try:
            async with self._house.database.session() as session:
                await renew(session, self._owner, list(self._going.values()))
        except Exception as error:  # whatever the driver raises
            self._replies.note_database(error)
        else:
            self._renewed_at = self._monotonic()

    async def _start_claimable(self) -> int:
        """Start on what can be claimed; return how many."""
        async with self._claiming:
            room = AT_ONCE - (len(self._going) - self._slowed)
            if room <= 0 or self._stopping:
                return 0
            try:
                async with self._house.database.session() as session:
                    rows = await self._claim(session, room)
            except Exception as error:  # whatever the driver raises: the process lives, and looks again
                self._replies.note_database(error)
                return 0
            self._replies.note_database(None)
            for row in rows:
                task = asyncio.create_task(self._see_through(row))
                self._going[task] = id_of(row)
                task.add_done_callback(self._gone)
            return len(rows)

    async def _claim(self, session: AsyncSession, room: int) -> Sequence[Incoming]:
        in_hand = list(self._going.values())
        return await claim_next(session, self._bot_id, self._owner, self._house.clock(), room, in_hand=in_hand)

    async def _see_through(self, row: Incoming) -> None:
        """Handle a row; when that breaks us it is tried again, so that its chat does not stand still."""
        try:
            await self._handle(row)
        except Exception as error:
            name, now = type(error).__name__, self._house.clock()
            log.error("Handling broke", action="handling_broke", incoming=row.id, error=name, where=where(error))  # noqa: TRY400
            await self._replies.settle(lambda session: fail(session, id_of(row), self._owner, name, now))

    def _gone(self, task: asyncio.Task[None]) -> None:
        del self._going[task]
        self.wake()  # the next of this chat can be claimed now

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
            await self._replies.finish(row)  # nobody to answer
            return
        if row.attempts >= MOST_ATTEMPTS:
            await self._failed(row, arrival, EndedItsProcess())
            return
        tell = await self._slow_down(arrival.chat_id, row.received_at)
        try:
            speeches = await self._work(row, arrival, tell=tell)
        except TakenOver:
            return
        except Unreadable as error:
            await self._failed(row, arrival, error, again=False)
            return
        except Exception as error:  # whatever a handler or the database raises is tried again, then put aside
            await self._failed(row, arrival, error)
            return
        await self._reply(row, speeches)
        self._committed()  # now, so that what a reply announces does not come before it

    async def _reply(self, row: Incoming, speeches: Sequence[Speech]) -> None:
        if await self._replies.send(row, speeches):
            self._metrics.handled((self._house.clock() - row.received_at).total_seconds())

    async def _slow_down(self, chat_id: int, received_at: datetime) -> bool:
        """Wait when a chat writes too fast; return whether it is to be told."""
        slowed, tell = self._crowding.count(chat_id, received_at)
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
            update = self._update(row)
            if exchange.patient and exchange.patient.unreachable_at and (update.message or update.callback_query):
                # whoever writes can be reached, whatever became of an earlier message
                await mark_reachable(session, exchange.patient, self._house.library.courses, exchange.now)
            await self._application.process_update(update)
            if exchange.failure:
                raise exchange.failure
            if tell:
                exchange.speeches.append(self._short(arrival, exchange.language, "slow_down"))
            if not await save_replies(session, id_of(row), self._owner, dump(exchange.speeches)):
                raise TakenOver
        for kind, urgency in exchange.answered:
            self._metrics.answered(kind, urgency)
        return exchange.speeches

    def _update(self, row: Incoming) -> Update:
        try:
            return Update.de_json(json.loads(row.payload or ""), self._application.bot)
        except Exception as error:  # whatever the library stumbles over
            raise Unreadable from error

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

    async def _failed(self, row: Incoming, arrival: Arrival, error: Exception, *, again: bool = True) -> None:
        name, now = type(error).__name__, self._house.clock()
        handling = await self._replies.settle(
            lambda session: fail(session, id_of(row), self._owner, name, now, again=again)
        )
        log.error(
            "An update failed",
            action="update_failed",
            incoming=row.id,
            error=name,
            where=where(error),
            state=handling,
        )
        if handling is Handling.ASIDE and arrival.is_private:
            await self._replies.deliver(self._short(arrival, self._language(arrival), "sorry_failed"))

    def _language(self, arrival: Arrival) -> str:
        return language_for(arrival.language_code, self._house.library.languages)

    def _short(self, arrival: Arrival, language: str, key: str) -> Say:
        return Say(chat_id=arrival.chat_id or 0, html=self._house.library.text(language, key))
