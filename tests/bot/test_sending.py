"""Sending: messages out, and nothing raises."""

from datetime import timedelta

import pytest

from bot.preview.faults import Cut, Fault
from bot.preview.refusals import Refused, forbidden, too_many_requests
from bot.speech import Acknowledge, Button, Edit, Say
from scheduler.models import Kind
from scheduler.outgoing import Outcome, Ready


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
