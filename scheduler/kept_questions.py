"""Kept questions: what patients sent on to the team, without names and numbers, and what the team replied."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from messages.library import Library
from messages.matching import rank
from messages.quoting import plain_words
from messages.redacting import redacted
from scheduler.models import KeptQuestion, Patient, Thread

LONGEST_WORDS = 700  # UTF-16 units
LONGEST_REPLY = 2000
MOST = 200  # that are looked at, the newest: comparing them takes a moment


async def keep_question(
    session: AsyncSession,
    thread: Thread,
    patient: Patient,
    *,
    words: str,
    message_id: int,
    library: Library,
    now: datetime,
) -> None:
    """Keep what the patient sent on in a message of their chat; nothing without words, nothing twice."""
    bare = redacted(library, plain_words(words, LONGEST_WORDS), [thread.name])
    known = select(KeptQuestion.id).where(KeptQuestion.patient_id == patient.id, KeptQuestion.message_id == message_id)
    if not any(char.isalpha() for char in bare) or (await session.exec(known)).first() is not None:
        return
    assert patient.id is not None
    session.add(
        KeptQuestion(
            patient_id=patient.id,
            thread_id=thread.id,
            message_id=message_id,
            sent_at=now,
            language=patient.language,
            topic=_near(library, words),
            words=bare,
        )
    )
    await session.flush()


async def keep_reply(
    session: AsyncSession, thread: Thread, *, words: str, by: str, library: Library, now: datetime
) -> None:
    """Keep what the team replied: with the questions that wait for it, else added to the last one's reply."""
    bare = redacted(library, words, [thread.name, by])
    query = select(KeptQuestion).where(KeptQuestion.thread_id == thread.id).order_by(col(KeptQuestion.id))
    questions = (await session.exec(query)).all()
    if not bare or not questions:
        return
    for question in [one for one in questions if one.reply is None] or questions[-1:]:
        said = f"{question.reply}\n{bare}" if question.reply else bare
        question.reply, question.replied_at = plain_words(said, LONGEST_REPLY), now


async def newest_questions(session: AsyncSession) -> Sequence[KeptQuestion]:
    """Return the newest of what was sent on, the newest first."""
    query = select(KeptQuestion).order_by(col(KeptQuestion.id).desc()).limit(MOST)
    return (await session.exec(query)).all()


def _near(library: Library, words: str) -> str | None:
    """The topic it is rather about than about nothing of ours."""
    ranking = rank(library, words)
    first = ranking.topics[0]
    return first.topic if first.probability > ranking.out_of_scope else None
