"""Threads: a patient and the team talk through the bot; both always know whether the other is there."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.buttons import Action, pack
from bot.preview.calls import Upload
from bot.preview.chats import Membership
from bot.preview.faults import Cut, Fault
from bot.preview.refusals import bad_request, server_trouble
from scheduler.models import Alert, AlertState, Awaiting, Incoming, Outgoing, Patient, Thread
from scheduler.morning import morning_of
from tests.bot.conversation.stories import agrees, enrols, patients, treatments
from tests.bot.conversation.team import EMERGENCY, RED_FLAG, Team, a_team, taps, writes
from tests.bot.harness import NOW, PNG

NOT_OURS = "What is the capital of France?"
SENT = (
    "Your message reached the team of Clínica del Prado: today, 3 pm. The answer comes here. "
    "Until you end the conversation, the team gets all that you write."
)
OFFERS = {"en": ("cancel", "End the conversation"), "es": ("cancelar", "Terminar la conversación")}


async def threads(talk):
    async with talk.database.reading() as session:
        return list((await session.exec(select(Thread).order_by(Thread.id))).all())


async def set_up(talk):
    team = await a_team(talk)
    ana = talk.person("Ana")
    await enrols(ana)
    await talk.dispatch()
    return talk, team, ana


@pytest.fixture
async def scene(talk):
    """A team, and Ana who has enrolled and got her first reminder."""
    return await set_up(talk)


@pytest.fixture
async def either_scene(either_talk):
    """The same on both databases."""
    return await set_up(either_talk)


@pytest.fixture
async def talking(scene):
    """Ana has asked the team something."""
    talk, team, ana = scene
    await writes(talk, ana, NOT_OURS)
    await taps(talk, ana, "Ask the clinic")
    return talk, team, ana


async def test_a_question_that_is_not_ours_is_passed_on_by_one_tap(either_scene):
    """It sends the words that stand above the button, and says so once they are there."""
    talk, team, ana = either_scene
    await writes(talk, ana, NOT_OURS)
    assert "capital of France" not in "".join(team.reads)
    await taps(talk, ana, "Ask the clinic")

    assert team.reads[-1].split("\n") == [
        "A question for the team",
        "Ana · day of treatment",
        NOT_OURS,
        "To answer, reply to this message.",
    ]
    assert team.buttons_of(team.messages[-1]) == ["End the conversation", "Block"]
    assert ana.reads[-1] == SENT
    assert "Ask the clinic" not in ana.buttons


async def test_the_number_that_was_shared_stands_in_the_question(scene):
    """It shows the team the number to call; without one there is no such line."""
    talk, team, ana = scene
    await writes(talk, ana, NOT_OURS)
    await taps(talk, ana, "Ask the clinic")

    assert "Phone:" not in team.reads[-1]

    bea = talk.person("Bea")
    await enrols(bea)
    await talk.dispatch()
    await bea.shares_contact()
    await writes(talk, bea, NOT_OURS)
    await taps(talk, bea, "Ask the clinic")

    assert f"Phone: {bea.person.user.phone_number}" in team.reads[-1]


async def test_the_words_wait_nowhere_in_the_database(scene):
    """It finds them again in Telegram's own message, not in a table."""
    talk, _team, ana = scene
    await writes(talk, ana, NOT_OURS)
    async with talk.database.reading() as session:
        rows = [
            str(vars(row))
            for table in (Incoming, Outgoing, Patient)
            for row in (await session.exec(select(table))).all()
        ]

    assert not any("capital of France" in row for row in rows)


async def test_relayed_words_are_blanked_once_they_are_there(talking):
    """It keeps no copy of the message itself: what is kept of a question has no names and numbers."""
    talk, _team, _ana = talking
    async with talk.database.reading() as session:
        rows = (await session.exec(select(Outgoing.text).where(Outgoing.kind == "relay"))).all()

    assert rows == [None]


async def test_without_words_above_it_asks_for_them(scene):
    """It says what the team will see, and sends the next message."""
    talk, team, ana = scene
    async with talk.database.session() as session:
        [patient] = (await session.exec(select(Patient))).all()
        patient.last_topic = None
    await ana.says("/help")
    await ana.forges(pack(Action.ASK_CLINIC))
    asked = ana.reads[-1]
    await writes(talk, ana, "Can I come earlier?")

    assert asked.startswith("Write what the team of Clínica del Prado should read, in one message.")
    assert "your first name and your day of recovery" in asked
    assert "In an emergency do not write: call 112." in asked
    assert "Can I come earlier?" in team.reads[-1]
    assert ana.reads[-1] == SENT


async def test_who_asks_for_a_person_is_led_to_the_team(scene):
    """It asks for the message itself: "talk to a human" is none."""
    talk, team, ana = scene
    await ana.says("talk to a human")
    await ana.presses("Ask the clinic")
    asked = ana.reads[-1]
    await writes(talk, ana, "Can I come earlier?")

    assert asked.startswith("Write what the team of Clínica del Prado should read")
    assert "Can I come earlier?" in team.reads[-1]


async def test_the_clinic_command_asks_for_a_message(scene):
    """It is the way to the team at any time."""
    talk, team, ana = scene
    await ana.says("/clinic")
    await writes(talk, ana, "Can I come earlier?")
    await ana.says("/clinic")

    assert "Can I come earlier?" in team.reads[-1]
    assert ana.reads[-1].startswith("Your conversation with Clínica del Prado is open. Just write: the team gets it.")
    assert ana.buttons == ["End the conversation"]


async def test_not_now_sends_nothing(scene):
    """It goes back to answering by itself."""
    talk, team, ana = scene
    said = len(team.reads)
    await ana.says("/help")
    await ana.forges(pack(Action.ASK_CLINIC))
    await ana.presses("Not now")
    not_sent = ana.reads[-1]
    await writes(talk, ana, "When can I wear makeup?")

    assert not_sent == "All right. Nothing has been sent."
    assert "Sunday" in ana.reads[-1]
    assert len(team.reads) == said


@pytest.mark.parametrize("leaves", ["/start", "/today", "later"])
async def test_what_was_meant_for_the_team_long_ago_does_not_go_there(scene, leaves):
    """It takes a command, or half a day, for the end of asking."""
    talk, team, ana = scene
    await ana.says("/clinic")
    if leaves == "later":
        await talk.pass_time(hours=13)
    else:
        await ana.says(leaves)
        assert "Let us go on where we stopped." not in ana.reads
    await ana.says("when can I wear make-up?")
    await talk.dispatch()

    assert "Make-up" in ana.reads[-1]
    assert not any("make-up" in read for read in team.reads)


async def test_asking_the_team_loses_no_open_question(talk):
    """It takes up the enrolment where it was, once the message is on its way."""
    team = await a_team(talk)
    ana = talk.person("Ana")
    await agrees(ana)
    await ana.forges(pack(Action.ASK_CLINIC))
    await writes(talk, ana, "Which day was it?")

    assert "Which day was it?" in team.reads[-1]
    assert any(text.startswith("When is your treatment") for text in ana.reads[-2:])
    await ana.says("today 14:00")
    await ana.presses("Yes")
    assert ana.reads[-1].startswith("Your treatment: today, 2 pm")


async def test_a_reply_reaches_the_patient_as_the_clinics_words(either_scene):
    """It names who writes, says how to answer, and tells the group that it is there."""
    talk, team, ana = either_scene
    await writes(talk, ana, NOT_OURS)
    await taps(talk, ana, "Ask the clinic")
    await team.says("Yes, at <10:00> & 11", to="A question for the team")

    assert ana.reads[-1] == (
        "Carla, Clínica del Prado:\nYes, at <10:00> & 11\n\n"
        "Write here to answer. The team gets all that you write until one of you ends the conversation."
    )
    assert ana.buttons[-1] == "End the conversation"
    assert team.reads[-1] == "✓ Ana has your message."


async def test_only_the_first_reply_explains(talking):
    """It says how to answer once."""
    _talk, team, ana = talking
    await team.says("Yes", to="A question for the team")
    await team.says("At ten", to="A question for the team")

    assert ana.reads[-1] == "Carla, Clínica del Prado:\nAt ten"


async def test_the_talk_goes_on_both_ways_in_order(either_scene):
    """It carries each message, and answers none of them itself."""
    talk, team, ana = either_scene
    await writes(talk, ana, NOT_OURS)
    await taps(talk, ana, "Ask the clinic")
    await team.says("Yes", to="A question for the team")
    for text in ("When can I wear makeup?", "And sport?", "thanks"):
        await ana.says(text)
    await talk.dispatch()
    await team.says("From Sunday", to="And sport?", by=team.david)

    relayed = [text for text in team.reads if text.startswith("Ana\n")]
    assert relayed == ["Ana\nWhen can I wear makeup?", "Ana\nAnd sport?", "Ana\nthanks"]
    assert ana.reads[-1] == "David, Clínica del Prado:\nFrom Sunday"


async def test_order_is_kept_when_one_of_them_fails(talking):
    """It lets nothing overtake what has to be sent again."""
    talk, team, ana = talking
    talk.world.faults.append(Fault(what=server_trouble(502), method="sendMessage", chat_id=team.chat_id))
    for text in ("one", "two", "three"):
        await ana.says(text)
    await talk.dispatch()
    await talk.pass_time(minutes=2)

    assert [text for text in team.reads if text.startswith("Ana\n")] == ["Ana\none", "Ana\ntwo", "Ana\nthree"]


async def test_red_flags_come_first_also_in_a_conversation(talking):
    """It says the advice at once, raises the alert, and passes the message on as well."""
    talk, team, ana = talking
    await ana.says(EMERGENCY)
    card = ana.reads[-2]
    await talk.dispatch()

    assert card == "Call 112 now."
    assert team.find("Alert 1: emergency words")
    assert team.find(f"Ana\n{EMERGENCY}")


async def test_a_reply_to_an_alert_begins_a_conversation_and_takes_it(either_scene):
    """It needs no button, and what the patient answers stands below the alert."""
    talk, team, ana = either_scene
    await writes(talk, ana, RED_FLAG)
    await team.says("Please come in at five", to="Alert 1")
    await writes(talk, ana, "I will be there")

    async with talk.database.reading() as session:
        [alert] = (await session.exec(select(Alert))).all()
    assert alert.state is AlertState.ACKNOWLEDGED
    assert "Taken by Carla" in team.find("Alert 1: for today").content["text"]
    assert "Please come in at five" in "".join(ana.reads)
    assert team.reads[-1] == "Ana\nI will be there"
    assert team.messages[-1].reply_to_id == team.find("Alert 1: for today").id


async def test_closing_the_alert_ends_its_conversation(scene):
    """It lets the patient know that the bot answers again."""
    talk, team, ana = scene
    await writes(talk, ana, RED_FLAG)
    await team.says("Please call us", to="Alert 1")
    await team.presses("Close", on="Alert 1: for today")

    assert (
        "The team of Clínica del Prado has ended the conversation. From now on I answer again, not the team."
        in ana.reads
    )
    assert [one.closed_at is None for one in await threads(talk)] == [False]


async def test_replies_in_long_are_passed_on_in_pieces_and_in_order(talking):
    """It loses nothing of 4096 characters, markup or not."""
    _talk, team, ana = talking
    words = " ".join(f"<{number}>&" for number in range(600))[:4096].strip()
    before = len(ana.reads)
    await team.says(words, to="A question for the team")

    pieces = [
        text.removeprefix("Carla, Clínica del Prado:\n").partition("\n\nWrite here")[0] for text in ana.reads[before:]
    ]
    assert " ".join(pieces) == words
    assert len(pieces) == 2


async def test_what_a_patient_writes_in_long_fits_too(talking):
    """It passes 4096 characters on."""
    talk, team, ana = talking
    words = " ".join(f"<{number}>&" for number in range(600))[:4096].strip()
    await writes(talk, ana, words)

    pieces = [text.removeprefix("Ana\n") for text in team.reads if text.startswith("Ana\n")]
    assert " ".join(pieces) == words


async def test_photos_and_voice_are_copied_by_telegram(talking):
    """It never downloads them, and says whose they are."""
    talk, team, ana = talking
    await ana.sends_photo("my cheek")
    await ana.sends_voice()
    await talk.dispatch()
    photo, voice = team.messages[-2:]
    team.carla.person.send_photo(Upload(name="p.png", mime_type="image/png", data=PNG), chat_id=team.chat_id)
    reply = list(team.group.messages.values())[-1]
    talk.world.change(team.group, reply, reply_to_id=voice.id)

    assert photo.content["photo"]
    assert photo.content["caption"] == "Ana\nmy cheek"
    assert voice.content["voice"]
    assert voice.content["caption"] == "Ana"


async def test_a_photo_of_the_team_reaches_the_patient(talking):
    """It stands under the clinic's name."""
    talk, team, ana = talking
    image = Upload(name="p.png", mime_type="image/png", data=PNG)
    stored = team.carla.person
    asked = team.find("A question for the team")
    size = {"width": 1, "height": 1}
    file = talk.world.files.keep(image, "photos")
    photo = [{"file_id": file.id, "file_unique_id": file.unique_id, "file_size": 1, **size}]
    talk.world.post(team.group, stored.user, {"photo": photo, "caption": "like this"}, reply_to_id=asked.id)
    await talk.settle()
    await talk.dispatch()

    assert ana.person.messages()[-1].content["photo"]
    assert ana.reads[-1].startswith("Carla, Clínica del Prado:\nlike this\n\nWrite here to answer.")


async def test_a_sticker_is_not_passed_on_and_that_is_said(talking):
    """It leaves nobody in the belief that it was."""
    talk, team, ana = talking
    asked = team.find("A question for the team")
    await ana.sends_sticker()
    sticker = list(ana.person.messages())[-2].content
    talk.world.post(team.group, team.carla.person.user, sticker, reply_to_id=asked.id)
    await talk.settle()
    await talk.dispatch()

    assert ana.reads[-1].startswith("That is kind.")
    assert team.reads[-1] == "I can pass on text, photos, videos, voice messages and files. This was not sent."


async def test_only_replies_go_out(talking):
    """It passes on nothing else that the team writes, and no edit."""
    talk, team, ana = talking
    before = len(ana.reads)
    talk.world.privacy = False
    await team.says("She asks for an appointment again")
    await team.says("I did not mean to reply", to="This is now the group")
    not_open = team.reads[-1]
    await team.says("At ten", to="A question for the team")
    newest = [one for one in team.group.messages.values() if not one.sender.is_bot][-1]
    talk.time.pass_to(talk.now + timedelta(seconds=1))
    team.carla.person.edit_text(newest.id, "At eleven", chat_id=team.chat_id)
    await talk.settle()
    await talk.dispatch()

    assert len(ana.reads) == before + 1
    assert not_open == "That message belongs to nothing that is open, so nothing was sent."
    assert team.reads[-1] == "I do not pass on edits. Please reply once more with the new words."


async def test_a_reply_in_a_foreign_group_reaches_nobody(talking):
    """It leaves a group that replies to a message with the same number."""
    talk, team, ana = talking
    before = len(ana.reads)
    other = Team(talk)
    other.group.membership = team.group.membership
    asked = team.find("A question for the team")
    talk.world.post(other.group, talk.world.bot, {"text": "x"})
    copy = list(other.group.messages.values())[-1]
    other.group.messages = {asked.id: copy.__class__(**{**vars(copy), "id": asked.id})}
    other.carla.person.send_text("Hello", chat_id=other.chat_id, reply_to=asked.id)
    await talk.settle()
    await talk.dispatch()

    assert len(ana.reads) == before
    assert "private" in other.reads[-1]


async def test_two_conversations_never_mix(scene):
    """It sends each reply to the patient it replies to."""
    talk, team, ana = scene
    bea = talk.person("Bea")
    await enrols(bea)
    for person, text in ((ana, "Can I book Tuesday at nine with the doctor?"), (bea, "Do you sell gift cards?")):
        await person.says("/help")
        await person.forges(pack(Action.ASK_CLINIC))
        await writes(talk, person, text)
    await team.says("For Ana", to="Tuesday")
    await team.says("For Bea", to="gift cards")

    assert ana.reads[-1].startswith("Carla, Clínica del Prado:\nFor Ana")
    assert bea.reads[-1].startswith("Carla, Clínica del Prado:\nFor Bea")


async def test_the_patient_can_end_it(either_scene):
    """It tells both, and answers again itself."""
    talk, team, ana = either_scene
    await writes(talk, ana, NOT_OURS)
    await taps(talk, ana, "Ask the clinic")
    await team.says("Yes", to="A question for the team")
    await taps(talk, ana, "End the conversation")
    ended = ana.reads[-1]
    await writes(talk, ana, "When can I wear makeup?")

    assert ended == "You have ended the conversation. From now on I answer again, not the team."
    assert team.reads[-1] == "Ana has ended the conversation."
    assert "Sunday" in ana.reads[-1]


async def test_the_team_can_end_it(talking):
    """It tells both."""
    _talk, team, ana = talking
    await team.presses("End the conversation")

    assert ana.reads[-1] == (
        "The team of Clínica del Prado has ended the conversation. From now on I answer again, not the team."
    )
    assert team.reads[-1] == "Carla has ended the conversation with Ana. They know."
    assert team.notes == ["Ended. Both sides know."]


async def test_ending_it_twice_says_that_it_is_over(talking):
    """It tells nobody a second time."""
    talk, team, _ana = talking
    asked = team.find("A question for the team")
    await team.presses("End the conversation")
    said = len(team.reads)
    team.david.person.press_data(asked.id, pack(Action.THREAD, 1, "end"), chat_id=team.chat_id)
    await talk.settle()
    await talk.dispatch()

    assert team.notes[-1] == "This conversation is over already."
    assert len(team.reads) == said


async def test_after_the_end_a_reply_goes_nowhere_and_that_is_said(talking):
    """It does not let the team talk into the void."""
    _talk, team, ana = talking
    await team.presses("End the conversation")
    before = len(ana.reads)
    await team.says("One more thing", to="A question for the team")

    assert len(ana.reads) == before
    assert team.reads[-1] == "That message belongs to nothing that is open, so nothing was sent."


async def test_it_ends_by_itself_after_a_day_of_silence(either_scene):
    """It counts from the last word of either, and tells both."""
    talk, team, ana = either_scene
    await writes(talk, ana, NOT_OURS)
    await taps(talk, ana, "Ask the clinic")
    await talk.pass_time(hours=20)
    await team.says("Yes", to="A question for the team")
    await talk.pass_time(hours=23, minutes=59)
    still = [one.closed_at for one in await threads(talk)]
    await talk.pass_time(minutes=1)

    assert still == [None]
    assert "Nobody wrote for a day, so the conversation with Clínica del Prado has ended." in "".join(ana.reads[-2:])
    assert team.reads[-1] == "The conversation with Ana ended by itself: nobody wrote for a day. They know."


async def test_another_patients_button_ends_nothing(talking):
    """It takes a foreign id for a button too old."""
    talk, _team, _ana = talking
    bea = talk.person("Bea")
    await bea.says("/start")
    await bea.forges(pack(Action.THREAD, 1, "end"))
    await bea.forges(pack(Action.THREAD, 1, "really"))

    assert [one.closed_at for one in await threads(talk)] == [None]
    assert bea.notes[-1] == "This button is from before. Please use the latest message."


async def test_the_team_can_block_from_a_conversation(talking):
    """It ends it, and the next question is told whom to call."""
    talk, team, ana = talking
    await team.presses("Block")
    await team.presses("Yes, block this patient")
    await writes(talk, ana, NOT_OURS)
    await taps(talk, ana, "Ask the clinic")

    assert [one.closed_at is None for one in await threads(talk)] == [False]
    assert "so nothing has been sent" in ana.reads[-1]


async def test_a_stranger_is_told_whom_to_call(talk):
    """It passes on nothing of who has not agreed."""
    team = await a_team(talk)
    said = len(team.reads)
    bea = talk.person("Bea")
    await bea.says(NOT_OURS)
    await taps(talk, bea, "Ask the clinic")

    assert "so nothing has been sent" in bea.reads[-1]
    assert len(team.reads) == said


async def test_outside_hours_the_patient_knows_when_it_opens(open_talk):
    """It says so with the word that the message is there."""
    talk = await open_talk(clinic_hours="Mon-Fri 09:00-14:00")
    talk, _team, ana = await set_up(talk)
    await writes(talk, ana, NOT_OURS)
    await taps(talk, ana, "Ask the clinic")

    assert ana.reads[-1] == f"{SENT}\nClínica del Prado is closed. It opens Monday, 9 am."


async def test_what_does_not_go_through_is_said_once_and_tried_again(either_scene):
    """It calls nothing sent that is not."""
    talk, team, ana = either_scene
    await writes(talk, ana, NOT_OURS)
    talk.world.faults.append(Fault(what=server_trouble(502), method="sendMessage", chat_id=team.chat_id, times=2))
    await taps(talk, ana, "Ask the clinic")
    not_yet = ana.reads[-1]
    count = len(ana.reads)
    await talk.pass_time(minutes=3)

    assert not_yet == (
        "Your message has not gone through to the team of Clínica del Prado yet. I keep trying.\n"
        "Please call Clínica del Prado: +34 910 000 000"
    )
    assert ana.reads[count:] == [SENT.replace("3 pm", "3:01 pm")]


async def test_what_never_goes_through_is_said_with_the_phone(scene):
    """It gives up where Telegram refuses."""
    talk, team, ana = scene
    await writes(talk, ana, NOT_OURS)
    talk.world.faults.append(Fault(what=bad_request("no"), method="sendMessage", chat_id=team.chat_id))
    await taps(talk, ana, "Ask the clinic")

    assert ana.reads[-1] == (
        "Your message did not reach the team of Clínica del Prado.\nPlease call Clínica del Prado: +34 910 000 000"
    )


async def test_a_reply_that_does_not_arrive_is_told_to_the_team(talking):
    """It asks them to call a patient who has blocked the bot."""
    talk, team, ana = talking
    talk.world.chats[ana.chat_id].membership = Membership.KICKED
    await team.says("Yes", to="A question for the team")
    told = team.reads[-1]
    await team.says("Hello?", to="A question for the team")

    assert told == "Your message did not reach Ana. Please call."
    assert team.reads[-1] == "This person cannot be reached here any more, so nothing was sent. Please call."


async def test_a_doubtful_reply_is_repeated_once(talking):
    """It may stand there twice, and is not called delivered when no answer ever came."""
    talk, team, ana = talking
    talk.world.faults.append(Fault(what=Cut(taken=False), method="sendMessage", chat_id=ana.chat_id, times=2))
    await team.says("Yes", to="A question for the team")
    await talk.pass_time(minutes=2)

    assert team.reads[-1] == "Your message did not reach Ana. Please call."


async def test_reminders_wait_while_they_talk_but_not_for_long(talking):
    """It holds what can wait for two hours at most, and never past its use."""
    talk, _team, ana = talking
    before = len(ana.reads)
    await talk.pass_time(hours=1)
    held = len(ana.reads)
    await talk.pass_time(hours=6)

    assert held == before
    assert len(ana.reads) > before


async def test_what_was_held_comes_when_they_have_ended(talking):
    """It does not wait for the two hours."""
    talk, team, ana = talking
    await talk.pass_time(hours=1, minutes=5)
    before = list(ana.reads)
    await team.presses("End the conversation")

    assert any("ce pack" in text for text in ana.reads[len(before) :])


async def test_the_team_is_told_when_the_patient_erases(talking):
    """It names nobody, and the next reply goes nowhere."""
    talk, team, ana = talking
    await ana.says("/delete")
    await ana.presses("Yes, erase it")
    await taps(talk, ana, "Erase it now")
    told = team.reads[-1]
    await team.says("Yes", to="A question for the team")

    assert (
        told == "A patient has erased their data, so their conversation is over. What stands above in this group stays."
    )
    assert team.reads[-1] == "That message belongs to nothing that is open, so nothing was sent."
    assert await threads(talk) == []
    assert await patients(talk) == []


async def test_a_process_may_die_between_tap_and_send(either_scene):
    """It sends after the restart, once."""
    talk, team, ana = either_scene
    await writes(talk, ana, NOT_OURS)
    await ana.presses("Ask the clinic")
    await talk.restart()
    await talk.dispatch()

    assert sum(NOT_OURS in text for text in team.reads) == 1
    assert ana.reads[-1] == SENT


async def test_the_way_to_the_team_shows_its_phone_and_hours(scene):
    """It says whom to call and when, before and during a conversation."""
    talk, _team, ana = scene
    await ana.says("/clinic")
    asked = ana.reads[-1]
    await writes(talk, ana, "Can I come earlier?")
    await ana.says("/clinic")

    for said in (asked, ana.reads[-1]):
        assert "Clínica del Prado: +34 910 000 000" in said
        assert "The phone is answered: " in said


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("leaves", ["by button", "by word"])
async def test_a_patient_whom_nobody_has_answered_can_get_out(scene, language, leaves):
    """It offers the end from the first message on, and takes "cancel" for it instead of passing it on."""
    talk, team, ana = scene
    await ana.forges(pack(Action.LANGUAGE, None, language))
    await ana.says("/clinic")
    await writes(talk, ana, "Do you sell gift cards?")
    word, button = OFFERS[language]
    offered = ana.buttons
    if leaves == "by button":
        await taps(talk, ana, button)
    else:
        await writes(talk, ana, f"{word}.")

    assert offered == [button]
    assert [one.closed_at is None for one in await threads(talk)] == [False]
    assert team.reads[-1] == "Ana has ended the conversation."
    assert not any(word in read for read in team.reads)


async def test_a_word_that_may_be_an_answer_goes_to_who_asked(talking):
    """It passes "cancel" on once the team has written, and shows the way out."""
    talk, team, ana = talking
    await team.says("Keep your appointment, or cancel it?", to="A question for the team")
    await writes(talk, ana, "Cancel")

    assert team.reads[-1] == "Ana\nCancel"
    assert ana.buttons == ["End the conversation"]
    await writes(talk, ana, "end the conversation")
    assert team.reads[-1] == "Ana has ended the conversation."


async def test_giving_up_the_message_can_be_typed(scene):
    """It takes "cancel" for "not now" where a message is awaited."""
    talk, team, ana = scene
    said = len(team.reads)
    await ana.says("/clinic")
    await writes(talk, ana, "cancel")

    assert ana.reads[-1] == "All right. Nothing has been sent."
    assert len(team.reads) == said


async def test_until_the_team_answers_each_burst_gets_one_receipt(talking):
    """It says now and then that the words are there, not for every line."""
    talk, _team, ana = talking
    count = len(ana.reads)
    await writes(talk, ana, "hello??")
    at_once = len(ana.reads)
    await talk.pass_time(minutes=10)
    for text in ("anybody there", "please"):
        await ana.says(text)
    await talk.dispatch()

    assert at_once == count
    assert ana.reads[count:] == ["Your message is with the team of Clínica del Prado: today, 3:10 pm."]


async def test_what_is_curated_is_answered_while_the_team_has_said_nothing(talking):
    """It passes the question on and answers it as well; once the team talks it keeps out."""
    talk, team, ana = talking
    await writes(talk, ana, "When can I wear makeup?")
    answered = ana.reads[-1]
    await team.says("From Sunday", to="A question for the team")
    await writes(talk, ana, "When can I wear makeup?")

    assert answered.startswith("Make-up")
    assert team.reads[-1] == "Ana\nWhen can I wear makeup?"
    assert ana.reads[-1].startswith("Carla, Clínica del Prado:\nFrom Sunday")


async def test_an_edit_does_not_reach_the_team_and_that_is_said(talking):
    """It asks for a new message."""
    talk, team, ana = talking
    await writes(talk, ana, "On Tusday")
    said = len(team.reads)
    await ana.edits("On Tuesday")
    await talk.dispatch()

    assert ana.reads[-1] == "I do not pass on edits. Please send the team the new words as a new message."
    assert len(team.reads) == said


async def test_a_conversation_that_nobody_answered_says_so_and_whom_to_call(talking):
    """It never calls the team's silence the patient's, and the question stays in the digest."""
    talk, team, ana = talking
    await talk.pass_time(hours=25)

    assert (
        "The team of Clínica del Prado has not answered for a day, so this conversation has ended.\n"
        "Please call Clínica del Prado: +34 910 000 000\n"
        "From now on I answer again, not the team."
    ) in ana.reads
    assert team.reads[-1] == ("Nobody answered Ana for a day, so the conversation has ended. They were asked to call.")
    async with talk.database.reading() as session:
        morning = await morning_of(
            session, talk.library, talk.house.desk.clinic, since=NOW, until=talk.now, now=talk.now
        )
    assert morning.unanswered == 1


async def test_a_photo_in_a_conversation_goes_to_the_team_and_that_is_said(talking):
    """It says before and after that the team sees it, and offers the diary as well."""
    talk, team, ana = talking
    await ana.says("/diary")
    before, offered = ana.reads[-1], ana.buttons
    await ana.sends_photo()
    await talk.dispatch()

    assert before == (
        "Your diary is empty.\nWhile your conversation with Clínica del Prado is open, a photo goes to the team. "
        "To keep one for yourself alone, end the conversation first."
    )
    assert offered == ["End the conversation"]
    assert team.messages[-1].content["photo"]
    assert ana.reads[-1].startswith("This photo goes to the team of Clínica del Prado.")
    await taps(talk, ana, "Yes, keep it")
    assert ana.reads[-1].startswith("It is in your diary")


WAITS = (
    "What you type goes to the team of Clínica del Prado until one of you ends the conversation. "
    "My own question can wait. You can answer it with a button, or when the conversation is over."
)


@pytest.mark.parametrize("words", ["tomorrow 10am", "yes", "no, on Monday", "Madrid"])
@pytest.mark.parametrize("awaited", ["adult", "procedure", "day", "time", "zone", "city", "invited", "new_city"])
async def test_an_answer_to_the_team_is_theirs_whatever_else_is_asked(talking, awaited, words):
    """It takes nothing typed for the answer to its own question once the team has written."""
    talk, team, ana = talking
    await team.says("Can you come today at 4 pm or tomorrow at 10 am?", to="A question for the team")
    async with talk.database.session() as session:
        patient = (await session.exec(select(Patient))).one()
        patient.awaiting = Awaiting(awaited)
        if awaited == "invited":
            patient.draft = {"treated_at": talk.now.isoformat()}
    dates = [one.treated_at for one in await treatments(talk)]
    await writes(talk, ana, words)

    assert words in team.reads[-1]
    assert [one.treated_at for one in await treatments(talk)] == dates
    assert [one.awaiting for one in await patients(talk)] == [Awaiting(awaited)]


async def test_an_open_question_waits_beside_an_answer_to_the_team(talking):
    """It repeats its question once, and the buttons go on answering it."""
    talk, team, ana = talking
    await team.says("Can you come tomorrow at 10 am?", to="A question for the team")
    [treatment] = await treatments(talk)
    async with talk.database.session() as session:
        patient = (await session.exec(select(Patient))).one()
        patient.awaiting, patient.draft = Awaiting.DAY, {"corrects": treatment.id}
    await writes(talk, ana, "tomorrow 10am")
    offered = ana.buttons
    await writes(talk, ana, "or today")

    assert sum(WAITS in read for read in ana.reads) == 1
    assert "Yesterday" in offered
    assert [words in "".join(team.reads) for words in ("tomorrow 10am", "or today")] == [True, True]

    await ana.presses("Yesterday")
    assert [one.awaiting for one in await patients(talk)] == [Awaiting.TIME]


async def test_before_the_team_has_written_an_open_question_is_answered(talk):
    """It promises nothing else: what is typed answers the question, and only what /clinic asks for goes to the team."""
    team, ana = await a_team(talk), talk.person("Ana")
    await agrees(ana)
    await ana.says("/clinic")
    await writes(talk, ana, "Do you sell gift cards?")
    told = ana.reads[-1]
    await writes(talk, ana, "today 14:00")
    await ana.says("/clinic")
    await writes(talk, ana, "And do you sell creams?")

    assert told == "Your message reached the team of Clínica del Prado: today, 3 pm. The answer comes here."
    assert [one.awaiting for one in await patients(talk)] == [Awaiting.ZONE]
    assert not any("14:00" in read for read in team.reads)
    assert "And do you sell creams?" in team.reads[-1]


async def test_commands_go_on_working_while_the_team_is_talked_to(talking):
    """It shows the settings, and passes nothing on."""
    talk, team, ana = talking
    await team.says("Yes", to="A question for the team")
    before = len(team.reads)
    await writes(talk, ana, "/settings")

    assert len(team.reads) == before
    assert ana.reads[-1].startswith("Your settings")
