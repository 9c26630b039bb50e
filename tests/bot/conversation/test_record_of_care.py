"""The record of care in the team's group: true, complete, for the team alone, and every reading is kept."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from bot.buttons import Action, pack
from bot.preview.faults import Fault
from bot.preview.refusals import too_many_requests
from bot.speech import HandRecord, dump, load
from scheduler.models import Patient, RecordReading
from scheduler.questions import record_question
from tests.bot.conversation.stories import enrols, patients
from tests.bot.conversation.team import RED_FLAG, Team, a_team, writes


def record(team):
    """The newest record that the group read, as words."""
    return team.find("Record of care: ").content["text"]


def pdfs(talk, team):
    documents = [one.content["document"] for one in team.messages if "document" in one.content]
    return {one["file_name"]: talk.world.files.find(one["file_id"]).data for one in documents}


async def readings(talk):
    async with talk.database.reading() as session:
        return list((await session.exec(select(RecordReading).order_by(RecordReading.id))).all())


@pytest.fixture
async def scene(talk):
    """A clinic whose patient Ana has lived a day of her course."""
    return await lived(talk)


async def lived(talk):
    team, ana = await a_team(talk), talk.person("Ana")
    await enrols(ana)
    await talk.dispatch()
    await ana.presses("Done")
    await talk.pass_time(hours=24)
    await ana.presses("Worse")
    await ana.says("How long will redness last?")
    return talk, team, ana


async def test_it_tells_what_was_due_sent_tapped_and_asked(scene):
    """It has a line for all that fell due together, with its taps, in the patient's own time."""
    _talk, team, _ana = scene
    await team.says("/patient 1")

    said = record(team)
    assert said.startswith(
        "Record of care: Patient 1 · day 1, patient 1\n"
        "As of 2026-11-21 15:00. All times are those of the patient, in Europe/Madrid."
    )
    assert "2026-11-20 14:00 · Treatment, course microneedling, registered 2026-11-20 15:00" in said
    assert (
        "2026-11-20 15:00 · ice pack (10 minutes at most), gentle cleanser, plain moisturizer: "
        "sent on time; tapped “done” 15:00"
    ) in said
    assert "how is your skin?: sent on time; tapped “worse” 15:00" in said
    assert "2026-11-21 15:00 · Redness: answered" in said
    assert "Agreed to version" in said


async def test_it_comes_as_a_file_to_print_too(scene):
    """It hands over a PDF with the number in its name."""
    talk, team, _ana = scene
    await team.says("/patient 1")

    [(name, contents)] = pdfs(talk, team).items()
    assert name == "record-of-care-1.pdf"
    assert contents.startswith(b"%PDF")


async def test_a_reply_to_an_alert_or_a_conversation_names_the_patient(scene):
    """It shows whose message was replied to, with name, alert and conversation, and none of their words."""
    talk, team, ana = scene
    await writes(talk, ana, RED_FLAG)
    await team.presses("I take it")
    await team.says("/patient", to="Alert 1")

    said = record(team)
    assert said.startswith("Record of care: Ana · day 1, patient 1")
    assert "2026-11-21 15:00 · Alert 1, for today (Infection); sent to the team 15:00; Taken by Carla: 15:00" in said
    assert "pus" not in said

    await team.says("We will call you", to="Alert 1: for today")
    await team.presses("Close", on="Alert 1: for today")
    await team.says("/patient", to="Alert 1: for today")
    assert "Conversation with the team; first answer 15:00; ended 15:00" in record(team)
    assert "call you" not in record(team)


async def test_without_a_reply_it_offers_the_last_patients(scene):
    """It lists those who wrote or were treated last, and a tap shows the record."""
    _talk, team, _ana = scene
    await team.says("/patient")
    assert team.buttons_of(team.messages[-1]) == ["Patient 1 · day 1"]
    await team.presses("Patient 1 · day 1")

    assert record(team).startswith("Record of care: Patient 1")


async def test_who_read_it_is_kept_and_shown(either_talk):
    """It writes down who and when, in the record itself and in the patient's own copy."""
    talk, team, ana = await lived(either_talk)
    await team.says("/patient 1", by=team.david)
    await ana.says("/export")

    [reading] = await readings(talk)
    assert (reading.reader, reading.reader_id, reading.read_at) == ("David", team.david.chat_id, talk.now)
    assert f"David, Telegram number {team.david.chat_id}" in record(team)
    files = [one.content["document"] for one in ana.person.messages() if "document" in one.content]
    page, data = (talk.world.files.find(one["file_id"]).data.decode() for one in files[-2:])
    assert "Who at the clinic read your record of care" in page
    assert f"David, Telegram number {team.david.chat_id}" in page
    assert json.loads(data)["record_reading"][0]["reader"] == "David"


async def test_it_goes_with_the_patient(scene):
    """It leaves no reading behind, and its button is over."""
    talk, team, ana = scene
    await team.says("/patient")
    await team.says("/patient 1")
    await ana.says("/delete")
    await ana.presses("Yes, erase it")
    await ana.presses("Erase it now")
    await team.presses("Patient 1 · day 1")

    assert await readings(talk) == []
    assert team.notes[-1] == "This patient has erased their data."
    await team.says("/patient 1")
    assert team.reads[-1] == "There is no such patient. /patient alone lists the last ones."


async def test_nobody_else_can_read_it(scene):
    """It answers neither a patient, nor another group, nor a forged button; and keeps no reading."""
    talk, team, ana = scene
    await ana.says("/patient 1")
    await ana.forges(pack(Action.CARE, 1))
    other = Team(talk)
    other.group.membership = team.group.membership
    message = talk.world.post(other.group, talk.world.bot, {"text": "x"})
    other.carla.person.press_data(message.id, pack(Action.CARE, 1), chat_id=other.chat_id)
    await talk.settle()

    assert await readings(talk) == []
    assert not any("Record of care" in said for said in (*ana.reads, *other.reads))


async def test_the_second_contact_is_sent_to_the_group(scene):
    """It shows no record there, and stays."""
    talk, team, _ana = scene
    other = Team(talk)
    other.group.membership = team.group.membership
    talk.house.__dict__["desk"] = replace(talk.house.desk, second_chat_id=other.chat_id)
    await other.says("/patient 1")

    assert other.reads == ["Records of care are shown in the team's group alone."]


@pytest.mark.parametrize("said", ["/patient 99", "/patient Ana", f"/patient {'9' * 30}", "/patient -1"])
async def test_who_is_not_there_is_said_to_be_unknown(scene, said):
    """It guesses at nobody."""
    _talk, team, _ana = scene
    await team.says(said)

    assert team.reads[-1] == "There is no such patient. /patient alone lists the last ones."


async def test_lateness_and_what_was_not_sent_have_the_reason_that_is_on_record(talk):
    """It tells a failed attempt from a server that was down, of which nothing is on record, and from a pause."""
    team, ana = await a_team(talk), talk.person("Ana")
    await enrols(ana)
    await talk.dispatch()
    talk.time.pass_to(talk.now + timedelta(hours=3))  # down meanwhile
    await talk.dispatch()
    await talk.pass_time(hours=6)
    talk.time.pass_to(talk.now + timedelta(hours=10))  # down until ten in the morning
    await talk.dispatch()
    talk.world.faults.append(Fault(what=too_many_requests(3600), chat_id=ana.chat_id))
    await talk.pass_time(hours=6)
    await ana.says("/pause")
    await talk.pass_time(days=1)
    await team.says("/patient 1")

    said = record(team)
    assert "16:00 · ice pack (10 minutes at most): not sent, settled 18:00; a later one of the same step" in said
    assert "2026-11-21 08:00 · gentle cleanser, plain moisturizer, shade and a hat: sent 10:00; late: no reason" in said
    assert "2026-11-21 14:00 · how is your skin?: sent 15:00; late: the first attempt failed" in said
    assert "Since then the patient has paused the reminders" in said
    assert "planned, not sent, as reminders were stopped" in said


async def test_a_long_record_is_a_message_of_its_newest_lines(scene):
    """It fits, and says how much more is in the file."""
    talk, team, _ana = scene
    async with talk.database.session() as session:
        patient = await session.get_one(Patient, 1)
        for number in range(200):
            at = talk.now + timedelta(minutes=number)
            await record_question(
                session, patient, topic="redness", urgency="none", kind="answer", language="en", now=at
            )
    await team.says("/patient 1")

    said = record(team)
    assert 2000 < len(said) <= 4096
    assert "earlier lines are in the file." in said


def test_a_record_survives_being_stored(library):
    """It comes back from the row of its update as it was."""
    from tests.messages.test_care_wording import a_record

    hand = HandRecord(chat_id=1, html="x", language="en", record=a_record())

    assert load(dump([hand])) == [hand]


RESUME = "Resume messages on the next treatment"
GOES_ON = (
    "The team of Clínica del Prado says that messages about your next treatment can go on. "
    "If anything gets worse again, call Clínica del Prado the same day."
)


async def test_the_team_lets_messages_about_the_next_treatment_go_on(talk):
    """It ends the wait after "worse", tells the patient and the group, and the message comes in its time."""
    _, team, ana = await lived(talk)
    await talk.pass_time(days=18)
    await writes(talk, ana, "there is pus coming out of my cheek")
    await team.presses("Close")
    await team.says("/patient 1")
    await team.presses(RESUME)
    before = len(ana.reads)
    await talk.pass_time(days=3)

    assert (
        "Carla has turned messages about the next treatment back on: Ana · day 19. The patient is told, by day."
        in team.reads
    )
    assert GOES_ON in ana.reads
    assert any("Most plans have 3 to 5 visits" in read for read in ana.reads[before:])
    assert [one.sessions_held_until for one in await patients(talk)] == [None]


async def test_nobody_is_woken_to_hear_that_messages_go_on(scene):
    """It tells the patient in the morning."""
    talk, team, ana = scene
    await talk.pass_time(hours=10)  # one at night
    await team.says("/patient 1")
    await team.presses(RESUME)

    assert GOES_ON not in ana.reads
    await talk.pass_time(hours=8)
    assert GOES_ON in ana.reads


async def test_what_waits_no_more_is_let_go_once(scene):
    """It takes the button away, and tells the patient once, also when a second one is pressed."""
    _talk, team, ana = scene
    await team.says("/patient 1")
    await team.says("/patient 1")
    first, second = (one for one in team.messages if RESUME in team.buttons_of(one))
    for record in (first, second):
        team.carla.person.press(RESUME, message_id=record.id, chat_id=team.chat_id)
        await team.talk.settle()
        await team.talk.dispatch()

    assert team.notes[-1] == "Nothing waits any more."
    assert ana.reads.count(GOES_ON) == 1
    assert [team.buttons_of(one) for one in team.messages if RESUME in team.buttons_of(one)] == []


async def test_a_record_of_whom_nothing_waits_has_no_such_button(talk):
    """It offers nothing to let go on."""
    team, ana = await a_team(talk), talk.person("Ana")
    await enrols(ana)
    await team.says("/patient 1")

    assert team.buttons_of(team.find("Record of care: ")) == []


async def test_who_has_paused_is_not_told_that_reminders_go_on(scene):
    """It ends the wait, and says in the group that nothing was said."""
    _talk, team, ana = scene
    await ana.says("/pause")
    await team.says("/patient 1")
    await team.presses(RESUME)

    assert "No reminders are sent to this patient now" in team.reads[-1]
    assert GOES_ON not in ana.reads


async def test_only_the_group_lets_messages_go_on(scene):
    """It takes the button from no patient's chat."""
    talk, _team, ana = scene
    await ana.forges(pack(Action.CARE, 1, "resume"))

    assert ana.notes[-1] == "This button is from before. Please use the latest message."
    assert [one.sessions_held_until is not None for one in await patients(talk)] == [True]


async def test_messages_wait_while_an_alert_is_open(scene):
    """It says which alert to close first, and the button stays."""
    talk, team, ana = scene
    await writes(talk, ana, RED_FLAG)
    await team.says("/patient 1")
    await team.presses(RESUME)

    assert team.notes[-1] == "Alert 1 is still open. Close it first, then press this again."
    assert [one.sessions_held_until is not None for one in await patients(talk)] == [True]
    assert GOES_ON not in ana.reads

    await team.presses("Close")
    await team.presses(RESUME)
    assert GOES_ON in ana.reads


async def test_the_record_says_no_more_that_messages_wait_once_they_go_on(scene):
    """It shows the record with the button as it is now."""
    _talk, team, _ana = scene
    await team.says("/patient 1")
    before = record(team)
    await team.presses(RESUME)

    held = "Messages about the next treatment wait until"
    assert (held in before, held in record(team)) == (True, False)
