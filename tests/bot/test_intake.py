"""Intake: red flags first, stored before acknowledged."""

import json

import pytest
import structlog
from sqlmodel import select
from telegram.ext import MessageHandler, filters

from bot.preview.faults import Fault, Slow
from bot.preview.refusals import server_trouble
from bot.updates import read_update
from messages.triage import Finding, Urgency
from scheduler.models import Handling, Incoming


async def repeat(update, context):
    context.say(f"You said {update.effective_message.text}; advised: {context.exchange.advised}")


HANDLERS = [MessageHandler(filters.TEXT, repeat)]
EMERGENCY = "I cannot breathe and my throat is closing"
SPANISH_EMERGENCY = "no puedo respirar y se me cierra la garganta"


async def rows(talk):
    async with talk.database.session() as session:
        return (await session.exec(select(Incoming).order_by(Incoming.update_id))).all()


async def taken(talk):
    """Take what waits at the server into the database, and handle none of it."""
    await talk.engine.poller.take_waiting(hold=0)


async def test_what_is_said_is_answered(open_talk):
    """It takes, stores, handles and answers."""
    talk = await open_talk(HANDLERS)
    ana = talk.person("Ana")

    await ana.says("hello")

    assert ana.reads == ["You said hello; advised: None"]


async def test_it_is_stored_before_it_is_acknowledged(open_talk):
    """It leaves an update with Telegram until it is in the database."""
    talk = await open_talk(HANDLERS)
    talk.person("Ana").person.send_text("hello")

    await taken(talk)
    stored, waiting = await rows(talk), len(talk.world.queue.pending())
    await taken(talk)

    assert [row.state for row in stored] == [Handling.STORED]
    assert waiting == 1
    assert talk.world.queue.pending() == []


async def test_an_update_that_comes_again_is_handled_once(open_talk):
    """It knows an update by its number."""
    talk = await open_talk(HANDLERS)
    ana = talk.person("Ana")
    ana.person.send_text("hello")
    update = talk.world.queue.pending()[0].json

    for _ in range(2):
        await talk.engine.intake.take([update])
        await talk.engine.workers.until_idle()

    assert len(ana.reads) == 1


async def test_words_are_blanked_once_they_are_handled(open_talk):
    """It keeps the number of an update, and nothing that was said."""
    talk = await open_talk(HANDLERS)

    await talk.person("Ana").says("hello")

    (row,) = await rows(talk)
    assert (row.state, row.payload, row.replies, row.chat_id) == (Handling.HANDLED, None, None, None)


@pytest.mark.parametrize(("words", "number"), [(EMERGENCY, "Call 112 now"), (SPANISH_EMERGENCY, "112")])
async def test_an_emergency_is_advised_before_anything_is_stored(open_talk, words, number):
    """It sends the card of the language spoken, and tells the handler which rule it was."""
    talk = await open_talk(HANDLERS, emergency_number="112")
    ana = talk.person("Ana")
    ana.person.send_text(words)

    await taken(talk)
    before = list(ana.reads)
    await talk.settle()

    assert len(before) == 1
    assert number in before[0]
    assert (await rows(talk))[0].advised
    assert "advised: None" not in ana.reads[-1]


@pytest.mark.parametrize("act", ["edit", "caption"])
async def test_edits_and_captions_are_looked_through_too(open_talk, act):
    """It finds an emergency wherever a patient may write it."""
    talk = await open_talk(HANDLERS)
    ana = talk.person("Ana")

    if act == "edit":
        await ana.says("hello")
        await ana.edits(EMERGENCY)
    else:
        await ana.sends_photo(EMERGENCY)

    assert any("112" in said for said in ana.reads)


async def test_an_emergency_is_advised_while_the_database_fails(open_talk):
    """It sends the advice once, keeps trying to store, and acknowledges nothing until it could."""
    talk = await open_talk(HANDLERS)
    ana = talk.person("Ana")
    ana.person.send_text(EMERGENCY)
    talk.database.broken = True
    pauses = []

    def mend(seconds):
        pauses.append(seconds)
        talk.database.broken = len(pauses) < 3

    talk.time.when_slept = mend
    with structlog.testing.capture_logs() as logs:
        await taken(talk)

    assert pauses == [1, 2, 4]
    assert [said for said in ana.reads if "112" in said] == ana.reads[:1]
    assert [line["action"] for line in logs if line["log_level"] == "error"] == ["polling_trouble"]
    assert EMERGENCY not in str(logs)
    assert (await rows(talk))[0].advised


async def test_what_the_model_hears_is_advised_when_nobody_can_tell_what_is_awaited(open_talk, monkeypatch):
    """It takes a few words for a place only where it knows that a city is asked for."""
    talk = await open_talk(HANDLERS)
    ana = talk.person("Ana")
    ana.person.send_text("all goes dark")
    alarmed = Finding(urgency=Urgency.EMERGENCY, rule_id="E5_model", topic="infection", words=("dark",), language="en")
    monkeypatch.setattr("messages.triage._raised_by_the_model", lambda *_arguments: alarmed)
    monkeypatch.setattr(talk.database, "reading", talk.database.session)
    talk.database.broken = True
    with structlog.testing.capture_logs() as logs:
        await talk.engine.intake._advise(read_update(talk.world.queue.pending()[0].json))

    assert ana.reads == ["Call 112 now."]
    assert [line["action"] for line in logs] == ["awaited_unknown", "advised"]


async def test_advice_that_could_not_be_sent_is_left_to_the_handler(open_talk):
    """It does not say that it advised when Telegram did not take the card."""
    talk = await open_talk(HANDLERS)
    ana = talk.person("Ana")
    ana.person.send_text(EMERGENCY)
    talk.world.faults.append(Fault(what=server_trouble(502), method="sendMessage", times=2))

    await talk.settle()

    assert ana.reads == [f"You said {EMERGENCY}; advised: None"]


async def test_advice_without_an_answer_is_sent_again_at_once(open_talk):
    """It rather says it twice than not at all."""
    talk = await open_talk(HANDLERS)
    ana = talk.person("Ana")
    ana.person.send_text(EMERGENCY)
    talk.world.faults.append(Fault(what=Slow(seconds=9, taken=False), method="sendMessage"))

    await talk.settle()

    assert [said for said in ana.reads if "112" in said][:1] == ana.reads[:1]
    assert "advised: call 112" in ana.reads[-1]


async def test_updates_that_cannot_be_read_do_not_block_those_behind(open_talk):
    """It puts aside at once what it cannot read, and goes on with the same chat and the others."""
    talk = await open_talk(HANDLERS)
    ana = talk.person("Ana")
    ana.person.send_text("hello")
    good = talk.world.queue.pending()[0].json
    strange = [
        {"update_id": 1, "message": {"chat": {"id": ana.chat_id, "type": "private"}, "date": "never"}},
        {"update_id": 2, "message": "words"},
        {"update_id": 3},
        {"message": {}},
    ]

    await talk.engine.intake.take([*strange, json.loads(json.dumps(good))])
    await talk.engine.workers.until_idle()

    assert ana.reads[1:] == ["You said hello; advised: None"]
    assert [row.state for row in await rows(talk)] == [Handling.ASIDE, *[Handling.HANDLED] * 3]


async def test_a_fault_in_sending_keeps_no_message_from_being_stored(talk, monkeypatch):
    """It would keep everybody's messages with Telegram; the handler advises instead."""

    async def broken(speech, *, urgent=False):
        raise RuntimeError("a fault of ours")

    with monkeypatch.context() as patch:
        patch.setattr(talk.engine.sender, "perform", broken)
        update = {"update_id": 1, "message": {"text": "I can't breathe", "chat": {"id": 5, "type": "private"}}}
        await talk.engine.intake.take([update])
    async with talk.database.reading() as session:
        [row] = (await session.exec(select(Incoming))).all()

    assert (row.chat_id, row.advised) == (5, None)
