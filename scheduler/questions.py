"""Questions: what was asked, as topic and urgency. The words are never kept."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from scheduler.models import Patient, Question


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
