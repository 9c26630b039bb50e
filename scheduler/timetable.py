"""Treatments, courses, the patient's day and wishes -> moments. Pure: no clock, no database.

A moment is an instant at which one message goes out, with the steps it bundles.
Moments are never stored: the database holds only the next one, and the record of those that were settled.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from messages.course import Course, Day, Every, Late, Step, StepKind, local_instant, occurrences
from scheduler.moments import MOST_A_DAY, Bundling, Moment, StepDue, moment_at, moment_of, moments_of, waking_day

__all__ = [
    "MOST_A_DAY",
    "PUNCTUAL",
    "Level",
    "Moment",
    "Plan",
    "Responses",
    "StepDue",
    "Treated",
    "Wishes",
    "identity",
    "late_steps",
    "out_of_the_night",
    "plan_after",
    "timetable",
]

APART = timedelta(hours=3)  # a step is not said again sooner, but for those that count in hours
HALF_A_DAY = timedelta(hours=12)
PUNCTUAL = timedelta(minutes=15)  # later than this is late
HELD = "next_session"  # the step that waits after "worse" or a red flag


class Level(StrEnum):
    """How many reminders a patient wants."""

    ALL = "all"
    IMPORTANT = "important"  # critical steps, "you can again", check-ins
    FEW = "few"  # "you can again" and check-ins


@dataclass(frozen=True, kw_only=True)
class Treated:
    """A treatment as the timetable needs it; `treated_at` is its end. Instants are aware and in UTC.

    `said` is what was sent last under a date that was corrected, by step id, and when, as far as it is still true.
    """

    treatment_id: int
    treated_at: datetime
    registered_at: datetime
    course: Course
    said: tuple[tuple[str, datetime], ...] = ()


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
class Plan:
    """What follows `now`: the next moment, or None at the end, and the steps that were passed over on the way."""

    next: Moment | None
    passed_over: tuple[StepDue, ...]


def timetable(treatments: Sequence[Treated], wishes: Wishes, responses: Responses = Responses()) -> list[Moment]:
    """Return every moment of the plan, in order of time, from the registration to the end.

    1. Each treatment's steps fall due, out of the patient's night; a later treatment ends those of the former.
    2. Its start lists what counts right then and what was missed but is still useful; after a correction without
       what was just said and still holds.
    3. What falls close together becomes one moment; after day 0 there are at most four a day.
    """
    return list(_timetable(tuple(treatments), wishes, responses))


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
    2. Everything due at or before `now` that is still useful joins one moment: due now, or in the morning when the
       patient sleeps and the step may not break the night.
    3. What is no longer useful by then, or not to be sent late, is passed over.
    4. If nothing is due yet, the next moment of the timetable.
    """
    steps = {step.id: step for treated in treatments for step in treated.course.steps.values()}
    moments = timetable(treatments, wishes, responses)
    left = [due for moment in moments for due in moment.steps if identity(due) not in settled]
    registrations = {treated.registered_at for treated in treatments}
    replies = {at for at in registrations if now - at <= PUNCTUAL}  # somebody is waiting, so no hour is too late
    unquiet = replies | {due.due_at for due in left if steps[due.step_id].any_hour}
    at, only = _sending_at(left, unquiet, now, wishes.day)
    still: dict[str, StepDue] = {}
    passed: list[StepDue] = []
    for due in left:
        if due.due_at > at:
            break
        late = at - due.due_at > PUNCTUAL and steps[due.step_id].late is Late.SKIP
        if late or due.expires_at <= at:
            passed.append(due)
        elif only is None or due.due_at in only:
            if due.step_id in still:
                passed.append(still.pop(due.step_id))
            still[due.step_id] = due
    if still:
        return Plan(next=moment_at(at, still.values()), passed_over=tuple(passed))
    coming = [due for due in left if due.due_at > at]
    following = [due for due in coming if due.due_at == coming[0].due_at]
    return Plan(next=moment_at(following[0].due_at, following) if following else None, passed_over=tuple(passed))


def identity(due: StepDue) -> tuple[int, str, int]:
    """Return what an occurrence is known by in the record."""
    return due.treatment_id, due.step_id, due.occurrence


def late_steps(moment: Moment) -> frozenset[str]:
    """Return the ids of the steps that a moment of `plan_after` says later than was planned."""
    return frozenset(due.step_id for due in moment.steps if moment.due_at - due.due_at > PUNCTUAL)


def out_of_the_night(at: datetime, day: Day) -> datetime:
    """Return the instant itself while the patient is awake, else the next waking time."""
    local = at.astimezone(day.zone)
    clock = local.time()
    awake = day.wake <= clock < day.sleep if day.wake < day.sleep else clock >= day.wake or clock < day.sleep
    if awake:
        return at
    if clock >= day.wake:
        return local_instant(local.date() + timedelta(days=1), day.wake, day.zone)
    return max(at, local_instant(local.date(), day.wake, day.zone))  # in a repeated hour the patient is up already


@lru_cache(maxsize=256)  # one message asks three times: what it says, what comes next, what is planned
def _timetable(treatments: tuple[Treated, ...], wishes: Wishes, responses: Responses) -> tuple[Moment, ...]:
    ordered = sorted(treatments, key=lambda treated: (treated.treated_at, treated.treatment_id))
    starts: list[Moment] = []
    dues: list[StepDue] = []
    for treated, later in zip(ordered, [*ordered[1:], None], strict=True):
        until = later.treated_at if later else None
        steps = [step for step in _asked_for(treated.course, responses) if _is_wanted(step, wishes, last=not later)]
        due = [one for step in steps for one in _falling_due(step, treated, wishes.day, responses, until)]
        began = _starts(treated, steps, due, wishes.day, until)
        starts += began
        dues += _still_to_come(due, treated, began)
    bundling = Bundling(
        day=wishes.day,
        treatment_days=frozenset(waking_day(treated.treated_at, wishes.day) for treated in ordered),
        exact_steps=frozenset(step.id for one in ordered for step in one.course.steps.values() if _is_exact(step)),
        exact_instants=frozenset(start.due_at for start in starts),
    )
    return moments_of(starts, dues, bundling)


def _asked_for(course: Course, responses: Responses) -> Iterator[Step]:
    """The steps of a course without the check-ins that a silent patient is spared."""
    check_ins = [step.id for step in course.steps.values() if step.kind is StepKind.CHECK_IN]
    spared: Collection[str] = ()
    if responses.unanswered_check_ins >= 2:
        spared = check_ins if responses.unanswered_check_ins > 2 else check_ins[::2]
    return (step for step in course.steps.values() if step.id not in spared)


def _is_wanted(step: Step, wishes: Wishes, *, last: bool) -> bool:
    if step.kind is StepKind.SESSION and not last:
        return False  # the next session is registered already; the end is that of the last treatment
    if step.id in wishes.muted and step.mutable:
        return False
    important = step.kind in {StepKind.EXPECT, StepKind.ALLOWED, StepKind.CHECK_IN, StepKind.BEFORE}
    return wishes.level is Level.ALL or important or (wishes.level is Level.IMPORTANT and step.critical)


def _falling_due(
    step: Step, treated: Treated, day: Day, responses: Responses, until: datetime | None
) -> Iterator[StepDue]:
    """The occurrences of a step out of the night; one that is worthless by then does not exist."""
    held = responses.sessions_held_until if step.id == HELD else None
    ends = _counts_until(step, treated, until)
    for one in occurrences(step, treated.treated_at, day):
        due_at = max(one.due_at, held) if held else one.due_at
        due_at = due_at if step.any_hour else out_of_the_night(due_at, day)
        expires_at = min(one.expires_at, ends)
        if due_at < expires_at:
            yield StepDue(
                treatment_id=treated.treatment_id,
                step_id=step.id,
                occurrence=one.number,
                due_at=due_at,
                expires_at=expires_at,
            )


def _counts_until(step: Step, treated: Treated, until: datetime | None) -> datetime:
    """The end of a step: its own, the treatment that it prepares for, or the next treatment."""
    ends = treated.treated_at + (timedelta(0) if step.kind is StepKind.BEFORE else step.counts_until)
    return min(ends, until) if until else ends


def _starts(
    treated: Treated, steps: Sequence[Step], due: Collection[StepDue], day: Day, until: datetime | None
) -> list[Moment]:
    """The registration, and for one ahead of time the treatment itself: what counts right then."""
    begins = [treated.registered_at]
    if treated.registered_at < treated.treated_at:
        begins.append(out_of_the_night(treated.treated_at, day))
    said = _said_before(treated)
    moments = []
    for number, at in enumerate(begins):
        missed = _missed(treated.course, due, at) if number == 0 else {}
        counting = {
            step.id: StepDue(
                treatment_id=treated.treatment_id,
                step_id=step.id,
                occurrence=-number,  # 0 at the registration, -1 at a treatment that was registered ahead
                due_at=at,
                expires_at=min(at + step.useful_for, _counts_until(step, treated, until)),
            )
            for step in steps
            if step.at_start and treated.treated_at + step.counts_from <= at < _counts_until(step, treated, until)
        }
        listed = {
            step_id: due
            for step_id, due in {**missed, **counting}.items()
            if step_id not in said or at - said[step_id] >= _holds(treated.course.steps[step_id])
        }
        if listed:
            moments.append(moment_of([listed[step.id] for step in steps if step.id in listed]))
    return moments


def _missed(course: Course, due: Iterable[StepDue], at: datetime) -> dict[str, StepDue]:
    """What fell due before a late registration and is still useful."""
    return {
        one.step_id: replace(one, due_at=at)
        for one in due
        if one.due_at <= at < one.expires_at and (one.due_at == at or course.steps[one.step_id].late is not Late.SKIP)
    }


def _still_to_come(due: Iterable[StepDue], treated: Treated, starts: Sequence[Moment]) -> Iterator[StepDue]:
    """What falls due after the registration, without what was said just before."""
    said = _said_before(treated) | {one.step_id: moment.due_at for moment in starts for one in moment.steps}
    for one in sorted(due, key=lambda each: each.due_at):
        if one.due_at <= treated.registered_at:
            continue
        last, step = said.get(one.step_id), treated.course.steps[one.step_id]
        if last and timedelta(0) <= one.due_at - last < _apart(step) and step.kind is not StepKind.ALLOWED:
            continue
        said[one.step_id] = one.due_at
        yield one


def _said_before(treated: Treated) -> dict[str, datetime]:
    """When each step was said last under a former date. All check-ins ask the same: the last of them counts for all."""
    steps = treated.course.steps
    said = {step_id: at for step_id, at in treated.said if step_id in steps}
    asked = [at for step_id, at in said.items() if steps[step_id].kind is StepKind.CHECK_IN]
    others = {step.id: max(asked) for step in steps.values() if asked and step.kind is StepKind.CHECK_IN}
    return others | said


def _holds(step: Step) -> timedelta:
    """How long a step that was said under a former date is no news."""
    if step.kind is StepKind.ALLOWED:
        return APART  # the date was wrong, so from when on it is allowed is said once more
    if step.kind is StepKind.CHECK_IN:
        return min(step.useful_for, HALF_A_DAY)  # it asks for today
    return min(step.useful_for, step.when.interval) if isinstance(step.when, Every) else step.useful_for


def _apart(step: Step) -> timedelta:
    return min(APART, step.when.interval) if isinstance(step.when, Every) else APART


def _is_exact(step: Step) -> bool:
    """Whether a patient counts on the hour: "from Sunday, 3 pm", or an ice pack every hour."""
    return step.kind is StepKind.ALLOWED or _apart(step) < APART


def _sending_at(
    left: Sequence[StepDue], unquiet: Collection[datetime], now: datetime, day: Day
) -> tuple[datetime, frozenset[datetime] | None]:
    """When what is due may go out: now, or in the morning; and if the night is broken, the due instants it is for."""
    woken = out_of_the_night(now, day)
    if woken == now:
        return now, None
    disturbing = [due.due_at for due in left if due.due_at in unquiet and due.due_at < woken and due.expires_at > now]
    if not disturbing:
        return woken, None
    at = max(now, disturbing[0])
    return at, frozenset(due_at for due_at in disturbing if due_at <= at)
