"""Progress and calendar: where the patient stands as a picture, and the plan as a file."""

import pytest
from ical.calendar_stream import IcsCalendarStream
from ical.event import EventStatus

from bot.preview.faults import Fault
from bot.preview.refusals import bad_request
from tests.bot.conversation.stories import agrees, enrols


def newest(person):
    return person.person.messages()[-1].content


def calendar_of(talk, person):
    stored = talk.world.files.find(newest(person)["document"]["file_id"])
    return IcsCalendarStream.calendar_from_ics(stored.data.decode())


@pytest.mark.parametrize("command", ["/progress", "/calendar"])
@pytest.mark.parametrize("begun", [False, True], ids=["a stranger", "half enrolled"])
async def test_before_enrolment_the_way_in_is_offered(talk, command, begun):
    """It has nothing to show yet, and says how to begin."""
    ana = talk.person("Ana")
    if begun:
        await agrees(ana)
    await ana.says(command)

    assert ana.reads[-1] == "You have no plan yet. Shall I set up your reminders?"
    assert ana.buttons == ["Set up my reminders"]


async def test_progress_is_a_picture_that_says_the_same_in_words(talk):
    """It shows what was tapped a moment ago."""
    ana = talk.person("Ana")
    await enrols(ana)
    await talk.dispatch()
    await ana.presses("Done")
    await ana.says("/progress")

    assert newest(ana)["photo"][-1]["width"] == 675
    assert ana.reads[-1].startswith("Treatment day\n✓ Treatment: Friday 20 November, 2 pm\n➤ You are here")
    assert "Care steps: Done: 3 of 3." in ana.reads[-1]


async def test_progress_speaks_the_patients_language(talk):
    """It draws and says it in Spanish."""
    ana = talk.person("Ana")
    await enrols(ana)
    await ana.says("/language")
    await ana.presses("Español")
    await ana.says("/progress")

    assert "photo" in newest(ana)
    assert ana.reads[-1].startswith("Día del tratamiento\n✓ Tratamiento: el viernes 20 de noviembre a las 14:00")


async def test_progress_without_a_picture_is_still_said(talk):
    """It says the words when Telegram will not take the picture."""
    ana = talk.person("Ana")
    await enrols(ana)
    talk.world.faults.append(Fault(what=bad_request("IMAGE_PROCESS_FAILED"), method="sendPhoto"))
    await ana.says("/progress")

    assert newest(ana)["text"].startswith("Treatment day")


async def test_on_day_7_the_picture_comes_by_itself_and_the_check_in_can_be_answered(talk):
    """It is one message with its buttons, which change in place under the picture."""
    ana = talk.person("Ana")
    await enrols(ana)
    for _ in range(6):
        await talk.pass_time(days=1)
        if "Better" in ana.buttons:
            await ana.presses("Better")
    await talk.pass_time(days=1)
    asked = newest(ana)
    await ana.presses("The same")
    pictures = [message for message in ana.person.messages() if "photo" in message.content]

    assert "How is your skin today?" in asked["caption"]
    assert "7 days after your treatment" in asked["caption"]
    assert pictures[-1].content["caption"].endswith("You said: The same")
    assert len(pictures) == 1


async def test_the_calendar_is_a_file_with_the_plan(talk):
    """It has the plan's entries in the patient's zone, and says how to use it."""
    ana = talk.person("Ana")
    await enrols(ana)
    await ana.says("/calendar")
    calendar = calendar_of(talk, ana)

    assert newest(ana)["document"]["file_name"] == "afterglow.ics"
    assert ana.reads[-1].startswith("This is your plan for your calendar, in Madrid time.")
    assert len(calendar.events) == 12
    assert {event.status for event in calendar.events} == {EventStatus.CONFIRMED}


async def test_a_corrected_date_is_corrected_in_the_calendar(talk):
    """It cancels the old entries by their ids and brings the new ones."""
    ana = talk.person("Ana")
    await enrols(ana)
    await ana.says("/calendar")
    first = calendar_of(talk, ana)
    await ana.says("/start")
    await ana.presses("Correct the date")
    await ana.says("yesterday 5pm")
    await ana.says("/calendar")
    second = calendar_of(talk, ana)
    gone = {event.uid for event in second.events if event.status is EventStatus.CANCELLED}

    assert gone == {event.uid for event in first.events}
    assert len(second.events) > len(gone)


async def test_after_the_end_there_is_nothing_to_put_into_a_calendar(talk):
    """It sends no empty file."""
    ana = talk.person("Ana")
    await enrols(ana)
    await ana.says("/calendar")
    talk.time.pass_to(talk.now.replace(year=2027, month=6))
    await ana.says("/calendar")

    assert ana.reads[-1] == "No more reminders are planned."
