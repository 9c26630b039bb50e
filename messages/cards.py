"""Cards: the Telegram HTML of every kind of reply, from curated texts. Pure; it has no words of its own."""

import html
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from babel.dates import format_date

from messages.dates import from_hours_label, from_label
from messages.library import Library
from messages.situation import Situation
from messages.topics import AHEAD, Section, Topic, TopicText, Urgency, Window
from messages.triage import Finding
from messages.windows import find_step

WHETHER_YET = (AHEAD, "before", "after")  # windows that say whether something may be done yet
AIRWAY = frozenset({"swelling", "allergic_reaction", "numbing_cream"})  # topics whose worst is trouble breathing

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_LIST_MARK = re.compile(r"^- ", re.MULTILINE)


def emergency_card(library: Library, situation: Situation) -> str:
    """Return the one action of an emergency, and nothing else."""
    call = library.text(situation.language, "emergency_call", emergency_number=nbsp(situation.emergency_number))
    return f"<b>{call}</b>"


def emergency_follow_up(library: Library, situation: Situation, finding: Finding) -> str:
    """Return what to do while waiting, for this kind of emergency, and the words that were taken for a sign of it."""
    waiting = library.text(situation.language, _most_fitting(library, situation, "while_you_wait", finding))
    key = _most_fitting(library, situation, "emergency_words", finding)
    words = library.text(situation.language, key, words=" … ".join(finding.words))
    return f"{waiting}\n\n{words}"


def topic_card(
    library: Library, topic: Topic, situation: Situation, *, window: Window | None, hours: float | None, signs: Urgency
) -> str:
    """Return the answer to a topic.

    `signs` is the urgency of a red flag in the message: then general advice comes first, and nothing is said of what
    is to be expected. Without the hours since the treatment nothing is said of it either. Before a treatment nothing is
    said but what to do until then, and no date that only the treatment decides. Whoever was warned a while ago is
    reminded of it, and nothing is called expected either.
    """
    ahead = window is not None and window.name == AHEAD
    situation = replace(situation, instants={}) if ahead else situation
    text = library.topic_text(situation.language, topic.id)
    reminder = _reminder(library, situation) if situation.warned and signs is Urgency.NONE else ""
    told = Urgency.URGENT if reminder else signs
    blocks = [
        _safety_net(library, situation, signs) if signs > Urgency.NONE else reminder,
        _notice(library, situation),
        f"<b>{html.escape(text.title, quote=False)}</b>",
        _now(library, text, situation, window, told),
    ]
    phone = phone_line(library, situation)
    is_said = any(phone in block for block in blocks)
    parts = _parts_to_say(topic, window, hours, told)
    blocks += [_part(library, text, part, situation, "" if is_said else phone) for part in parts]
    if ahead:
        blocks.append(library.text(situation.language, "answer_ahead"))
    return "\n\n".join(filter(None, blocks))


def choices_card(library: Library, situation: Situation, topics: Iterable[str], signs: Urgency = Urgency.NONE) -> str:
    """Return the question that stands above the topics to choose from; the line on emergencies where one may be one.

    General advice comes first where the message has a red flag, whose urgency is `signs`.
    """
    number = nbsp(situation.emergency_number)
    airway = "" if AIRWAY.isdisjoint(topics) else "choices_safety"
    blocks = [
        _safety_net(library, situation, signs) if signs > Urgency.NONE else "",
        library.text(situation.language, "choices_question"),
        library.text(situation.language, airway, emergency_number=number) if airway else "",
    ]
    return "\n\n".join(filter(None, blocks))


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


def phone_line(library: Library, situation: Situation) -> str:
    """Return the clinic with its phone number; nothing when the number is not known."""
    if not situation.clinic_phone:
        return ""
    clinic, phone = _clinic(library, situation), nbsp(situation.clinic_phone)
    line = library.text(situation.language, "answer_clinic_phone", clinic=clinic, phone=phone)
    return line[0].upper() + line[1:]


def nbsp(number: str) -> str:
    """Keep a phone number on one line."""
    return number.replace(" ", "\u00a0")


def _most_fitting(library: Library, situation: Situation, name: str, finding: Finding) -> str:
    """Return the key of the text that the rule has of its own, else its flag, else the one for every emergency."""
    rule = finding.rule_id.lower()
    keys = (f"{name}_{rule}", f"{name}_{rule.split('_')[0]}")
    return next((key for key in keys if library.has(situation.language, key)), name)


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
    return from_hours_label(library, situation.language, step.opens_after / timedelta(hours=1))


def _safety_net(library: Library, situation: Situation, signs: Urgency) -> str:
    """General advice to everyone with such signs; it passes no verdict on this patient."""
    if signs is Urgency.EMERGENCY:
        return emergency_card(library, situation)
    urgent = signs is Urgency.URGENT
    key = "safety_net_urgent" if urgent else "safety_net_clinic"
    lines = [
        f"<b>{library.text(situation.language, key, clinic=_clinic(library, situation))}</b>",
        phone_line(library, situation),
        library.text(situation.language, "safety_net_urgent_closed") if urgent else "",
    ]
    return "\n".join(filter(None, lines))


def _reminder(library: Library, situation: Situation) -> str:
    """Who told of a red flag a while ago may not have called yet."""
    said = library.text(situation.language, "answer_warned", emergency_number=nbsp(situation.emergency_number))
    return f"<b>{said}</b>\n{phone_line(library, situation)}".strip()


def _notice(library: Library, situation: Situation) -> str:
    """Who reads general advice is told so before it."""
    if not situation.general:
        return ""
    return f"<i>{library.text(situation.language, 'answer_general_minor' if situation.minor else 'answer_general')}</i>"


def _clinic(library: Library, situation: Situation) -> str:
    return situation.clinic_name or library.label(situation.language, "your_clinic")


def _now(library: Library, text: TopicText, situation: Situation, window: Window | None, signs: Urgency) -> str:
    """What is said first on this day. Beside a red flag nothing is called expected; what may be done when, stays."""
    if window is None or window.name not in text.now:
        return ""
    if signs > Urgency.NONE and window.urgency is Urgency.NONE and window.name not in WHETHER_YET:
        return ""
    said = marked(library, text.now[window.name], situation)
    asks_to_call = window.urgency > Urgency.NONE and signs is Urgency.NONE
    return f"{said}\n{phone_line(library, situation)}".strip() if asks_to_call else said


def _parts_to_say(topic: Topic, window: Window | None, hours: float | None, signs: Urgency) -> tuple[str, ...]:
    """The parts in order. What to expect is left out beside a red flag, and where only the time could tell."""
    if window and window.name == AHEAD:
        return ("call",) if signs > Urgency.NONE else ()
    short = () if window and _says_all(topic, window, signs) else ("short",)
    if signs > Urgency.NONE:
        return ("call", *short, "helps")
    by_time = topic.section is Section.SIDE_EFFECTS or any(one.urgency for one in topic.windows)
    if hours is None and by_time:
        return (*short, "helps", "call")
    return (*short, "helps", "normal", "call")


def _says_all(topic: Topic, window: Window, signs: Urgency) -> bool:
    """Return whether the day's words need no short answer: all that was to be left out is allowed again."""
    is_over = window == topic.windows[-1] and window.urgency is Urgency.NONE
    return topic.section is Section.AFTERCARE and is_over and (signs is Urgency.NONE or window.name in WHETHER_YET)


def _part(library: Library, text: TopicText, part: str, situation: Situation, phone: str) -> str:
    """A part under its heading; whom to call with the number to call, unless that was said before."""
    if part == "short":
        return marked(library, text.short, situation)
    if part not in text.parts:
        return ""
    heading = library.text(situation.language, f"part_{part}")
    said = f"<b>{heading}</b>\n{marked(library, text.parts[part], situation)}"
    return f"{said}\n{phone}".strip() if part == "call" else said


def _day(library: Library, language: str, day: date) -> str:
    return format_date(day, "long", locale=library.label(language, "date_locale"))
