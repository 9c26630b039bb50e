"""Typed: what is asked in the enrolment, answered in the patient's own words."""

from datetime import UTC, datetime

import pytest

from messages import triage
from messages.topics import Urgency
from scheduler.models import Awaiting, Procedure
from tests.bot.conversation.stories import agrees, enrols_in_chat, patients, treatments


def heard_by_the_model(*_arguments):
    """A model that hears an emergency in everything."""
    return triage.Finding(
        urgency=Urgency.EMERGENCY, rule_id="E5_model", topic="infection", words=("so",), language="en"
    )


@pytest.fixture
async def asked(talk, monkeypatch):
    """Ana, who is asked for her city while the model is alarmed."""
    ana = talk.person("Ana")
    await agrees(ana)
    await ana.says("yesterday 15:00")
    await ana.presses("No, another time")
    monkeypatch.setattr(triage, "_raised_by_the_model", heard_by_the_model)
    return ana


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        pytest.param("Alcalá de Henares", "Europe/Madrid", id="a place"),
        pytest.param("Vivo en Alcalá de Guadaíra", "Europe/Madrid", id="with the words before it"),
    ],
)
async def test_a_place_raises_no_alarm(talk, asked, typed, zone):
    """It takes the place that it asked for, whatever the model hears in its name."""
    await asked.says(typed)

    assert not [said for said in asked.reads if said.startswith("Call")]
    assert [one.zone for one in await patients(talk)] == [zone]


async def test_a_place_too_small_to_be_known_raises_no_alarm(asked):
    """It asks for a larger one; a sentence that can be no place is still heard by the model."""
    await asked.says("Alcalá de los Gazules")

    assert not [said for said in asked.reads if said.startswith("Call")]
    assert asked.reads[-1].startswith("I do not know that city.")

    await asked.says("everything around me goes dark and far away")

    assert "Call 112 now." in asked.reads


async def test_a_written_rule_speaks_while_the_city_is_awaited(talk, asked):
    """It takes no sign of an infection for the town of that name."""
    await asked.says("pus")

    assert [one.zone for one in await patients(talk)] == [None]
    assert not any("I go by" in said for said in asked.reads)


async def test_a_clock_with_a_dot_keeps_the_day(talk):
    """It reads 7.30 as a time where the time is asked; a date out of reach typed there loses no day."""
    ana = talk.person("Ana")
    await agrees(ana)
    await ana.presses("Yesterday")
    await ana.says("1 August 15:00")

    assert ana.reads[-2].startswith("That is more than 8 weeks ago")
    assert ana.reads[-1].startswith("At what time")

    await ana.says("7.30")
    await ana.presses("7:30 pm")
    await ana.presses("Yes")

    assert [one.treated_at for one in await treatments(talk)] == [datetime(2026, 11, 19, 18, 30, tzinfo=UTC)]


async def test_a_part_of_the_day_keeps_the_day(talk):
    """It asks for the hour of "this morning"."""
    ana = talk.person("Ana")
    await agrees(ana)
    await ana.says("this morning")

    assert ana.reads[-1].startswith("At what time")

    await ana.says("half 9")
    await ana.presses("9:30 am")
    await ana.presses("Yes")

    assert [one.treated_at for one in await treatments(talk)] == [datetime(2026, 11, 20, 8, 30, tzinfo=UTC)]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        pytest.param("es", ["vale, si", "tengo 34 años", "solo el boli"], id="Spanish"),
        pytest.param("en", ["ok yes", "im 27", "just microneedling, dermapen"], id="English"),
    ],
)
async def test_answers_in_own_words_are_understood(talk, language, words):
    """It takes a yes with words around it, an age, and the name of the device."""
    ana = talk.person("Ana", language_code=language)
    await ana.says("/start")
    for typed in words:
        await ana.says(typed)

    (row,) = await patients(talk)
    assert (row.adult, row.procedure, row.awaiting) == (True, Procedure.PLAIN, Awaiting.DAY)


async def test_an_age_below_18_and_another_treatment_are_understood(talk):
    """It plans nothing for them."""
    ana, bea = talk.person("Ana"), talk.person("Bea")
    for person, words in ((ana, ["yes", "17"]), (bea, ["yes", "yes", "it was morpheus8 RF"])):
        await person.says("/start")
        for typed in words:
            await person.says(typed)

    assert [(one.adult, one.procedure) for one in await patients(talk)] == [(False, None), (True, Procedure.MORE)]
    assert ana.reads[-1].startswith("My reminders are made for plain micro-needling of adults")


async def test_what_is_no_answer_is_asked_again_and_no_topic_guessed(talk):
    """It says how to answer at each question; a question is answered as ever."""
    ana = talk.person("Ana")
    await ana.says("/start")
    await ana.says("vale")

    assert ana.reads[-1] == "I could not read that as yes or no. Do you agree to what is said above?"

    await ana.says("yes")
    await ana.says("they gave me a form")

    assert ana.reads[-1] == "I could not read that as yes or no. Are you 18 or older?"

    await ana.says("yes")
    await ana.says("my friend did it")

    assert ana.reads[-1].startswith("I could not read that. Was it micro-needling only, or something more?")

    await ana.says("can i drive home")

    assert ana.reads[-1].startswith("What was done")


async def test_a_warning_sign_is_no_answer(talk):
    """It gives the advice of the same day to a fever, beside the word for another treatment."""
    ana = talk.person("Ana")
    await ana.says("/start")
    await ana.says("yes")
    await ana.says("yes")
    await ana.says("pus since the laser")

    assert "Call Clínica del Prado" in ana.reads[-1]
    assert [one.procedure for one in await patients(talk)] == [None]


async def test_a_date_told_early_is_kept(talk):
    """It notes the date and asks on; the same at the question of the clock and of the city."""
    ana = talk.person("Ana")
    await ana.says("/start")
    await ana.says("yes")
    await ana.says("yes")
    await ana.says("yesterday 10am")

    assert ana.reads[-2] == "Noted: yesterday, 10 am."
    assert ana.reads[-1].startswith("What was done")

    await ana.presses("Micro-needling only")

    assert ana.reads[-1].startswith("Is it")

    await ana.says("sorry, yesterday at 11am")

    assert ana.reads[-2:] == ["Noted: yesterday, 11 am.", "Is it 3 pm where you are?"]

    await ana.presses("No, another time")
    await ana.says("18 November 9am")

    assert ana.reads[-2] == "Noted: Wednesday, 9 am."
    assert ana.reads[-1].startswith("Where are you?")

    await ana.says("I live in Bogota")

    assert [one.treated_at for one in await treatments(talk)] == [datetime(2026, 11, 18, 14, tzinfo=UTC)]


async def test_a_question_at_the_prompt_of_the_time_is_answered(talk):
    """It offers what it may be about, also without a question mark."""
    ana = talk.person("Ana")
    await agrees(ana)
    await ana.presses("Today")
    await ana.says("ok what can i do tonight to sleep better with this hot face")

    assert "I could not read that as a time" not in ana.reads[-1]
    assert ana.reads[-1].startswith("At what time")


async def test_the_words_of_the_button_leave_a_change(talk):
    """It understands what stands on the button."""
    ana = talk.person("Ana", language_code="en")
    await enrols_in_chat(ana)
    await ana.presses("Correct the date")
    await ana.says("leave it as it is")

    assert ana.reads[-1] == "All right. Nothing has changed."
    assert [one.awaiting for one in await patients(talk)] == [None]
