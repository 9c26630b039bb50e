"""Treatments, courses, the patient's day and wishes -> moments. Pure: no clock, no database.

A moment is an instant at which one message goes out, with the steps it bundles.
Moments are never stored: the database holds only the next one, and the record of those that were settled.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from messages.course import Course, Day, Late, Step, StepKind, local_instant, occurrences

TOGETHER = timedelta(minutes=90)  # what falls this close together goes out as one message
APART = timedelta(hours=3)  # a step is not said again sooner, but for those that count in hours
MOST_A_DAY = 4  # moments, after day 0
PUNCTUAL = timedelta(minutes=15)  # later than this is late


class Level(StrEnum):
    """How many reminders a patient wants."""

    ALL = "all"
    IMPORTANT = "important"  # critical steps, "you can again", check-ins
    FEW = "few"  # "you can again" and check-ins


@dataclass(frozen=True, kw_only=True)
class Treated:
    """A treatment as the timetable needs it; `treated_at` is its end. Instants are aware and in UTC."""

    treatment_id: int
    treated_at: datetime
    registered_at: datetime
    course: Course


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What the patient chose: the day, the level, muted step ids."""

    day: Day
    level: Level = Level.ALL
    muted: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Responses:
    """What the patient did that changes the plan.

    `unanswered_check_ins`: asked in a row without an answer (2: every other is left out, 3: none is asked any more).
    `sessions_held_until`: after "worse" or a red flag, next-session messages wait until then.
    """

    unanswered_check_ins: int = 0
    sessions_held_until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class StepDue:
    """One occurrence of a step of one treatment; the triple of ids is its identity in the record."""

    treatment_id: int
    step_id: str
    occurrence: int
    due_at: datetime
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One message: due, worthless after `expires_at` (the last expiry of its steps)."""

    due_at: datetime
    expires_at: datetime
    steps: tuple[StepDue, ...]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What follows `now`: the next moment, or None at the end, and the steps that were passed over on the way."""

    next: Moment | None
    passed_over: tuple[StepDue, ...]


def timetable(treatments: Sequence[Treated], wishes: Wishes, responses: Responses = Responses()) -> list[Moment]:
    """Return every moment of the plan, in order of time, from the registration to the end.

    1. Each treatment's steps fall due, out of the patient's night; a later treatment ends those of the former.
    2. Its start lists what counts right then and what was missed but is still useful.
    3. What falls close together becomes one moment; after day 0 there are at most four a day.
    """
    ordered = sorted(treatments, key=lambda treated: treated.treated_at)
    starts: list[Moment] = []
    dues: list[StepDue] = []
    for place, treated in enumerate(ordered):
        later = ordered[place + 1].treated_at if place + 1 < len(ordered) else None
        wanted = [step for step in treated.course.steps.values() if _is_wanted(step, wishes, responses, last=not later)]
        due = [
            replace(one, due_at=max(one.due_at, _held_until(one, responses)))
            for step in wanted
            for one in _falling_due(step, treated, wishes.day)
            if step.kind is StepKind.BEFORE or not later or one.due_at < later
        ]
        began = _starts(treated, wanted, due, wishes.day)
        starts += began
        dues += list(_still_to_come(due, treated, began))
    return sorted([*starts, *_at_most_a_day(_bundled(dues), ordered, wishes.day)], key=lambda moment: moment.due_at)


def plan_after(
    treatments: Sequence[Treated],
    wishes: Wishes,
    responses: Responses,
    *,
    now: datetime,
    settled: frozenset[tuple[int, str, int]],
) -> Plan:
    """Return what to send next, given what is on record.

    1. Occurrences in `settled` (treatment id, step id, number) are over and left out.
    2. Everything due at or before `now` that is still useful joins one moment, due now (a catch-up where late).
    3. What is no longer useful, or not to be sent late, is passed over.
    4. If nothing is due yet, the next moment of the timetable.
    """
    steps = {step.id: step for treated in treatments for step in treated.course.steps.values()}
    still: dict[str, StepDue] = {}
    passed: list[StepDue] = []
    for moment in timetable(treatments, wishes, responses):
        rest = tuple(due for due in moment.steps if identity(due) not in settled)
        if not rest:
            continue
        if moment.due_at > now and not still:
            return Plan(next=_moment(rest, moment.due_at), passed_over=tuple(passed))
        if moment.due_at > now:
            break
        for due in rest:
            late = now - moment.due_at > PUNCTUAL and steps[due.step_id].late is Late.SKIP
            if late or due.expires_at <= now:
                passed.append(due)
                continue
            if due.step_id in still:
                passed.append(still.pop(due.step_id))
            still[due.step_id] = due
    return Plan(next=_moment(tuple(still.values()), now) if still else None, passed_over=tuple(passed))


def identity(due: StepDue) -> tuple[int, str, int]:
    """Return what an occurrence is known by in the record."""
    return due.treatment_id, due.step_id, due.occurrence


def out_of_the_night(at: datetime, day: Day) -> datetime:
    """Return the instant itself while the patient is awake, else the next waking time."""
    local = at.astimezone(day.zone)
    clock = local.time()
    awake = day.wake <= clock < day.sleep if day.wake < day.sleep else clock >= day.wake or clock < day.sleep
    if awake or day.wake == day.sleep:
        return at
    today = local_instant(local.date(), day.wake, day.zone)
    return today if today > at else local_instant(local.date() + timedelta(days=1), day.wake, day.zone)


def _is_wanted(step: Step, wishes: Wishes, responses: Responses, *, last: bool) -> bool:
    if step.kind is StepKind.SESSION and not last:
        return False  # the next session is registered already; the end is that of the last treatment
    if step.kind is StepKind.CHECK_IN and responses.unanswered_check_ins >= 3:
        return False
    if step.id in wishes.muted and step.mutable:
        return False
    important = step.kind in {StepKind.ALLOWED, StepKind.CHECK_IN, StepKind.BEFORE}
    return wishes.level is Level.ALL or important or (wishes.level is Level.IMPORTANT and step.critical)


def _held_until(due: StepDue, responses: Responses) -> datetime:
    held = responses.sessions_held_until
    return min(held, due.expires_at - PUNCTUAL) if held and due.step_id == "next_session" else due.due_at


def _falling_due(step: Step, treated: Treated, day: Day) -> Iterator[StepDue]:
    """The occurrences of a step out of the night; one that is worthless by the morning does not exist."""
    for one in occurrences(step, treated.treated_at, day):
        due_at = one.due_at if step.any_hour else out_of_the_night(one.due_at, day)
        ends = treated.treated_at if step.kind is StepKind.BEFORE else treated.treated_at + step.counts_until
        expires_at = min(one.expires_at, ends) if step.kind is not StepKind.ALLOWED else one.expires_at
        if due_at < expires_at:
            yield StepDue(
                treatment_id=treated.treatment_id,
                step_id=step.id,
                occurrence=one.number,
                due_at=due_at,
                expires_at=expires_at,
            )


def _starts(treated: Treated, wanted: Iterable[Step], due: Iterable[StepDue], day: Day) -> list[Moment]:
    """The registration, and for one ahead of time the treatment itself: what counts right then."""
    begins = [treated.registered_at]
    if treated.registered_at < treated.treated_at:
        begins.append(out_of_the_night(treated.treated_at, day))
    steps = list(wanted)
    moments = []
    for number, at in enumerate(begins):
        listed = {step.id: _counting(step, treated, at, number) for step in steps if _counts(step, treated, at)}
        if number == 0:
            late = {step.id for step in steps if step.late is not Late.SKIP}
            missed = [one for one in due if one.step_id in late and one.due_at < at < one.expires_at]
            listed = {**{one.step_id: one for one in missed}, **listed}
        in_order = tuple(listed[step.id] for step in steps if step.id in listed)
        if in_order:
            moments.append(_moment(in_order, at))
    return moments


def _counts(step: Step, treated: Treated, at: datetime) -> bool:
    since = at - treated.treated_at
    return step.at_start and step.counts_from <= since < step.counts_until


def _counting(step: Step, treated: Treated, at: datetime, number: int) -> StepDue:
    ends = treated.treated_at + step.counts_until
    return StepDue(
        treatment_id=treated.treatment_id,
        step_id=step.id,
        occurrence=-number,  # 0 at the registration, -1 at a treatment that was registered ahead
        due_at=at,
        expires_at=min(at + step.useful_for, ends),
    )


def _still_to_come(due: Iterable[StepDue], treated: Treated, starts: Sequence[Moment]) -> Iterator[StepDue]:
    """What falls due after the registration, without what was said just before."""
    said = {one.step_id: moment.due_at for moment in starts for one in moment.steps}
    hourly = {"ice_packs"}
    for one in sorted(due, key=lambda each: each.due_at):
        if one.due_at <= treated.registered_at:
            continue
        last = said.get(one.step_id)
        if last and timedelta(0) <= one.due_at - last < APART and one.step_id not in hourly:
            continue
        said[one.step_id] = one.due_at
        yield one


def _bundled(dues: Iterable[StepDue]) -> list[Moment]:
    """Join what falls close together; the message waits for its last step, past nobody's expiry."""
    moments: list[Moment] = []
    for due in sorted(dues, key=lambda each: each.due_at):
        if (
            moments
            and due.due_at - moments[-1].steps[0].due_at <= TOGETHER
            and _may_join(moments[-1], (due,), due.due_at)
        ):
            moments[-1] = _moment((*moments[-1].steps, due), due.due_at)
        else:
            moments.append(_moment((due,), due.due_at))
    return moments


def _may_join(moment: Moment, others: Sequence[StepDue], at: datetime) -> bool:
    known = {step.step_id for step in moment.steps}
    return all(step.expires_at > at for step in moment.steps) and not known & {step.step_id for step in others}


def _at_most_a_day(moments: list[Moment], treatments: Sequence[Treated], day: Day) -> list[Moment]:
    """Join the closest moments of a full day, until there are four; the day of a treatment may have more."""
    zeroth = {treated.treated_at.astimezone(day.zone).date() for treated in treatments}
    by_date: dict[object, list[Moment]] = {}
    for moment in moments:
        by_date.setdefault(moment.due_at.astimezone(day.zone).date(), []).append(moment)
    return [
        moment for on, of_day in by_date.items() for moment in (of_day if on in zeroth else _joined(of_day, MOST_A_DAY))
    ]


def _joined(moments: list[Moment], most: int) -> list[Moment]:
    while len(moments) > most:
        gaps = sorted(range(len(moments) - 1), key=lambda at: moments[at + 1].due_at - moments[at].due_at)
        can = (at for at in gaps if _may_join(moments[at], moments[at + 1].steps, moments[at + 1].due_at))
        at = next(can, None)
        if at is None:
            return moments
        both = _moment((*moments[at].steps, *moments[at + 1].steps), moments[at + 1].due_at)
        moments = [*moments[:at], both, *moments[at + 2 :]]
    return moments


def _moment(steps: tuple[StepDue, ...], due_at: datetime) -> Moment:
    return Moment(due_at=due_at, expires_at=max(step.expires_at for step in steps), steps=steps)
