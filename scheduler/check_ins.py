"""Check-ins: the question how the skin is that still waits for its answer."""

from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from scheduler.models import Outgoing, Patient, State
from scheduler.responses import CHECK_IN_ANSWERS, steps_of


async def open_check_in(session: AsyncSession, patient: Patient, since: datetime) -> Outgoing | None:
    """Return the newest check-in sent since then; None when there is none, or it has an answer."""
    query = (
        select(Outgoing)
        .where(Outgoing.patient_id == patient.id, Outgoing.state == State.SENT, col(Outgoing.settled_at) >= since)
        .order_by(col(Outgoing.settled_at).desc(), col(Outgoing.id).desc())
    )
    for row in (await session.exec(query)).all():
        asking = {step["step"] for step in row.steps if step["asks"] == "check_in"}
        if asking:
            steps = await steps_of(session, row.id or 0, patient)
            is_answered = any(step.step_id in asking and step.response in CHECK_IN_ANSWERS for step in steps)
            return None if is_answered else row
    return None
