"""Pacing: who may send when. Telegram takes about 30 messages a second in all, and about one a second in a chat.

Reminders can wait and take turns; replies use the headroom and never queue behind them; advice in an emergency waits
for nothing at all. Where several processes send for one bot, the turns come from a rate that they share. The timer and
the sleep are arguments, so that tests take no time.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from math import inf
from time import monotonic as real_monotonic
from typing import Protocol

import structlog

from scheduler.rate import Turns
from scheduler.tracing import where

IN_FLIGHT = 8  # more make the HTTP client slower, not faster
REMINDERS_IN_FLIGHT = 6  # the rest is for replies
BURST = 5  # reminders at once after a quiet time
EACH_CHAT = 1.0  # seconds between two reminders to one chat
SEVERAL = 2  # refused chats that mean all of us, not one chat
REFUSALS_TOGETHER = 10.0  # seconds within which they count together
MANY = 20  # messages of a chat within MINUTE; then they are slowed
MINUTE = timedelta(minutes=1)
MOST_REMEMBERED = 10_000  # chats; beyond that the past ones are forgotten
NO_TURN = 5.0  # seconds that reminders wait when no turn could be had
CLOSED = 1.0  # seconds: what a process that ends leaves is soon due again

Monotonic = Callable[[], float]
Sleep = Callable[[float], Awaitable[None]]

log = structlog.get_logger()


class Shared(Protocol):
    """The turns of all processes together."""

    async def reserve(self, count: int) -> Turns:
        """Take the next turns."""

    async def pause(self, seconds: float) -> None:
        """Let all processes wait."""


class Pacing:
    """The turns of one process, or its part in those of all. Seconds throughout.

    `rate` is reminders a second, 0 for no limit; `each_chat` the least time between two of them to one chat; `shared`
    gives the turns where several processes keep one rate.
    """

    def __init__(
        self,
        rate: float,
        *,
        each_chat: float = EACH_CHAT,
        shared: Shared | None = None,
        monotonic: Monotonic = real_monotonic,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._between = 1 / rate if rate else 0.0
        self._each_chat = each_chat
        self._shared = shared if rate else None
        self._monotonic = monotonic
        self._sleep = sleep
        self._next_turn = monotonic()
        self._next_in_chat: dict[int, float] = {}
        self._paused_chats: dict[int, float] = {}
        self._paused_until = monotonic()
        self._refusals: dict[int, float] = {}
        self._all = asyncio.Semaphore(IN_FLIGHT)
        self._reminders = asyncio.Semaphore(REMINDERS_IN_FLIGHT)
        self._closed = asyncio.Event()
        self._asking: list[asyncio.Future[float]] = []
        self._reserving = asyncio.Lock()
        self._telling: set[asyncio.Task[None]] = set()
        self._in_flight = 0

    @property
    def in_flight(self) -> int:
        """How many messages are on their way."""
        return self._in_flight

    @asynccontextmanager
    async def reminder(self, chat_id: int) -> AsyncIterator[float]:
        """Hold a place in flight for a reminder, once it is its turn. Gives 0, or the seconds it has to wait instead.

        The place comes before the turn: turns taken while nothing can be sent would all be used at once afterwards.
        """
        if pause := self._reminder_pause(chat_id):
            yield pause
            return
        async with self._reminders:
            await self._sleep_until(await self._take_turn())
            await self._sleep_until(self._take_turn_in_chat(chat_id))
            async with self.reply():
                yield self._reminder_pause(chat_id)

    @asynccontextmanager
    async def reply(self) -> AsyncIterator[None]:
        """Hold a place in flight for a reply."""
        async with self._all:
            self._in_flight += 1
            try:
                yield
            finally:
                self._in_flight -= 1

    def close(self) -> None:
        """Let no reminder go any more: those that wait are told so at once. Replies still go."""
        self._closed.set()

    def pause_of(self, chat_id: int) -> float:
        """Return how many seconds Telegram still wants nothing sent to this chat; 0 when it may be."""
        until = max(self._paused_until, self._paused_chats.get(chat_id, 0.0))
        return max(0.0, until - self._monotonic())

    def refused(self, chat_id: int, retry_after: float) -> None:
        """Note that Telegram wants nothing sent for some seconds: to this chat, or to all when several are refused."""
        now = self._monotonic()
        self._paused_chats[chat_id] = now + retry_after
        self._refusals = {chat: at for chat, at in self._refusals.items() if now - at < REFUSALS_TOGETHER}
        self._refusals[chat_id] = now
        if len(self._refusals) >= SEVERAL and now + retry_after > self._paused_until:
            self._paused_until = now + retry_after
            self._tell_others(retry_after)

    def _reminder_pause(self, chat_id: int) -> float:
        return CLOSED if self._closed.is_set() else self.pause_of(chat_id)

    async def _take_turn(self) -> float:
        """Reserve the next instant: callers are served in the order they came."""
        if self._closed.is_set():
            return self._monotonic()
        if self._shared is None:
            now = self._monotonic()
            at = max(now, self._next_turn - (BURST - 1) * self._between)
            self._next_turn = max(now, self._next_turn) + self._between
            return at
        mine: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self._asking.append(mine)
        async with self._reserving:
            if not mine.done():
                await self._reserve(self._shared)
        return await mine

    async def _reserve(self, shared: Shared) -> None:
        """Take a turn for everybody who asks, in one go. Without the database none is given: nothing could be kept."""
        asking = [one for one in self._asking if not one.done()]
        try:
            turns = await shared.reserve(len(asking))
        except Exception as error:
            log.error("No turn to be had", action="no_turn", error=type(error).__name__, where=where(error))  # noqa: TRY400
            turns = Turns(begin_in=[0.0] * len(asking), pause=NO_TURN)
        now = self._monotonic()
        self._paused_until = max(self._paused_until, now + turns.pause if turns.pause else -inf)
        self._asking = [one for one in self._asking if one not in asking]
        for one, begin_in in zip(asking, turns.begin_in, strict=True):
            if not one.done():
                one.set_result(now if turns.pause else now + begin_in)

    def _take_turn_in_chat(self, chat_id: int) -> float:
        now = self._monotonic()
        self._forget_past(now)
        at = max(now, self._next_in_chat.get(chat_id, now))
        self._next_in_chat[chat_id] = at + self._each_chat
        return at

    def _tell_others(self, seconds: float) -> None:
        if self._shared is None:
            return
        telling = asyncio.get_running_loop().create_task(self._tell(self._shared, seconds))
        self._telling.add(telling)
        telling.add_done_callback(self._telling.discard)

    async def _tell(self, shared: Shared, seconds: float) -> None:
        try:
            await shared.pause(seconds)
        except Exception as error:  # the others find out by themselves
            log.warning("The others do not know of the pause", action="pause_untold", error=type(error).__name__)

    async def _sleep_until(self, at: float) -> None:
        wait = at - self._monotonic()
        if wait <= 0 or self._closed.is_set():
            return
        both = {asyncio.ensure_future(self._sleep(wait)), asyncio.ensure_future(self._closed.wait())}
        try:
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in both:
                one.cancel()

    def _forget_past(self, now: float) -> None:
        if len(self._next_in_chat) > MOST_REMEMBERED:
            self._next_in_chat = {chat: at for chat, at in self._next_in_chat.items() if at > now}
        if len(self._paused_chats) > MOST_REMEMBERED:
            self._paused_chats = {chat: until for chat, until in self._paused_chats.items() if until > now}


class Crowding:
    """How fast each chat writes."""

    def __init__(self) -> None:
        self._times: dict[int, deque[datetime]] = {}
        self._told: set[int] = set()

    def count(self, chat_id: int, now: datetime) -> tuple[bool, bool]:
        """Count a message that came `now`; return whether its chat is to be slowed, and whether to be told so."""
        if len(self._times) > MOST_REMEMBERED:
            self._times = {chat: times for chat, times in self._times.items() if now - times[-1] < MINUTE}
            self._told &= set(self._times)
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
