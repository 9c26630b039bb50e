"""Care wording: a patient's record of care in words, for the clinic: facts with their times, and nothing that judges.

Pure. Instants are written the same in every language, and sort by themselves.
"""

import html
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from messages.care import Care, CareRecord, Session
from messages.library import Library
from messages.markup import ROOMY, seen_length
from messages.person_wording import person_label


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of the record: lines with what stands before them, an instant or a name."""

    title: str
    lines: tuple[tuple[str, str], ...]


def record_title(library: Library, language: str, record: CareRecord) -> str:
    """Return whose record it is."""
    who = person_label(library, language, record.person)
    return library.label(language, "care_title", who=who, number=record.person.number)


def record_note(library: Library, language: str, record: CareRecord) -> str:
    """Return as of when it is, in which zone, and what it does not hold."""
    return library.label(language, "care_note", when=_Clerk(library, language, record).at(record.now), zone=record.zone)


def record_parts(library: Library, language: str, record: CareRecord) -> list[Part]:
    """Return the whole record, in parts; each says so when there is nothing."""
    clerk = _Clerk(library, language, record)
    parts = {
        "plan": _plan(clerk),
        "consent": _consents(clerk),
        "alerts": _alerts(clerk),
        "talks": _talks(clerk),
        "asked": _asked(clerk),
        "care": _care(clerk),
        "readings": _readings(clerk),
    }
    nothing = ("", clerk.label("care_nothing"))
    return [
        Part(title=clerk.label(f"care_part_{key}"), lines=tuple(lines) or (nothing,)) for key, lines in parts.items()
    ]


def record_text(library: Library, language: str, record: CareRecord) -> str:
    """Return the whole record as plain text."""
    blocks = [[record_title(library, language, record), record_note(library, language, record)]]
    for part in record_parts(library, language, record):
        blocks.append([part.title, *(f"  {before + '  ' if before else ''}{said}" for before, said in part.lines)])
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def record_html(library: Library, language: str, record: CareRecord) -> str:
    """Return the record as one message; of parts that are too long the newest lines, and how many came before."""
    parts = record_parts(library, language, record)
    most = max(len(part.lines) for part in parts)
    while seen_length(said := _whole(library, language, record, parts, most)) > ROOMY:
        most = most * 3 // 4
    return said


def _whole(library: Library, language: str, record: CareRecord, parts: Sequence[Part], most: int) -> str:
    title = html.escape(record_title(library, language, record), quote=False)
    blocks = [f"<b>{title}</b>\n{html.escape(record_note(library, language, record), quote=False)}"]
    for part in parts:
        left_out = len(part.lines) - most
        lines = [library.label(language, "care_earlier", count=left_out)] if left_out > 0 else []
        shown = part.lines[left_out:] if left_out > 0 else part.lines
        lines += [f"{before + ' · ' if before else ''}{said}" for before, said in shown]
        said = html.escape("\n".join(lines), quote=False)
        blocks.append(f"<b>{html.escape(part.title, quote=False)}</b>\n{said}")
    return "\n\n".join(blocks)


@dataclass(frozen=True)
class _Clerk:
    """What every line needs: the words, and the patient's clock."""

    library: Library
    language: str
    record: CareRecord

    def label(self, key: str, **args: Any) -> str:
        return self.library.label(self.language, key, **args)

    def at(self, instant: datetime) -> str:
        return f"{instant.astimezone(ZoneInfo(self.record.zone)):%Y-%m-%d %H:%M}"

    def clock(self, instant: datetime, *, beside: datetime) -> str:
        """The time alone, where the day is that of the instant beside it."""
        full = self.at(instant)
        return full[11:] if full[:10] == self.at(beside)[:10] else full

    def step(self, step_id: str) -> str:
        key = f"step_{step_id}_short"
        return self.label(key) if self.library.has(self.language, key) else step_id

    def topic(self, topic: str | None) -> str:
        known = topic in self.library.topics
        return self.library.topic_title(self.language, topic) if topic and known else self.label("export_no_topic")

    def urgency(self, urgency: str) -> str:
        return self.label(f"digest_urgency_{urgency}")

    def by(self, name: str) -> str:
        return name or self.label("staff_nameless")


def _plan(clerk: _Clerk) -> Iterator[tuple[str, str]]:
    for session in clerk.record.sessions:
        yield clerk.at(session.treated_at), _session(clerk, session)
    yield from _wishes(clerk)
    yield from _standing(clerk)


def _wishes(clerk: _Clerk) -> Iterator[tuple[str, str]]:
    record = clerk.record
    if record.procedure:
        yield "", clerk.label(f"procedure_{record.procedure}")
    if record.adult is not None:
        yield "", clerk.label("care_adult" if record.adult else "care_minor")
    spoken = clerk.library.label(record.language, "language_name")
    yield "", clerk.label("care_wishes", spoken=spoken, wake=f"{record.wake:%H:%M}", sleep=f"{record.sleep:%H:%M}")
    yield "", f"{clerk.label('export_level')}: {clerk.label(f'level_{record.level}')}"
    if record.muted:
        yield "", f"{clerk.label('export_muted')}: {_listed(clerk.step(step_id) for step_id in record.muted)}"
    if record.person.phone:
        yield "", clerk.label("alert_phone", phone=record.person.phone)


def _standing(clerk: _Clerk) -> Iterator[tuple[str, str]]:
    """What goes out now, or why nothing does."""
    record = clerk.record
    if record.blocked_at:
        yield clerk.at(record.blocked_at), clerk.label("care_blocked")
    if record.held_until and record.held_until > record.now:
        yield "", clerk.label("care_held", when=clerk.at(record.held_until))
    if record.stopped:
        why, since = record.stopped
        yield clerk.at(since) if since else "", clerk.label(f"care_stopped_{why}")
    elif record.next_at:
        yield clerk.at(record.next_at), clerk.label("care_next", steps=_listed(map(clerk.step, record.next_steps)))
    if record.ends_at:
        yield clerk.at(record.ends_at), clerk.label("care_end" if record.ends_at > record.now else "care_ended")


def _session(clerk: _Clerk, session: Session) -> str:
    said = clerk.label("care_session", course=session.course_id, when=clerk.at(session.registered_at))
    if session.label:
        said = f"{said}. {clerk.label('invite_label', label=session.label)}"
    if session.corrected_at:
        said = f"{said}. {clerk.label('care_corrected', when=clerk.at(session.corrected_at))}"
    return said


def _consents(clerk: _Clerk) -> Iterator[tuple[str, str]]:
    for consent in clerk.record.consents:
        said = clerk.label("care_agreed", version=consent.version, spoken=consent.language)
        if consent.ended_at:
            said = f"{said}. {clerk.label('care_agreement_ended', when=clerk.at(consent.ended_at))}"
        yield clerk.at(consent.given_at), said


def _alerts(clerk: _Clerk) -> Iterator[tuple[str, str]]:
    for alert in clerk.record.alerts:
        about = f" ({clerk.topic(alert.topic)})" if alert.topic else ""
        said = clerk.label("care_alert", number=alert.number, urgency=clerk.urgency(alert.urgency))
        parts = [said + about]
        if alert.signs > 1:
            parts.append(clerk.label("care_signs", count=alert.signs))
        instants = {"care_alert_sent": alert.sent_at, "care_alert_failed": alert.failed_at}
        instants["care_alert_escalated"] = alert.escalated_at
        parts += [clerk.label(key, when=clerk.clock(at, beside=alert.raised_at)) for key, at in instants.items() if at]
        marks = {
            "alert_taken": alert.acknowledged,
            "alert_contacted": alert.contacted,
            "alert_closed": alert.closed,
        }
        for key, mark in marks.items():
            if mark:
                by, at = mark
                parts.append(clerk.label(key, name=clerk.by(by), when=clerk.clock(at, beside=alert.raised_at)))
        if not alert.closed:
            parts.append(clerk.label("care_open"))
        yield clerk.at(alert.raised_at), "; ".join(parts)


def _talks(clerk: _Clerk) -> Iterator[tuple[str, str]]:
    for talk in clerk.record.talks:
        beside = talk.opened_at
        parts = [clerk.label("care_talk")]
        if talk.answered_at:
            parts.append(clerk.label("care_talk_answered", when=clerk.clock(talk.answered_at, beside=beside)))
        else:
            parts.append(clerk.label("care_talk_unanswered"))
        if talk.closed_at:
            parts.append(clerk.label("care_talk_ended", when=clerk.clock(talk.closed_at, beside=beside)))
        else:
            parts.append(clerk.label("care_open"))
        yield clerk.at(talk.opened_at), "; ".join(parts)


def _asked(clerk: _Clerk) -> Iterator[tuple[str, str]]:
    for asked in clerk.record.asked:
        key = {"answer": "care_answered", "choices": "care_choices"}.get(asked.kind, "care_not_answered")
        sign = "" if asked.urgency == "none" else f", {clerk.urgency(asked.urgency)}"
        yield clerk.at(asked.at), f"{clerk.topic(asked.topic)}: {clerk.label(key)}{sign}"


def _care(clerk: _Clerk) -> Iterator[tuple[str, str]]:
    """A line for all that fell due together and went the same way."""
    lines = [(clerk.at(one.due_at), clerk.step(one.step_id), _became(clerk, one)) for one in clerk.record.care]
    unsent = clerk.label("care_unsent")
    lines += [(clerk.at(due_at), clerk.step(step_id), unsent) for due_at, step_id in clerk.record.unsent]
    lines += [(clerk.at(at), clerk.step(step_id), clerk.label("care_again")) for at, step_id in clerk.record.snoozed]
    lines.sort(key=lambda line: (line[0], line[2]))
    for (due, became), alike in groupby(lines, key=lambda line: (line[0], line[2])):
        yield due, f"{_listed(step for _, step, _ in alike)}: {became}"


def _became(clerk: _Clerk, care: Care) -> str:
    when = clerk.clock(care.settled_at, beside=care.due_at)
    if care.outcome == "sent" and not care.why and when == clerk.at(care.due_at)[11:]:
        parts = [clerk.label("care_sent")]
    else:
        parts = [clerk.label(f"care_{care.outcome}_at", when=when)]
    if care.why:
        parts.append(clerk.label(f"care_why_{care.why}"))
    if care.response and care.responded_at:
        tapped = clerk.label(f"export_tap_{care.response}")
        at = clerk.clock(care.responded_at, beside=care.due_at)
        parts.append(clerk.label("care_tapped", answer=tapped, when=at))
    return "; ".join(parts)


def _readings(clerk: _Clerk) -> Iterator[tuple[str, str]]:
    for reading in clerk.record.readings:
        if reading.reader_id is None:
            yield clerk.at(reading.at), clerk.label("care_command_line")
        else:
            yield (
                clerk.at(reading.at),
                clerk.label("care_reader", name=clerk.by(reading.reader), id=str(reading.reader_id)),
            )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(names))
