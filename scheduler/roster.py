"""Roster: everybody the database knows, with where each stands in recovery. Read as a stream, for there may be many."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, case, extract, func
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from messages.course import Course
from messages.dates import days_between
from scheduler.models import Consent, Patient, Treatment

AT_A_TIME = 1000  # rows


class Situation(StrEnum):
    """Where a patient stands. The first that holds, in this order."""

    NOT_AGREED = "not agreed"  # said hello, and no more
    WITHDRAWN = "withdrawn"  # agreed once, and no longer
    UNREACHABLE = "unreachable"  # blocked the bot, or the account is gone
    PAUSED = "paused"
    NOT_ENROLLED = "not enrolled"  # agreed, and has no treatment
    AHEAD = "ahead"  # the treatment is to come
    IN_COURSE = "in course"
    FINISHED = "finished"  # the course is over, the data not yet erased


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One patient. `day` is counted on the patient's calendar, 0 being that of the treatment; below 0 it is ahead."""

    patient_id: int
    label: str | None
    situation: Situation
    day: int | None
    treated_at: datetime | None
    unreachable_at: datetime | None


async def count_patients(session: AsyncSession) -> int:
    """Return how many there are."""
    return (await session.exec(select(func.count()).select_from(Patient))).one()


async def roster(session: AsyncSession, courses: Mapping[str, Course], now: datetime) -> AsyncIterator[Listed]:
    """Give every patient in the order of their ids; the treatment is the last that has been, else the next to come."""
    query = _query(now).order_by(col(Patient.id)).execution_options(yield_per=AT_A_TIME)
    async for row in await session.stream(query):
        yield _listed(row, courses, now)


async def find_listed(
    session: AsyncSession, patient_id: int, courses: Mapping[str, Course], now: datetime
) -> Listed | None:
    """Return one patient."""
    row = (await session.exec(_query(now).where(Patient.id == patient_id))).first()
    return _listed(row, courses, now) if row else None


def _query(now: datetime) -> Any:
    shown = aliased(Treatment)
    query = select(Patient, shown, _consents(withdrawn=False), _consents(withdrawn=True))
    return query.outerjoin(shown, col(shown.id) == _treatment_shown(now))


def _listed(row: Any, courses: Mapping[str, Course], now: datetime) -> Listed:
    patient, treatment, agrees, agreed = row
    return Listed(
        patient_id=patient.id,
        label=(treatment.label or None) if treatment else None,
        situation=_situation(patient, treatment, courses, now) if agrees else _without_consent(agreed=agreed),
        day=days_between(treatment.treated_at, now, ZoneInfo(patient.zone or "UTC")) if treatment else None,
        treated_at=treatment.treated_at if treatment else None,
        unreachable_at=patient.unreachable_at,
    )


def _without_consent(*, agreed: bool) -> Situation:
    return Situation.WITHDRAWN if agreed else Situation.NOT_AGREED


def _situation(
    patient: Patient, treatment: Treatment | None, courses: Mapping[str, Course], now: datetime
) -> Situation:
    if patient.unreachable_at:
        return Situation.UNREACHABLE
    if patient.paused_at:
        return Situation.PAUSED
    if treatment is None:
        return Situation.NOT_ENROLLED
    if treatment.treated_at > now:
        return Situation.AHEAD
    course = courses.get(treatment.course_id)
    over = course is not None and treatment.treated_at + course.ends_after <= now
    return Situation.FINISHED if over else Situation.IN_COURSE


def _consents(*, withdrawn: bool) -> ColumnElement[bool]:
    ended = col(Consent.withdrawn_at)
    held = ended.is_not(None) if withdrawn else ended.is_(None)
    return select(Consent.id).where(Consent.patient_id == Patient.id, held).exists()


def _treatment_shown(now: datetime) -> Any:
    treated_at = col(Treatment.treated_at)
    epoch = extract("epoch", treated_at)
    return (
        select(Treatment.id)
        .where(Treatment.patient_id == Patient.id, col(Treatment.ended_at).is_(None))
        .order_by(case((treated_at <= now, 0), else_=1), case((treated_at <= now, -epoch), else_=epoch))
        .limit(1)
        .correlate(Patient)
        .scalar_subquery()
    )
