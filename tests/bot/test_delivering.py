"""Delivering: every error of Telegram is one outcome."""

import inspect
from datetime import timedelta

import httpx
import pytest
import telegram.error
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    PassportDecryptionError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.delivering import delivery_of
from scheduler.outgoing import Outcome

OUTCOMES = {
    BadRequest("Can't parse entities: unclosed tag"): Outcome.REFUSED,
    BadRequest("Message is not modified: the same"): Outcome.DELIVERED,
    BadRequest("Query is too old and response timeout expired or query id is invalid"): Outcome.DELIVERED,
    BadRequest("Chat not found"): Outcome.GONE,
    ChatMigrated(-1002): Outcome.MOVED,
    Conflict("terminated by other getUpdates request"): Outcome.LATER,
    EndPointNotFound("no such method"): Outcome.LATER,
    Forbidden("Forbidden: bot was blocked by the user"): Outcome.GONE,
    Forbidden("<html>Access denied by policy</html>"): Outcome.LATER,
    InvalidToken("Unauthorized"): Outcome.LATER,
    NetworkError("Bad Gateway"): Outcome.LATER,
    PassportDecryptionError("no"): Outcome.REFUSED,
    RetryAfter(7): Outcome.LATER,
    TelegramError("Invalid server response"): Outcome.UNKNOWN,
    TimedOut(): Outcome.UNKNOWN,
}
CAUSES = {
    httpx.ConnectError("refused"): Outcome.LATER,
    httpx.ConnectTimeout("slow"): Outcome.LATER,
    httpx.PoolTimeout("full"): Outcome.LATER,
    httpx.ReadTimeout("slow"): Outcome.UNKNOWN,
    httpx.ReadError("cut"): Outcome.UNKNOWN,
    httpx.RemoteProtocolError("cut"): Outcome.UNKNOWN,
    httpx.WriteError("cut"): Outcome.UNKNOWN,
}


def test_every_class_of_error_has_an_outcome():
    """It knows each class that the library has, so that a new one is noticed."""
    classes = {value for _, value in inspect.getmembers(telegram.error, inspect.isclass)}

    assert {one for one in classes if issubclass(one, TelegramError)} == {type(error) for error in OUTCOMES}


@pytest.mark.parametrize(("error", "outcome"), OUTCOMES.items(), ids=repr)
def test_each_error_means_one_outcome(error, outcome):
    """It tells what can be repeated from what cannot, also where one class is a kind of another."""
    assert delivery_of(error).outcome is outcome


@pytest.mark.parametrize(("cause", "outcome"), CAUSES.items(), ids=lambda value: type(value).__name__)
def test_a_broken_connection_is_told_from_one_never_made(cause, outcome):
    """It repeats freely only what cannot have been sent."""
    error = TimedOut() if isinstance(cause, httpx.TimeoutException) else NetworkError(f"httpx: {cause}")
    error.__cause__ = cause

    assert delivery_of(error).outcome is outcome


def test_telegram_says_how_long_to_wait():
    """It keeps the time that Telegram asks for, and the new id of a chat."""
    assert delivery_of(RetryAfter(7)).retry_after == timedelta(seconds=7)
    assert delivery_of(ChatMigrated(-1002)).new_chat_id == -1002


def test_what_telegram_quotes_stays_out_of_the_detail():
    """It logs the reason without what may be a patient's words."""
    error = BadRequest('Can\'t parse entities: unsupported start tag "my skin hurts" at byte offset 3')

    assert delivery_of(error).detail == "BadRequest: Can't parse entities"
