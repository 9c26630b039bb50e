"""Outlook: the messages that are to come for a patient, as far as can be known now."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from messages.course import Course, local_instant
from scheduler.models import Kind, Outgoing, Patient, State
from scheduler.moments import MOST_A_DAY, Moment, StepDue, waking_day
from scheduler.standing import Standing, planned_standing_of

LONGEST_DAY = timedelta(days=2)  # a day of the calendar may be longer than 24 hours


async def moments_ahead(
    session: AsyncSession, patient: Patient, courses: Mapping[str, Course], now: datetime
) -> list[Moment]:
    """Return what will be sent after `now`, in order of time: for a paused patient what would be.

    It is what the dispatcher does if nothing else happens: without the check-ins that a silent patient is spared, with
    next-session messages when they may go, and with what waits for the morning in the morning.
    """
    standing = await planned_standing_of(session, patient, courses, now)
    if standing is None:
        return []
    query = select(Outgoing.settled_at).where(
        Outgoing.patient_id == patient.id,
        Outgoing.kind == Kind.REMINDER,
        Outgoing.state == State.SENT,
        col(Outgoing.settled_at) >= now - LONGEST_DAY,
    )
    sent_at = [at for at in (await session.exec(query)).all() if at]
    return [moment for moment in _sent(standing, sent_at, now) if moment.due_at > now]


def when_a_day_is_full(standing: Standing, sent_at: Sequence[datetime], at: datetime) -> datetime | None:
    """Return the next morning when the day of `at` has had its messages, else None; the day of a treatment is free."""
    day = standing.wishes.day
    today = waking_day(at, day)
    if any(waking_day(treated.treated_at, day) == today for treated in standing.treatments):
        return None
    began_at = local_instant(today, day.wake, day.zone)
    if sum(began_at <= one <= at for one in sent_at) < MOST_A_DAY:
        return None
    return local_instant(today + timedelta(days=1), day.wake, day.zone)


def _sent(standing: Standing, sent_at: Sequence[datetime], now: datetime) -> Iterator[Moment]:
    """What goes out from now on, one after the other; what is due at this moment is the first."""
    said: list[StepDue] = []
    times, at = list(sent_at), now
    while (plan := standing.plan(at, besides=said)).next:
        due_at = plan.next.due_at
        if due_at > now and (morning := when_a_day_is_full(standing, times, due_at)):
            at = morning
            continue
        yield plan.next
        times.append(due_at)
        said += [*plan.next.steps, *plan.passed_over]
        at = max(at, due_at)
