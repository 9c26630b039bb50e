"""Digest: what the team should know in the morning, as facts. Instants are aware; steps are ids."""

from dataclasses import dataclass
from datetime import datetime

from messages.person_wording import Person
from messages.topics import Urgency

DAY_GROUPS = ((0, 0), (1, 1), (2, 2), (3, 3), (4, 7), (8, 14), (15, 28), (29, 999))  # days of recovery, as drawn


@dataclass(frozen=True, kw_only=True)
class OpenAlert:
    """An alert that is not closed; `taken_by` is None while nobody has it, "" for somebody without a name."""

    number: int
    urgency: Urgency
    person: Person
    open_since: datetime
    taken_by: str | None


@dataclass(frozen=True, kw_only=True)
class OpenThread:
    """A conversation that has not ended; `waits`: the last word was the patient's."""

    person: Person
    last_at: datetime
    waits: bool


@dataclass(frozen=True, kw_only=True)
class Tap:
    """An answer to a check-in that the team should see."""

    person: Person
    answer: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Missed:
    """Critical steps that did not reach a patient, by id. `since`: the patient cannot be reached from then on."""

    person: Person
    step_ids: tuple[str, ...]
    since: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What happened since the last digest. Reminders are messages; `expired` and `undelivered` count steps.

    `asked` and `answered` are the check-ins that went out and those of them with an answer by now; `better` and so on
    are the taps under check-ins, `care_asked` the steps that ask for Done.
    """

    sent: int = 0
    late: int = 0
    expired: int = 0
    undelivered: int = 0
    asked: int = 0
    answered: int = 0
    better: int = 0
    same: int = 0
    worse: int = 0
    worried: int = 0
    care_asked: int = 0
    care_done: int = 0
    care_skipped: int = 0
    questions_answered: int = 0
    questions_choices: int = 0
    questions_unanswered: int = 0
    questions_signs: int = 0


@dataclass(frozen=True, kw_only=True)
class Overview:
    """What the picture shows: patients by day of recovery, and the figures since `since`."""

    now: datetime
    zone: str
    since: datetime
    by_day: tuple[int, ...]  # along DAY_GROUPS
    figures: Figures


@dataclass(frozen=True, kw_only=True)
class Digest:
    """What the team should know this morning."""

    now: datetime
    since: datetime
    recovering: tuple[Person, ...] = ()  # in order of days
    coming: int = 0  # treatments registered ahead
    alerts: tuple[OpenAlert, ...] = ()
    threads: tuple[OpenThread, ...] = ()
    taps: tuple[Tap, ...] = ()
    missed: tuple[Missed, ...] = ()
    unreachable: tuple[Missed, ...] = ()
    unanswered: int = 0  # questions that were sent on, and whose conversation ended without a word of the team
    figures: Figures = Figures()
