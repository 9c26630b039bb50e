"""Kept questions: they and what was said of answers go with their patient, by request and by themselves."""

from datetime import timedelta

import pytest
from sqlmodel import func, select

from scheduler import patients
from scheduler.feedback import Rating, badly_rated, give_feedback
from scheduler.kept_questions import keep_question, keep_reply, newest_questions
from scheduler.models import DraftTopic, Feedback, KeptQuestion, Patient, Thread
from scheduler.retention import erase_overdue
from scheduler.unanswered import find_asked, unanswered
from tests.content import LIBRARY
from tests.scheduler.world import NOW

BEA = 7_000_000_002


async def sends_on(session, patient, message_id, words, name="Ana"):
    """A patient sends something on in a conversation of its own, ended before the next."""
    thread = Thread(patient_id=patient.id, name=name, opened_at=NOW, last_at=NOW, closed_at=NOW)
    session.add(thread)
    await session.flush()
    await keep_question(session, thread, patient, words=words, message_id=message_id, library=LIBRARY, now=NOW)
    return thread


@pytest.fixture
async def two(world):
    """Ana and Bea, who have each sent something on and said that an answer did not help."""
    both = await world.patient(), await world.patient(chat_id=BEA)
    async with world.database.session() as session:
        for patient in both:
            patient = await session.get_one(Patient, patient.id)
            await sends_on(session, patient, 5, "May I donate blood?")
            await give_feedback(session, patient, message_id=6, topic="redness", helped=False, now=NOW)
    return both


async def count(session, table):
    return (await session.exec(select(func.count()).select_from(table))).one()


async def test_they_are_erased_with_their_patient(world, two):
    """It counts them, and leaves those of others."""
    async with world.database.session() as session:
        counts = await patients.erase(session, await session.get_one(Patient, two[0].id), NOW)

    assert counts["kept_question"] == counts["feedback"] == 1
    async with world.database.reading() as session:
        assert [one.patient_id for one in await newest_questions(session)] == [two[1].id]
        assert (await session.exec(select(Feedback.patient_id))).all() == [two[1].id]


async def test_they_go_by_themselves_when_their_time_is_over(world, two):
    """It keeps no words longer than their patient."""
    gone = await erase_overdue(world.database, world.courses, timedelta(days=180), NOW + timedelta(days=223))

    assert gone == 2
    async with world.database.reading() as session:
        assert (await count(session, KeptQuestion), await count(session, Feedback)) == (0, 0)


async def test_nothing_is_kept_twice_nor_without_words(world, two):
    """It keeps a message once, however often it is handled, and no picture."""
    async with world.database.session() as session:
        ana = await session.get_one(Patient, two[0].id)
        await sends_on(session, ana, 5, "May I donate blood?")
        await sends_on(session, ana, 7, "600 123 456")
        again = await give_feedback(session, ana, message_id=6, topic="redness", helped=True, now=NOW)

        assert not again
        assert await count(session, KeptQuestion) == 2
        assert await count(session, Feedback) == 2


async def test_a_reply_stands_with_every_question_that_waits_for_it(world, two):
    """It goes to the conversation's own questions alone."""
    async with world.database.session() as session:
        ana = await session.get_one(Patient, two[0].id)
        thread = await sends_on(session, ana, 8, "Can I fly?")
        await keep_question(session, thread, ana, words="And dive?", message_id=9, library=LIBRARY, now=NOW)
        await keep_reply(session, thread, words="Both, Ana. Carla", by="Carla", library=LIBRARY, now=NOW)

        replies = [question.reply for question in await newest_questions(session)]
    assert replies == ["Both, …", "Both, …", None, None]


async def test_the_same_question_of_two_is_one_entry_beside_bad_ratings(world, two):
    """It counts both; answers that most found helpful are no entry."""
    async with world.database.session() as session:
        for message_id, topic, helped in [(11, "pain", False), (12, "makeup", False), (13, "makeup", True)]:
            ana = await session.get_one(Patient, two[0].id)
            await give_feedback(session, ana, message_id=message_id, topic=topic, helped=helped, now=NOW)

        [blood, redness] = await unanswered(session, LIBRARY)
        assert (blood.count, blood.replied, blood.draft_id) == (2, None, None)
        assert redness == Rating(topic="redness", helped=0, not_really=2)
        assert await badly_rated(session) == [redness]
        assert await find_asked(session, LIBRARY, None) is None


async def test_what_is_in_a_draft_comes_last(world, two):
    """It ranks what nobody has dealt with."""
    async with world.database.session() as session:
        draft = DraftTopic(language="en", reply="Yes.", kept_by="Carla", kept_at=NOW)
        session.add(draft)
        await session.flush()
        for question in await newest_questions(session):
            question.draft_id = draft.id
        await sends_on(session, await session.get_one(Patient, two[0].id), 8, "what does a session cost")

        entries = await unanswered(session, LIBRARY)
        assert [getattr(entry, "count", None) for entry in entries] == [None, 1, 0]
        assert entries[2].draft_id == draft.id
