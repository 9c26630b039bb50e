"""Changes: how two states of the content differ, in the words of who edits it. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import timedelta
from difflib import ndiff
from typing import Any

from messages.library import Library
from messages.reading import ContentFiles

SHOWN_BY_PARTS = ("courses/", "topics.yaml")  # compared entry by entry


@dataclass(frozen=True, kw_only=True)
class Edit:
    """One thing that differs. `what`: step, topic, text or file; `removed` and `added` are lines."""

    what: str
    name: str
    removed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()


def edits(old: Library, new: Library, old_files: ContentFiles, new_files: ContentFiles) -> list[Edit]:
    """Return what differs: steps of courses, topics, short texts, and by name every other file."""
    return [*_steps(old, new), *_topics(old, new), *_texts(old, new), *_files(old_files, new_files)]


def _steps(old: Library, new: Library) -> Iterator[Edit]:
    for course_id in sorted({*old.courses, *new.courses}):
        before, after = old.courses.get(course_id), new.courses.get(course_id)
        yield from _entries("step", before.steps if before else {}, after.steps if after else {})
        if before and after and before.ends_after != after.ends_after:
            yield Edit(
                what="course",
                name=course_id,
                removed=(f"ends_after: {_plain(before.ends_after)}",),
                added=(f"ends_after: {_plain(after.ends_after)}",),
            )


def _topics(old: Library, new: Library) -> Iterator[Edit]:
    yield from _entries("topic", old.topics, new.topics)


def _entries(what: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Edit]:
    """Entries of a file, field by field; one that is new or gone is only named."""
    for name in dict.fromkeys([*old, *new]):
        before, after = old.get(name), new.get(name)
        if before is None or after is None:
            lines = (f"the {what} as a whole",)
            yield Edit(what=what, name=name, removed=lines if before else (), added=lines if after else ())
        elif before != after:
            compared = [field.name for field in fields(after) if field.compare]
            differing = [name for name in compared if getattr(before, name) != getattr(after, name)]
            yield Edit(
                what=what,
                name=name,
                removed=tuple(f"{field}: {_plain(getattr(before, field))}" for field in differing),
                added=tuple(f"{field}: {_plain(getattr(after, field))}" for field in differing),
            )


def _texts(old: Library, new: Library) -> Iterator[Edit]:
    for language in sorted({*old.texts.entries, *new.texts.entries}):
        before, after = (texts.entries.get(language, {}) for texts in (old.texts, new.texts))
        for key in dict.fromkeys([*before, *after]):
            was, now = (entries[key].source if key in entries else "" for entries in (before, after))
            if was != now:
                yield _lines("text", f"{key} ({language})", was, now)


def _files(old: ContentFiles, new: ContentFiles) -> Iterator[Edit]:
    """Answers by their lines, all else by its name: rules, phrasings and lists are learnt from, not read."""
    for name in sorted({*old.all_names(), *new.all_names()}):
        if name.startswith(SHOWN_BY_PARTS) or name.endswith("/texts.ftl"):
            continue
        was, now = (_read(files, name) for files in (old, new))
        if was == now:
            continue
        if "/topics/" in name:
            language, _, topic = name.removesuffix(".md").split("/")
            yield _lines("answer", f"{topic} ({language})", was, now)
        else:
            yield Edit(what="file", name=name)


def _read(files: ContentFiles, name: str) -> str:
    path = files.find(name)
    return path.read_text(encoding="utf-8", errors="replace").replace("\r\n", "\n") if path else ""


def _lines(what: str, name: str, was: str, now: str) -> Edit:
    differing = list(ndiff(was.splitlines(), now.splitlines()))
    return Edit(
        what=what,
        name=name,
        removed=tuple(line[2:] for line in differing if line.startswith("- ") and line[2:].strip()),
        added=tuple(line[2:] for line in differing if line.startswith("+ ") and line[2:].strip()),
    )


def _plain(value: Any) -> str:
    """A value of a step or topic as the one who edits it knows it."""
    named = getattr(value, "__dataclass_fields__", None)
    if named:
        return ", ".join(f"{name} {_plain(getattr(value, name))}" for name in named if getattr(value, name) is not None)
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds()) // 60
        return f"{minutes}min" if minutes % 60 else f"{minutes // 60}h"
    if isinstance(value, tuple):
        return "; ".join(map(_plain, value)) or "none"
    return str(value)
