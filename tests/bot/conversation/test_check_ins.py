"""Check-ins: better, same, worse; a fixed reply to each."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.buttons import Action, pack
from scheduler.models import ReminderStep, Response
from tests.bot.conversation.stories import enrols, patients

VERDICTS = ("you are fine", "you're fine", "your result", "diagnos", "normal for you")


@pytest.fixture
async def ana(talk):
    """Ana, who was asked on the day after how her skin is."""
    ana = talk.person("Ana")
    await enrols(ana)
    await talk.pass_time(hours=23, minutes=30)
    return ana


async def answer_of(talk):
    async with talk.database.reading() as session:
        steps = (await session.exec(select(ReminderStep).where(ReminderStep.step_id == "checkin_24h"))).all()
        return [step.response for step in steps]


@pytest.mark.parametrize(
    ("label", "response"),
    [("Better", Response.BETTER), ("The same", Response.SAME), ("Worse", Response.WORSE)],
)
async def test_an_answer_is_noted_and_gets_its_reply(talk, ana, label, response):
    """It keeps the answer, shows it under the question, and replies without a verdict."""
    await ana.presses(label)

    assert ana.reads[-2].endswith(f"You said: {label}")
    assert "your clinic" in ana.reads[-1].lower() or "Clínica del Prado" in ana.reads[-1]
    assert not any(verdict in ana.reads[-1].lower() for verdict in VERDICTS)
    assert await answer_of(talk) == [response]


async def test_worse_gives_the_safety_net_topics_and_the_clinic(talk, ana):
    """It names the signs to call for, the number, and offers the symptoms as buttons."""
    await ana.presses("Worse")

    assert "Call Clínica del Prado today for:" in ana.reads[-1]
    assert "Call 112 now for:" in ana.reads[-1]
    assert {"Redness", "Swelling", "Pain", "Ask the clinic"} <= set(ana.buttons)


async def test_after_worse_the_next_session_waits(talk, ana):
    """It holds next-session messages for 7 days."""
    await ana.presses("Worse")

    assert [one.sessions_held_until for one in await patients(talk)] == [talk.now + timedelta(days=7)]


async def test_an_answer_can_be_changed(talk, ana):
    """It keeps the last of several answers."""
    worse, better = ana.data_of("Worse"), ana.data_of("Better")
    await ana.forges(worse)
    await ana.forges(better)

    assert await answer_of(talk) == [Response.BETTER]


async def test_the_same_answer_again_is_noted_once(ana):
    """It replies once; the second tap gets a passing note."""
    await ana.presses("Better")
    read = ana.reads
    await ana.presses("Better")

    assert ana.reads == read
    assert ana.notes[-1] == "That is noted already."


@pytest.mark.parametrize("choice", ["", "done", "skipped", "BETTER"])
async def test_no_other_answer_can_be_made_up(talk, ana, choice):
    """It takes three answers and no other."""
    row = int(ana.data_of("Better").split(":")[1])
    await ana.forges(pack(Action.CHECK_IN, row, choice))

    assert await answer_of(talk) == [None]


async def test_another_person_cannot_answer(talk, ana):
    """It takes no answer for Ana from Bea."""
    bea = talk.person("Bea")
    await enrols(bea)
    await bea.forges(ana.data_of("Better"))

    assert bea.notes[-1] == "This button is from before. Please use the latest message."
    assert await answer_of(talk) == [None]
