"""Polling: updates by long polling, acknowledged only once they are stored. Nothing but a stop ends it.

The library's own updater loses what it has taken when it is killed, and stops for good at a single 401 or 404.
"""

import asyncio
import warnings
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import structlog
from telegram.error import TelegramError
from telegram.ext import ExtBot
from telegram.warnings import PTBUserWarning

from bot.contact import Contact
from bot.metrics import Metrics
from bot.pacing import Sleep
from bot.updates import ALLOWED, read_update
from scheduler.pulse import Pulse

POLL = 50  # seconds that Telegram holds an empty answer back
MARGIN = 10  # seconds more until an answer counts as missing
SILENT = 90.0  # seconds without a poll that went well, after which polling is in trouble

log = structlog.get_logger()


class Poller:
    """Takes updates from Telegram and hands them to `take`; what it raises is not acknowledged and tried again."""

    def __init__(
        self,
        bot: ExtBot[None],
        take: Callable[[Sequence[Any]], Awaitable[None]],
        *,
        metrics: Metrics | None = None,
        pulse: Pulse | None = None,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._bot = bot
        self._take = take
        self._metrics = metrics or Metrics()
        self._pulse = pulse or Pulse()
        self._contact = Contact(sleep)
        self._offset = 0
        # we ask for raw updates on purpose: one that the library cannot read must not block those behind it
        warnings.filterwarnings("ignore", message="Please use 'Bot.getUpdates'", category=PTBUserWarning)

    @property
    def trouble(self) -> str:
        """What is wrong with receiving, "" for nothing."""
        return "polling" if self._pulse.age > SILENT else ""

    def stop(self) -> None:
        """Take nothing more; `run` acknowledges what is stored and returns."""
        self._contact.stop()

    async def first_contact(self) -> bool:
        """Get to know the bot; wait while Telegram cannot be reached. False: stopped meanwhile. Raises TokenRefused."""
        return await self._contact.first(self._greet)

    async def run(self) -> None:
        """Poll until `stop`; then acknowledge what is stored."""
        while not self._contact.is_stopping:
            await self.take_waiting(hold=POLL)
        await self._acknowledge()

    async def take_waiting(self, *, hold: int) -> int:
        """Poll once, and return how many updates came; `hold` is for how many seconds Telegram may wait for one.

        1. Ask for what comes after what is stored: that acknowledges it.
        2. Store. When that fails, nothing is acknowledged, and it is tried again.
        """
        try:
            updates = await self._contact.unless_stopped(self._get_updates(hold=hold))
        except TelegramError as error:
            self._metrics.polled(type(error).__name__)
            await self._contact.note(error)
            return 0
        self._contact.well()
        self._metrics.polled("ok")
        if updates:
            await self._store(updates)
        else:
            self._pulse.beat()
        return len(updates or ())

    async def _store(self, updates: Sequence[Any]) -> None:
        while not self._contact.is_stopping:
            try:
                await self._take(updates)
            except Exception as error:  # whatever the database's driver raises
                await self._contact.note(error)
                updates = await self._with_newer(updates)
            else:
                known = [arrival.update_id for update in updates if (arrival := read_update(update))]
                self._offset = max(known, default=self._offset - 1) + 1
                self._contact.well()
                self._pulse.beat()
                return

    async def _with_newer(self, updates: Sequence[Any]) -> Sequence[Any]:
        """Return the same and what came meanwhile: an emergency among it must not wait for the database."""
        try:
            return await self._contact.unless_stopped(self._get_updates(hold=0)) or updates
        except TelegramError:
            return updates

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
