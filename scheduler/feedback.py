"""Feedback: whether an answer helped, as topic, language and yes or no; never what was asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, cast, func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from scheduler.models import Feedback, Patient

FEWEST = 2  # who said "not really", before a topic counts as badly rated


@dataclass(frozen=True, kw_only=True)
class Rating:
    """How often the answer to a topic helped, and how often not."""

    topic: str
    helped: int
    not_really: int


async def give_feedback(
    session: AsyncSession, patient: Patient, *, message_id: int, topic: str, helped: bool, now: datetime
) -> bool:
    """Keep whether the answer in a message of the patient's chat helped; False when that is known already."""
    known = select(Feedback.id).where(Feedback.patient_id == patient.id, Feedback.message_id == message_id)
    if (await session.exec(known)).first() is not None:
        return False
    assert patient.id is not None
    session.add(
        Feedback(
            patient_id=patient.id,
            message_id=message_id,
            topic=topic,
            language=patient.language,
            helped=helped,
            given_at=now,
        )
    )
    await session.flush()
    return True


async def badly_rated(session: AsyncSession) -> Sequence[Rating]:
    """Return the topics that did not help at least half of those who said so, the most often first."""
    helped = func.sum(cast(Feedback.helped, Integer))
    query = select(Feedback.topic, helped, func.count()).group_by(col(Feedback.topic))
    ratings = [
        Rating(topic=topic, helped=yes, not_really=said - yes) for topic, yes, said in (await session.exec(query)).all()
    ]
    bad = [rating for rating in ratings if rating.not_really >= max(FEWEST, rating.helped)]
    return sorted(bad, key=lambda rating: (-rating.not_really, rating.topic))
