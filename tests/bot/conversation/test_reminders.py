"""Reminders: the buttons under a reminder, and what a tap makes of it."""

from datetime import UTC, datetime, time, timedelta

import pytest
from sqlmodel import select

from bot.buttons import Action, pack
from scheduler.models import Kind, Outgoing, Patient, ReminderStep, Response, State
from tests.bot.conversation.stories import enrols, enrols_in_chat

TOO_OLD = "This button is from before. Please use the latest message."


@pytest.fixture
async def ana(talk):
    """Ana, who has her first reminder: ice, cleanser, moisturizer and shade."""
    ana = talk.person("Ana")
    await enrols(ana)
    await talk.dispatch()
    return ana


async def responses(talk):
    async with talk.database.reading() as session:
        steps = (await session.exec(select(ReminderStep).order_by(ReminderStep.id))).all()
        return {step.step_id: step.response for step in steps if step.state is State.SENT}


async def outgoing(talk, kind):
    async with talk.database.reading() as session:
        return list((await session.exec(select(Outgoing).where(Outgoing.kind == kind).order_by(Outgoing.id))).all())


async def test_done_covers_every_step_that_asks_and_shows_when(talk, ana):
    """It notes all steps of the message that ask, keeps the words, and leaves "Why?"."""
    words = ana.reads[-1]
    await ana.presses("Done")

    assert ana.reads[-1] == f"{words}\n\n✓ Done at 3 pm"
    assert ana.buttons == ["Why?"]
    assert await responses(talk) == {
        "ice_packs": Response.DONE,
        "cleanser": Response.DONE,
        "moisturizer": Response.DONE,
        "sun_shade": None,
    }


async def test_skip_is_noted_as_skipped(talk, ana):
    """It keeps what was left out apart from what was done."""
    await ana.presses("Skip")

    assert ana.reads[-1].endswith("Skipped at 3 pm")
    assert (await responses(talk))["cleanser"] is Response.SKIPPED


@pytest.mark.parametrize(
    ("label", "response", "line"),
    [
        ("Done", Response.DONE, "✓ Done, noted on Saturday 21 November, 9 am"),
        ("Skip", Response.SKIPPED, "Skipped, noted on Saturday 21 November, 9 am"),
    ],
)
async def test_a_late_tap_is_noted_with_its_day(talk, ana, label, response, line):
    """It keeps what was done, says kindly that the reminder was for earlier, and claims no other hour."""
    talk.time.pass_to(datetime(2026, 11, 21, 8, tzinfo=UTC))
    await ana.presses(label)

    assert ana.notes[-1] == "Noted. That reminder was for earlier."
    assert ana.reads[-1].endswith(line)
    assert (await responses(talk))["cleanser"] is response


async def test_done_twice_is_harmless(talk, ana):
    """It shows the same again, with a passing note."""
    data = ana.data_of("Done")
    await ana.presses("Done")
    read = ana.reads
    talk.time.pass_to(talk.now + timedelta(minutes=10))
    await ana.forges(data)

    assert ana.reads == read
    assert ana.notes[-1] == "That is noted already."


async def test_later_offers_only_what_still_helps(ana):
    """It shows when, in place of the buttons, and a way back; by the evening this reminder is over."""
    await ana.presses("Later")

    assert ana.buttons == ["In 30 min", "Back"]

    await ana.presses("Back")

    assert ana.keyboard == [["Done"], ["Later", "Skip", "Why?"]]


async def test_half_an_hour_later_it_comes_again(talk, ana):
    """It says once more what is still open, half an hour later."""
    await ana.presses("Later")
    await ana.presses("In 30 min")

    assert ana.reads[-1].endswith("Later: today, 3:30 pm")
    assert ana.buttons == ["Why?"]

    await talk.pass_time(minutes=31)

    assert ana.reads[-1].startswith("As you asked, once more:")
    assert ana.keyboard == [["Done"], ["Later", "Skip", "Why?"]]


async def test_this_evening_is_two_hours_before_sleep(talk):
    """It comes again at 8 in the evening, when it is still useful then."""
    talk.time.pass_to(datetime(2026, 11, 20, 16, 30, tzinfo=UTC))
    ana = talk.person("Ana")
    await enrols_in_chat(ana, "today 5pm")
    await talk.dispatch()
    await ana.presses("Later")

    assert ana.buttons == ["In 30 min", "This evening", "Back"]

    await ana.presses("This evening")

    assert ana.reads[-1].endswith("Later: today, 8 pm")
    assert [row.due_at for row in await outgoing(talk, Kind.SNOOZED)] == [datetime(2026, 11, 20, 19, tzinfo=UTC)]


@pytest.mark.parametrize(
    ("day", "tapped_at", "until"),
    [
        pytest.param(("08:00", "23:30"), (20, 22, 15), (21, 7, 0), id="before midnight: tomorrow"),
        pytest.param(("08:00", "23:30"), (20, 23, 30), (21, 7, 0), id="after midnight: today"),
        pytest.param(("11:00", "03:00"), (21, 0, 30), (21, 10, 0), id="who sleeps at three"),
    ],
)
async def test_the_morning_is_the_one_that_comes(talk, day, tapped_at, until):
    """It is that of the patient's own day, also when the tap comes after midnight."""
    talk.time.pass_to(datetime(2026, 11, 20, 20, 30, tzinfo=UTC))
    ana = talk.person("Ana")
    await enrols_in_chat(ana, "today 9pm")
    await talk.dispatch()
    async with talk.database.session() as session:
        [patient] = (await session.exec(select(Patient))).all()
        patient.wake, patient.sleep = (time.fromisoformat(at) for at in day)
        for step in (await session.exec(select(ReminderStep))).all():
            step.expires_at = datetime(2026, 11, 22, tzinfo=UTC)
    talk.time.pass_to(datetime(2026, 11, *tapped_at, tzinfo=UTC))

    await ana.presses("Later")
    await ana.presses("In the morning")

    assert [row.due_at for row in await outgoing(talk, Kind.SNOOZED)] == [datetime(2026, 11, *until, tzinfo=UTC)]


async def test_an_evening_that_is_too_late_is_refused(talk, ana):
    """It never says a reminder again after it stopped being useful."""
    await ana.forges(pack(Action.SNOOZE, 1, "evening"))

    assert ana.notes[-1] == "Later it would no longer help. You can do it now, or skip it."
    assert await outgoing(talk, Kind.SNOOZED) == []


@pytest.mark.parametrize("choice", ["", "never", "2027-01-01", "morning "])
async def test_no_other_time_can_be_made_up(talk, ana, choice):
    """It snoozes to the times that it offers and to no other."""
    await ana.forges(pack(Action.SNOOZE, 1, choice))

    assert ana.notes[-1] == TOO_OLD
    assert await outgoing(talk, Kind.SNOOZED) == []


async def test_when_later_is_too_late_it_is_said(talk, ana):
    """It offers no time at which the steps no longer help."""
    talk.time.pass_to(talk.now + timedelta(hours=3, minutes=45))
    await ana.presses("Later")

    assert ana.notes[-1] == "Later it would no longer help. You can do it now, or skip it."
    assert ana.keyboard == [["Done"], ["Later", "Skip", "Why?"]]


async def test_why_with_several_steps_asks_which(ana):
    """It lists the topics of the steps, and answers the one that is chosen."""
    await ana.presses("Why?")

    assert ana.reads[-1] == "Which would you like to know more about?"

    await ana.presses("Washing your face")

    assert ana.reads[-1].startswith("Washing your face")


async def test_why_with_one_step_answers_at_once(talk, ana):
    """It says why, for this day."""
    await talk.pass_time(hours=1)
    await ana.presses("Why?")

    assert "ice" in ana.reads[-1].lower()


async def test_a_snoozed_reminder_is_over_once_it_is_done(talk, ana):
    """It is not said again after Done from the list of today."""
    await ana.presses("Later")
    await ana.presses("In 30 min")
    await ana.forges(pack(Action.DONE, 1))
    await talk.pass_time(minutes=31)

    assert [row.state for row in await outgoing(talk, Kind.SNOOZED)] == [State.CANCELLED]


@pytest.mark.parametrize("action", [Action.DONE, Action.LATER, Action.SNOOZE, Action.SKIP, Action.WHY, Action.BACK])
async def test_another_person_cannot_touch_a_reminder(talk, ana, action):
    """It does nothing with Ana's reminder when Bea presses."""
    bea = talk.person("Bea")
    await enrols_in_chat(bea)
    read = bea.reads
    await bea.forges(pack(action, 1, "half_hour"))

    assert bea.notes[-1] == TOO_OLD
    assert bea.reads == read
    assert set((await responses(talk)).values()) == {None}


@pytest.mark.parametrize("row", [None, 0, 999, 10**17])
async def test_a_reminder_that_never_was_is_a_button_of_before(ana, row):
    """It says so in passing."""
    await ana.forges(pack(Action.DONE, row))

    assert ana.notes[-1] == TOO_OLD


async def test_the_buttons_of_an_erased_patient_mean_nothing(talk, ana):
    """It knows nothing of the reminder any more."""
    data = ana.data_of("Done")
    await ana.says("/delete")
    await ana.presses("Yes, erase it")
    await ana.presses("Erase it now")
    await ana.forges(data)

    assert ana.notes[-1] == TOO_OLD
