"""Topics: what can be answered, when, from which sources, and the curated answer in each language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, StrEnum
from typing import Any

from messages.reading import ContentFiles, Lines, lines_of, strings

PARTS = ("helps", "normal", "call")
AHEAD = "ahead"  # the window before a treatment; it ends at hour 0


class Urgency(IntEnum):
    """How soon somebody has to be asked. `label` is the word used in content and in `ask --jsonl`."""

    NONE = 0  # self-care
    CLINIC = 1  # the clinic, within a day
    URGENT = 2  # the same day
    EMERGENCY = 3  # the emergency number, now

    @property
    def label(self) -> str:
        return self.name.lower()

    @classmethod
    def of(cls, label: str) -> "Urgency":
        """Return the urgency called `label`; KeyError when there is none."""
        return cls[label.upper()]


class Section(StrEnum):
    AFTERCARE = "aftercare"
    SIDE_EFFECTS = "side_effects"
    TREATMENT = "treatment"


@dataclass(frozen=True, kw_only=True)
class Window:
    """A time after the treatment in which an answer begins differently; the last window of a topic has no end."""

    name: str
    until_hours: float | None = None
    until_step: str | None = None
    urgency: Urgency = Urgency.NONE


@dataclass(frozen=True, kw_only=True)
class Topic:
    """One thing Afterglow can answer. `keywords` are by language."""

    id: str
    section: Section
    step: str | None
    windows: tuple[Window, ...]
    near: tuple[str, ...]
    keywords: Mapping[str, tuple[str, ...]]
    sources: tuple[str, ...]
    checked: date
    line: int = field(default=1, compare=False)


@dataclass(frozen=True, kw_only=True)
class TopicText:
    """The curated answer to a topic in one language, still with its marks and placeholders."""

    title: str
    short: str
    parts: Mapping[str, str]  # helps, normal, call
    now: Mapping[str, str]  # by the name of the window
    lines: Mapping[str, int] = field(compare=False)


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a fact comes from."""

    id: str
    title: str
    address: str
    line: int = field(default=1, compare=False)


def load_topics(files: ContentFiles) -> dict[str, Topic]:
    """Read topics.yaml; an entry that cannot be used becomes a problem and is left out."""
    name = "topics.yaml"
    topics: dict[str, Topic] = {}
    for topic_id, entry in (files.yaml(name) or Lines()).items():
        if not isinstance(entry, Lines):
            files.fault(name, 1, f"the topic `{topic_id}` should have fields such as `section: aftercare`")
            continue
        try:
            topics[topic_id] = _topic(topic_id, entry)
        except _Wrong as wrong:
            files.fault(name, entry.line_of(wrong.field), f"topic `{topic_id}`: {wrong}")
    return topics


def load_topic_texts(files: ContentFiles, language: str) -> dict[str, TopicText]:
    """Read all answers of a language, by topic id."""
    texts: dict[str, TopicText] = {}
    for name in files.names(f"{language}/topics", ".md"):
        source = files.text(name)
        if source is not None:
            text = _topic_text(files, name, source)
            if text is not None:
                texts[name.rsplit("/", 1)[1].removesuffix(".md")] = text
    return texts


def load_sources(files: ContentFiles) -> dict[str, Source]:
    """Read sources.yaml."""
    name = "sources.yaml"
    entries = (files.yaml(name) if files.find(name) else None) or Lines()
    sources: dict[str, Source] = {}
    for tag, entry in entries.items():
        if not isinstance(entry, Lines) or not entry.get("title"):
            files.fault(name, entries.line_of(tag), f"the source `{tag}` needs a `title`")
            continue
        address = str(entry.get("address") or entry.get("url") or "")
        sources[tag] = Source(id=tag, title=str(entry["title"]), address=address, line=entries.line_of(tag))
    return sources


def load_phrasings(files: ContentFiles, name: str) -> tuple[str, ...]:
    """Return the lines of a phrasings or out-of-scope file."""
    source = files.text(name)
    return tuple(lines_of(source).values()) if source else ()


class _Wrong(ValueError):
    """A field that cannot be used; the text says what it should be."""

    def __init__(self, field_name: str, message: str) -> None:
        self.field = field_name
        super().__init__(message)


def _topic(topic_id: str, entry: Lines) -> Topic:
    section = entry.get("section")
    if section not in set(Section):
        raise _Wrong("section", "`section` should be aftercare, side_effects or treatment")
    if not isinstance(entry.get("checked"), date):
        raise _Wrong("checked", "`checked` should be the day its sources were checked, such as 2026-11-24")
    keywords = entry.get("keywords") or {}
    return Topic(
        id=topic_id,
        section=Section(section),
        step=str(entry["step"]) if entry.get("step") else None,
        windows=tuple(_window(window) for window in entry.get("windows") or ()),
        near=strings(entry.get("near")),
        keywords={language: strings(words) for language, words in keywords.items()},
        sources=strings(entry.get("sources")),
        checked=entry["checked"],
        line=entry.line - 1,
    )


def _window(entry: Any) -> Window:
    if not isinstance(entry, dict) or not entry.get("name"):
        raise _Wrong("windows", "every window needs a `name`")
    until = entry.get("until_hours")
    if until is not None and not isinstance(until, int | float):
        raise _Wrong("windows", f"window `{entry['name']}`: `until_hours` should be a number of hours")
    try:
        urgency = Urgency.of(str(entry.get("urgency", "none")))
    except KeyError:
        raise _Wrong("windows", "`urgency` should be none, clinic, urgent or emergency") from None
    step = entry.get("until_step")
    return Window(name=str(entry["name"]), until_hours=until, until_step=step, urgency=urgency)


def _topic_text(files: ContentFiles, name: str, source: str) -> TopicText | None:
    title = source.lstrip().split("\n", 1)[0]
    if not title.startswith("# "):
        files.fault(name, 1, "the first line should be the topic's name, such as `# Redness`")
        return None
    parts: dict[str, list[str]] = {"short": []}
    lines = {"title": 1, "short": 2}
    current = "short"
    for number, line in enumerate(source.splitlines(), start=1):
        heading = re.match(r"##\s+(.+?)\s*$", line)
        if heading:
            current = re.sub(r"\s*:\s*", ": ", heading[1]).lower()
            if current in parts:
                files.fault(name, number, f"the heading `{current}` stands here twice: remove one")
            parts[current], lines[current] = [], number
        elif not line.startswith("# "):
            parts[current].append(line.rstrip())
    prose = {part: "\n".join(body).strip() for part, body in parts.items()}
    now = {part.removeprefix("now: "): text for part, text in prose.items() if part.startswith("now: ")}
    for part in prose:
        if part not in PARTS and part != "short" and not part.startswith("now: "):
            files.fault(name, lines[part], f"unknown heading `{part}`: use helps, normal, call or `now: <window>`")
    named = {part: prose[part] for part in PARTS if part in prose}
    return TopicText(title=title[2:].strip(), short=prose["short"], parts=named, now=now, lines=lines)
