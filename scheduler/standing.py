"""Standing: everything the database knows of a patient that the timetable asks for."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from messages.course import Course, Day, Step, StepKind, step_instant
from scheduler.models import Consent, Patient, ReminderStep, State, Treatment
from scheduler.timetable import Plan, Responses, StepDue, Treated, Wishes, identity, plan_after

CHECK_INS_END = "check_ins_end"  # in the record: it was said that check-ins end, with a way to have them back
MOST_UNANSWERED = 3  # check-ins in a row, after which none is asked any more


Identity = tuple[int, str, int]  # treatment id, step id, number: what an occurrence is known by


@dataclass(frozen=True, kw_only=True)
class History:
    """The treatments of a patient that have not ended, and for each its id and those of the rows that it corrects.

    The record of before a correction hangs on the corrected row; the latest is the first. `treated_at` is of every row.
    """

    treatments: tuple[Treated, ...]
    ids: Mapping[int, tuple[int, ...]]
    treated_at: Mapping[int, datetime]

    @property
    def is_corrected(self) -> bool:
        return any(len(ids) > 1 for ids in self.ids.values())


@dataclass(frozen=True, kw_only=True)
class Record:
    """What is on record by treatment: the identities of all, and the rows of those of which more is asked."""

    names: Mapping[int, Sequence[Identity]]
    steps: Mapping[int, Sequence[ReminderStep]]


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Everything the database knows of a patient that the timetable asks for.

    `farewell` is the number, from 1, under which it is to be recorded that check-ins end; None when there is nothing
    to be said of it.
    """

    treatments: tuple[Treated, ...]
    wishes: Wishes
    responses: Responses
    settled: frozenset[Identity]
    farewell: int | None = None

    def plan(self, now: datetime, *, besides: Iterable[StepDue] = ()) -> Plan:
        """Return what follows `now`, with `besides` taken as settled."""
        settled = self.settled | {identity(due) for due in besides}
        return plan_after(self.treatments, self.wishes, self.responses, now=now, settled=settled)


async def standing_of(
    session: AsyncSession, patient: Patient, courses: Mapping[str, Course], now: datetime
) -> Standing | None:
    """None while nothing may be sent: paused, unreachable, without consent or treatment."""
    assert patient.id is not None
    return (await standings_of(session, [patient], courses, now)).get(patient.id)


async def standings_of(
    session: AsyncSession, patients: Iterable[Patient], courses: Mapping[str, Course], now: datetime
) -> dict[int, Standing]:
    """Return the standing of everybody to whom something may be sent, by id. All are looked up in a few queries."""
    able = {patient.id: patient for patient in patients if patient.id and not _is_stopped(patient)}
    histories = await _histories(session, await _agreed(session, able), courses)
    record = await _record_of(session, histories.values())
    return {
        patient_id: _standing(history, wishes_of(able[patient_id]), able[patient_id], record, now)
        for patient_id, history in histories.items()
    }


async def planned_standing_of(
    session: AsyncSession, patient: Patient, courses: Mapping[str, Course], now: datetime
) -> Standing | None:
    """The same for what would be sent if nothing stopped it: for a paused patient too. None without a treatment."""
    history = (await _histories(session, [patient.id or 0], courses)).get(patient.id or 0)
    if history is None:
        return None
    return _standing(history, wishes_of(patient), patient, await _record_of(session, [history]), now)


async def active_treatments(session: AsyncSession, patient: Patient) -> list[Treatment]:
    """Return the treatments that have not ended, in order of time."""
    query = (
        select(Treatment)
        .where(Treatment.patient_id == patient.id, col(Treatment.ended_at).is_(None))
        .order_by(col(Treatment.treated_at))
    )
    return list((await session.exec(query)).all())


async def treated_of(session: AsyncSession, patient: Patient, courses: Mapping[str, Course]) -> tuple[Treated, ...]:
    """Return the treatments that have not ended, with what was said under dates that were corrected since."""
    history = (await _histories(session, [patient.id or 0], courses)).get(patient.id or 0)
    if history is None:
        return ()
    record = await _record_of(session, [history])
    return _with_said(history, record, wishes_of(patient).day)


def day_of(patient: Patient, fallback: ZoneInfo) -> Day:
    """Return the patient's day; `fallback` is the zone while the patient has not said one."""
    return Day(zone=ZoneInfo(patient.zone) if patient.zone else fallback, wake=patient.wake, sleep=patient.sleep)


def instants(treatment: Treatment, course: Course, day: Day) -> dict[str, datetime]:
    """Return this patient's own first instant of each step."""
    return {step.id: step_instant(step, treatment.treated_at, day) for step in course.steps.values()}


def wishes_of(patient: Patient) -> Wishes:
    return Wishes(day=day_of(patient, ZoneInfo("UTC")), level=patient.level, muted=frozenset(patient.muted))


def _is_stopped(patient: Patient) -> bool:
    return bool(patient.paused_at or patient.unreachable_at)


def _treated(treatments: Iterable[Treatment], courses: Mapping[str, Course]) -> tuple[Treated, ...]:
    return tuple(
        Treated(
            treatment_id=treatment.id or 0,
            treated_at=treatment.treated_at,
            registered_at=treatment.registered_at,
            course=courses[treatment.course_id],
        )
        for treatment in treatments
        if treatment.course_id in courses
    )


async def _agreed(session: AsyncSession, patient_ids: Collection[int]) -> Collection[int]:
    """Those of them whose consent is in force."""
    if not patient_ids:
        return ()
    query = select(Consent.patient_id).where(
        col(Consent.patient_id).in_(patient_ids), col(Consent.withdrawn_at).is_(None)
    )
    return set((await session.exec(query)).all())


async def _histories(
    session: AsyncSession, patient_ids: Collection[int], courses: Mapping[str, Course]
) -> dict[int, History]:
    """The treatments of those who have one that has not ended, by patient."""
    if not patient_ids:
        return {}
    query = select(Treatment).where(col(Treatment.patient_id).in_(patient_ids)).order_by(col(Treatment.treated_at))
    of_patients: dict[int, list[Treatment]] = {}
    for treatment in (await session.exec(query)).all():
        of_patients.setdefault(treatment.patient_id, []).append(treatment)
    histories = ((patient_id, _history(rows, courses)) for patient_id, rows in of_patients.items())
    return {patient_id: history for patient_id, history in histories if history.treatments}


def _history(treatments: Sequence[Treatment], courses: Mapping[str, Course]) -> History:
    active = _treated((treatment for treatment in treatments if treatment.ended_at is None), courses)
    corrects = {treatment.id: treatment.corrects_id for treatment in treatments}

    def chain(treatment_id: int) -> tuple[int, ...]:
        before = corrects.get(treatment_id)
        return (treatment_id, *(chain(before) if before else ()))

    return History(
        treatments=active,
        ids={one.treatment_id: chain(one.treatment_id) for one in active},
        treated_at={one.id or 0: one.treated_at for one in treatments},
    )


async def _record_of(session: AsyncSession, histories: Iterable[History]) -> Record:
    """What is on record: all of it by its identity, and as it stands there only what more is asked of.

    A record of care is long, and is read twice for each message: check-ins and corrected treatments are a small part.
    """
    names: dict[int, list[Identity]] = {}
    steps: dict[int, list[ReminderStep]] = {}
    every = {treatment_id: history for history in histories for ids in history.ids.values() for treatment_id in ids}
    if every:
        treatment, step = col(ReminderStep.treatment_id), col(ReminderStep.step_id)
        named = select(ReminderStep.treatment_id, ReminderStep.step_id, ReminderStep.occurrence)
        for name in (await session.exec(named.where(treatment.in_(every)))).all():
            names.setdefault(name[0], []).append((name[0], name[1], name[2]))
        corrected = [treatment_id for treatment_id, history in every.items() if history.is_corrected]
        asked = {one.id for history in every.values() for each in history.treatments for one in _check_ins(each.course)}
        wanted = or_(step.in_({*asked, CHECK_INS_END}), treatment.in_(corrected))
        for row in (await session.exec(select(ReminderStep).where(treatment.in_(every), wanted))).all():
            steps.setdefault(row.treatment_id, []).append(row)
    return Record(names=names, steps=steps)


def _standing(history: History, wishes: Wishes, patient: Patient, record: Record, now: datetime) -> Standing:
    treatments, every = _with_said(history, record, wishes.day), [one for ids in history.ids.values() for one in ids]
    steps = [step for treatment_id in every for step in record.steps.get(treatment_id, ())]
    unanswered = _unanswered(treatments, steps, now)
    responses = Responses(unanswered_check_ins=len(unanswered), sessions_held_until=patient.sessions_held_until)
    settled = {name for treatment_id in every for name in record.names.get(treatment_id, ())}
    return Standing(
        treatments=treatments,
        wishes=wishes,
        responses=responses,
        settled=frozenset(settled),
        farewell=_farewell(treatments, steps, unanswered, wishes.day, now),
    )


def _with_said(history: History, record: Record, day: Day) -> tuple[Treated, ...]:
    """The treatments, each with what was sent last under its former dates and is still true."""
    return tuple(replace(treated, said=_said_of(treated, history, record, day)) for treated in history.treatments)


def _said_of(treated: Treated, history: History, record: Record, day: Day) -> tuple[tuple[str, datetime], ...]:
    last: dict[str, datetime] = {}
    for former_id in history.ids[treated.treatment_id][1:]:
        for sent in record.steps.get(former_id, ()):
            step = treated.course.steps.get(sent.step_id)
            if sent.state is State.SENT and step and _is_true(step, treated, history.treated_at[former_id], day):
                last[sent.step_id] = max(sent.settled_at, last.get(sent.step_id, sent.settled_at))
    return tuple(sorted(last.items()))


def _is_true(step: Step, treated: Treated, former_at: datetime, day: Day) -> bool:
    """Whether the dates that a step named are the same by the date that counts now."""
    steps = treated.course.steps
    return former_at == treated.treated_at or all(
        name in steps
        and step_instant(steps[name], former_at, day) == step_instant(steps[name], treated.treated_at, day)
        for name in step.names
    )


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
