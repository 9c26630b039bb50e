"""Contact: getting to know Telegram at the start, and waiting while it cannot be reached.

Nothing but a stop, or a token that is refused at the start, ends it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

import structlog
from telegram.error import Conflict, EndPointNotFound, InvalidToken, RetryAfter, TelegramError

from bot.delivering import delivery_of
from bot.pacing import Sleep
from scheduler.database import is_away
from scheduler.tracing import reason, where

FIRST_PAUSE = 1.0  # seconds
LONGEST_PAUSE = 30.0

log = structlog.get_logger()
T = TypeVar("T")


class TokenRefused(Exception):
    """Telegram does not know the bot; the message says what to do, and does not hold the token."""


class Contact:
    """Whether Telegram can be reached: each trouble is logged when it begins, and waited for longer each time."""

    def __init__(self, sleep: Sleep = asyncio.sleep) -> None:
        self._sleep = sleep
        self._stopping = asyncio.Event()
        self._pause = FIRST_PAUSE
        self._trouble = ""

    @property
    def is_stopping(self) -> bool:
        """Whether `stop` was called."""
        return self._stopping.is_set()

    def stop(self) -> None:
        """Wait for nothing any more."""
        self._stopping.set()

    async def first(self, greet: Callable[[], Coroutine[Any, Any, None]]) -> bool:
        """Greet Telegram; wait while it or the database is away. False: stopped meanwhile. Raises TokenRefused."""
        while not self.is_stopping:
            try:
                await self.unless_stopped(greet())
            except InvalidToken:
                raise TokenRefused(
                    "Telegram refuses BOT_TOKEN: copy it once more from BotFather, and check TELEGRAM_API_URL"
                ) from None
            except Exception as error:
                if not isinstance(error, TelegramError) and not is_away(error):
                    raise
                await self.note(error)
            else:
                self.well()
                return not self.is_stopping
        return False

    async def unless_stopped(self, work: Coroutine[Any, Any, T]) -> T | None:
        """Do it, or drop it when we are to stop: a poll that is dropped acknowledges nothing."""
        doing, stopped = asyncio.create_task(work), asyncio.create_task(self._stopping.wait())
        await asyncio.wait({doing, stopped}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if doing.done():
            return doing.result()
        doing.cancel()
        await asyncio.gather(doing, return_exceptions=True)
        return None

    async def pause(self, seconds: float) -> None:
        """Wait, but not longer than until the stop."""
        await self.unless_stopped(_awaited(self._sleep(seconds)))

    async def note(self, error: Exception) -> None:
        """Log a trouble when it begins, and wait: longer each time."""
        trouble = _trouble(error)
        if trouble != self._trouble:
            log.error(trouble, action="polling_trouble", error=type(error).__name__, where=where(error))
        self._trouble = trouble
        pause = self._pause
        if isinstance(error, RetryAfter) and (asked := delivery_of(error).retry_after):
            pause = asked.total_seconds()
        self._pause = min(self._pause * 2, LONGEST_PAUSE)
        await self.pause(pause)

    def well(self) -> None:
        """Log that a trouble is over, if there was one."""
        if self._trouble:
            log.info("All is well again", action="polling_well")
        self._trouble, self._pause = "", FIRST_PAUSE


async def _awaited(work: Awaitable[None]) -> None:
    await work


def _trouble(error: Exception) -> str:
    match error:
        case Conflict():
            return "Another program polls with this BOT_TOKEN: stop it, or give this one a bot of its own"
        case InvalidToken() | EndPointNotFound():
            return "Telegram refuses BOT_TOKEN now; waiting for it to come back"
        case RetryAfter():
            return "Telegram asks to wait"
        case TelegramError():
            return "Telegram cannot be reached"
        case _:
            return f"Updates cannot be stored ({reason(error)}); they stay with Telegram until the database is back"
