"""The one pending reminder of a patient, its steps, and every move of their states.

The pending row is little more than an alarm clock: what it will say is worked out anew when it goes off, from the
treatments, the patient's day and wishes, and the record. So a change of any of them only has to set the alarm again.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from messages.course import Course
from scheduler.models import Kind, Outgoing, Patient, State
from scheduler.outgoing import Delivery, Outcome, pause_after, put_off, settle
from scheduler.record import carried, carry, course_hash, record_steps
from scheduler.standing import standing_of, standings_of
from scheduler.timetable import Moment

BATCH = 200  # patients planned anew in one transaction


async def replan(session: AsyncSession, patient: Patient, courses: Mapping[str, Course], now: datetime) -> None:
    """Set the pending reminder anew, if anything will be sent.

    What was due and is no longer useful is recorded as expired. A reminder that is being sent right now stays:
    settling it plans on.
    """
    await replan_all(session, [patient], courses, now)


async def replan_all(
    session: AsyncSession, patients: Collection[Patient], courses: Mapping[str, Course], now: datetime
) -> None:
    """Set the pending reminders of several patients anew."""
    pending = await _pending_of_all(session, [patient.id for patient in patients])
    free = [patient for patient in patients if _may_move(pending, patient)]
    standings = await standings_of(session, free, courses, now)
    planned = []
    for patient in free:
        standing, row = standings.get(patient.id or 0), pending.get(patient.id)
        plan = standing.plan(now) if standing else None
        if plan:
            await record_steps(session, patient, plan.passed_over, State.EXPIRED, now)
        if plan and plan.next and row is None:
            planned.append(_planned(patient, plan.next, courses, now))
        elif plan and plan.next and row:
            carry(row, plan.next, courses)
            row.due_at, row.unsent_since = plan.next.due_at, None
        elif row:
            settle(row, State.CANCELLED, "nothing to send" if plan else "stopped", now)
    await session.flush()
    if planned:
        await session.exec(insert(Outgoing), params=planned)


async def record_given_up(
    session: AsyncSession, patient: Patient, treatment_id: int, courses: Mapping[str, Course], now: datetime
) -> None:
    """Record as expired what a treatment that is about to end had due and was not sent; what is being sent settles."""
    pending, standing = await pending_of(session, patient), await standing_of(session, patient, courses, now)
    if standing is None or (pending and pending.state is State.SENDING):
        return
    plan = standing.plan(now)
    due = (*plan.passed_over, *(plan.next.steps if plan.next else ()))
    given_up = (one for one in due if one.treatment_id == treatment_id and one.due_at <= now)
    await record_steps(session, patient, given_up, State.EXPIRED, now)


async def replan_changed(session: AsyncSession, courses: Mapping[str, Course], now: datetime) -> int:
    """Plan anew a batch of the reminders that were planned by other courses; return how many, 0 when none is left.

    Those that another process has in hand at this moment are left to it.
    """
    query = (
        select(Patient)
        .join(Outgoing, col(Outgoing.patient_id) == col(Patient.id))
        .where(Outgoing.kind == Kind.REMINDER, Outgoing.state == State.PLANNED)
        .where(Outgoing.course_hash != course_hash(courses))
        .limit(BATCH)
        .with_for_update(skip_locked=True, of=Outgoing)
    )
    patients = (await session.exec(query)).all()
    await replan_all(session, patients, courses, now)
    return len(patients)


def settle_reminder(row: Outgoing, patient: Patient, delivery: Delivery, now: datetime) -> bool:
    """Settle a sent row by its delivery; return whether that is final, so that its steps go on record."""
    row.attempts += 1
    match delivery.outcome:
        case Outcome.DELIVERED:
            _settle_sent(row, delivery, now)
        case Outcome.UNKNOWN if row.unanswered:
            _settle_sent(row, delivery, now)  # repeated once: it may stand there twice
        case Outcome.UNKNOWN | Outcome.LATER:
            row.unanswered = row.unanswered or delivery.outcome is Outcome.UNKNOWN
            put_off(row, now + pause_after(row.attempts, delivery.retry_after), delivery.outcome)
            return False
        case Outcome.MOVED:
            row.chat_id = patient.chat_id = delivery.new_chat_id or patient.chat_id
            put_off(row, now, delivery.outcome)
            return False
        case Outcome.GONE | Outcome.REFUSED:
            settle(row, State.UNDELIVERABLE, delivery.outcome, now)
            if delivery.outcome is Outcome.GONE:
                patient.unreachable_at = patient.unreachable_at or now
    return True


async def patients_of(session: AsyncSession, rows: Iterable[Outgoing]) -> dict[int | None, Patient]:
    """Return the patients of messages, by id."""
    ids = {row.patient_id for row in rows if row.patient_id}
    query = select(Patient).where(col(Patient.id).in_(ids))
    return {patient.id: patient for patient in (await session.exec(query)).all()} if ids else {}


async def next_moment(
    session: AsyncSession, patient: Patient, courses: Mapping[str, Course], now: datetime
) -> Moment | None:
    """Return what comes next, or None when nothing does (paused, ended, no consent)."""
    standing = await standing_of(session, patient, courses, now)
    return standing.plan(now).next if standing else None


def set_alarm(session: AsyncSession, after: Outgoing, due_at: datetime, now: datetime) -> None:
    """Have a patient's plan looked at anew at `due_at`, whatever it may hold."""
    alarm = Outgoing(
        patient_id=after.patient_id,
        chat_id=after.chat_id,
        kind=Kind.REMINDER,
        due_at=due_at,
        expires_at=due_at,
        created_at=now,
    )
    session.add(alarm)


async def pending_of(session: AsyncSession, patient: Patient) -> Outgoing | None:
    return (await _pending_of_all(session, [patient.id])).get(patient.id)


async def _pending_of_all(session: AsyncSession, patient_ids: Collection[int | None]) -> dict[int | None, Outgoing]:
    """The pending reminders of patients, locked."""
    if not patient_ids:
        return {}
    query = (
        select(Outgoing)
        .where(col(Outgoing.patient_id).in_(patient_ids), Outgoing.kind == Kind.REMINDER)
        .where(col(Outgoing.state).in_((State.PLANNED, State.SENDING)))
        .order_by(col(Outgoing.id))
        .with_for_update()
    )
    return {row.patient_id: row for row in (await session.exec(query)).all()}


def _may_move(pending: Mapping[int | None, Outgoing], patient: Patient) -> bool:
    """Whether the patient's reminder is not being sent right now."""
    row = pending.get(patient.id)
    return row is None or row.state is not State.SENDING


def _planned(patient: Patient, moment: Moment, courses: Mapping[str, Course], now: datetime) -> dict[str, Any]:
    """The columns of a new reminder: all of a group go in by one statement."""
    return {
        "patient_id": patient.id,
        "chat_id": patient.chat_id,
        "kind": Kind.REMINDER,
        "state": State.PLANNED,
        "due_at": moment.due_at,
        "created_at": now,
        **carried(moment, courses),
    }


def _settle_sent(row: Outgoing, delivery: Delivery, now: datetime) -> None:
    settle(row, State.SENT, delivery.outcome, now)
    row.message_id = delivery.message_id
