"""Standing: everything the database knows of a patient that the timetable asks for."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from messages.course import Course, Day, Step, StepKind, step_instant
from scheduler.models import Consent, Patient, ReminderStep, State, Treatment
from scheduler.moments import Moment
from scheduler.timetable import (
    APART,
    Plan,
    Responses,
    StepDue,
    Treated,
    Wishes,
    identity,
    plan_after,
    timetable,
)

CHECK_INS_END = "check_ins_end"  # in the record: it was said that check-ins end, with a way to have them back
MOST_UNANSWERED = 3  # check-ins in a row, after which none is asked any more


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Everything the database knows of a patient that the timetable asks for.

    `farewell` is the number, from 1, under which it is to be recorded that check-ins end; None when there is nothing
    to be said of it.
    """

    treatments: tuple[Treated, ...]
    wishes: Wishes
    responses: Responses
    settled: frozenset[tuple[int, str, int]]
    farewell: int | None = None

    def plan(self, now: datetime, *, besides: Iterable[StepDue] = ()) -> Plan:
        """Return what follows `now`, with `besides` taken as settled."""
        settled = self.settled | {identity(due) for due in besides}
        return plan_after(self.treatments, self.wishes, self.responses, now=now, settled=settled)


async def standing_of(
    session: AsyncSession, patient: Patient, courses: Mapping[str, Course], now: datetime
) -> Standing | None:
    """None while nothing may be sent: paused, unreachable, without consent or treatment."""
    if patient.paused_at or patient.unreachable_at:
        return None
    consent = select(Consent.id).where(Consent.patient_id == patient.id, col(Consent.withdrawn_at).is_(None))
    treatments = await treated_of(session, patient, courses)
    if not treatments or (await session.exec(consent)).first() is None:
        return None
    corrected = await _corrected(session, patient)
    ids = {treated.treatment_id: [treated.treatment_id, *corrected(treated.treatment_id)] for treated in treatments}
    query = select(ReminderStep).where(col(ReminderStep.treatment_id).in_([one for row in ids.values() for one in row]))
    record = (await session.exec(query)).all()
    unanswered = _unanswered(treatments, record, now)
    wishes = wishes_of(patient)
    responses = Responses(unanswered_check_ins=len(unanswered), sessions_held_until=patient.sessions_held_until)
    settled = {(step.treatment_id, step.step_id, step.occurrence) for step in record}
    return Standing(
        treatments=treatments,
        wishes=wishes,
        responses=responses,
        settled=frozenset(settled | _said_before(ids, record, timetable(treatments, wishes, responses), now)),
        farewell=_farewell(treatments, record, unanswered, wishes.day, now),
    )


async def _corrected(session: AsyncSession, patient: Patient) -> Callable[[int], list[int]]:
    """Tell of a treatment the rows that it corrects, the latest first: the record of before hangs on them."""
    query = select(Treatment.id, Treatment.corrects_id).where(
        Treatment.patient_id == patient.id, col(Treatment.corrects_id).is_not(None)
    )
    corrects = dict((await session.exec(query)).all())

    def chain(treatment_id: int) -> list[int]:
        before = corrects.get(treatment_id)
        return [before, *chain(before)] if before else []

    return chain


def _said_before(
    ids: Mapping[int, Sequence[int]], record: Sequence[ReminderStep], moments: Iterable[Moment], now: datetime
) -> set[tuple[int, str, int]]:
    """What was said under a date that was corrected, and would be due by now again: it is not said twice.

    The correction itself lists what counts at that moment, under a number of its own: what was just said is no news.
    """
    sent = [step for step in record if step.state is State.SENT]
    said = {(step.treatment_id, step.step_id, step.occurrence) for step in sent}
    just_said = {(step.treatment_id, step.step_id, 0) for step in sent if now - step.settled_at < APART}
    due = {identity(step) for moment in moments for step in moment.steps if step.due_at <= now}
    return {
        (treatment_id, step_id, number)
        for treatment_id, step_id, number in due
        if any((before, step_id, number) in said | just_said for before in ids[treatment_id][1:])
    }


async def active_treatments(session: AsyncSession, patient: Patient) -> list[Treatment]:
    """Return the treatments that have not ended, in order of time."""
    query = (
        select(Treatment)
        .where(Treatment.patient_id == patient.id, col(Treatment.ended_at).is_(None))
        .order_by(col(Treatment.treated_at))
    )
    return list((await session.exec(query)).all())


async def treated_of(session: AsyncSession, patient: Patient, courses: Mapping[str, Course]) -> tuple[Treated, ...]:
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


def day_of(patient: Patient, fallback: ZoneInfo) -> Day:
    """Return the patient's day; `fallback` is the zone while the patient has not said one."""
    return Day(zone=ZoneInfo(patient.zone) if patient.zone else fallback, wake=patient.wake, sleep=patient.sleep)


def instants(treatment: Treatment, course: Course, day: Day) -> dict[str, datetime]:
    """Return this patient's own first instant of each step."""
    return {step.id: step_instant(step, treatment.treated_at, day) for step in course.steps.values()}


def wishes_of(patient: Patient) -> Wishes:
    return Wishes(day=day_of(patient, ZoneInfo("UTC")), level=patient.level, muted=frozenset(patient.muted))


def _unanswered(treatments: Sequence[Treated], record: Sequence[ReminderStep], now: datetime) -> list[ReminderStep]:
    """The check-ins sent since the last answer, or the last registration, that can no longer be answered in time."""
    check_ins = {step.id for treated in treatments for step in _check_ins(treated.course)}
    registered_at = max(treated.registered_at for treated in treatments)
    answers = (step.responded_at for step in record if step.step_id in {*check_ins, CHECK_INS_END})
    answered_at = max((at for at in answers if at), default=None)
    return [
        step
        for step in record
        if step.step_id in check_ins
        and step.state is State.SENT
        and step.expires_at <= now
        and step.due_at >= registered_at
        and (answered_at is None or step.due_at > answered_at)
    ]


def _farewell(
    treatments: Sequence[Treated],
    record: Sequence[ReminderStep],
    unanswered: Sequence[ReminderStep],
    day: Day,
    now: datetime,
) -> int | None:
    """Said once for each silence, and only where something would still be asked."""
    last = treatments[-1]
    coming = any(step_instant(step, last.treated_at, day) > now for step in _check_ins(last.course))
    if len(unanswered) < MOST_UNANSWERED or not coming:
        return None
    said = [step for step in record if step.step_id == CHECK_INS_END]
    began_at = min(step.due_at for step in unanswered)
    return None if any(step.due_at > began_at for step in said) else len(said) + 1


def _check_ins(course: Course) -> list[Step]:
    return [step for step in course.steps.values() if step.kind is StepKind.CHECK_IN]
