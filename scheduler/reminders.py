"""The one pending reminder of a patient, its steps, and every move of their states.

The pending row is little more than an alarm clock: what it will say is worked out anew when it goes off, from the
treatments, the patient's day and wishes, and the record. So a change of any of them only has to set the alarm again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from messages.course import Course, Day, StepKind, local_instant, step_instant
from messages.library import Library
from messages.wording import Bundle, Opening, moment_html
from scheduler.models import Consent, Kind, Outgoing, Patient, ReminderStep, Response, State, Treatment
from scheduler.outgoing import Delivery, Outcome, Ready, pause_after, put_off, settle
from scheduler.timetable import (
    MOST_A_DAY,
    PUNCTUAL,
    Moment,
    Plan,
    Responses,
    StepDue,
    Treated,
    Wishes,
    identity,
    out_of_the_night,
    plan_after,
    timetable,
)

HELD = timedelta(days=7)  # next-session messages wait so long after "worse"
CHECK_IN_ANSWERS = frozenset({Response.BETTER, Response.SAME, Response.WORSE})
BATCH = 200  # patients planned anew in one transaction


class Responded(StrEnum):
    """What a tap did."""

    RECORDED = "recorded"
    ALREADY = "already"  # the same answer stood
    NOT_YOURS = "not_yours"  # another patient's, erased, or never sent
    TOO_LATE = "too_late"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Everything the database knows of a patient that the timetable asks for."""

    treatments: tuple[Treated, ...]
    wishes: Wishes
    responses: Responses
    settled: frozenset[tuple[int, str, int]]

    def plan(self, now: datetime, *, besides: Iterable[StepDue] = ()) -> Plan:
        """Return what follows `now`, with `besides` taken as settled."""
        settled = self.settled | {identity(due) for due in besides}
        return plan_after(self.treatments, self.wishes, self.responses, now=now, settled=settled)


async def replan(
    session: AsyncSession, patient: Patient, courses: Mapping[str, Course], now: datetime
) -> Outgoing | None:
    """Set the pending reminder anew; return it, or None when nothing will be sent.

    What was due and is no longer useful is recorded as expired. A reminder that is being sent right now stays:
    settling it plans on.
    """
    pending = await _pending(session, patient)
    if pending and pending.state is State.SENDING:
        return pending
    plan = await _plan(session, patient, courses, now)
    if plan is None or plan.next is None:
        if pending:
            settle(pending, State.CANCELLED, "nothing to send" if plan else "stopped", now)
        return None
    if pending is None:
        assert patient.id is not None
        pending = Outgoing(
            patient_id=patient.id,
            chat_id=patient.chat_id,
            kind=Kind.REMINDER,
            due_at=plan.next.due_at,
            expires_at=plan.next.expires_at,
            created_at=now,
        )
        session.add(pending)
    _carry(pending, plan.next, courses)
    pending.due_at = plan.next.due_at
    await session.flush()
    return pending


async def replan_changed(session: AsyncSession, courses: Mapping[str, Course], now: datetime) -> int:
    """Plan anew a batch of the reminders that were planned by other courses; return how many, 0 when none is left."""
    query = (
        select(Patient)
        .join(Outgoing, col(Outgoing.patient_id) == col(Patient.id))
        .where(Outgoing.kind == Kind.REMINDER, Outgoing.state == State.PLANNED)
        .where(Outgoing.course_hash != _course_hash(courses))
        .limit(BATCH)
    )
    patients = (await session.exec(query)).all()
    for patient in patients:
        await replan(session, patient, courses, now)
    return len(patients)


async def prepare(session: AsyncSession, row: Outgoing, library: Library, now: datetime) -> Ready | None:
    """Decide what a claimed row says now; None when it says nothing, and the row has moved on.

    1. Is the patient still there to be reminded, and is there anything that still counts?
    2. Is it the patient's night, or have there been enough messages today? Then later.
    3. The words, kept with the row as the record of care.
    """
    patient = await session.get_one(Patient, row.patient_id)
    if row.kind is Kind.SNOOZED:
        return await _prepare_snoozed(session, row, patient, library, now)
    standing = await _standing(session, patient, library.courses, now)
    if standing is None:
        settle(row, State.CANCELLED, "stopped", now)
        return None
    plan = standing.plan(now)
    _record(session, patient, plan.passed_over, State.EXPIRED, now)
    if plan.next is None:
        settle(row, State.EXPIRED, "nothing left", now)
        return None
    _carry(row, plan.next, library.courses)
    later = plan.next.due_at if plan.next.due_at > now else await _not_now(session, standing, plan.next, now)
    if later:
        put_off(row, later)
        return None
    following = standing.plan(now, besides=(*plan.next.steps, *plan.passed_over)).next
    return _worded(row, patient, library, plan.next.steps, standing, now, following)


async def settle_reminder(
    session: AsyncSession, row: Outgoing, delivery: Delivery, courses: Mapping[str, Course], now: datetime
) -> None:
    """Settle a sent row by its delivery, record its steps, and plan on, in the caller's transaction."""
    patient = await session.get_one(Patient, row.patient_id)
    row.attempts += 1
    match delivery.outcome:
        case Outcome.DELIVERED:
            _settle_sent(session, row, delivery, now)
        case Outcome.UNKNOWN if row.outcome == Outcome.UNKNOWN:
            _settle_sent(session, row, delivery, now)  # repeated once: it may stand there twice
        case Outcome.UNKNOWN | Outcome.LATER:
            put_off(row, now + pause_after(row.attempts, delivery.retry_after), delivery.outcome)
            return
        case Outcome.MOVED:
            row.chat_id = patient.chat_id = delivery.new_chat_id or patient.chat_id
            put_off(row, now, delivery.outcome)
            return
        case Outcome.GONE | Outcome.REFUSED:
            settle(row, State.UNDELIVERABLE, delivery.outcome, now)
            _record_carried(session, row, State.UNDELIVERABLE, now)
            if delivery.outcome is Outcome.GONE:
                patient.unreachable_at = patient.unreachable_at or now
    await session.flush()
    await replan(session, patient, courses, now)


async def moments(session: AsyncSession, patient: Patient, courses: Mapping[str, Course]) -> list[Moment]:
    """Return the whole timetable of a patient, also what lies behind."""
    treatments = await _treated(session, patient, courses)
    return timetable(treatments, _wishes(patient)) if treatments else []


async def next_moment(
    session: AsyncSession, patient: Patient, courses: Mapping[str, Course], now: datetime
) -> Moment | None:
    """Return what comes next, or None when nothing does (paused, ended, no consent)."""
    standing = await _standing(session, patient, courses, now)
    return standing.plan(now).next if standing else None


def instants(treatment: Treatment, course: Course, day: Day) -> dict[str, datetime]:
    """Return this patient's own first instant of each step."""
    return {step.id: step_instant(step, treatment.treated_at, day) for step in course.steps.values()}


async def active_treatments(session: AsyncSession, patient: Patient) -> list[Treatment]:
    """Return the treatments that have not ended, in order of time."""
    query = (
        select(Treatment)
        .where(Treatment.patient_id == patient.id, col(Treatment.ended_at).is_(None))
        .order_by(col(Treatment.treated_at))
    )
    return list((await session.exec(query)).all())


async def open_reminders(session: AsyncSession, patient: Patient, now: datetime) -> list[Outgoing]:
    """Return what was sent, asks for Done, has no answer yet and is still useful; the oldest first."""
    query = (
        select(Outgoing, ReminderStep.step_id)
        .join(ReminderStep, col(ReminderStep.outgoing_id) == col(Outgoing.id))
        .where(Outgoing.patient_id == patient.id, Outgoing.state == State.SENT)
        .where(col(ReminderStep.response).is_(None), ReminderStep.expires_at > now)
        .order_by(col(Outgoing.settled_at))
    )
    waiting: dict[int | None, Outgoing] = {}
    for row, step_id in (await session.exec(query)).all():
        if any(step["step"] == step_id and step["asks"] == "done" for step in row.steps):
            waiting[row.id] = row
    return list(waiting.values())


async def steps_of(session: AsyncSession, outgoing_id: int, patient: Patient) -> list[ReminderStep]:
    """Return the record of a message's steps; [] when it is another patient's, erased, or was never sent."""
    row = await session.get(Outgoing, outgoing_id)
    if row is None or row.patient_id != patient.id or row.state is not State.SENT:
        return []
    query = select(ReminderStep).where(
        ReminderStep.patient_id == patient.id,
        col(ReminderStep.treatment_id).in_({step["treatment"] for step in row.steps}),
    )
    carried = {_identity(step) for step in row.steps}
    return [
        step
        for step in (await session.exec(query)).all()
        if (step.treatment_id, step.step_id, step.occurrence) in carried
    ]


async def respond(
    session: AsyncSession, patient: Patient, outgoing_id: int, response: Response, now: datetime
) -> Responded:
    """Record what the patient did, for every step of the message that asks for it; another answer replaces the first.

    "Worse" makes next-session messages wait. What was snoozed is not sent again once it is done or skipped.
    """
    asks = "check_in" if response in CHECK_IN_ANSWERS else "done"
    steps = await _asking(session, patient, outgoing_id, asks)
    if not steps:
        return Responded.NOT_YOURS
    if all(step.response is response for step in steps):
        return Responded.ALREADY
    for step in steps:
        step.response, step.responded_at = response, now
    if response is Response.WORSE:
        patient.sessions_held_until = now + HELD
    await _cancel_snoozed(session, patient, steps, now)
    await _look_again(session, patient, now)
    return Responded.RECORDED


async def snooze(
    session: AsyncSession, patient: Patient, outgoing_id: int, until: datetime, now: datetime
) -> Responded:
    """Say a message again at `until`, unless it is worthless by then; a second wish replaces the first."""
    steps = await _asking(session, patient, outgoing_id, "done")
    row = await session.get(Outgoing, outgoing_id)
    if not steps or row is None:
        return Responded.NOT_YOURS
    expires_at = max(step.expires_at for step in steps)
    if until >= expires_at:
        return Responded.TOO_LATE
    await _cancel_snoozed(session, patient, steps, now)
    again = Outgoing(
        patient_id=row.patient_id,
        chat_id=row.chat_id,
        kind=Kind.SNOOZED,
        due_at=until,
        expires_at=expires_at,
        steps=[step for step in row.steps if step["asks"] == "done"],
        course_hash=row.course_hash,
        created_at=now,
    )
    session.add(again)
    for step in steps:
        step.response, step.responded_at = Response.SNOOZED, now
    await session.flush()
    return Responded.RECORDED


def day_of(patient: Patient, fallback: ZoneInfo) -> Day:
    """Return the patient's day; `fallback` is the zone while the patient has not said one."""
    return Day(zone=ZoneInfo(patient.zone) if patient.zone else fallback, wake=patient.wake, sleep=patient.sleep)


async def _plan(session: AsyncSession, patient: Patient, courses: Mapping[str, Course], now: datetime) -> Plan | None:
    """The plan, with what it passed over on record; None when nothing may be sent to this patient."""
    standing = await _standing(session, patient, courses, now)
    if standing is None:
        return None
    plan = standing.plan(now)
    _record(session, patient, plan.passed_over, State.EXPIRED, now)
    return plan


async def _standing(
    session: AsyncSession, patient: Patient, courses: Mapping[str, Course], now: datetime
) -> Standing | None:
    """None while nothing may be sent: paused, unreachable, without consent or treatment."""
    if patient.paused_at or patient.unreachable_at:
        return None
    consent = select(Consent.id).where(Consent.patient_id == patient.id, col(Consent.withdrawn_at).is_(None))
    treatments = await _treated(session, patient, courses)
    if not treatments or (await session.exec(consent)).first() is None:
        return None
    active = [treated.treatment_id for treated in treatments]
    query = select(ReminderStep).where(col(ReminderStep.treatment_id).in_(active))
    record = (await session.exec(query)).all()
    kinds = {step.id: step.kind for treated in treatments for step in treated.course.steps.values()}
    check_ins = [step for step in record if kinds.get(step.step_id) is StepKind.CHECK_IN]
    return Standing(
        treatments=treatments,
        wishes=_wishes(patient),
        responses=Responses(
            unanswered_check_ins=_unanswered(check_ins, now), sessions_held_until=patient.sessions_held_until
        ),
        settled=frozenset((step.treatment_id, step.step_id, step.occurrence) for step in record),
    )


async def _treated(session: AsyncSession, patient: Patient, courses: Mapping[str, Course]) -> tuple[Treated, ...]:
    return tuple(
        Treated(
            treatment_id=treatment.id or 0,
            treated_at=treatment.treated_at,
            registered_at=treatment.registered_at,
            course=courses[treatment.course_id],
        )
        for treatment in await active_treatments(session, patient)
        if treatment.course_id in courses
    )


def _wishes(patient: Patient) -> Wishes:
    return Wishes(day=day_of(patient, ZoneInfo("UTC")), level=patient.level, muted=frozenset(patient.muted))


def _unanswered(check_ins: Sequence[ReminderStep], now: datetime) -> int:
    """How many in a row, up to the last, were sent and never answered; the one that still may be does not count."""
    count = 0
    for step in sorted(check_ins, key=lambda one: one.due_at, reverse=True):
        if step.state is not State.SENT or (step.response is None and step.expires_at > now):
            continue
        if step.response:
            break
        count += 1
    return count


async def _pending(session: AsyncSession, patient: Patient) -> Outgoing | None:
    query = (
        select(Outgoing)
        .where(Outgoing.patient_id == patient.id, Outgoing.kind == Kind.REMINDER)
        .where(col(Outgoing.state).in_((State.PLANNED, State.SENDING)))
        .with_for_update()
    )
    return (await session.exec(query)).first()


def _carry(row: Outgoing, moment: Moment, courses: Mapping[str, Course]) -> None:
    """Write down what the row would say if it went out as planned."""
    steps = {step.id: step for course in courses.values() for step in course.steps.values()}
    row.expires_at = moment.expires_at
    row.course_hash = _course_hash(courses)
    row.steps = [
        {
            "treatment": due.treatment_id,
            "step": due.step_id,
            "occurrence": due.occurrence,
            "due": due.due_at.isoformat(),
            "expires": due.expires_at.isoformat(),
            "asks": _asks(steps[due.step_id].kind, asks_done=steps[due.step_id].asks_done),
        }
        for due in moment.steps
    ]


def _asks(kind: StepKind, *, asks_done: bool) -> str:
    if kind is StepKind.CHECK_IN:
        return "check_in"
    return "done" if asks_done else ""


def _course_hash(courses: Mapping[str, Course]) -> str:
    return ",".join(courses[course_id].content_hash[:16] for course_id in sorted(courses))[:64]


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


async def _prepare_snoozed(
    session: AsyncSession, row: Outgoing, patient: Patient, library: Library, now: datetime
) -> Ready | None:
    standing = await _standing(session, patient, library.courses, now)
    if standing is None:
        settle(row, State.CANCELLED, "stopped", now)
        return None
    active = {treated.treatment_id for treated in standing.treatments}
    carried = [_due(step) for step in row.steps]
    steps = [due for due in carried if due.expires_at > now and due.treatment_id in active]
    if not steps:
        settle(row, State.EXPIRED, "nothing left", now)
        return None
    awake = out_of_the_night(now, standing.wishes.day)
    if awake > now:
        put_off(row, awake)
        return None
    return _worded(row, patient, library, steps, standing, now, standing.plan(now).next)


def _settle_sent(session: AsyncSession, row: Outgoing, delivery: Delivery, now: datetime) -> None:
    settle(row, State.SENT, delivery.outcome, now)
    row.message_id = delivery.message_id
    _record_carried(session, row, State.SENT, now)


def _record_carried(session: AsyncSession, row: Outgoing, state: State, now: datetime) -> None:
    if row.kind is Kind.REMINDER:  # a snoozed one repeats steps that are on record
        for step in row.steps:
            session.add(_step_record(row.patient_id, _due(step), state, now, outgoing_id=row.id))


def _record(session: AsyncSession, patient: Patient, dues: Iterable[StepDue], state: State, now: datetime) -> None:
    assert patient.id is not None
    for due in dues:
        session.add(_step_record(patient.id, due, state, now))


def _step_record(
    patient_id: int, due: StepDue, state: State, now: datetime, outgoing_id: int | None = None
) -> ReminderStep:
    return ReminderStep(
        patient_id=patient_id,
        treatment_id=due.treatment_id,
        outgoing_id=outgoing_id,
        step_id=due.step_id,
        occurrence=due.occurrence,
        due_at=due.due_at,
        expires_at=due.expires_at,
        state=state,
        settled_at=now,
    )


async def _asking(session: AsyncSession, patient: Patient, outgoing_id: int, asks: str) -> list[ReminderStep]:
    row = await session.get(Outgoing, outgoing_id)
    asked = {_identity(step) for step in row.steps if step["asks"] == asks} if row else set()
    return [
        step
        for step in await steps_of(session, outgoing_id, patient)
        if (step.treatment_id, step.step_id, step.occurrence) in asked
    ]


async def _cancel_snoozed(
    session: AsyncSession, patient: Patient, steps: Sequence[ReminderStep], now: datetime
) -> None:
    """Cancel planned repeats of these steps."""
    of_steps = {(step.treatment_id, step.step_id, step.occurrence) for step in steps}
    query = select(Outgoing).where(
        Outgoing.patient_id == patient.id, Outgoing.kind == Kind.SNOOZED, Outgoing.state == State.PLANNED
    )
    for row in (await session.exec(query)).all():
        if of_steps & {_identity(step) for step in row.steps}:
            settle(row, State.CANCELLED, "answered", now)


async def _look_again(session: AsyncSession, patient: Patient, now: datetime) -> None:
    """Let the dispatcher work out anew what comes next: an answer may bring check-ins back, or make sessions wait."""
    pending = await _pending(session, patient)
    if pending and pending.state is State.PLANNED:
        pending.due_at = min(pending.due_at, now)


def _identity(step: Mapping[str, Any]) -> tuple[int, str, int]:
    return step["treatment"], step["step"], step["occurrence"]


def _due(step: Mapping[str, Any]) -> StepDue:
    return StepDue(
        treatment_id=step["treatment"],
        step_id=step["step"],
        occurrence=step["occurrence"],
        due_at=datetime.fromisoformat(step["due"]),
        expires_at=datetime.fromisoformat(step["expires"]),
    )
