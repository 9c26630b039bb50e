"""Milestones: what of a patient's plan goes into a calendar. Few entries: moments, and mornings of care in a row."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from messages.calendar_file import CalendarEvent, CalendarFile
from messages.course import AtTimesOfDay, Course, Day, Step, StepKind, TimeOfDay, local_instant, occurrences
from scheduler.models import Patient, Treatment
from scheduler.standing import wishes_of
from scheduler.timetable import Level, Wishes, out_of_the_night

AFTERGLOW = UUID("5c1f0a52-6c0e-4d1e-9f3a-6b1d6f0c9a11")  # never to change: the entries' ids are made from it
MORNINGS = "mornings"


async def calendar_of(
    session: AsyncSession, patient: Patient, courses: Mapping[str, Course], now: datetime
) -> CalendarFile:
    """Return what is still to come, and as cancelled what a corrected date or a later treatment has ended.

    An entry is known by its treatment and step; its revision is the age of the patient's row, in seconds.
    """
    query = select(Treatment).where(Treatment.patient_id == patient.id).order_by(col(Treatment.treated_at))
    treatments = [one for one in (await session.exec(query)).all() if one.course_id in courses]
    active = [one for one in treatments if one.ended_at is None]
    wishes = wishes_of(patient)
    events: list[CalendarEvent] = []
    for treatment in treatments:
        later = next((one.treated_at for one in active if one.treated_at > treatment.treated_at), None)
        of_treatment = _events(patient, treatment, courses[treatment.course_id], wishes, later)
        # what was over by the registration has never been in a file, so there is nothing to cancel
        events += [event for event in of_treatment if _last(event) > treatment.registered_at]
    coming = [event for event in events if event.is_cancelled or _last(event) > now]
    return CalendarFile(
        written_at=now,
        revision=int((now - patient.created_at).total_seconds()),
        zone=wishes.day.zone.key,
        events=tuple(sorted(coming, key=lambda event: event.at)),
    )


def _events(
    patient: Patient, treatment: Treatment, course: Course, wishes: Wishes, later: datetime | None
) -> Iterator[CalendarEvent]:
    steps = [step for step in course.steps.values() if step.id not in wishes.muted or not step.mutable]
    yield from _moments(patient, treatment, steps, wishes.day, later)
    if wishes.level is not Level.FEW:
        yield from _mornings(patient, treatment, steps, wishes.day, later)


def _moments(
    patient: Patient, treatment: Treatment, steps: Sequence[Step], day: Day, later: datetime | None
) -> Iterator[CalendarEvent]:
    """An entry for all that falls due at one time; out of the night, unless something is allowed from then on."""
    together: dict[datetime, list[tuple[Step, int]]] = {}
    for step in steps:
        if step.kind in {StepKind.BEFORE, StepKind.ALLOWED, StepKind.CHECK_IN, StepKind.SESSION}:
            for one in occurrences(step, treatment.treated_at, day):
                together.setdefault(one.due_at, []).append((step, one.number))
    for due_at, of_moment in together.items():
        kinds = {step.kind for step, _ in of_moment}
        at = due_at if StepKind.ALLOWED in kinds else out_of_the_night(due_at, day)
        first, number = of_moment[0]
        yield CalendarEvent(
            uid=_uid(patient, treatment, f"{first.id}/{number}"),
            at=at,
            step_ids=tuple(step.id for step, _ in of_moment),
            is_check_in=kinds == {StepKind.CHECK_IN},
            is_cancelled=_is_over(treatment, at, later) or (kinds == {StepKind.SESSION} and later is not None),
        )


def _mornings(
    patient: Patient, treatment: Treatment, steps: Sequence[Step], day: Day, later: datetime | None
) -> Iterator[CalendarEvent]:
    """One entry for the first mornings in a row on which there is care; later ones are left to the reminders."""
    dates = sorted({on for step in steps for on in _care_mornings(step, treatment, day)})
    if not dates:
        return
    row = [on for number, on in enumerate(dates) if on == dates[0] + timedelta(days=number)]
    at = local_instant(row[0], day.wake, day.zone)
    before = [on for on in row if later is None or local_instant(on, day.wake, day.zone) < later]
    yield CalendarEvent(
        uid=_uid(patient, treatment, MORNINGS),
        at=at,
        mornings=max(len(before), 1),
        is_cancelled=_is_over(treatment, at, later),
    )


def _care_mornings(step: Step, treatment: Treatment, day: Day) -> Iterator[date]:
    if step.kind is not StepKind.CARE or not isinstance(step.when, AtTimesOfDay):
        return
    if TimeOfDay.MORNING in step.when.at:
        for one in occurrences(step, treatment.treated_at, day):
            on = one.due_at.astimezone(day.zone).date()
            if one.due_at == local_instant(on, day.wake, day.zone):
                yield on


def _is_over(treatment: Treatment, at: datetime, later: datetime | None) -> bool:
    return treatment.ended_at is not None or (later is not None and at >= later)


def _last(event: CalendarEvent) -> datetime:
    return event.at + timedelta(days=event.mornings - 1)


def _uid(patient: Patient, treatment: Treatment, name: str) -> str:
    """The same in every file, different for every bot and patient, and telling nothing of either."""
    owner = f"{patient.chat_id}/{treatment.id}/{treatment.registered_at.isoformat()}"
    return f"{uuid5(AFTERGLOW, f'{owner}/{name}')}@afterglow"
