"""Cards: the Telegram HTML of every kind of reply, from curated texts. Pure; it has no words of its own."""

import html
import re
from datetime import date, timedelta

from babel.dates import format_date

from messages.dates import from_hours_label, from_label
from messages.library import Library
from messages.situation import Situation
from messages.topics import Section, Topic, Urgency, Window
from messages.triage import Finding
from messages.windows import find_step

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_LIST_MARK = re.compile(r"^- ", re.MULTILINE)


def emergency_card(library: Library, situation: Situation) -> str:
    """Return the one action of an emergency, and nothing else."""
    call = library.text(situation.language, "emergency_call", emergency_number=nbsp(situation.emergency_number))
    return f"<b>{call}</b>"


def emergency_follow_up(library: Library, situation: Situation, finding: Finding) -> str:
    """Return what to do while waiting, for this kind of emergency, and the words that were taken for a sign of it."""
    language = situation.language
    own = f"while_you_wait_{finding.rule_id.split('_')[0].lower()}"
    key = own if library.has(language, own) else "while_you_wait"
    words = library.text(language, "emergency_words", words=" … ".join(finding.words))
    return f"{library.text(language, key)}\n\n{words}"


def topic_card(
    library: Library, topic: Topic, situation: Situation, *, window: Window | None, hours: float | None, signs: Urgency
) -> str:
    """Return the answer to a topic.

    `signs` is the urgency of a red flag in the message: then general advice comes first, and nothing is said of what
    is to be expected. Without the hours since the treatment nothing is said of it either.
    """
    text = library.topic_text(situation.language, topic.id)
    now = text.now.get(window.name) if window else None
    if now and window and signs > Urgency.NONE and window.urgency is Urgency.NONE and window.until_step is None:
        now = None
    blocks = [f"<b>{html.escape(text.title, quote=False)}</b>"]
    if signs > Urgency.NONE:
        blocks.append(_safety_net(library, situation, signs))
    elif window and window.urgency > Urgency.NONE and situation.clinic_phone:
        now = f"{now or ''}\n{_phone_line(library, situation)}".strip()
    blocks += [marked(library, part, situation) for part in (now, text.short) if part]
    parts = [part for part in ("helps", "normal", "call") if part in text.parts]
    if signs > Urgency.NONE:
        parts.sort(key=lambda part: part != "call")
    for part in parts:
        if part == "normal" and not _may_say_normal(topic, hours, signs):
            continue
        heading = library.text(situation.language, f"part_{part}")
        blocks.append(f"<b>{heading}</b>\n{marked(library, text.parts[part], situation)}")
    if situation.general:
        blocks.append(f"<i>{library.text(situation.language, 'answer_general')}</i>")
    return "\n\n".join(blocks)


def choices_card(library: Library, situation: Situation) -> str:
    """Return the question that stands above the topics to choose from, with the line on emergencies."""
    number = nbsp(situation.emergency_number)
    question = library.text(situation.language, "choices_question")
    return f"{question}\n\n{library.text(situation.language, 'choices_safety', emergency_number=number)}"


def sources_card(library: Library, topic: Topic, language: str) -> str:
    """Return the titles and addresses of a topic's sources and the day they were checked."""
    sources = [library.sources[tag] for tag in topic.sources if tag in library.sources]
    if not sources:
        return library.text(language, "sources_none")
    lines = [f"<b>{library.text(language, 'sources_heading')}</b>"]
    for source in sources:
        title = html.escape(source.title, quote=False)
        lines.append(f"• {title}\n{html.escape(source.address)}" if source.address else f"• {title}")
    lines.append(library.text(language, "sources_checked", day=_day(library, language, topic.checked)))
    return "\n".join(lines)


def marked(library: Library, text: str, situation: Situation) -> str:
    """Return a curated text as HTML, its marks turned into tags and its placeholders into this patient's own."""
    escaped = _LIST_MARK.sub("• ", _BOLD.sub(r"<b>\1</b>", html.escape(text, quote=False)))
    return _PLACEHOLDER.sub(lambda found: html.escape(_filled(library, found[1], situation), quote=False), escaped)


def nbsp(number: str) -> str:
    """Keep a phone number on one line."""
    return number.replace(" ", "\u00a0")


def _filled(library: Library, name: str, situation: Situation) -> str:
    if name == "clinic_phone":
        return nbsp(situation.clinic_phone) or library.label(situation.language, "your_clinic")
    if name == "emergency_number":
        return nbsp(situation.emergency_number)
    return _step_label(library, name, situation)


def _step_label(library: Library, step_id: str, situation: Situation) -> str:
    instant = situation.instants.get(step_id)
    if instant and situation.now and situation.zone and not situation.general:
        return from_label(library, situation.language, instant, now=situation.now, zone=situation.zone)
    step = find_step(library, step_id)
    assert step is not None, f"no course has the step {step_id}"
    return from_hours_label(library, situation.language, step.counts_from / timedelta(hours=1))


def _safety_net(library: Library, situation: Situation, signs: Urgency) -> str:
    key = "safety_net_clinic" if signs is Urgency.CLINIC else "safety_net_urgent"
    clinic = situation.clinic_name or library.label(situation.language, "your_clinic")
    lines = [f"<b>{library.text(situation.language, key, clinic=clinic)}</b>"]
    if situation.clinic_phone:
        lines.append(_phone_line(library, situation))
    if signs > Urgency.CLINIC:
        lines.append(library.text(situation.language, "safety_net_urgent_closed"))
    return "\n".join(lines)


def _phone_line(library: Library, situation: Situation) -> str:
    clinic = situation.clinic_name or library.label(situation.language, "your_clinic")
    line = library.label(situation.language, "answer_clinic_phone", clinic=clinic, phone=nbsp(situation.clinic_phone))
    return line[:1].upper() + line[1:]


def _may_say_normal(topic: Topic, hours: float | None, signs: Urgency) -> bool:
    """Return whether the part on what to expect may stand: not beside a red flag, not without knowing the time."""
    speaks_of_course = topic.section is Section.SIDE_EFFECTS or any(window.urgency for window in topic.windows)
    return signs is Urgency.NONE and not (hours is None and speaks_of_course)


def _day(library: Library, language: str, day: date) -> str:
    return format_date(day, "long", locale=library.label(language, "date_locale"))
