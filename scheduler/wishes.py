"""Wishes: what a patient chose about their day and their reminders. Each re-plans in the same transaction."""

from collections.abc import Collection, Mapping
from datetime import datetime, time

from sqlmodel.ext.asyncio.session import AsyncSession

from messages.course import Course, Step, occurrences
from scheduler.models import Patient
from scheduler.reminders import replan
from scheduler.standing import treated_of, wishes_of
from scheduler.timetable import Level


async def set_waking_hours(
    session: AsyncSession, patient: Patient, wake: time, sleep: time, courses: Mapping[str, Course], now: datetime
) -> None:
    """Keep when the patient gets up and goes to sleep, by the clock of their zone; `sleep` may be after midnight."""
    patient.wake, patient.sleep = wake, sleep
    await replan(session, patient, courses, now)


async def set_level(
    session: AsyncSession, patient: Patient, level: Level, courses: Mapping[str, Course], now: datetime
) -> None:
    """Keep how many reminders the patient wants."""
    patient.level = level
    await replan(session, patient, courses, now)


async def mute(
    session: AsyncSession, patient: Patient, step_ids: Collection[str], courses: Mapping[str, Course], now: datetime
) -> None:
    """Send nothing of these steps any more; the others go on."""
    patient.muted = sorted({*patient.muted, *step_ids})
    await replan(session, patient, courses, now)


async def unmute(
    session: AsyncSession, patient: Patient, step_ids: Collection[str], courses: Mapping[str, Course], now: datetime
) -> None:
    """Send these steps again, from now on."""
    patient.muted = sorted(set(patient.muted) - set(step_ids))
    await replan(session, patient, courses, now)


async def mutable_steps(
    session: AsyncSession, patient: Patient, courses: Mapping[str, Course], now: datetime
) -> list[Step]:
    """Return the steps that can be muted and are still to come, and those that are muted, in order of the course."""
    day = wishes_of(patient).day
    found: dict[str, Step] = {}
    for treated in await treated_of(session, patient, courses):
        for step in treated.course.steps.values():
            coming = any(one.due_at > now for one in occurrences(step, treated.treated_at, day))
            if step.mutable and (coming or step.id in patient.muted):
                found[step.id] = step
    return list(found.values())


async def keep_phone(session: AsyncSession, patient: Patient, phone: str | None) -> None:
    """Keep the number that a patient shares with the clinic; None takes it back."""
    patient.phone = phone
    await session.flush()
