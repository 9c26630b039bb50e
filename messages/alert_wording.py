"""Alert wording: what the team reads of an alert, and what its patient reads. Pure: the time is an argument."""

import html
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from messages.clinic import Clinic
from messages.dates import when_label
from messages.library import Library
from messages.person_wording import Person, heading_html, name_label
from messages.topics import Urgency


@dataclass(frozen=True, kw_only=True)
class Mark:
    """Who of the team did something, and when."""

    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class AlertFacts:
    """What is known of an alert. `words` are the patient's, as far as agreed to.

    `signed_at` is when the newest sign came, `sent_at` when Telegram took that, None until then; `failed`: it will not
    go through; `is_open`: nobody has it now, whoever had it before; `alone`: nobody took it in time.
    """

    number: int
    urgency: Urgency
    topic: str | None
    person: Person
    words: tuple[str, ...]
    open_since: datetime
    signed_at: datetime
    sent_at: datetime | None
    failed: bool
    alone: bool
    is_open: bool
    taken: Mark | None
    contacted: Mark | None
    closed: Mark | None
    blocked: bool

    @property
    def is_seen(self) -> bool:
        """Return whether somebody had the newest sign before them, as far as the team's buttons tell."""
        in_hand = self.taken is not None and not self.is_open and self.taken.at >= self.signed_at
        return in_hand or self.closed is not None


def post_html(library: Library, clinic: Clinic, facts: AlertFacts, now: datetime) -> str:
    """Return an alert as the team reads it, with where it stands."""
    language = clinic.language
    heading = library.text(language, f"alert_heading_{facts.urgency.label}", number=facts.number)
    lines = [heading, heading_html(library, language, facts.person)]
    if facts.person.phone:
        lines.append(library.text(language, "alert_phone", phone=facts.person.phone))
    if facts.topic:
        lines.append(library.text(language, "alert_topic", topic=library.topic_title(language, facts.topic)))
    lines += [f"<blockquote>{html.escape(words, quote=False)}</blockquote>" for words in facts.words]
    if not facts.words:
        lines.append(library.text(language, "alert_no_words"))
    gap = [] if facts.words else [""]  # a quotation has room around it
    return "\n".join([*lines, *gap, *_standing(library, clinic, facts, now)])


def again_html(library: Library, clinic: Clinic, facts: AlertFacts, now: datetime) -> str:
    """Return the reminder of an alert that nobody has taken."""
    since = when_label(library, clinic.language, facts.open_since, now=now, zone=clinic.zone)
    urgency = library.label(clinic.language, f"digest_urgency_{facts.urgency.label}")
    again = library.text(clinic.language, "alert_again", number=facts.number, urgency=urgency, when=since)
    return f"{again}\n{heading_html(library, clinic.language, facts.person)}"


def joined_html(library: Library, clinic: Clinic, facts: AlertFacts) -> str:
    """Return the word that a patient wrote of another sign while the alert is open."""
    name = name_label(library, clinic.language, name=facts.person.name, number=facts.person.number)
    return library.text(clinic.language, "alert_joined", number=facts.number, name=name)


def status_html(
    library: Library, language: str, clinic: Clinic, facts: AlertFacts, *, now: datetime, zone: ZoneInfo
) -> str:
    """Return the true state of an alert as its patient reads it, and what to do meanwhile."""
    name = clinic.named(library, language)
    lines = list(_states(library, language, name, facts, now=now, zone=zone))
    if not facts.is_seen:
        lines += _meanwhile(library, language, clinic, facts, now=now, zone=zone)
    return "\n".join(lines)


def closed_until_html(library: Library, language: str, clinic: Clinic, now: datetime, zone: ZoneInfo) -> str | None:
    """Return that the clinic is closed and until when; None while it is open."""
    if clinic.is_open(now):
        return None
    name, opens_at = clinic.named(library, language), clinic.next_opening(now)
    if opens_at is None:
        return library.text(language, "clinic_closed_now", clinic=name)
    when = when_label(library, language, opens_at, now=now, zone=zone)
    return library.text(language, "clinic_closed_until", clinic=name, when=when)


def _standing(library: Library, clinic: Clinic, facts: AlertFacts, now: datetime) -> Iterator[str]:
    language = clinic.language

    def line(key: str, at: datetime, **args: str) -> str:
        return library.text(language, key, when=when_label(library, language, at, now=now, zone=clinic.zone), **args)

    marks = {"alert_taken": facts.taken, "alert_contacted": facts.contacted, "alert_closed": facts.closed}
    for key, mark in _in_order(marks):
        yield line(key, mark.at, name=mark.by or library.label(language, "staff_nameless"))
    if facts.is_open:
        yield line("alert_open_again" if facts.taken else "alert_open", facts.open_since)
        if facts.alone:
            yield library.text(language, "alert_alone")
    if facts.blocked:
        yield library.text(language, "alert_blocked")
    if facts.closed is None:
        yield library.text(language, "alert_hint")


def _states(
    library: Library, language: str, clinic_name: str, facts: AlertFacts, *, now: datetime, zone: ZoneInfo
) -> Iterator[str]:
    def when(at: datetime) -> str:
        return when_label(library, language, at, now=now, zone=zone)

    if facts.sent_at:
        key = "alert_status_not_seen" if facts.is_open else "alert_status_sent"
        yield library.text(language, key, clinic=clinic_name, when=when(facts.sent_at))
    elif not facts.is_seen:
        key = "alert_status_failed" if facts.failed else "alert_status_sending"
        yield library.text(language, key, clinic=clinic_name)
    if facts.is_open:
        return
    marks = {
        "alert_status_seen" if facts.is_seen else "alert_status_seen_before": facts.taken,
        "alert_status_contacted": facts.contacted,
        "alert_status_closed": facts.closed,
    }
    for key, mark in _in_order(marks):
        by = mark.by or library.label(language, "staff_nameless")
        yield library.text(language, key, name=by, when=when(mark.at))


def _in_order(marks: dict[str, Mark | None]) -> list[tuple[str, Mark]]:
    """What was done, by its time: somebody may have taken it again after another had contacted the patient."""
    done = [(key, mark) for key, mark in marks.items() if mark]
    return sorted(done, key=lambda one: one[1].at)


def _meanwhile(
    library: Library, language: str, clinic: Clinic, facts: AlertFacts, *, now: datetime, zone: ZoneInfo
) -> Iterator[str]:
    """What to do while nobody has taken it; in an emergency only that the card comes first."""
    if facts.urgency is not Urgency.EMERGENCY:
        if closed := closed_until_html(library, language, clinic, now, zone):
            yield closed
            yield library.text(language, f"alert_status_closed_{facts.urgency.label}")
        elif facts.alone or facts.failed or facts.sent_at is None:
            yield clinic.call_html(library, language)
    yield library.text(language, "alert_status_first")
