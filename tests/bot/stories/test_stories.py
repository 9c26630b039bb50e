"""Stories: whole weeks of people, as they live them."""

import re
from datetime import UTC, datetime

import pytest
from sqlmodel import select

from scheduler.models import Outgoing, ReminderStep, State
from tests.bot.conversation.stories import agrees, enrols, enrols_in_chat, patients, treatments


async def record(talk):
    """How often each step was sent, and how often it was passed over."""
    async with talk.database.reading() as session:
        steps = (await session.exec(select(ReminderStep))).all()
    return [step.step_id for step in steps if step.state is State.SENT], steps


async def reminders(talk):
    async with talk.database.reading() as session:
        return (await session.exec(select(Outgoing).where(Outgoing.state == State.SENT))).all()


def said(person, words):
    return [read for read in person.reads if words in read]


async def test_the_worried_patient(talk):
    """She asks at night, taps worse, describes it, and each time hears whom to call; her care goes on."""
    ana = talk.person("Ana")
    await enrols(ana)
    await talk.dispatch()
    await talk.pass_to(datetime(2026, 11, 21, 1, 30, tzinfo=UTC))  # 2:30 am in Madrid
    await ana.says("my face is so red, is this normal??")
    assert ana.reads[-1].startswith("Redness")

    await talk.pass_to(datetime(2026, 11, 21, 14, tzinfo=UTC))
    await ana.presses("Worse")
    assert "Call Clínica del Prado (+34\u00a0910\u00a0000\u00a0000) today for:" in ana.reads[-1]
    await ana.presses("Swelling")
    assert ana.reads[-1].startswith("Call Clínica del Prado today if you have signs like these.")
    await ana.says("it is getting more swollen and my eye is swollen shut")
    assert any("Call Clínica del Prado today" in read for read in ana.reads[-2:])
    await ana.says("now I can't breathe properly")
    assert "Call 112 now." in ana.reads[-2:]

    held_until = (await patients(talk))[0].sessions_held_until
    await talk.pass_time(days=2)
    assert held_until > datetime(2026, 11, 28, tzinfo=UTC)
    assert said(ana, "If your clinic says yes, you can again:")


async def test_the_traveller(talk):
    """She flies to Mexico: her mornings and evenings are those of Mexico, the hours of what is allowed stay."""
    ana = talk.person("Ana")
    await enrols(ana)  # treated at 2 pm in Madrid
    await talk.dispatch()
    await ana.says("/settings")
    await ana.presses("Time zone")
    await ana.says("Mexico City")
    assert "I go by Mexico City time" in ana.reads[-1]
    await talk.pass_to(datetime(2026, 11, 22, 13, 1, tzinfo=UTC))  # 7:01 am there: 48 hours are over
    assert not said(ana, "You can again")
    await talk.pass_to(datetime(2026, 11, 22, 14, 1, tzinfo=UTC))  # 8:01 am there
    assert len(said(ana, "You can again")) == 1

    hours = {row.settled_at.hour for row in await reminders(talk) if row.settled_at > talk.now.replace(day=21, hour=14)}
    assert hours <= {*range(14, 24), *range(4)}  # from 8 am to 10 pm in Mexico

    await ana.says("When can I go swimming?")
    assert "from tomorrow, 7 am" in ana.reads[-1]


async def test_the_one_who_registers_on_day_3(talk):
    """She hears at once what still counts, nothing of what is over, and goes on in step."""
    ana = talk.person("Ana")
    await enrols_in_chat(ana, when="17 November 15:00")
    await talk.dispatch()
    sent, steps = await record(talk)

    assert {"cleanser", "sunscreen"} <= set(sent)
    assert not {"ice_packs", "no_makeup", "checkin_24h"} & set(sent)
    assert all(step.expires_at > talk.now for step in steps if step.state is State.SENT)

    await talk.pass_time(days=2)
    sent, _ = await record(talk)
    assert "checkin_5d" in sent
    assert len(await reminders(talk)) <= 1 + 3 * 4


async def test_the_one_with_two_sessions(talk):
    """She never hears the same twice at once, and the first course yields to the second."""
    ana = talk.person("Ana")
    await enrols(ana)
    await talk.pass_time(days=27, hours=20)  # in the morning
    await ana.says("/start")
    await ana.presses("A new treatment")
    await ana.presses("Micro-needling only")
    await ana.says("today 10 am")
    await talk.pass_time(days=16)

    first, second = await treatments(talk)
    _, steps = await record(talk)
    of_first = [one for one in steps if one.treatment_id == first.id and one.state is State.SENT]
    assert [one.step_id for one in of_first if one.due_at > second.registered_at] == []
    by_message = [(one.outgoing_id, one.step_id) for one in steps if one.state is State.SENT]
    assert len(by_message) == len(set(by_message))
    await ana.says("/today")
    assert "It is day 16 after your treatment" in ana.reads[-1]


async def test_the_one_who_never_answers(talk):
    """She is asked three times, told once that it stops, and still gets what she needs, to the end."""
    ana = talk.person("Ana")
    await enrols(ana)
    await talk.pass_time(days=50)

    assert len(said(ana, "How is your skin today?")) == 3
    assert len(said(ana, "I will stop asking")) == 1
    assert len(said(ana, "This plan is over.")) == 1
    sent, steps = await record(talk)
    assert {"makeup_ok", "heat_swim_ok", "actives_ok", "course_end"} <= set(sent)
    assert {step.state for step in steps} <= {State.SENT, State.EXPIRED}


@pytest.mark.parametrize("leaves", ["blocks", "withdraws", "pauses"])
async def test_the_one_who_leaves_and_comes_back(talk, leaves):
    """She hears nothing while she is away, and on her return only what still counts."""
    ana = talk.person("Ana")
    await enrols(ana)
    await talk.dispatch()
    before, _ = await record(talk)
    await leave(ana, leaves)
    read = len(ana.reads)
    await talk.pass_time(days=5)
    assert len(ana.reads) == read

    await come_back(ana, leaves)
    await talk.dispatch()
    await talk.pass_time(days=3)
    sent, _ = await record(talk)
    assert "actives_ok" in sent[len(before) :]
    assert not {"ice_packs", "no_makeup", "makeup_ok", "healed_check"} & set(sent[len(before) :])
    assert len(await patients(talk)) == 1


async def leave(person, how):
    if how == "blocks":
        await person.blocks()
    elif how == "pauses":
        await person.says("/pause")
    else:
        await person.says("/privacy")
        await person.presses("Withdraw my consent")
        await person.presses("Yes, withdraw my consent")


async def come_back(person, how):
    if how == "blocks":
        await person.unblocks()
    elif how == "pauses":
        await person.says("/resume")
    else:
        await person.says("/start")
        await person.presses("Yes, I agree")


async def test_the_one_who_leaves_for_good(either_talk):
    """She takes a copy, erases everything, and is a stranger when she returns."""
    ana = either_talk.person("Ana")
    await enrols(ana)
    await either_talk.pass_time(days=1)
    await ana.says("/export")
    await ana.says("/delete")
    await ana.presses("Yes, erase it")
    await ana.presses("Erase it now")
    await either_talk.pass_time(days=3)
    assert ana.reads[-1].startswith("Done. I have erased everything I kept about you")

    await agrees(ana)
    assert ana.reads[-1].startswith("When is your treatment")


SCREEN = 900  # characters
COMMANDS = (
    "/today",
    "/plan",
    "/progress",
    "/clinic",
    "/calendar",
    "/diary",
    "/settings",
    "/privacy",
    "/export",
    "/help",
)
ENROLS = {
    "en": ("Yes, I agree", "Yes", "Micro-needling only", "today 2pm", "Yes"),
    "es": ("Sí, de acuerdo", "Sí", "Solo microagujas", "hoy a las 14:00", "Sí"),
}
ANSWERS = {"en": ("Done", "The same"), "es": ("Hecho", "Igual")}
OTHERS_WORDS = {"en": r"\b(tu|piel|hoy|el|para)\b", "es": r"\b(your|skin|the|and|you)\b"}


@pytest.mark.parametrize("language", ENROLS)
async def test_the_one_who_taps_everything(talk, language):
    """She reads nothing longer than a screen, nothing in another language, no word twice in a row, nothing by night."""
    lucia = talk.person("Lucía", language_code=language)
    agrees, adult, procedure, when, here = ENROLS[language]
    await lucia.says("/start")
    for label in (agrees, adult, procedure):
        await lucia.presses(label)
    await lucia.says(when)
    await lucia.presses(here)
    await talk.dispatch()
    for days in (3, 40):
        for label in ANSWERS[language]:
            if label in lucia.buttons:
                await lucia.presses(label)
        for command in COMMANDS:
            await lucia.says(command)
        await talk.pass_time(days=days)

    assert len(lucia.reads) > 50
    assert [read for read in lucia.reads if len(read) > SCREEN] == []
    assert [read for read in lucia.reads if re.search(r"\b([^\W\d]+) \1\b", read, re.IGNORECASE)] == []
    assert [read for read in lucia.reads if re.search(OTHERS_WORDS[language], read, re.IGNORECASE)] == []
    hours = {
        row.settled_at.hour for row in await reminders(talk) if row.settled_at > datetime(2026, 11, 21, tzinfo=UTC)
    }
    assert hours <= {*range(7, 21)}  # from 8 am to 10 pm in Madrid
