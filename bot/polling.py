"""Polling: updates by long polling, acknowledged only once they are stored. Nothing but a stop ends it.

The library's own updater loses what it has taken when it is killed, and stops for good at a single 401 or 404.
"""

import asyncio
import warnings
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any, TypeVar

import structlog
from telegram.error import Conflict, EndPointNotFound, InvalidToken, RetryAfter, TelegramError
from telegram.ext import ExtBot
from telegram.warnings import PTBUserWarning

from bot.pacing import Sleep
from bot.sending import delivery_of
from bot.updates import ALLOWED, read_update
from scheduler.tracing import reason, where

POLL = 50  # seconds that Telegram holds an empty answer back
MARGIN = 10  # seconds more until an answer counts as missing
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0

log = structlog.get_logger()
T = TypeVar("T")


class TokenRefused(Exception):
    """Telegram does not know the bot; the message says what to do, and does not hold the token."""


class Poller:
    """Takes updates from Telegram and hands them to `take`; what it raises is not acknowledged and tried again."""

    def __init__(
        self, bot: ExtBot[None], take: Callable[[Sequence[Any]], Awaitable[None]], *, sleep: Sleep = asyncio.sleep
    ) -> None:
        self._bot = bot
        self._take = take
        self._sleep = sleep
        self._stopping = asyncio.Event()
        self._offset = 0
        self._pause = FIRST_PAUSE
        self._trouble = ""
        # we ask for raw updates on purpose: one that the library cannot read must not block those behind it
        warnings.filterwarnings("ignore", message="Please use 'Bot.getUpdates'", category=PTBUserWarning)

    def stop(self) -> None:
        """Take nothing more; `run` acknowledges what is stored and returns."""
        self._stopping.set()

    async def first_contact(self) -> bool:
        """Get to know the bot; wait while Telegram cannot be reached. False: stopped meanwhile. Raises TokenRefused."""
        while not self._stopping.is_set():
            try:
                await self._unless_stopped(self._greet())
            except InvalidToken:
                raise TokenRefused(
                    "Telegram refuses BOT_TOKEN: copy it once more from BotFather, and check TELEGRAM_API_URL"
                ) from None
            except TelegramError as error:
                await self._note(error)
            else:
                self._well()
                return not self._stopping.is_set()
        return False

    async def run(self) -> None:
        """Poll until `stop`; then acknowledge what is stored."""
        while not self._stopping.is_set():
            await self.take_waiting(hold=POLL)
        await self._acknowledge()

    async def take_waiting(self, *, hold: int) -> int:
        """Poll once, and return how many updates came; `hold` is for how many seconds Telegram may wait for one.

        1. Ask for what comes after what is stored: that acknowledges it.
        2. Store. When that fails, nothing is acknowledged, and it is tried again.
        """
        try:
            updates = await self._unless_stopped(self._get_updates(hold=hold))
        except TelegramError as error:
            await self._note(error)
            return 0
        self._well()
        if updates:
            await self._store(updates)
        return len(updates or ())

    async def _store(self, updates: Sequence[Any]) -> None:
        while not self._stopping.is_set():
            try:
                await self._take(updates)
            except Exception as error:  # whatever the database's driver raises
                await self._note(error)
            else:
                known = [arrival.update_id for update in updates if (arrival := read_update(update))]
                self._offset = max(known, default=self._offset - 1) + 1
                self._well()
                return

    async def _greet(self) -> None:
        await self._bot.initialize()
        await self._bot.delete_webhook(drop_pending_updates=False)

    async def _get_updates(self, *, hold: int, limit: int = 100) -> list[Any]:
        updates = await self._bot.do_api_request(
            "getUpdates",
            api_kwargs={"offset": self._offset, "timeout": hold, "limit": limit, "allowed_updates": list(ALLOWED)},
            read_timeout=hold + MARGIN,
        )
        return updates if isinstance(updates, list) else []

    async def _acknowledge(self) -> None:
        if self._offset:
            try:
                await self._get_updates(hold=0, limit=1)
            except TelegramError as error:
                log.warning("The last updates are not acknowledged: they will come again", error=type(error).__name__)

    async def _unless_stopped(self, work: Coroutine[Any, Any, T]) -> T | None:
        """Do it, or drop it when we are to stop: a poll that is dropped acknowledges nothing."""
        doing, stopped = asyncio.create_task(work), asyncio.create_task(self._stopping.wait())
        await asyncio.wait({doing, stopped}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if doing.done():
            return doing.result()
        doing.cancel()
        await asyncio.gather(doing, return_exceptions=True)
        return None

    async def _note(self, error: Exception) -> None:
        """Log a trouble when it begins, and wait: longer each time."""
        trouble = _trouble(error)
        if trouble != self._trouble:
            log.error(trouble, action="polling_trouble", error=type(error).__name__, where=where(error))
        self._trouble = trouble
        pause = self._pause
        if isinstance(error, RetryAfter) and (asked := delivery_of(error).retry_after):
            pause = asked.total_seconds()
        self._pause = min(self._pause * 2, LONGEST_PAUSE)
        await self._unless_stopped(self._wait(pause))

    async def _wait(self, pause: float) -> None:
        await self._sleep(pause)

    def _well(self) -> None:
        if self._trouble:
            log.info("All is well again", action="polling_well")
        self._trouble, self._pause = "", FIRST_PAUSE


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
