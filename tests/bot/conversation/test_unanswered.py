"""Unanswered: what patients send on is kept bare, shown to the team by frequency, and its reply kept as a draft."""

import json

import pytest
from sqlmodel import select

from bot.buttons import Action, pack
from scheduler.models import DraftTopic, Feedback, KeptQuestion, Patient
from tests.bot.conversation.stories import enrols, patients
from tests.bot.conversation.team import a_team, taps, writes
from tests.bot.conversation.test_export import files
from tests.bot.harness import NOW

BLOOD = "Hi, I am Ana, can I donate blood? My number is 600 123 456"
BLOOD_KEPT = "Hi, I am …, can I donate blood? My number is …"
DANCE = "Can I go dancing tonight?"


async def kept(talk):
    async with talk.database.reading() as session:
        return list((await session.exec(select(KeptQuestion).order_by(KeptQuestion.id))).all())


async def send_on(talk, person, words):
    await person.says("/clinic")
    await writes(talk, person, words)


async def set_up(talk):
    team = await a_team(talk)
    ana = talk.person("Ana")
    await enrols(ana)
    return talk, team, ana


@pytest.fixture
async def scene(talk):
    """A team, and Ana who has enrolled."""
    return await set_up(talk)


@pytest.fixture
async def asked(scene):
    """Ana asked about blood, and was answered; two others asked to dance, one of them in Spanish."""
    talk, team, ana = scene
    async with talk.database.session() as session:
        for number, (language, words) in enumerate([("en", DANCE), ("es", "¿Puedo ir a bailar esta noche?")]):
            other = Patient(chat_id=100 + number, language=language, created_at=NOW)
            session.add(other)
            await session.flush()
            session.add(
                KeptQuestion(
                    patient_id=other.id, message_id=1, sent_at=NOW, language=language, topic="exercise", words=words
                )
            )
    await send_on(talk, ana, BLOOD)
    await team.says("Dear Ana, please wait 24 hours. Carla", to="can I donate blood")
    return talk, team, ana


async def test_what_is_sent_on_is_kept_without_names_and_numbers(either_talk):
    """It keeps the words with language, topic and time, and then the team's reply."""
    talk, team, ana = await set_up(either_talk)
    await send_on(talk, ana, BLOOD)
    await team.says("Dear Ana, please wait 24 hours.", to="can I donate blood")
    await team.says("And drink a lot.", to="can I donate blood")

    [question] = await kept(talk)
    assert (question.words, question.language, question.sent_at) == (BLOOD_KEPT, "en", talk.now)
    assert question.reply == "Dear …, please wait 24 hours.\nAnd drink a lot."


async def test_the_tap_that_sends_a_question_keeps_it_once(scene):
    """It keeps what stands above the button; what is only asked here is never kept."""
    talk, _team, ana = scene
    await ana.says("What is the capital of France?")
    assert await kept(talk) == []
    await taps(talk, ana, "Ask the clinic")

    assert [question.words for question in await kept(talk)] == ["What is the capital of France?"]


async def test_the_rest_of_a_conversation_is_not_kept(scene):
    """It keeps questions, no talk."""
    talk, _team, ana = scene
    await send_on(talk, ana, DANCE)
    await writes(talk, ana, "It is my birthday")

    assert [question.words for question in await kept(talk)] == [DANCE]


async def test_the_team_sees_the_most_frequent_first(asked):
    """It joins what means the same across languages, with one example, the near topic and the last reply."""
    _talk, team, _ana = asked
    await team.says("/unanswered")

    heading, dancing, blood = team.reads[-1].split("\n\n")
    assert heading == "What patients asked you most (page 1 of 1), without names and long numbers"
    assert dancing.split("\n")[0] == "1. Asked 2 times"
    assert dancing.split("\n")[1] in {DANCE, "¿Puedo ir a bailar esta noche?"}
    assert dancing.split("\n")[2:] == ["Near topic: Exercise", "No reply of the team yet."]
    assert blood.split("\n")[:2] == ["2. Asked once", BLOOD_KEPT]
    assert blood.split("\n")[-2:] == ["Last reply of the team:", "Dear …, please wait 24 hours. …"]
    assert team.buttons_of(team.messages[-1]) == ["Keep reply 2 as a draft"]


async def test_a_reply_is_kept_as_a_draft_once(asked):
    """It makes a draft of the reply with its questions, says its number, and offers it no more."""
    talk, team, _ana = asked
    await team.says("/unanswered")
    data = pack(Action.KEEP_REPLY, (await kept(talk))[-1].id, "0")
    await team.presses("Keep reply 2 as a draft")
    await team.forges(data)

    async with talk.database.reading() as session:
        [draft] = (await session.exec(select(DraftTopic))).all()
    assert (draft.reply, draft.language, draft.kept_by) == ("Dear …, please wait 24 hours. …", "en", "Carla")
    assert [question.draft_id for question in await kept(talk)] == [None, None, draft.id]
    assert team.notes[-2:] == [
        f"Kept as draft {draft.id}. `afterglow drafts` on the server writes it out for review.",
        "That is kept already.",
    ]
    assert f"Kept as draft {draft.id}." in team.reads[-1]
    assert team.buttons_of(team.messages[-1]) == []


async def test_badly_rated_answers_stand_among_them(scene):
    """It counts "not really", and leaves out what helped more often."""
    talk, team, _ana = scene
    async with talk.database.session() as session:
        said = [("redness", False)] * 3 + [("redness", True)] + [("makeup", False)] + [("pain", True)] * 2
        for number, (topic, helped) in enumerate(said):
            other = Patient(chat_id=100 + number, language="en", created_at=NOW)
            session.add(other)
            await session.flush()
            session.add(
                Feedback(patient_id=other.id, message_id=1, topic=topic, language="en", helped=helped, given_at=NOW)
            )
    await team.says("/unanswered")

    assert team.reads[-1].split("\n\n")[1:] == ["1. The answer about “Redness” did not help 3 of 4 times"]


async def test_pages_are_turned_in_place(scene):
    """It shows three at a time, and changes the message."""
    talk, team, _ana = scene
    words = [DANCE, "can I get my eyebrows tinted", "what does a session cost", "Can I breastfeed after this?"]
    async with talk.database.session() as session:
        patient_id = (await session.exec(select(Patient.id))).first()
        for number, one in enumerate(words):
            session.add(
                KeptQuestion(patient_id=patient_id, message_id=900 + number, sent_at=NOW, language="en", words=one)
            )
    await team.says("/unanswered")
    said = len(team.reads)
    await team.presses("More ›")

    assert "(page 2 of 2)" in team.reads[-1]
    assert "4. Asked once" in team.reads[-1]
    assert team.buttons_of(team.messages[-1]) == ["‹ Before"]
    assert len(team.reads) == said


async def test_without_anything_it_says_so(scene):
    """It never answers with an empty page."""
    _talk, team, _ana = scene
    await team.says("/unanswered")

    assert team.reads[-1].startswith("Nothing here yet")


async def test_it_is_for_the_team_s_group_alone(asked):
    """It tells a patient nothing, whatever they type or forge, and leaves other groups."""
    talk, _team, ana = asked
    await ana.says("/unanswered")
    unknown = ana.reads[-1]
    for action in (Action.UNANSWERED, Action.KEEP_REPLY):
        await ana.forges(pack(action, 1, "0"))
    other = talk.world.add_group("Friends", [ana.person])
    ana.person.add_bot(other.id)
    await talk.settle()
    ana.person.send_text("/unanswered", chat_id=other.id)
    await talk.settle()

    assert unknown.startswith("I do not know that command")
    assert ana.notes[-2:] == ["This button is from before. Please use the latest message."] * 2
    assert not any("Asked" in text for text in ana.reads)
    assert not any("dancing" in str(message.content) for message in other.messages.values())
    async with talk.database.reading() as session:
        assert (await session.exec(select(DraftTopic))).all() == []


async def test_erasing_takes_a_question_out_of_its_draft(asked):
    """It leaves the team its own reply, and nothing of the patient; before that, all of it is in her copy."""
    talk, team, ana = asked
    await team.says("/unanswered")
    await team.presses("Keep reply 2 as a draft")
    await ana.says("/export")
    sent = files(talk, ana)
    await ana.says("/delete")
    await ana.presses("Yes, erase it")
    await ana.presses("Erase it now")

    assert json.loads(sent["afterglow.json"])["kept_question"][0]["words"] == BLOOD_KEPT
    assert f"<dd>{BLOOD_KEPT}</dd>" in sent["afterglow.html"]
    assert "Reply: Dear …, please wait 24 hours." in sent["afterglow.html"]
    assert ana.chat_id not in {patient.chat_id for patient in await patients(talk)}
    assert "blood" not in " ".join(question.words for question in await kept(talk))
    async with talk.database.reading() as session:
        assert [draft.reply for draft in (await session.exec(select(DraftTopic))).all()] == [
            "Dear …, please wait 24 hours. …"
        ]
