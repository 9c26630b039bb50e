"""Standing: everything the database knows of a patient that the timetable asks for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from messages.course import Course, Day, StepKind, step_instant
from scheduler.models import Consent, Patient, ReminderStep, State, Treatment
from scheduler.timetable import (
    Plan,
    Responses,
    StepDue,
    Treated,
    Wishes,
    identity,
    plan_after,
)


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
    active = [treated.treatment_id for treated in treatments]
    query = select(ReminderStep).where(col(ReminderStep.treatment_id).in_(active))
    record = (await session.exec(query)).all()
    kinds = {step.id: step.kind for treated in treatments for step in treated.course.steps.values()}
    check_ins = [step for step in record if kinds.get(step.step_id) is StepKind.CHECK_IN]
    return Standing(
        treatments=treatments,
        wishes=wishes_of(patient),
        responses=Responses(
            unanswered_check_ins=_unanswered(check_ins, now), sessions_held_until=patient.sessions_held_until
        ),
        settled=frozenset((step.treatment_id, step.step_id, step.occurrence) for step in record),
    )


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
