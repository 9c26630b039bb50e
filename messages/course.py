"""Course and Step: what is useful when, relative to a treatment. Pure: no clock, no database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class Late(StrEnum):
    """What becomes of a step that could not be sent when it fell due but is still useful."""

    SKIP = "skip"  # never sent late
    SEND = "send"  # sent as soon as possible, in full
    DIGEST = "digest"  # one line of the catch-up message


class StepKind(StrEnum):
    CARE = "care"  # something to do now
    AVOID = "avoid"  # something to leave for now
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
    """

    at: tuple[TimeOfDay, ...]
    days: tuple[int, ...]
    not_before: timedelta = timedelta(0)


When = Once | Every | AtTimesOfDay


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing a patient should hear about.

    `counts_from` and `counts_until` bound the time, relative to the end of the treatment, in which the step is true
    for the patient; `useful_for` is how long one occurrence stays worth sending after it fell due.
    `at_start` steps are listed in the first moment of a treatment while they count.
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
    sources: tuple[str, ...]
    checked: date


@dataclass(frozen=True, kw_only=True)
class Course:
    """All steps of one aftercare, in the order in which a bundle lists them. `ends_after` is six weeks."""

    id: str
    content_hash: str
    ends_after: timedelta
    steps: Mapping[str, Step]
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
