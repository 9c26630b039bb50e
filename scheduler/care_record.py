"""The record of care of one patient, gathered from the tables, and who read it. It says no more than is on record."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from messages.care import Agreed, Asked, Care, CareRecord, Raised, Reading, Session, Talked
from messages.clinic import Clinic
from messages.course import Course
from messages.person_wording import Person
from scheduler.models import (
    Alert,
    Consent,
    Kind,
    Outgoing,
    Patient,
    Question,
    RecordReading,
    ReminderStep,
    State,
    Thread,
    Treatment,
)
from scheduler.naming import person_of
from scheduler.outgoing import Outcome
from scheduler.reminders import next_moment
from scheduler.standing import CHECK_INS_END, day_of, treated_of, wishes_of
from scheduler.timetable import PUNCTUAL, timetable

RECENT = 10  # patients to choose from
COMMAND_LINE: tuple[str, int | None] = ("", None)
Stopped = tuple[str, datetime | None]


async def read_record(
    session: AsyncSession,
    patient: Patient,
    courses: Mapping[str, Course],
    clinic: Clinic,
    *,
    reader: tuple[str, int | None],
    now: datetime,
) -> CareRecord:
    """Return the record, and keep that it was read: by whom of the team (first name and Telegram's number)."""
    assert patient.id is not None
    name, reader_id = reader
    session.add(RecordReading(patient_id=patient.id, read_at=now, reader=name, reader_id=reader_id))
    await session.flush()
    treatments = await _of(session, Treatment, patient, Treatment.treated_at)
    consents = await _of(session, Consent, patient, Consent.given_at)
    threads = await _of(session, Thread, patient, Thread.opened_at)
    stopped = _stopped(patient, consents, treatments)
    coming = None if stopped else await next_moment(session, patient, courses, now)
    return CareRecord(
        now=now,
        zone=day_of(patient, clinic.zone).zone.key,
        person=await person_of(session, patient, clinic, now),
        language=patient.language,
        wake=patient.wake,
        sleep=patient.sleep,
        level=patient.level.value,
        muted=tuple(patient.muted),
        procedure=patient.procedure.value if patient.procedure else None,
        adult=patient.adult,
        blocked_at=patient.blocked_at,
        held_until=patient.sessions_held_until,
        stopped=stopped,
        next_at=coming.due_at if coming else None,
        next_steps=tuple(due.step_id for due in coming.steps) if coming else (),
        ends_at=_ends_at(treatments, courses),
        sessions=tuple(_session(one) for one in treatments),
        consents=tuple(
            Agreed(version=one.version, language=one.language, given_at=one.given_at, ended_at=one.withdrawn_at)
            for one in consents
        ),
        care=tuple(await _care(session, patient, treatments, threads)),
        unsent=tuple(await _unsent(session, patient, courses, stopped, now)),
        snoozed=tuple(await _snoozed(session, patient)),
        asked=tuple(await _asked(session, patient)),
        alerts=tuple(_raised(one) for one in await _of(session, Alert, patient, Alert.raised_at)),
        talks=tuple(
            Talked(opened_at=one.opened_at, answered_at=one.answered_at, closed_at=one.closed_at) for one in threads
        ),
        readings=tuple(
            Reading(at=one.read_at, reader=one.reader, reader_id=one.reader_id)
            for one in await _of(session, RecordReading, patient, RecordReading.read_at)
        ),
    )


async def recent_patients(session: AsyncSession, clinic: Clinic, now: datetime) -> list[Person]:
    """Return those that the team most likely looks for: the last to write to it, then the last to be treated."""
    written = select(Thread.patient_id).order_by(col(Thread.last_at).desc()).limit(RECENT)
    warned = select(Alert.patient_id).order_by(col(Alert.open_since).desc()).limit(RECENT)
    treated = (
        select(Treatment.patient_id)
        .where(col(Treatment.ended_at).is_(None))
        .order_by(col(Treatment.treated_at).desc())
        .limit(RECENT)
    )
    ids = [id for query in (warned, written, treated) for id in (await session.exec(query)).all()]
    people = []
    for patient_id in list(dict.fromkeys(ids))[:RECENT]:
        patient = await session.get_one(Patient, patient_id)
        people.append(await person_of(session, patient, clinic, now))
    return people


async def _of(session: AsyncSession, table: Any, patient: Patient, at: Any) -> Sequence[Any]:
    """The rows of a table that are the patient's, in order of time."""
    query: Any = select(table).where(table.patient_id == patient.id).order_by(col(at), col(table.id))
    return list((await session.exec(query)).all())


def _stopped(patient: Patient, consents: Sequence[Consent], treatments: Sequence[Treatment]) -> Stopped | None:
    """Why nothing is sent at present, and since when."""
    if all(one.withdrawn_at for one in consents):
        return "withdrawn", max((one.withdrawn_at for one in consents if one.withdrawn_at), default=None)
    if patient.unreachable_at:
        return "unreachable", patient.unreachable_at
    if patient.paused_at:
        return "paused", patient.paused_at
    return ("no_plan", None) if all(one.ended_at for one in treatments) else None


def _ends_at(treatments: Sequence[Treatment], courses: Mapping[str, Course]) -> datetime | None:
    ends = [
        one.treated_at + courses[one.course_id].ends_after
        for one in treatments
        if one.ended_at is None and one.course_id in courses
    ]
    return max(ends, default=None)


def _session(treatment: Treatment) -> Session:
    return Session(
        treated_at=treatment.treated_at,
        registered_at=treatment.registered_at,
        course_id=treatment.course_id,
        label=treatment.label,
        corrected_at=treatment.ended_at,
    )


async def _care(
    session: AsyncSession, patient: Patient, treatments: Sequence[Treatment], threads: Sequence[Thread]
) -> list[Care]:
    """Every step on record, in the order in which they fell due."""
    query = (
        select(ReminderStep, Outgoing)
        .outerjoin(Outgoing, col(Outgoing.id) == col(ReminderStep.outgoing_id))
        .where(ReminderStep.patient_id == patient.id, ReminderStep.step_id != CHECK_INS_END)
        .order_by(col(ReminderStep.due_at), col(ReminderStep.id))
    )
    rows = (await session.exec(query)).all()
    registered = {one.id: one.registered_at for one in treatments}
    record = [step for step, _ in rows]
    found = []
    for step, message in rows:
        found.append(
            Care(
                step_id=step.step_id,
                due_at=step.due_at,
                outcome=step.state.value,
                settled_at=step.settled_at,
                why=_why(step, message, record, registered[step.treatment_id], threads),
                response=step.response.value if step.response else None,
                responded_at=step.responded_at,
            )
        )
    return found


def _why(
    step: ReminderStep,
    message: Outgoing | None,
    record: Sequence[ReminderStep],
    registered_at: datetime,
    threads: Sequence[Thread],
) -> str:
    """The reason that is on record for what became of a step; "" where there is nothing to explain."""
    outcome = message.outcome if message else None
    if step.state is State.SENT and outcome == Outcome.UNKNOWN:
        return "unanswered"
    if step.state is State.SENT:
        return _why_late(step, message, threads) if step.settled_at - step.due_at > PUNCTUAL else ""
    if step.state is State.UNDELIVERABLE:
        return "gone" if outcome == Outcome.GONE else "refused"
    if step.due_at < registered_at:
        return "before"
    if step.expires_at > step.settled_at and any(_replaces(other, step) for other in record):
        return "replaced"
    return "over"


def _replaces(later: ReminderStep, step: ReminderStep) -> bool:
    same = (later.treatment_id, later.step_id) == (step.treatment_id, step.step_id)
    return same and later.state is State.SENT and later.due_at > step.due_at and later.settled_at >= step.settled_at


def _why_late(step: ReminderStep, message: Outgoing | None, threads: Sequence[Thread]) -> str:
    """Only what can be shown: nothing is on record of a server that was down."""
    if message and message.unsent_since:
        return "tried"
    talked = (
        thread.opened_at < step.settled_at and (thread.closed_at is None or thread.closed_at > step.due_at)
        for thread in threads
    )
    return "talk" if any(talked) else "unknown"


async def _unsent(
    session: AsyncSession, patient: Patient, courses: Mapping[str, Course], stopped: Stopped | None, now: datetime
) -> list[tuple[datetime, str]]:
    """What the plan had for the time since nothing is sent, as far as nothing is on record of it."""
    if stopped is None or stopped[1] is None:
        return []
    since = stopped[1]
    treated = await treated_of(session, patient, courses)
    query = select(ReminderStep.treatment_id, ReminderStep.step_id, ReminderStep.occurrence)
    known = set((await session.exec(query.where(ReminderStep.patient_id == patient.id))).all())
    return [
        (due.due_at, due.step_id)
        for moment in (timetable(treated, wishes_of(patient)) if treated else [])
        if since <= moment.due_at <= now
        for due in moment.steps
        if (due.treatment_id, due.step_id, due.occurrence) not in known
    ]


async def _snoozed(session: AsyncSession, patient: Patient) -> list[tuple[datetime, str]]:
    query = select(Outgoing.settled_at, Outgoing.steps).where(
        Outgoing.patient_id == patient.id, Outgoing.kind == Kind.SNOOZED, Outgoing.state == State.SENT
    )
    rows = (await session.exec(query.order_by(col(Outgoing.settled_at)))).all()
    return [(settled_at, step["step"]) for settled_at, steps in rows if settled_at for step in steps]


async def _asked(session: AsyncSession, patient: Patient) -> list[Asked]:
    """Questions, without small talk: a thank-you is no topic."""
    kinds = ("answer", "choices", "refusal", "other_language")
    rows: Sequence[Question] = await _of(session, Question, patient, Question.asked_at)
    return [
        Asked(at=one.asked_at, topic=one.topic, urgency=one.urgency, kind=one.kind)
        for one in rows
        if one.kind in kinds or one.urgency != "none"
    ]


def _raised(alert: Alert) -> Raised:
    def mark(by: str | None, at: datetime | None) -> tuple[str, datetime] | None:
        return (by or "", at) if at else None

    return Raised(
        number=alert.id or 0,
        urgency=alert.urgency,
        topic=alert.topic,
        signs=alert.signs,
        raised_at=alert.raised_at,
        sent_at=alert.sent_at,
        failed_at=alert.failed_at,
        escalated_at=alert.escalated_at,
        acknowledged=mark(alert.acknowledged_by, alert.acknowledged_at),
        contacted=mark(alert.contacted_by, alert.contacted_at),
        closed=mark(alert.closed_by, alert.closed_at),
    )
