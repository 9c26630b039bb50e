"""Questions: what was asked, as topic and urgency. The words are never kept."""

from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from messages.topics import Urgency
from scheduler.models import Patient, Question

WARNED = (Urgency.URGENT.label, Urgency.EMERGENCY.label)


async def record_question(
    session: AsyncSession,
    patient: Patient | None,
    *,
    topic: str | None,
    urgency: str,
    kind: str,
    language: str,
    now: datetime,
) -> None:
    """Count a question; without a patient it belongs to nobody."""
    session.add(
        Question(
            patient_id=patient.id if patient else None,
            asked_at=now,
            language=language,
            topic=topic,
            urgency=urgency,
            kind=kind,
        )
    )
    await session.flush()


async def was_warned(session: AsyncSession, patient: Patient, since: datetime) -> bool:
    """Return whether the patient has told of a red flag since then that could not wait."""
    query = (
        select(Question.id)
        .where(Question.patient_id == patient.id, col(Question.urgency).in_(WARNED), col(Question.asked_at) > since)
        .limit(1)
    )
    return (await session.exec(query)).first() is not None
