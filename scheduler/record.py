"""Record: the steps that a message carries, and what became of each. Exactly one record for every one that was due."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlmodel.ext.asyncio.session import AsyncSession

from messages.course import Course, StepKind
from scheduler.models import Kind, Outgoing, Patient, ReminderStep, State
from scheduler.timetable import Moment, StepDue, identity


def carry(row: Outgoing, moment: Moment, courses: Mapping[str, Course]) -> None:
    """Write down what the row would say if it went out as planned."""
    if [identity_of(step) for step in row.steps] != [identity(due) for due in moment.steps]:
        row.unanswered = False  # another message: it has not been tried yet
    for name, value in carried(moment, courses).items():
        setattr(row, name, value)


def carried(moment: Moment, courses: Mapping[str, Course]) -> dict[str, Any]:
    """Return the columns of a row that would say a moment."""
    steps = {step.id: step for course in courses.values() for step in course.steps.values()}
    return {
        "expires_at": moment.expires_at,
        "course_hash": course_hash(courses),
        "steps": [
            {
                "treatment": due.treatment_id,
                "step": due.step_id,
                "occurrence": due.occurrence,
                "due": due.due_at.isoformat(),
                "expires": due.expires_at.isoformat(),
                "asks": _asks(steps[due.step_id].kind, asks_done=steps[due.step_id].asks_done),
            }
            for due in moment.steps
        ],
    }


async def record_steps(
    session: AsyncSession, patient: Patient, dues: Iterable[StepDue], state: State, now: datetime
) -> None:
    """Record occurrences that no message carries."""
    await _record(session, [_step_record(patient.id, due, state, now) for due in dues])


async def record_carried(session: AsyncSession, rows: Iterable[Outgoing], now: datetime) -> None:
    """Record the steps of settled messages, each in the state of its message."""
    reminders = (row for row in rows if row.kind is Kind.REMINDER)  # a snoozed one repeats steps that are on record
    carried = [
        _step_record(row.patient_id, due_of(step), row.state, now, outgoing_id=row.id)
        for row in reminders
        for step in row.steps
    ]
    await _record(session, carried)


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
    patient_id: int | None, due: StepDue, state: State, now: datetime, outgoing_id: int | None = None
) -> dict[str, Any]:
    return {
        "patient_id": patient_id,
        "treatment_id": due.treatment_id,
        "outgoing_id": outgoing_id,
        "step_id": due.step_id,
        "occurrence": due.occurrence,
        "due_at": due.due_at,
        "expires_at": due.expires_at,
        "state": state,
        "settled_at": now,
    }


async def _record(session: AsyncSession, steps: Sequence[Mapping[str, Any]]) -> None:
    """One statement for all: objects of the mapper would be one each on SQLite."""
    if steps:
        await session.exec(insert(ReminderStep), params=steps)
