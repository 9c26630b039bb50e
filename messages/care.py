"""Care: all that is on record of one patient's care, as it was. Instants are aware; steps and topics are ids."""

from dataclasses import dataclass
from datetime import datetime, time

from messages.person_wording import Person


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """A version of the consent that was agreed to. `ended_at`: withdrawn, or replaced by a newer one."""

    version: str
    language: str
    given_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Session:
    """A treatment as it was registered; `corrected_at` is when another date took its place."""

    treated_at: datetime
    registered_at: datetime
    course_id: str
    label: str | None = None
    corrected_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Care:
    """One occurrence of a step: when it was due and what became of it.

    `outcome` is sent, expired or undeliverable; `why` a key for the reason that is on record, "" when there is nothing
    to explain; `response` is what was tapped.
    """

    step_id: str
    due_at: datetime
    outcome: str
    settled_at: datetime
    why: str = ""
    response: str | None = None
    responded_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question, as topic and urgency. `kind` is answer, choices, refusal or a kind of small talk."""

    at: datetime
    topic: str | None
    urgency: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class Raised:
    """An alert from raised to closed, with who did what; names are "" for somebody without one."""

    number: int
    urgency: str
    topic: str | None
    signs: int
    raised_at: datetime
    sent_at: datetime | None = None
    failed_at: datetime | None = None
    escalated_at: datetime | None = None
    acknowledged: tuple[str, datetime] | None = None
    contacted: tuple[str, datetime] | None = None
    closed: tuple[str, datetime] | None = None


@dataclass(frozen=True, kw_only=True)
class Talked:
    """A conversation with the team."""

    opened_at: datetime
    answered_at: datetime | None = None
    closed_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Reading:
    """Who read this record, and when; without a number it was at the command line."""

    at: datetime
    reader: str
    reader_id: int | None


@dataclass(frozen=True, kw_only=True)
class CareRecord:
    """All that is on record of one patient's care. `stopped` is why nothing is sent now, with since when.

    `unsent` are the steps that fell due since then; `snoozed` are reminders said again, as asked.
    """

    now: datetime
    zone: str
    person: Person
    language: str
    wake: time
    sleep: time
    level: str
    muted: tuple[str, ...] = ()
    procedure: str | None = None
    adult: bool | None = None
    blocked_at: datetime | None = None
    held_until: datetime | None = None
    stopped: tuple[str, datetime | None] | None = None
    next_at: datetime | None = None
    next_steps: tuple[str, ...] = ()
    ends_at: datetime | None = None
    sessions: tuple[Session, ...] = ()
    consents: tuple[Agreed, ...] = ()
    care: tuple[Care, ...] = ()
    unsent: tuple[tuple[datetime, str], ...] = ()
    snoozed: tuple[tuple[datetime, str], ...] = ()
    asked: tuple[Asked, ...] = ()
    alerts: tuple[Raised, ...] = ()
    talks: tuple[Talked, ...] = ()
    readings: tuple[Reading, ...] = ()
