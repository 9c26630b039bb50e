"""Course and Step: what is useful when, relative to a treatment. Pure: no clock, no database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo


class Late(StrEnum):
    """What becomes of a step that could not be sent when it fell due but is still useful."""

    SKIP = "skip"  # never sent late
    SEND = "send"  # sent as soon as possible, in full
    DIGEST = "digest"  # one line of the catch-up message


class StepKind(StrEnum):
    CARE = "care"  # something to do now
    AVOID = "avoid"  # something to leave for now
    EXPECT = "expect"  # what most people see by now
    ALLOWED = "allowed"  # "you can again"
    CHECK_IN = "check_in"  # better / same / worse
    BEFORE = "before"  # before a treatment registered ahead
    SESSION = "session"  # the next session, results, the end of the course


class TimeOfDay(StrEnum):
    MORNING = "morning"  # when the patient wakes
    EVENING = "evening"  # two hours before the patient sleeps


@dataclass(frozen=True, kw_only=True)
class Once:
    """Once, `offset` elapsed time after the end of the treatment; negative: before it."""

    offset: timedelta


@dataclass(frozen=True, kw_only=True)
class Every:
    """Every `interval` of elapsed time, from `start` to `end` after the treatment, both included."""

    interval: timedelta
    start: timedelta
    end: timedelta


@dataclass(frozen=True, kw_only=True)
class AtTimesOfDay:
    """At times of the patient's day, on given days of the patient's calendar (the treatment's day is 0).

    Nothing falls earlier than `not_before` of elapsed time after the treatment.
    When day 0 is over by then, what was for day 0 falls `else_after` of elapsed time after the treatment.
    """

    at: tuple[TimeOfDay, ...]
    days: tuple[int, ...]
    not_before: timedelta = timedelta(0)
    else_after: timedelta | None = None


When = Once | Every | AtTimesOfDay


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing a patient should hear about.

    `counts_from` and `counts_until` bound the time, relative to the end of the treatment, in which the step is true
    for the patient; `useful_for` is how long one occurrence stays worth sending after it fell due.
    `at_start` steps are listed in the first moment of a treatment while they count.
    With a `picture` step, where the patient stands is shown. `names` is what its words say a day or a time of: the ids
    of other steps, or "until" and "treatment_day".
    `when` is None for steps that only the clinic enters.
    """

    id: str
    kind: StepKind
    topic: str
    when: When | None
    counts_from: timedelta
    counts_until: timedelta
    useful_for: timedelta
    late: Late
    any_hour: bool = False
    asks_done: bool = False
    critical: bool = False
    mutable: bool = True
    at_start: bool = False
    picture: bool = False
    names: frozenset[str] = frozenset()
    sources: tuple[str, ...]
    checked: date

    @property
    def opens_after(self) -> timedelta:
        """From when on what it names may be done, after the treatment: what is to be left for now, once it ends."""
        return self.counts_until if self.kind is StepKind.AVOID else self.counts_from


@dataclass(frozen=True, kw_only=True)
class Course:
    """All steps of one aftercare, in the order in which a bundle lists them.

    `source` is all that its file says, as JSON with sorted keys; `content_hash` is the SHA-256 of it.
    """

    id: str
    content_hash: str
    source: str = field(default="", hash=False, repr=False)
    ends_after: timedelta
    steps: Mapping[str, Step] = field(hash=False)
    sources: tuple[str, ...] = field(default=())
    checked: date


@dataclass(frozen=True, kw_only=True)
class Day:
    """A patient's day: the zone, and the waking hours as wall-clock times. `sleep` may be after midnight."""

    zone: ZoneInfo
    wake: time = time(8, 0)
    sleep: time = time(22, 0)


@dataclass(frozen=True, kw_only=True)
class Occurrence:
    """One falling due of a step. Instants are aware and in UTC. Number 0 is the start of the treatment's plan."""

    step_id: str
    number: int
    due_at: datetime
    expires_at: datetime


EVENING = timedelta(hours=2)  # before the patient sleeps


def occurrences(step: Step, treated_at: datetime, day: Day) -> tuple[Occurrence, ...]:
    """Return every falling due of a step, in order of time. Number 0 is the start of the plan, so these go from 1.

    A number belongs to a place in the step's times, not in the answer: it stays when the patient's day changes.
    Hours are elapsed; days are counted on the patient's calendar. The night is not looked at here.
    """
    return tuple(
        Occurrence(step_id=step.id, number=number, due_at=due_at, expires_at=due_at + step.useful_for)
        for number, due_at in _due_instants(step.when, treated_at, day)
    )


def step_instant(step: Step, treated_at: datetime, day: Day) -> datetime:
    """Return what "from Sunday, 3 pm" speaks of: when a step first counts for this patient, or an `avoid` step ends."""
    if step.kind is StepKind.AVOID:
        return treated_at + step.opens_after
    due = next(iter(_due_instants(step.when, treated_at, day)), None)
    return treated_at + step.opens_after if due is None else due[1]


@lru_cache(maxsize=4096)
def local_instant(on: date, at: time, zone: ZoneInfo) -> datetime:
    """Return a wall-clock time as an instant in UTC: in a gap the next existing time, in a fold the first."""
    local = datetime.combine(on, at, zone)
    there = local.astimezone(UTC)
    if there.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return there
    return _end_of_gap(local, zone)


def _end_of_gap(local: datetime, zone: ZoneInfo) -> datetime:
    """The first instant after the clocks went forward over `local`; gaps last minutes or, in Samoa, a day."""
    before = local.replace(fold=1).astimezone(UTC)  # read with the offset after the change: before the change
    after = local.replace(fold=0).astimezone(UTC)  # read with the offset before it: after the change
    low, high = min(before, after), max(before, after)
    old = low.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        low, high = (middle, high) if middle.astimezone(zone).utcoffset() == old else (low, middle)
    return high.replace(microsecond=0)


def _due_instants(when: When | None, treated_at: datetime, day: Day) -> list[tuple[int, datetime]]:
    match when:
        case None:
            return []
        case Once(offset=offset):
            return [(1, treated_at + offset)]
        case Every(interval=interval, start=start, end=end):
            turns = range((end - start) // interval + 1)
            return [(turn + 1, treated_at + start + interval * turn) for turn in turns]
        case AtTimesOfDay():
            return _times_of_day(when, treated_at, day)


def _times_of_day(when: AtTimesOfDay, treated_at: datetime, day: Day) -> list[tuple[int, datetime]]:
    first = treated_at.astimezone(day.zone).date()
    places = [(number, name) for number in when.days for name in when.at]
    due = [_time_of_day(first + timedelta(days=number), name, day) for number, name in places]
    if when.else_after is not None and 0 in when.days:
        last = max(place for place, (number, _) in enumerate(places) if number == 0)
        due[last] = due[last] if due[last] >= treated_at else treated_at + when.else_after
    before = min(when.days) < 0  # a step of the days before has nothing to wait for
    kept = [one for one in enumerate(due, 1) if before or one[1] >= treated_at + when.not_before]
    distinct = {instant: number for number, instant in reversed(kept)}
    return [(distinct[instant], instant) for instant in sorted(distinct)]


def _time_of_day(on: date, name: TimeOfDay, day: Day) -> datetime:
    if name is TimeOfDay.MORNING:
        return local_instant(on, day.wake, day.zone)
    asleep_on = on if day.sleep > day.wake else on + timedelta(days=1)  # who sleeps at 2 is up past midnight
    evening = datetime.combine(asleep_on, day.sleep) - EVENING
    return local_instant(evening.date(), evening.time(), day.zone)
