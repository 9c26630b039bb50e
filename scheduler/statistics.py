"""Statistics: figures of everything that is kept, without anything about one patient. Only reads."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, extract, func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from messages.course import Course, StepKind
from scheduler.incoming import OPEN
from scheduler.models import (
    Alert,
    AlertState,
    Handling,
    Incoming,
    Kind,
    Outgoing,
    Question,
    ReminderStep,
    Response,
    State,
    Thread,
)
from scheduler.roster import Listed, Situation
from scheduler.timetable import PUNCTUAL
from scheduler.watching import backlog

IN_RECOVERY = (Situation.IN_COURSE, Situation.PAUSED, Situation.UNREACHABLE)


@dataclass(frozen=True, kw_only=True)
class Steps:
    """What became of the steps that fell due: each has exactly one record. Late is more than a quarter of an hour."""

    in_time: int = 0
    late: int = 0
    expired: int = 0
    undeliverable: int = 0
    cancelled: int = 0


@dataclass(frozen=True, kw_only=True)
class Taps:
    """What patients answered to the steps that ask, by the answer; `none` for those that nobody answered."""

    asked: int
    answers: Mapping[str, int]

    @property
    def none(self) -> int:
        return self.asked - sum(self.answers.values())


@dataclass(frozen=True, kw_only=True)
class Alerts:
    """Alerts by state and by urgency, and how long they were open until somebody took or closed them.

    `open_for`: for how long the oldest that nobody has taken is open. One that was opened again counts from then.
    """

    by_state: Mapping[str, int]
    by_urgency: Mapping[str, int]
    open_for: timedelta | None
    taken: int
    median: timedelta | None
    slowest: timedelta | None


@dataclass(frozen=True, kw_only=True)
class Queues:
    """What waits at this moment, and for how long."""

    due: int  # to be sent now
    planned: int  # for later
    sending: int
    unsent_age: timedelta
    stored: int  # updates that are not handled
    stored_age: timedelta
    aside: int  # updates that could not be handled
    conversations: int  # open


@dataclass(frozen=True, kw_only=True)
class Statistics:
    """All figures at one instant. `outgoing` is by kind and state; of the rest, what is most frequent comes first."""

    at: datetime
    outgoing: Mapping[str, Mapping[str, int]]
    steps: Steps
    care: Taps
    check_ins: Taps
    answers: Mapping[str, int]
    urgencies: Mapping[str, int]
    topics: Mapping[str, int]
    alerts: Alerts
    queues: Queues


@dataclass(kw_only=True)
class Headcount:
    """Patients by situation, and those whose course runs by day of recovery. Filled one by one."""

    situations: dict[str, int] = field(default_factory=dict)
    days: dict[int, int] = field(default_factory=dict)

    def add(self, one: Listed) -> None:
        """Count one patient."""
        self.situations[one.situation] = self.situations.get(one.situation, 0) + 1
        if one.situation in IN_RECOVERY and one.day is not None and one.day >= 0:
            self.days[one.day] = self.days.get(one.day, 0) + 1


async def statistics(session: AsyncSession, courses: Mapping[str, Course], now: datetime) -> Statistics:
    """Return all figures but those of patients, which roster.py gives one by one."""
    return Statistics(
        at=now,
        outgoing=await _outgoing(session),
        steps=await _steps(session),
        care=await _taps(session, _asking(courses, check_ins=False)),
        check_ins=await _taps(session, _asking(courses, check_ins=True)),
        answers=await _counts(session, Question.kind),
        urgencies=await _counts(session, Question.urgency),
        topics=await _counts(session, Question.topic),
        alerts=await _alerts(session, now),
        queues=await _queues(session, now),
    )


async def _outgoing(session: AsyncSession) -> dict[str, dict[str, int]]:
    query = select(Outgoing.kind, Outgoing.state, func.count()).group_by(col(Outgoing.kind), col(Outgoing.state))
    found = {(kind, state): count for kind, state, count in (await session.exec(query)).all()}
    kinds = [kind for kind in Kind if any(kind == known for known, _ in found)]
    return {kind.value: {state.value: found.get((kind, state), 0) for state in State} for kind in kinds}


async def _steps(session: AsyncSession) -> Steps:
    waited = extract("epoch", col(ReminderStep.settled_at)) - extract("epoch", col(ReminderStep.due_at))
    late = func.sum(case((waited > int(PUNCTUAL.total_seconds()), 1), else_=0))
    query = select(ReminderStep.state, func.count(), late).group_by(col(ReminderStep.state))
    found = {state: (count, int(too_late)) for state, count, too_late in (await session.exec(query)).all()}
    sent, sent_late = found.get(State.SENT, (0, 0))
    return Steps(
        in_time=sent - sent_late,
        late=sent_late,
        expired=found.get(State.EXPIRED, (0, 0))[0],
        undeliverable=found.get(State.UNDELIVERABLE, (0, 0))[0],
        cancelled=found.get(State.CANCELLED, (0, 0))[0],
    )


def _asking(courses: Mapping[str, Course], *, check_ins: bool) -> set[str]:
    steps = [step for course in courses.values() for step in course.steps.values()]
    asking = [step for step in steps if step.asks_done or step.kind is StepKind.CHECK_IN]
    return {step.id for step in asking if (step.kind is StepKind.CHECK_IN) is check_ins}


async def _taps(session: AsyncSession, step_ids: Iterable[str]) -> Taps:
    query = (
        select(ReminderStep.response, func.count())
        .where(col(ReminderStep.state) == State.SENT, col(ReminderStep.step_id).in_(sorted(step_ids)))
        .group_by(col(ReminderStep.response))
    )
    found = (await session.exec(query)).all()
    answers = {Response(answer).value: count for answer, count in found if answer is not None}
    return Taps(asked=sum(count for _, count in found), answers=answers)


async def _counts(session: AsyncSession, column: Any) -> dict[str, int]:
    """Rows by the value of a column, most frequent first; those without one are left out."""
    counted = func.count()
    query = select(column, counted).where(col(column).is_not(None)).group_by(col(column))
    found = (await session.exec(query.order_by(counted.desc(), col(column)))).all()
    return {str(getattr(value, "value", value)): count for value, count in found}


async def _alerts(session: AsyncSession, now: datetime) -> Alerts:
    taken_at = func.coalesce(col(Alert.acknowledged_at), col(Alert.closed_at))
    query = select(Alert.open_since, taken_at).where(taken_at >= col(Alert.open_since))
    waits = sorted(at - since for since, at in (await session.exec(query)).all())
    oldest = select(func.min(Alert.open_since)).where(col(Alert.state) == AlertState.OPEN)
    open_since = (await session.exec(oldest)).one()
    return Alerts(
        by_state=await _counts(session, Alert.state),
        by_urgency=await _counts(session, Alert.urgency),
        open_for=now - open_since if open_since else None,
        taken=len(waits),
        median=_median(waits),
        slowest=waits[-1] if waits else None,
    )


async def _queues(session: AsyncSession, now: datetime) -> Queues:
    planned = col(Outgoing.state) == State.PLANNED
    waiting = await backlog(session, now)
    return Queues(
        due=await _count(session, Outgoing, planned, col(Outgoing.due_at) <= now),
        planned=await _count(session, Outgoing, planned, col(Outgoing.due_at) > now),
        sending=await _count(session, Outgoing, col(Outgoing.state) == State.SENDING),
        unsent_age=waiting.unsent_age,
        stored=await _count(session, Incoming, col(Incoming.state).in_(OPEN)),
        stored_age=waiting.stored_age,
        aside=await _count(session, Incoming, col(Incoming.state) == Handling.ASIDE),
        conversations=await _count(session, Thread, col(Thread.closed_at).is_(None)),
    )


async def _count(session: AsyncSession, table: Any, *conditions: Any) -> int:
    return (await session.exec(select(func.count()).select_from(table).where(*conditions))).one()


def _median(waits: Sequence[timedelta]) -> timedelta | None:
    """The middle one; of two in the middle the longer."""
    return waits[len(waits) // 2] if waits else None
