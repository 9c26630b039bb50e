"""Notices: what is said once of the patient's data, with words fixed when it is planned."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func
from sqlmodel import col, exists, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from messages.dates import date_label
from messages.library import Library
from scheduler.models import Consent, Kind, Outgoing, Patient, State, Treatment
from scheduler.outgoing import Ready, put_off, settle
from scheduler.standing import day_of
from scheduler.timetable import out_of_the_night

BEFORE = timedelta(days=7)  # how long before the data goes by itself it is announced
UTC = ZoneInfo("UTC")


async def announce_erasures(session: AsyncSession, library: Library, retention: timedelta, now: datetime) -> int:
    """Plan the notice for everybody whose data goes within a week; return how many.

    Who has withdrawn or cannot be reached is told nothing. A later treatment moves the day, and is announced anew.
    """
    kept_for = max(course.ends_after for course in library.courses.values()) + retention
    treated_at = (
        select(func.max(Treatment.treated_at))
        .where(Treatment.patient_id == Patient.id, col(Treatment.ended_at).is_(None))
        .scalar_subquery()
    )
    counted_from = func.coalesce(treated_at, Patient.created_at, type_=Patient.__table__.c.created_at.type)  # type: ignore[attr-defined]
    agreed = exists().where(col(Consent.patient_id) == Patient.id, col(Consent.withdrawn_at).is_(None))
    query = select(Patient, counted_from).where(
        agreed,
        col(Patient.unreachable_at).is_(None),
        counted_from < now - kept_for + BEFORE,
        or_(col(Patient.erasure_announced_at).is_(None), col(Patient.erasure_announced_at) < counted_from),
    )
    rows = (await session.exec(query)).all()
    for patient, since in rows:
        _announce(session, library, patient, since + kept_for, now)
    await session.flush()
    return len(rows)


async def prepare_notice(session: AsyncSession, row: Outgoing, patient: Patient, now: datetime) -> Ready | None:
    """Return the notice as it stands; None when it no longer holds, or the patient sleeps and it waits."""
    agreed = select(Consent.id).where(Consent.patient_id == patient.id, col(Consent.withdrawn_at).is_(None))
    newer = select(Treatment.id).where(
        Treatment.patient_id == patient.id, col(Treatment.ended_at).is_(None), Treatment.registered_at > row.created_at
    )
    if row.expires_at <= now:
        settle(row, State.EXPIRED, "too late", now)
        return None
    stopped = patient.unreachable_at or (await session.exec(agreed)).first() is None
    if stopped or (await session.exec(newer)).first() is not None:
        settle(row, State.CANCELLED, "no longer holds", now)
        return None
    awake = out_of_the_night(now, day_of(patient, UTC))
    if awake > now:
        put_off(row, awake)
        return None
    assert row.id is not None
    return Ready(
        outgoing_id=row.id,
        chat_id=patient.chat_id,
        kind=row.kind,
        html=row.text or "",
        language=row.language or patient.language,
        step_ids=(),
        asks_done=False,
        check_in=False,
        topics=(),
    )


def _announce(session: AsyncSession, library: Library, patient: Patient, erased_at: datetime, now: datetime) -> None:
    assert patient.id is not None
    day = date_label(library, patient.language, erased_at.astimezone(day_of(patient, UTC).zone).date())
    notice = Outgoing(
        patient_id=patient.id,
        chat_id=patient.chat_id,
        kind=Kind.NOTICE,
        due_at=now,
        expires_at=max(erased_at, now),
        language=patient.language,
        text=library.text(patient.language, "erasure_announced", day=day),
        content_hash=library.content_hash,
        created_at=now,
    )
    session.add(notice)
    patient.erasure_announced_at = now
