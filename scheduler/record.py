"""Record: the steps that a message carries, and what became of each. Exactly one record for every one that was due."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from messages.course import Course, StepKind
from scheduler.models import Kind, Outgoing, Patient, ReminderStep, State
from scheduler.timetable import Moment, StepDue, identity


def carry(row: Outgoing, moment: Moment, courses: Mapping[str, Course]) -> None:
    """Write down what the row would say if it went out as planned."""
    steps = {step.id: step for course in courses.values() for step in course.steps.values()}
    if [identity_of(step) for step in row.steps] != [identity(due) for due in moment.steps]:
        row.unanswered = False  # another message: it has not been tried yet
    row.expires_at = moment.expires_at
    row.course_hash = course_hash(courses)
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


def record_steps(session: AsyncSession, patient: Patient, dues: Iterable[StepDue], state: State, now: datetime) -> None:
    assert patient.id is not None
    for due in dues:
        session.add(_step_record(patient.id, due, state, now))


def record_carried(session: AsyncSession, row: Outgoing, state: State, now: datetime) -> None:
    if row.kind is Kind.REMINDER:  # a snoozed one repeats steps that are on record
        for step in row.steps:
            assert row.patient_id is not None
            session.add(_step_record(row.patient_id, due_of(step), state, now, outgoing_id=row.id))


def course_hash(courses: Mapping[str, Course]) -> str:
    return ",".join(courses[course_id].content_hash[:16] for course_id in sorted(courses))[:64]


def identity_of(step: Mapping[str, Any]) -> tuple[int, str, int]:
    return step["treatment"], step["step"], step["occurrence"]


def due_of(step: Mapping[str, Any]) -> StepDue:
    return StepDue(
        treatment_id=step["treatment"],
        step_id=step["step"],
        occurrence=step["occurrence"],
        due_at=datetime.fromisoformat(step["due"]),
        expires_at=datetime.fromisoformat(step["expires"]),
    )


def _asks(kind: StepKind, *, asks_done: bool) -> str:
    if kind is StepKind.CHECK_IN:
        return "check_in"
    return "done" if asks_done else ""


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
