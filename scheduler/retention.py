"""Retention: whose time is over is erased by itself, each in a transaction of their own."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import structlog
from sqlalchemy import ColumnElement, func
from sqlmodel import col, select

from messages.course import Course
from scheduler.database import AsyncSession, Database, is_away
from scheduler.models import Outgoing, Patient, Treatment
from scheduler.patients import delete_patient
from scheduler.tracing import where

log = structlog.get_logger(__name__)


async def erase_overdue(database: Database, courses: Mapping[str, Course], retention: timedelta, now: datetime) -> int:
    """Erase whose last course ended more than `retention` ago, and who never began one; return how many.

    Who is in somebody's hands at this moment, or cannot be erased, stays until the next time and stops nobody else.
    They are not listed in the journal: an old copy has the same dates, and the next purge finds them again.
    """
    longest = max((course.ends_after for course in courses.values()), default=timedelta(0))
    is_over = _is_over(now - longest - retention)
    async with database.reading() as session:
        overdue = (await session.exec(select(Patient.id).where(is_over))).all()
    return sum([await _erased(database, patient_id, is_over) for patient_id in overdue if patient_id])


async def _erased(database: Database, patient_id: int, is_over: ColumnElement[bool]) -> bool:
    try:
        async with database.session() as session:
            return await _erase(session, patient_id, is_over)
    except Exception as error:
        if is_away(error):
            await database.ping()  # raises, unless it was this patient's row alone
        name, place = type(error).__name__, where(error)
        log.error("A patient was not erased", action="erase_failed", patient=patient_id, error=name, where=place)  # noqa: TRY400
        return False


async def _erase(session: AsyncSession, patient_id: int, is_over: ColumnElement[bool]) -> bool:
    """Erase somebody whose time is still over, now that nobody else can change it; False when somebody has a hold.

    The messages first, as the dispatcher locks; nothing is waited for.
    """
    messages = select(Outgoing.id).where(Outgoing.patient_id == patient_id)
    free = (await session.exec(messages.with_for_update(skip_locked=True))).all()
    query = select(Patient).where(Patient.id == patient_id)
    patient = (await session.exec(query.with_for_update(skip_locked=True))).first()
    if patient is None or len(free) < len((await session.exec(messages)).all()):
        return False
    if (await session.exec(query.where(is_over))).first() is None:
        return False
    await delete_patient(session, patient)
    return True


def _is_over(before: datetime) -> ColumnElement[bool]:
    last = (
        select(func.max(Treatment.treated_at))
        .where(Treatment.patient_id == Patient.id, col(Treatment.ended_at).is_(None))
        .scalar_subquery()
    )
    return func.coalesce(last, col(Patient.created_at)) < before
