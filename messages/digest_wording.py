"""Digest wording: the team's morning in words, never longer than a message. Pure: the time is an argument."""

import html
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from messages.clinic import Clinic
from messages.dates import date_label, when_label
from messages.digest import DAY_GROUPS, Digest, Figures, Missed, OpenAlert, OpenThread, Overview, Tap
from messages.library import Library
from messages.markup import ROOMY, seen_length
from messages.person_wording import Person, person_html

LISTED = (12, 8, 5, 3, 2, 1)  # how many of a list are shown: as many as fit
STEPS_NAMED = 3


@dataclass(frozen=True, kw_only=True)
class _Pen:
    """What every line needs: the clinic's words, the time, and how many lines a list may have."""

    library: Library
    clinic: Clinic
    now: datetime
    most: int

    @property
    def language(self) -> str:
        return self.clinic.language

    def text(self, key: str, **args: Any) -> str:
        return self.library.text(self.language, key, **args)

    def when(self, at: datetime) -> str:
        return when_label(self.library, self.language, at, now=self.now, zone=self.clinic.zone)

    def who(self, person: Person) -> str:
        return person_html(self.library, self.language, person)

    def block(self, key: str, lines: Sequence[str], **args: Any) -> list[str]:
        if not lines:
            return []
        shown = _at_most(self.library, self.language, [f"• {line}" for line in lines], self.most)
        return [self.text(key, count=len(lines), **args), *shown]


def digest_html(library: Library, clinic: Clinic, digest: Digest) -> str:
    """Return the digest, with lists as long as fit; one line when there is nothing to say."""
    if _is_empty(digest):
        return _heading(library, clinic, digest) + "\n" + library.text(clinic.language, "digest_nothing")
    return next(
        said for most in LISTED if seen_length(said := _whole(library, clinic, digest, most)) <= ROOMY or most == 1
    )


def overview_of(digest: Digest, clinic: Clinic) -> Overview | None:
    """Return what is drawn; None when there is nothing to draw."""
    if not digest.recovering and not digest.figures.asked:
        return None
    days = [person.day for person in digest.recovering if person.day is not None]
    by_day = tuple(sum(first <= day <= last for day in days) for first, last in DAY_GROUPS)
    return Overview(now=digest.now, zone=clinic.zone.key, since=digest.since, by_day=by_day, figures=digest.figures)


def overview_html(library: Library, language: str, overview: Overview) -> str:
    """Return the facts of the picture in words, for whoever cannot see it."""
    groups = [
        f"{label}: {count}"
        for label, count in zip(day_labels(library, language), overview.by_day, strict=True)
        if count
    ]
    lines = [
        library.text(language, "digest_recovering", count=sum(overview.by_day)),
        html.escape(", ".join(groups), quote=False),
        *_check_in_lines(library, language, overview.figures),
        *_care_lines(library, language, overview.figures),
    ]
    return "\n".join(line for line in lines if line)


def day_labels(library: Library, language: str) -> list[str]:
    """Return what the groups of days are called."""

    def label(first: int, last: int) -> str:
        if first == last:
            return library.label(language, "digest_group_day", day=first)
        if last == DAY_GROUPS[-1][1]:
            return library.label(language, "digest_group_last", first=first)
        return library.label(language, "digest_group_days", first=first, last=last)

    return [label(first, last) for first, last in DAY_GROUPS]


def _is_empty(digest: Digest) -> bool:
    return _is_well(digest) and not (digest.recovering or digest.coming) and digest.figures == Figures()


def _is_well(digest: Digest) -> bool:
    lists = (digest.alerts, digest.threads, digest.taps, digest.missed, digest.unreachable)
    return not any(lists) and not digest.unanswered


def _whole(library: Library, clinic: Clinic, digest: Digest, most: int) -> str:
    blocks = [
        [_heading(library, clinic, digest), *_well(library, clinic, digest)],
        *_to_do(library, clinic, digest, most),
        list(_recovering(library, clinic, digest, most)),
        list(_since(library, clinic, digest)),
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block)


def _heading(library: Library, clinic: Clinic, digest: Digest) -> str:
    day = date_label(library, clinic.language, digest.now.astimezone(clinic.zone).date())
    return library.text(clinic.language, "digest_heading", day=day)


def _well(library: Library, clinic: Clinic, digest: Digest) -> Iterator[str]:
    if _is_well(digest):
        yield library.text(clinic.language, "digest_well")


def _to_do(library: Library, clinic: Clinic, digest: Digest, most: int) -> Iterator[list[str]]:
    """What somebody of the team should look at, the most urgent first."""
    pen = _Pen(library=library, clinic=clinic, now=digest.now, most=most)
    since = pen.when(digest.since)
    yield pen.block("digest_alerts", [_alert(pen, one) for one in digest.alerts])
    yield pen.block("digest_taps", [_tap(pen, one) for one in digest.taps], when=since)
    yield pen.block("digest_threads", [_thread(pen, one) for one in digest.threads])
    if digest.unanswered:
        yield [pen.text("digest_unanswered", count=digest.unanswered)]
    yield pen.block("digest_missed", [_missed(pen, one) for one in digest.missed], when=since)
    yield pen.block("digest_unreachable", [_unreachable(pen, one) for one in digest.unreachable])


def _alert(pen: _Pen, alert: OpenAlert) -> str:
    urgency = pen.library.label(pen.language, f"digest_urgency_{alert.urgency.label}")
    line = pen.text("digest_alert", number=alert.number, urgency=urgency, when=pen.when(alert.open_since))
    if alert.taken_by is not None:
        by = alert.taken_by or pen.library.label(pen.language, "staff_nameless")
        line = f"{line}, {pen.text('digest_taken', name=by)}"
    return f"{pen.who(alert.person)}: {line}"


def _tap(pen: _Pen, tap: Tap) -> str:
    answer = pen.text(f"export_tap_{tap.answer}")
    return f"{pen.who(tap.person)}: {answer} ({pen.when(tap.at)})"


def _thread(pen: _Pen, thread: OpenThread) -> str:
    key = "digest_thread_waits" if thread.waits else "digest_thread_answered"
    return f"{pen.who(thread.person)}: {pen.text(key, when=pen.when(thread.last_at))}"


def _missed(pen: _Pen, missed: Missed) -> str:
    return f"{pen.who(missed.person)}: {_steps(pen.library, pen.language, missed.step_ids)}"


def _unreachable(pen: _Pen, missed: Missed) -> str:
    assert missed.since, "of who cannot be reached"
    parts = [pen.text("digest_unreachable_since", when=pen.when(missed.since))]
    if missed.step_ids:
        parts.append(f"{pen.text('digest_unreachable_missed')} {_steps(pen.library, pen.language, missed.step_ids)}")
    if missed.person.phone:
        parts.append(pen.text("alert_phone", phone=missed.person.phone))
    return f"{pen.who(missed.person)}: {'. '.join(parts)}"


def _recovering(library: Library, clinic: Clinic, digest: Digest, most: int) -> Iterator[str]:
    """A line for each day, its patients one after the other."""
    language = clinic.language
    yield library.text(language, "digest_recovering", count=len(digest.recovering))
    lines = []
    for day, of_day in groupby(digest.recovering, key=lambda person: person.day):
        people = [person_html(library, language, person, with_day=False) for person in of_day]
        label = library.text(language, "digest_group_day", day=day)
        lines.append(f"{label}: {', '.join(_at_most(library, language, people, most))}")
    yield from _at_most(library, language, lines, 2 * most, key="digest_more_days")
    if digest.coming:
        yield library.text(language, "digest_coming", count=digest.coming)


def _since(library: Library, clinic: Clinic, digest: Digest) -> Iterator[str]:
    language, figures = clinic.language, digest.figures
    if figures == Figures():
        return
    when = when_label(library, language, digest.since, now=digest.now, zone=clinic.zone)
    yield library.text(language, "digest_since", when=when)
    yield library.text(language, "digest_reminders", sent=figures.sent, late=figures.late)
    if figures.expired:
        yield library.text(language, "digest_expired", count=figures.expired)
    if figures.undelivered:
        yield library.text(language, "digest_undelivered", count=figures.undelivered)
    yield from _check_in_lines(library, language, figures)
    yield from _care_lines(library, language, figures)
    asked = (figures.questions_answered, figures.questions_choices, figures.questions_unanswered)
    if any(asked):
        yield library.text(
            language,
            "digest_questions",
            answered=figures.questions_answered,
            choices=figures.questions_choices,
            unanswered=figures.questions_unanswered,
        )
    if figures.questions_signs:
        yield library.text(language, "digest_signs", count=figures.questions_signs)


def _check_in_lines(library: Library, language: str, figures: Figures) -> Iterator[str]:
    if figures.asked:
        yield library.text(language, "digest_check_ins", asked=figures.asked, answered=figures.answered)
    taps = {answer: getattr(figures, answer) for answer in ("better", "same", "worse", "worried")}
    if any(taps.values()):
        said = [f"{library.label(language, f'check_in_{answer}')} {count}" for answer, count in taps.items() if count]
        yield html.escape(", ".join(said), quote=False)


def _care_lines(library: Library, language: str, figures: Figures) -> Iterator[str]:
    if figures.care_asked:
        yield library.text(
            language, "digest_care", asked=figures.care_asked, done=figures.care_done, skipped=figures.care_skipped
        )


def _steps(library: Library, language: str, step_ids: Iterable[str]) -> str:
    names = []
    for step_id in dict.fromkeys(step_ids):
        key = f"step_{step_id}_short"
        names.append(library.label(language, key) if library.has(language, key) else step_id)
    return html.escape(", ".join(_at_most(library, language, names, STEPS_NAMED)), quote=False)


def _at_most(
    library: Library, language: str, lines: Sequence[str], most: int, *, key: str = "digest_more"
) -> list[str]:
    """The first of a list, and how many more there are."""
    if len(lines) <= most:
        return list(lines)
    return [*lines[:most], library.label(language, key, count=len(lines) - most)]
