"""Treatments, courses, the patient's day and wishes -> moments. Pure: no clock, no database.

A moment is an instant at which one message goes out, with the steps it bundles.
Moments are never stored: the database holds only the next one, and the record of those that were settled.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from messages.course import Course, Day


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
    """Return every moment of the plan, in order of time, from the registration to the end."""
    raise NotImplementedError


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
    raise NotImplementedError
