"""Webhook: Telegram is told where to post updates, and what it posts is stored before it is acknowledged.

Any number of processes may do so for one bot: each sees to it that Telegram knows the address, and says so only when it
does not.
"""

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from pydantic import SecretStr
from telegram import WebhookInfo
from telegram.error import BadRequest, TelegramError
from telegram.ext import ExtBot

from bot.contact import Contact
from bot.metrics import Metrics
from bot.pacing import Sleep
from bot.settings import Settings, WrongSetting
from bot.updates import ALLOWED, read_update
from scheduler.database import Database
from scheduler.tracing import reason, where
from scheduler.webhook_record import is_told, note_told

LOOK_AFTER = 300.0  # seconds between two looks at what Telegram knows of us
STORE_WITHIN = 40.0  # seconds; Telegram gives up after 60
MOST_NESTED = 40  # levels; Telegram's updates have about ten
AGAIN_SOON = 1  # seconds: another process is there, or this one will be
AGAIN_LATER = 5  # seconds: the database is away

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class Acknowledgement:
    """The answer to a post; `retry_after` in seconds goes with 503."""

    status: int
    retry_after: int | None = None


class Webhook:
    """Takes updates that are posted and hands them to `take`; what it raises is not acknowledged: they come again."""

    def __init__(
        self,
        settings: Settings,
        bot: ExtBot[None],
        database: Database,
        take: Callable[[Sequence[Any]], Awaitable[None]],
        *,
        metrics: Metrics | None = None,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        assert settings.bot_token
        self._url = settings.webhook_url
        self._secret = secret_of(settings.bot_token, settings.webhook_secret)
        self._fingerprint = _hmac(settings.bot_token, f"{self._url} {self._secret} {' '.join(ALLOWED)}")
        self._bot = bot
        self._database = database
        self._take = take
        self._metrics = metrics or Metrics()
        self._contact = Contact(sleep)
        self._accepting = False
        self._storing_fails = False
        self._last_error_at: datetime | None = None

    @property
    def trouble(self) -> str:
        """What is wrong with receiving, "" for nothing."""
        return "" if self._accepting else "draining"

    def stop(self) -> None:
        """Take nothing more: what is posted from now on is for another process, or the next start."""
        self._accepting = False
        self._contact.stop()

    async def first_contact(self) -> bool:
        """Get to know the bot and have updates posted; wait while Telegram cannot be reached. False: stopped meanwhile.

        Raises TokenRefused, and WrongSetting when Telegram refuses the address.
        """
        return await self._contact.first(self._greet)

    async def run(self) -> None:
        """Take what is posted until `stop`, and see to it that Telegram goes on posting."""
        self._accepting = not self._contact.is_stopping
        while not self._contact.is_stopping:
            await self._contact.pause(LOOK_AFTER)
            await self._look_after()

    def knows(self, secret: str) -> bool:
        """Return whether a post shows our secret; the time it takes tells nothing about it."""
        return hmac.compare_digest(secret.encode(), self._secret.encode())

    async def receive(self, body: bytes) -> Acknowledgement:
        """Store what was posted, and acknowledge it only then. Rubbish is acknowledged: it would come for ever."""
        answer = await self._receive(body)
        self._metrics.posted(answer.status)
        return answer

    async def _receive(self, body: bytes) -> Acknowledgement:
        if not self._accepting:
            return Acknowledgement(status=503, retry_after=AGAIN_SOON)
        update = _read(body)
        if update is None:
            log.error("Something unreadable was posted, and left out", action="unreadable_post", length=len(body))
            return Acknowledgement(status=200)
        try:
            async with asyncio.timeout(STORE_WITHIN):
                await self._take([update])
        except Exception as error:  # whatever the database's driver raises
            self._note_storing(error)
            return Acknowledgement(status=503, retry_after=AGAIN_LATER)
        self._note_storing(None)
        return Acknowledgement(status=200)

    async def _greet(self) -> None:
        await self._bot.initialize()
        try:
            await self._see_to_it(await self._bot.get_webhook_info())
        except BadRequest as error:
            raise WrongSetting(f"WEBHOOK_URL: Telegram refuses it: {error.message}") from None

    async def _look_after(self) -> None:
        """Mend what another program changed, and pass on what Telegram says went wrong."""
        if self._contact.is_stopping:
            return
        try:
            info = await self._bot.get_webhook_info()
            await self._see_to_it(info)
        except TelegramError as error:
            await self._contact.note(error)
            return
        except Exception as error:  # whatever the database's driver raises: the next look is soon enough
            self._note_storing(error)
            return
        self._contact.well()
        if info.last_error_date and info.last_error_date != self._last_error_at:
            log.warning("Telegram could not post", action="post_failed", reason=(info.last_error_message or "")[:80])
        self._last_error_at = info.last_error_date

    async def _see_to_it(self, info: WebhookInfo) -> None:
        """Tell Telegram the address, unless it was told exactly this already."""
        if info.url == self._url and set(info.allowed_updates or ()) == set(ALLOWED) and await self._is_told():
            return
        await self._bot.set_webhook(
            self._url, allowed_updates=ALLOWED, secret_token=self._secret, drop_pending_updates=False
        )
        log.info("Telegram was told where to post", action="webhook_set")
        async with self._database.session() as session:
            await note_told(session, self._bot.id, self._fingerprint)

    async def _is_told(self) -> bool:
        async with self._database.reading() as session:
            return await is_told(session, self._bot.id, self._fingerprint)

    def _note_storing(self, error: Exception | None) -> None:
        if error and not self._storing_fails:
            trouble = f"Updates cannot be stored ({reason(error)}); they stay with Telegram until the database is back"
            log.error(trouble, action="storing_fails", error=type(error).__name__, where=where(error))
        if not error and self._storing_fails:
            log.info("Updates are stored again", action="storing_well")
        self._storing_fails = error is not None


def secret_of(token: SecretStr, given: SecretStr | None) -> str:
    """Return the secret that Telegram shows: the given one, else one that every process makes alike from the token."""
    return given.get_secret_value() if given else _hmac(token, "webhook")


def _hmac(token: SecretStr, words: str) -> str:
    return hmac.digest(token.get_secret_value().encode(), words.encode(), "sha256").hex()


def _read(body: bytes) -> Any:
    """Return what can be told from the body, None for rubbish: no JSON, nested without end, no update."""
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return update if _is_shallow(update, MOST_NESTED) and read_update(update) else None


def _is_shallow(value: Any, levels: int) -> bool:
    if not isinstance(value, dict | list):
        return True
    parts = value.values() if isinstance(value, dict) else value
    return levels > 0 and all(_is_shallow(part, levels - 1) for part in parts)
