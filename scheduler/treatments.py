"""Treatments: register, correct, end. Each re-plans in the same transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from messages.course import Course
from scheduler.models import Patient, Treatment
from scheduler.reminders import record_given_up, replan
from scheduler.standing import active_treatments

COURSE = "microneedling"

__all__ = ["COURSE", "active_treatments", "correct", "current_treatment", "register"]


async def register(
    session: AsyncSession,
    patient: Patient,
    treated_at: datetime,
    courses: Mapping[str, Course],
    now: datetime,
    course_id: str = COURSE,
    label: str | None = None,
) -> Treatment:
    """Register a treatment that ended, or will end, at `treated_at`; what counts right now becomes due at once.

    The same instant again is the same treatment. An earlier treatment goes on in what the later does not supersede.
    """
    for known in await active_treatments(session, patient):
        if known.treated_at == treated_at and known.course_id == course_id:
            return known
    assert patient.id is not None
    treatment = Treatment(
        patient_id=patient.id, course_id=course_id, treated_at=treated_at, registered_at=now, label=label
    )
    session.add(treatment)
    await session.flush()
    await replan(session, patient, courses, now)
    return treatment


async def correct(
    session: AsyncSession, treatment: Treatment, treated_at: datetime, courses: Mapping[str, Course], now: datetime
) -> Treatment:
    """Put a treatment at another time: the old row ends and stays as the record, the new one is planned from now on.

    What was due by the old date and was not sent is on record as expired.
    """
    if treatment.treated_at == treated_at:
        return treatment
    patient = await session.get_one(Patient, treatment.patient_id)
    await record_given_up(session, patient, treatment.id or 0, courses, now)
    treatment.ended_at = now
    corrected = Treatment(
        patient_id=treatment.patient_id,
        course_id=treatment.course_id,
        treated_at=treated_at,
        registered_at=now,
        corrects_id=treatment.id,
        label=treatment.label,
    )
    session.add(corrected)
    await session.flush()
    await replan(session, patient, courses, now)
    return corrected


async def current_treatment(session: AsyncSession, patient: Patient, now: datetime) -> Treatment | None:
    """Return the treatment that hours count from: the last that is over; before the first one, that one."""
    return that_counts(await active_treatments(session, patient), now)


def that_counts(treatments: Sequence[Treatment], now: datetime) -> Treatment | None:
    """Return which of a patient's treatments, in order of time, hours and days count from."""
    over = [treatment for treatment in treatments if treatment.treated_at <= now]
    return over[-1] if over else next(iter(treatments), None)
