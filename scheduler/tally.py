"""Tally: what a patient has behind and ahead, from the treatments and the record of what was sent and tapped."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from messages.course import Course, Day, StepKind, step_instant
from messages.dates import days_between
from messages.recovery import Answered, Opens, Recovery
from scheduler.models import Patient, ReminderStep, Response, State, Treatment
from scheduler.responses import CHECK_IN_ANSWERS
from scheduler.standing import active_treatments, wishes_of
from scheduler.timetable import out_of_the_night

PROTECTION = "sun_protection"  # the topic of the steps that protect from the sun


async def recovery_of(
    session: AsyncSession, patient: Patient, courses: Mapping[str, Course], now: datetime
) -> Recovery | None:
    """Return where the patient stands in the last treatment that has been, else in the first to come; None without."""
    treatments = [one for one in await active_treatments(session, patient) if one.course_id in courses]
    if not treatments:
        return None
    place = max((number for number, one in enumerate(treatments) if one.treated_at <= now), default=0)
    shown, course, day = treatments[place], courses[treatments[place].course_id], wishes_of(patient).day
    record = await _sent(session, shown)
    care = [step for step in record if _asks_done(course, step)]
    asked = [step for step in record if _is_check_in(course, step)]
    return Recovery(
        now=now,
        zone=day.zone.key,
        treated_at=shown.treated_at,
        earlier_at=treatments[place - 1].treated_at if place else None,
        following_at=treatments[place + 1].treated_at if place + 1 < len(treatments) else None,
        opens=_opens(shown, course, day),
        protected_until=_protected_until(shown, course),
        ends_at=out_of_the_night(shown.treated_at + course.ends_after, day),
        asked=len(care),
        done=sum(step.response is Response.DONE for step in care),
        skipped=sum(step.response is Response.SKIPPED for step in care),
        check_ins=len(asked),
        answers=_answers(asked, shown, day.zone),
    )


async def _sent(session: AsyncSession, treatment: Treatment) -> Sequence[ReminderStep]:
    """What was sent for a treatment, also under a date that was corrected since."""
    query = (
        select(ReminderStep)
        .where(col(ReminderStep.treatment_id).in_(await _rows_of(session, treatment)), ReminderStep.state == State.SENT)
        .order_by(col(ReminderStep.due_at))
    )
    return (await session.exec(query)).all()


async def _rows_of(session: AsyncSession, treatment: Treatment) -> Collection[int | None]:
    query = select(Treatment.id, Treatment.corrects_id).where(Treatment.patient_id == treatment.patient_id)
    corrects = dict((await session.exec(query)).all())
    chain = [treatment.id]
    while (corrected := corrects.get(chain[-1])) is not None:
        chain.append(corrected)
    return chain


def _opens(treatment: Treatment, course: Course, day: Day) -> tuple[Opens, ...]:
    by_instant: dict[datetime, list[str]] = {}
    for step in course.steps.values():
        if step.kind is StepKind.ALLOWED:
            by_instant.setdefault(step_instant(step, treatment.treated_at, day), []).append(step.id)
    return tuple(Opens(at=at, step_ids=tuple(step_ids)) for at, step_ids in sorted(by_instant.items()))


def _protected_until(treatment: Treatment, course: Course) -> datetime | None:
    counts = [
        step.counts_until for step in course.steps.values() if step.topic == PROTECTION and step.kind is StepKind.CARE
    ]
    return treatment.treated_at + max(counts) if counts else None


def _asks_done(course: Course, record: ReminderStep) -> bool:
    step = course.steps.get(record.step_id)
    return step is not None and step.asks_done


def _is_check_in(course: Course, record: ReminderStep) -> bool:
    step = course.steps.get(record.step_id)
    return step is not None and step.kind is StepKind.CHECK_IN


def _answers(check_ins: Sequence[ReminderStep], treatment: Treatment, zone: ZoneInfo) -> tuple[Answered, ...]:
    """In order of days; one from before the treatment, under a date that was wrong, is left out."""
    answered = [(step, days_between(treatment.treated_at, step.due_at, zone)) for step in check_ins]
    return tuple(
        Answered(day=day, answer=step.response)
        for step, day in answered
        if day >= 0 and step.response in CHECK_IN_ANSWERS
    )
