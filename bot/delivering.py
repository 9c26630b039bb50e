"""Delivering: every error of Telegram and of the way there as one Delivery. Nothing is sent here."""

import os
import re
from datetime import timedelta

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    PassportDecryptionError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from scheduler.outgoing import Delivery, Outcome

# the library's RetryAfter warns of its numbers of seconds, even when nobody reads them
os.environ.setdefault("PTB_TIMEDELTA", "true")

NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)
AS_GOOD_AS_DONE = ("message is not modified", "query is too old", "query id is invalid")
SHUT_OUT = (  # Telegram's own words for "never again"; a proxy's 403 has others
    "blocked by the user",
    "user is deactivated",
    "can't initiate conversation",
    "was kicked",
    "not a member",
)
QUOTED = re.compile('[:"“«]')
NOBODY_THERE = ("chat not found", "peer_id_invalid", "user not found")


def delivery_of(error: TelegramError) -> Delivery:
    """Return what an error means for the message. The order matters: some classes are kinds of others."""
    detail = _detail(error)
    match error:
        case Forbidden() if is_one_of(SHUT_OUT, error.message):
            return Delivery(outcome=Outcome.GONE, detail=detail)
        case Forbidden():  # a proxy's or a firewall's own 403 says nothing of the patient
            return Delivery(outcome=Outcome.LATER, detail=detail)
        case ChatMigrated():
            return Delivery(outcome=Outcome.MOVED, new_chat_id=error.new_chat_id, detail=detail)
        case RetryAfter():
            return Delivery(outcome=Outcome.LATER, retry_after=as_timedelta(error.retry_after), detail=detail)
        case BadRequest():
            return Delivery(outcome=_of_bad_request(error.message), detail=detail)
        case NetworkError():
            return Delivery(outcome=Outcome.UNKNOWN if _may_have_been_sent(error) else Outcome.LATER, detail=detail)
        case PassportDecryptionError():
            return Delivery(outcome=Outcome.REFUSED, detail=detail)
        case _ if type(error) is TelegramError:
            return Delivery(outcome=Outcome.UNKNOWN, detail=detail)  # an answer that cannot be read
        case _:
            return Delivery(outcome=Outcome.LATER, detail=detail)  # the token, another poller, a proxy on the way


def is_one_of(known: tuple[str, ...], message: str) -> bool:
    """Return whether a message of Telegram holds one of the known phrases, in whatever case."""
    return any(words in message.casefold() for words in known)


def as_timedelta(value: int | timedelta) -> timedelta:
    """Return what the library gives as seconds or as a span."""
    return value if isinstance(value, timedelta) else timedelta(seconds=value)


def _of_bad_request(message: str) -> Outcome:
    if is_one_of(AS_GOOD_AS_DONE, message):
        return Outcome.DELIVERED
    return Outcome.GONE if is_one_of(NOBODY_THERE, message) else Outcome.REFUSED


def _may_have_been_sent(error: NetworkError) -> bool:
    """A connection that broke after it was made leaves open whether Telegram took the message."""
    cause = error.__cause__  # None, or a TelegramError about an answer with a status of 5xx
    if isinstance(cause, NEVER_SENT):
        return False
    return isinstance(error, TimedOut) or not isinstance(cause, TelegramError | None)


def _detail(error: TelegramError) -> str:
    """The class and Telegram's reason, without what follows a colon or a quotation mark: it may quote the message."""
    return f"{type(error).__name__}: {QUOTED.split(error.message, maxsplit=1)[0][:80]}"
