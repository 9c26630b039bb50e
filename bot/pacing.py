"""Pacing: who may send when. Telegram takes about 30 messages a second in all, and about one a second in a chat.

Reminders can wait and take turns; replies use the headroom and never queue behind them; advice in an emergency waits
for nothing at all. The timer and the sleep are arguments, so that tests take no time.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from time import monotonic as real_monotonic

IN_FLIGHT = 8  # more make the HTTP client slower, not faster
REMINDERS_IN_FLIGHT = 6  # the rest is for replies
BURST = 5  # reminders at once after a quiet time
EACH_CHAT = 1.0  # seconds between two reminders to one chat
SEVERAL = 2  # refused chats that mean all of us, not one chat
REFUSALS_TOGETHER = 10.0  # seconds within which they count together
MANY = 20  # messages of a chat within MINUTE; then they are slowed
MINUTE = 60.0  # seconds
MOST_REMEMBERED = 10_000  # chats; beyond that the past ones are forgotten

Monotonic = Callable[[], float]
Sleep = Callable[[float], Awaitable[None]]


class Pacing:
    """The turns of one process. Seconds throughout.

    `rate` is reminders a second, 0 for no limit; `each_chat` the least time between two of them to one chat.
    """

    def __init__(
        self,
        rate: float,
        *,
        each_chat: float = EACH_CHAT,
        monotonic: Monotonic = real_monotonic,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._between = 1 / rate if rate else 0.0
        self._each_chat = each_chat
        self._monotonic = monotonic
        self._sleep = sleep
        self._next_turn = monotonic()
        self._next_in_chat: dict[int, float] = {}
        self._paused_chats: dict[int, float] = {}
        self._paused_until = monotonic()
        self._refusals: dict[int, float] = {}
        self._all = asyncio.Semaphore(IN_FLIGHT)
        self._reminders = asyncio.Semaphore(REMINDERS_IN_FLIGHT)

    @asynccontextmanager
    async def reminder(self, chat_id: int) -> AsyncIterator[None]:
        """Hold a place in flight for a reminder, once it is its turn."""
        await self._sleep_until(self._take_turn(chat_id))
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(self._reminders)
            await stack.enter_async_context(self._all)
            yield

    @asynccontextmanager
    async def reply(self) -> AsyncIterator[None]:
        """Hold a place in flight for a reply."""
        async with self._all:
            yield

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
        if len(self._refusals) >= SEVERAL:
            self._paused_until = max(self._paused_until, now + retry_after)

    def _take_turn(self, chat_id: int) -> float:
        """Reserve the next instant: callers are served in the order they came."""
        now = self._monotonic()
        self._forget_past(now)
        at = max(now, self._next_turn - (BURST - 1) * self._between)
        self._next_turn = max(now, self._next_turn) + self._between
        at = max(at, self._next_in_chat.get(chat_id, now))
        self._next_in_chat[chat_id] = at + self._each_chat
        return at

    async def _sleep_until(self, at: float) -> None:
        wait = at - self._monotonic()
        if wait > 0:
            await self._sleep(wait)

    def _forget_past(self, now: float) -> None:
        if len(self._next_in_chat) > MOST_REMEMBERED:
            self._next_in_chat = {chat: at for chat, at in self._next_in_chat.items() if at > now}
        if len(self._paused_chats) > MOST_REMEMBERED:
            self._paused_chats = {chat: until for chat, until in self._paused_chats.items() if until > now}


class Crowding:
    """How fast each chat writes."""

    def __init__(self, monotonic: Monotonic) -> None:
        self._monotonic = monotonic
        self._times: dict[int, deque[float]] = {}
        self._told: set[int] = set()

    def count(self, chat_id: int) -> tuple[bool, bool]:
        """Count a message; return whether its chat is to be slowed, and whether it is to be told so now."""
        now = self._monotonic()
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
