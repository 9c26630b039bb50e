"""Preparing: what a claimed row says now, if it says anything now."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from messages.course import local_instant, step_instant
from messages.library import Library
from messages.wording import Bundle, Opening, moment_html
from scheduler.models import Kind, Outgoing, Patient, State, Treatment
from scheduler.outgoing import Ready, put_off, settle
from scheduler.record import carry, due_of, record_steps
from scheduler.standing import Standing, standing_of
from scheduler.timetable import MOST_A_DAY, PUNCTUAL, Moment, StepDue, Treated, out_of_the_night


async def prepare(session: AsyncSession, row: Outgoing, library: Library, now: datetime) -> Ready | None:
    """Decide what a claimed row says now; None when it says nothing, and the row has moved on.

    1. Is the patient still there to be reminded, and is there anything that still counts?
    2. Is it the patient's night, or have there been enough messages today? Then later.
    3. The words, kept with the row as the record of care.
    """
    patient = await session.get_one(Patient, row.patient_id)
    if row.kind is Kind.SNOOZED:
        return await _prepare_snoozed(session, row, patient, library, now)
    standing = await standing_of(session, patient, library.courses, now)
    if standing is None:
        settle(row, State.CANCELLED, "stopped", now)
        return None
    plan = standing.plan(now)
    record_steps(session, patient, plan.passed_over, State.EXPIRED, now)
    if plan.next is None:
        settle(row, State.EXPIRED, "nothing left", now)
        return None
    carry(row, plan.next, library.courses)
    later = plan.next.due_at if plan.next.due_at > now else await _not_now(session, standing, plan.next, now)
    if later:
        put_off(row, later)
        return None
    following = standing.plan(now, besides=(*plan.next.steps, *plan.passed_over)).next
    return _worded(row, patient, library, plan.next.steps, standing, now, following)


async def _prepare_snoozed(
    session: AsyncSession, row: Outgoing, patient: Patient, library: Library, now: datetime
) -> Ready | None:
    standing = await standing_of(session, patient, library.courses, now)
    if standing is None:
        settle(row, State.CANCELLED, "stopped", now)
        return None
    active = {treated.treatment_id for treated in standing.treatments}
    carried = [due_of(step) for step in row.steps]
    steps = [due for due in carried if due.expires_at > now and due.treatment_id in active]
    if not steps:
        settle(row, State.EXPIRED, "nothing left", now)
        return None
    awake = out_of_the_night(now, standing.wishes.day)
    if awake > now:
        put_off(row, awake)
        return None
    return _worded(row, patient, library, steps, standing, now, standing.plan(now).next)


async def _not_now(session: AsyncSession, standing: Standing, moment: Moment, now: datetime) -> datetime | None:
    """When to say it instead: after the patient's night, or tomorrow when today had enough. None: now."""
    day = standing.wishes.day
    steps = {step.id: step for treated in standing.treatments for step in treated.course.steps.values()}
    reply = any(due.occurrence == 0 for due in moment.steps) and now - _registered(standing, moment) < PUNCTUAL
    if reply or any(steps[due.step_id].any_hour for due in moment.steps):
        return None
    awake = out_of_the_night(now, day)
    if awake > now:
        return awake
    today = now.astimezone(day.zone).date()
    if any(treated.treated_at.astimezone(day.zone).date() == today for treated in standing.treatments):
        return None
    midnight = local_instant(today, datetime.min.time(), day.zone)
    query = (
        select(func.count())
        .select_from(Outgoing)
        .join(Treatment, col(Treatment.patient_id) == col(Outgoing.patient_id))
        .where(Treatment.id == moment.steps[0].treatment_id)
        .where(Outgoing.kind == Kind.REMINDER, Outgoing.state == State.SENT, col(Outgoing.settled_at) >= midnight)
    )
    if (await session.exec(query)).one() < MOST_A_DAY:
        return None
    tomorrow = local_instant(today + timedelta(days=1), day.wake, day.zone)
    return out_of_the_night(tomorrow, day)


def _registered(standing: Standing, moment: Moment) -> datetime:
    of_moment = {due.treatment_id for due in moment.steps if due.occurrence == 0}
    return max(treated.registered_at for treated in standing.treatments if treated.treatment_id in of_moment)


def _worded(
    row: Outgoing,
    patient: Patient,
    library: Library,
    steps: Sequence[StepDue],
    standing: Standing,
    now: datetime,
    following: Moment | None,
) -> Ready:
    treated = max(standing.treatments, key=lambda one: one.treated_at)
    day = standing.wishes.day
    late = frozenset(due.step_id for due in steps if due.occurrence > 0 and now - due.due_at > PUNCTUAL)
    bundle = Bundle(
        opening=_opening(row, steps, late, treated, now),
        step_ids=tuple(due.step_id for due in steps),
        late_ids=late,
        instants={step.id: step_instant(step, treated.treated_at, day) for step in treated.course.steps.values()},
        treated_at=treated.treated_at,
        now=now,
        zone=day.zone,
        next_at=following.due_at if following else None,
    )
    row.text = moment_html(library, patient.language, bundle)
    row.language, row.content_hash = patient.language, library.content_hash
    topics = dict.fromkeys(
        treated.course.steps[due.step_id].topic for due in steps if due.step_id in treated.course.steps
    )
    assert row.id is not None
    return Ready(
        outgoing_id=row.id,
        chat_id=patient.chat_id,
        kind=row.kind,
        html=row.text,
        language=patient.language,
        step_ids=bundle.step_ids,
        asks_done=any(step["asks"] == "done" for step in row.steps),
        check_in=any(step["asks"] == "check_in" for step in row.steps),
        topics=tuple(topics),
    )


def _opening(row: Outgoing, steps: Sequence[StepDue], late: frozenset[str], treated: Treated, now: datetime) -> Opening:
    if row.kind is Kind.SNOOZED:
        return Opening.SNOOZED
    if any(due.occurrence <= 0 for due in steps):
        return Opening.AHEAD if treated.treated_at > now else Opening.START
    return Opening.CATCH_UP if late else Opening.PLAIN
