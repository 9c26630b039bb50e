"""Sending: every error of Telegram is one outcome, and nothing raises."""

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

from bot.buttons import Action, pack
from bot.preview.faults import Cut, Fault
from bot.preview.refusals import Refused, forbidden, too_many_requests
from bot.sending import delivery_of, reminder_keyboard
from bot.speech import Acknowledge, Button, Edit, Say
from scheduler.models import Kind
from scheduler.outgoing import Outcome, Ready

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


def test_a_reminder_that_asks_for_done_can_be_done_put_off_skipped_or_explained(library):
    """It offers four things to do, each tied to the row."""
    keyboard = reminder_keyboard(library, "en", 12, asks_done=True, check_in=False, explains=True)

    assert keyboard == (
        (Button(label="Done", data=pack(Action.DONE, 12)),),
        (
            Button(label="Later", data=pack(Action.LATER, 12)),
            Button(label="Skip", data=pack(Action.SKIP, 12)),
            Button(label="Why?", data=pack(Action.WHY, 12)),
        ),
    )


def test_a_check_in_asks_how_it_is(library):
    """It offers four answers and no Done."""
    keyboard = reminder_keyboard(library, "es", 12, asks_done=False, check_in=True, explains=False)

    assert [[button.data for button in row] for row in keyboard] == [
        [pack(Action.CHECK_IN, 12, choice) for choice in ("better", "same", "worse")],
        [pack(Action.CHECK_IN, 12, "worried")],
    ]


@pytest.fixture
async def bare(open_talk):
    """A bot without handlers, and Ana, to whom it may write."""
    talk = await open_talk([])
    ana = talk.person("Ana")
    await ana.says("hello")
    return talk, ana


async def test_a_message_is_sent_with_its_markup_and_buttons(bare):
    """It sends HTML, rows of buttons, and no previews of links."""
    talk, ana = bare
    keyboard = ((Button(label="One", data="a"), Button(label="Two", data="b")),)

    delivery = await talk.engine.sender.perform(Say(chat_id=ana.chat_id, html="<b>Hello</b>", keyboard=keyboard))

    newest = ana.person.messages()[-1]
    assert delivery.outcome is Outcome.DELIVERED
    assert delivery.message_id == newest.id
    assert newest.content["entities"] == [{"type": "bold", "offset": 0, "length": 5}]
    assert ana.keyboard == [["One", "Two"]]


async def test_a_location_is_asked_for_and_the_keyboard_taken_away(bare):
    """It shows the button that shares the place, and removes it."""
    talk, ana = bare

    await talk.engine.sender.perform(Say(chat_id=ana.chat_id, html="Where?", ask_location="Share my location"))
    asked = ana.reply_keyboard
    await talk.engine.sender.perform(Say(chat_id=ana.chat_id, html="Thanks", remove_keyboard=True))

    assert asked == ["Share my location"]
    assert ana.reply_keyboard == []


async def test_a_message_changes_in_place(bare):
    """It edits words and buttons, or the buttons alone; the same again is as good as done."""
    talk, ana = bare
    sender = talk.engine.sender
    said = await sender.perform(Say(chat_id=ana.chat_id, html="First", keyboard=((Button(label="Go", data="a"),),)))
    change = Edit(chat_id=ana.chat_id, message_id=said.message_id, html="Second")

    outcomes = [
        (await sender.perform(Edit(chat_id=ana.chat_id, message_id=said.message_id, html=None))).outcome,
        (await sender.perform(change)).outcome,
        (await sender.perform(change)).outcome,
    ]

    assert outcomes == [Outcome.DELIVERED] * 3
    assert ana.reads == ["Second"]
    assert ana.keyboard == []


async def test_what_can_no_longer_be_changed_is_said_anew(bare):
    """It does not lose the words when the message is gone; buttons alone may go with it."""
    talk, ana = bare

    words = await talk.engine.sender.perform(Edit(chat_id=ana.chat_id, message_id=99_999, html="Done"))
    buttons = await talk.engine.sender.perform(Edit(chat_id=ana.chat_id, message_id=99_999, html=None))

    assert (words.outcome, buttons.outcome) == (Outcome.DELIVERED, Outcome.DELIVERED)
    assert ana.reads == ["Done"]


async def test_an_old_button_is_acknowledged_in_vain_without_harm(bare):
    """It takes a query that Telegram no longer knows as answered."""
    talk, _ = bare

    delivery = await talk.engine.sender.perform(Acknowledge(query_id="1", text="Noted"))

    assert delivery.outcome is Outcome.DELIVERED


async def test_a_reminder_carries_its_buttons(bare):
    """It sends the words with Done, Later and Skip."""
    talk, ana = bare
    ready = Ready(
        outgoing_id=5,
        chat_id=ana.chat_id,
        kind=Kind.REMINDER,
        html="Sunscreen now",
        language="en",
        step_ids=("sunscreen",),
        asks_done=True,
        check_in=False,
        topics=(),
    )

    delivery = await talk.engine.sender.send(ready)

    assert delivery.outcome is Outcome.DELIVERED
    assert ana.keyboard == [["Done"], ["Later", "Skip"]]


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        pytest.param(forbidden("bot was blocked by the user"), Outcome.GONE, id="blocked"),
        pytest.param(Refused(500, "Internal Server Error"), Outcome.LATER, id="500"),
        pytest.param(Refused(401, "Unauthorized"), Outcome.LATER, id="401"),
        pytest.param(too_many_requests(9), Outcome.LATER, id="429"),
        pytest.param(Cut(taken=True), Outcome.UNKNOWN, id="cut after taking"),
    ],
)
async def test_trouble_on_the_way_becomes_an_outcome(bare, fault, outcome):
    """It raises nothing for what Telegram or the network does."""
    talk, ana = bare
    talk.world.faults.append(Fault(what=fault, method="sendMessage"))

    delivery = await talk.engine.sender.perform(Say(chat_id=ana.chat_id, html="Hello"))

    assert delivery.outcome is outcome


async def test_a_chat_that_is_to_wait_is_not_even_tried(bare):
    """It holds back for as long as Telegram asked, except in an emergency."""
    talk, ana = bare
    sender, say = talk.engine.sender, Say(chat_id=ana.chat_id, html="Hello")
    talk.world.faults.append(Fault(what=too_many_requests(9), method="sendMessage"))
    await sender.perform(say)

    held = await sender.perform(say)
    urgent = await sender.perform(say, urgent=True)

    assert (held.outcome, held.retry_after) == (Outcome.LATER, timedelta(seconds=9))
    assert urgent.outcome is Outcome.DELIVERED
