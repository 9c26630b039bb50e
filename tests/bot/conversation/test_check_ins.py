"""Check-ins: better, same, worse; a fixed reply to each."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.buttons import Action, pack
from scheduler.models import ReminderStep, Response
from tests.bot.conversation.stories import enrols, enrols_in_chat, patients
from tests.bot.conversation.team import Team

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

    assert "Call Clínica del Prado (+34\u00a0910\u00a0000\u00a0000) today for:" in ana.reads[-1]
    assert "Call 112 now for:" in ana.reads[-1]
    assert {"Redness", "Swelling", "Pain", "Ask the clinic"} <= set(ana.buttons)


async def test_after_worse_it_says_that_the_clinic_does_not_know_yet(talk, ana):
    """It promises nobody who reads: without a team only a call tells the clinic."""
    await ana.presses("Worse")

    assert "Nobody at your clinic has been told of this. To tell it, please call." in ana.reads[-1]
    assert "Tell the clinic" not in ana.buttons


@pytest.mark.parametrize(
    ("answer", "words"),
    [("Worse", "How is your skin today? “Worse”"), ("much worse", "How is your skin today? “much worse”")],
)
async def test_after_worse_one_tap_tells_the_clinic_now(talk, ana, answer, words):
    """It says that the team reads it in the morning, and brings it before the team at a tap."""
    team = await Team(talk).pair()
    await (ana.presses(answer) if answer == "Worse" else ana.says(answer))
    told = ana.reads[-1]
    await ana.presses("Tell the clinic")
    await talk.dispatch()

    assert "Your clinic does not know this yet. It only reads your answer in its summary the next morning." in told
    assert "+34\u00a0910\u00a0000\u00a0000" in told
    assert team.reads[-1].startswith("Alert 1: within a day")
    assert team.reads[-1].split("\n")[2] == words


@pytest.mark.parametrize(
    ("words", "response"),
    [
        ("worse", Response.WORSE),
        ("Much better thx!", Response.BETTER),
        ("the same", Response.SAME),
        ("igual que ayer", Response.SAME),
        ("peor", Response.WORSE),
        ("mejor", Response.BETTER),
        ("más o menos igual", Response.SAME),
        ("bien gracias", Response.BETTER),
        ("not good", Response.WORRIED),
        ("muy mal", Response.WORRIED),
        ("no está mejor", Response.SAME),
        ("a bit worse", Response.WORSE),
    ],
)
async def test_an_answer_in_words_does_what_the_tap_does(talk, ana, words, response):
    """It keeps it, shows it under the question, and says the same reply."""
    label = {"better": "Better", "same": "The same", "worse": "Worse", "worried": "Something worries me"}[response]
    bea = talk.person("Bea")
    await enrols(bea)
    await talk.pass_time(hours=23, minutes=30)
    await ana.presses(label)
    tapped = ana.reads[-1]
    await bea.says(words)

    assert bea.reads[-1] == tapped
    assert bea.reads[-2].endswith(f"You said: {label}")
    assert (await answer_of(talk))[-1] is response


@pytest.mark.parametrize(
    "words", ["better?", "is it worse", "better but my cheek hurts", "worse, no, better", "ok", "7", "better 7"]
)
async def test_other_words_answer_no_check_in(talk, ana, words):
    """It takes no question, and nothing that says more, for an answer."""
    await ana.says(words)

    assert await answer_of(talk) == [None]


async def test_a_red_flag_in_the_answer_comes_first(talk, ana):
    """It says whom to call about it, and the answer counts as well."""
    await ana.says("a bit worse today")

    assert ana.reads[-1].startswith("Call Clínica del Prado today")
    assert await answer_of(talk) == [Response.WORSE]


async def test_words_after_a_day_answer_no_check_in(talk):
    """It takes them for an answer within 24 hours."""
    ana = talk.person("Ana")
    await enrols_in_chat(ana, when="23 October 15:00")
    await talk.dispatch()
    await talk.pass_time(hours=25)
    await ana.says("mejor")

    assert not any("You said" in read for read in ana.reads)


async def test_words_while_something_else_is_asked_answer_no_check_in(talk, ana):
    """It leaves them to the open question."""
    await ana.says("/start")
    await ana.presses("Correct the date")
    await ana.says("the same")

    assert await answer_of(talk) == [None]


async def test_words_after_the_tap_change_nothing(talk, ana):
    """It asks once: what is typed later is about something else."""
    await ana.presses("Better")
    await ana.says("worse")

    assert await answer_of(talk) == [Response.BETTER]


async def test_a_worry_is_asked_back(talk, ana):
    """It asks what it is, with the symptoms of the day and the clinic as buttons."""
    await ana.presses("Something worries me")

    assert ana.reads[-2].endswith("You said: Something worries me")
    assert ana.reads[-1].startswith("What is it? Tap it, or write it in your own words.")
    assert {"Redness", "Pinpoint bleeding", "Infection", "Ask the clinic"} <= set(ana.buttons)
    assert await answer_of(talk) == [Response.WORRIED]


async def test_later_other_symptoms_are_offered(talk):
    """It asks for dark marks four weeks after, not for bleeding."""
    ana = talk.person("Ana")
    await enrols_in_chat(ana, when="23 October 15:00")
    await talk.dispatch()
    await ana.presses("Something worries me")

    assert {"Dark or light patches", "Scars, lines and lumps", "Infection"} <= set(ana.buttons)
    assert not {"Pinpoint bleeding", "Bruising", "Swelling"} & set(ana.buttons)


async def test_a_symptom_gets_the_answer_of_the_day(ana):
    """It says what most people see on this day, and when to call."""
    await ana.presses("Something worries me")
    await ana.presses("Redness")

    assert ana.reads[-1].startswith("Redness")
    assert "What to expect" in ana.reads[-1]
    assert "When to call" in ana.reads[-1]


@pytest.mark.parametrize("answer", ["Worse", "Something worries me"])
async def test_whom_to_call_has_the_number_beside_it(ana, answer):
    """It never asks for a call without the number to call."""
    await ana.presses(answer)
    replied = ana.reads[-1]
    await ana.presses("Redness")

    assert "Clínica del Prado (+34\u00a0910\u00a0000\u00a0000)" in replied
    assert "Clínica del Prado: +34\u00a0910\u00a0000\u00a0000" in ana.reads[-1]


async def test_after_worse_a_symptom_says_whom_to_call_and_not_what_is_usual(ana):
    """It never calms somebody who just said that it got worse."""
    await ana.presses("Worse")
    await ana.presses("Redness")

    assert ana.reads[-1].startswith("Call Clínica del Prado today if you have signs like these.")
    assert "What to expect" not in ana.reads[-1]
    assert "Ask the clinic" in ana.buttons


async def test_after_worse_nothing_is_allowed_without_the_clinic(talk, ana):
    """It sends her to the clinic before what most people may do by now, for a week."""
    await ana.presses("Worse")
    await talk.pass_time(days=1)
    allowed = [read for read in ana.reads if "you can again:" in read.lower()]

    assert allowed[0].split("\n\n")[1] == (
        "You told me that something is wrong or has got worse. Ask your clinic first, before you go by this:"
    )
    assert "If your clinic says yes, you can again:" in allowed[0]
    await talk.pass_time(days=13)

    assert any("You can again:\n• Waxing" in read for read in ana.reads)


async def test_the_same_on_day_4_does_not_point_to_day_4(talk):
    """It counts days on the calendar, as everything else does."""
    ana = talk.person("Ana")
    await enrols(ana)
    await talk.pass_time(days=3, hours=18)  # 9 am on day 4
    await ana.presses("The same")

    assert ana.reads[-1].startswith("Thank you. If your skin is still red, swollen or sore, call your clinic")


async def test_words_after_a_worry_go_through_triage(ana):
    """It reads what is typed like any message: red flags first."""
    await ana.presses("Something worries me")
    await ana.says("my throat is swelling and I cannot breathe")

    assert "Call 112 now." in ana.reads


@pytest.mark.parametrize("topic", ["", "no_such_topic"])
async def test_no_symptom_can_be_made_up(ana, topic):
    """It answers only about topics there are."""
    row = int(ana.data_of("Better").split(":")[1])
    await ana.forges(pack(Action.SYMPTOM, row, topic))

    assert ana.notes[-1] == "This button is from before. Please use the latest message."


async def test_another_person_cannot_ask_by_her_message(talk, ana):
    """It gives Bea no answer under Ana's check-in."""
    await ana.presses("Worse")
    bea = talk.person("Bea")
    await enrols_in_chat(bea)
    read = bea.reads
    await bea.forges(ana.data_of("Redness"))

    assert bea.reads == read
    assert bea.notes[-1] == "This button is from before. Please use the latest message."


async def test_after_three_unanswered_it_says_once_that_it_stops(talk, ana):
    """It says so once, and asks no more."""
    await talk.pass_time(days=50)

    assert sum("I will stop asking" in read for read in ana.reads) == 1
    assert sum("How is your skin today?" in read for read in ana.reads) == 3


async def test_who_taps_ask_me_again_is_asked_again(talk, ana):
    """It goes on asking after the tap, and the button goes."""
    await talk.pass_time(days=7)
    await ana.presses("Ask me again")

    assert ana.reads[-1] == "All right. I will ask about your skin again."
    assert "Ask me again" not in ana.buttons

    await talk.pass_time(days=9)

    assert sum("How is your skin today?" in read for read in ana.reads) > 3


async def test_a_late_answer_brings_check_ins_back(talk, ana):
    """It takes an answer to an old question for one."""
    first = ana.data_of("Better")
    await talk.pass_time(days=7)
    await ana.forges(first)
    await talk.pass_time(days=9)

    assert sum("How is your skin today?" in read for read in ana.reads) > 3


async def test_a_new_treatment_is_asked_about_whatever_was_silent_before(talk, ana):
    """It begins anew with every treatment."""
    await talk.pass_time(days=28)
    asked = sum("How is your skin today?" in read for read in ana.reads)
    await ana.says("/start")
    await ana.presses("A new treatment")
    await ana.presses("Micro-needling only")
    await ana.says("today 9 am")
    await talk.pass_time(days=2)

    assert sum("How is your skin today?" in read for read in ana.reads) > asked


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
    await enrols_in_chat(bea)
    await bea.forges(ana.data_of("Better"))

    assert bea.notes[-1] == "This button is from before. Please use the latest message."
    assert await answer_of(talk) == [None]
