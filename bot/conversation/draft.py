"""Draft: what a patient has said so far of a treatment, kept with the patient until it is registered."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

from scheduler.models import Awaiting, Patient

ASIDES = frozenset({Awaiting.NEW_CITY, Awaiting.MESSAGE})  # asked beside the enrolment, because the patient wished it
ASIDE_LASTS = timedelta(hours=12)  # what is typed later answers nothing that was asked before


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A treatment being told, in wall-clock terms: the instant needs the zone, which is asked last.

    `days` and `times` are the readings among which the patient has yet to choose. `days_ago` and `said_at` stand for
    "today" and "yesterday", which are another date in another zone. `corrects` is the id of the treatment whose date
    is being corrected, and `is_sure` says that one far from it is meant; `another` says that it is one more treatment.
    `invite` is the id of the clinic's invite and `treated_at` the instant that it holds, unless the patient said
    another. `then` is what was asked before the patient turned to the team, and `asked_at` when an aside was asked.
    `waits` is the question that was said to wait while the patient talks with the team.
    """

    on: date | None = None
    at: time | None = None
    days: tuple[date, ...] = ()
    times: tuple[time, ...] = ()
    days_ago: int | None = None
    said_at: datetime | None = None
    corrects: int | None = None
    is_sure: bool = False
    another: bool = False
    invite: int | None = None
    treated_at: datetime | None = None
    then: Awaiting | None = None
    asked_at: datetime | None = None
    waits: Awaiting | None = None

    @property
    def is_change(self) -> bool:
        """Return whether reminders are set up already, so that this can be left as it is."""
        return self.another or self.corrects is not None

    def on_day(self, on: date, *, days_ago: int | None = None, said_at: datetime | None = None) -> "Draft":
        return replace(self, on=on, days=(), days_ago=days_ago, said_at=said_at)

    def at_time(self, at: time) -> "Draft":
        return replace(self, at=at, times=())

    def without_day(self) -> "Draft":
        """Return the draft as it was before a day was said; the time stays."""
        return replace(self, on=None, days=(), days_ago=None, said_at=None)

    def in_zone(self, zone: ZoneInfo) -> "Draft":
        """Return the draft with "today" read as today in `zone`."""
        if self.days_ago is None or self.said_at is None:
            return self
        return replace(self, on=self.said_at.astimezone(zone).date() - timedelta(days=self.days_ago))


def begin_aside(patient: Patient, awaiting: Awaiting, now: datetime) -> None:
    """Await something beside the enrolment; what was awaited before is taken up again afterwards."""
    draft = draft_of(patient)
    then = draft.then if patient.awaiting in ASIDES else patient.awaiting
    keep_draft(patient, replace(draft, then=then, asked_at=now))
    patient.awaiting = awaiting


def leave_aside(patient: Patient) -> None:
    """Await again what was awaited before."""
    if patient.awaiting in ASIDES:
        draft = draft_of(patient)
        patient.awaiting = draft.then
        keep_draft(patient, replace(draft, then=None, asked_at=None))


def leave_old_aside(patient: Patient, now: datetime) -> None:
    """Leave an aside that nobody has answered in time."""
    asked_at = draft_of(patient).asked_at
    if asked_at and now - asked_at > ASIDE_LASTS:
        leave_aside(patient)


_ADAPTER: TypeAdapter[Draft] = TypeAdapter(Draft)
_EMPTY: dict[str, Any] = _ADAPTER.dump_python(Draft(), mode="json")


def draft_of(patient: Patient) -> Draft:
    return _ADAPTER.validate_python(patient.draft)


def keep_draft(patient: Patient, draft: Draft | None) -> None:
    """Keep a draft with the patient; None when there is nothing more to keep."""
    kept: dict[str, Any] = _ADAPTER.dump_python(draft or Draft(), mode="json")
    patient.draft = {name: value for name, value in kept.items() if value != _EMPTY[name]}
