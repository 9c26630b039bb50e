"""Courses: the YAML of an aftercare -> a Course. What cannot be read becomes a problem with file and line."""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from messages.course import AtTimesOfDay, Course, Every, Late, Once, Step, StepKind, TimeOfDay, When
from messages.reading import ContentFiles, Lines, strings

LONGEST = timedelta(days=730)
SHORTEST = timedelta(minutes=5)
WHEN = "`when` should be {once: 48h}, {every: 1h, from: 1h, to: 3h} or {at: [morning], days: [0]}"

_DURATION = re.compile(r"(-?\d+)(min|h|d)")
_UNITS = {"min": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
_FLAGS = ("any_hour", "asks_done", "critical", "at_start", "mutable", "picture")
_FIELDS = {"kind", "topic", "when", "counts", "useful", "late", "sources", "checked", *_FLAGS}


def load_courses(files: ContentFiles) -> dict[str, Course]:
    """Read every course, by its id."""
    courses = (_load_course(files, name) for name in files.names("courses", ".yaml"))
    return {course.id: course for course in courses if course}


def duration(text: object) -> timedelta:
    """Read "30min", "24h", "-7d"; raise ValueError for anything else."""
    found = _DURATION.fullmatch(str(text))
    if not found:
        raise ValueError(f"`{text}` is no duration: write it like 30min, 24h or 7d")
    span = int(found[1][:6]) * _UNITS[found[2]]
    if len(found[1]) > 6 or abs(span) > LONGEST:
        raise ValueError(f"`{text}` is longer than any aftercare: at most {LONGEST.days} days")
    return span


def _load_course(files: ContentFiles, name: str) -> Course | None:
    data = files.yaml(name)
    if data is None:
        return None
    if not isinstance(data.get("checked"), date) or not data.get("id") or not isinstance(data.get("steps"), Lines):
        files.fault(name, 1, "a course needs `id`, `checked` (a day such as 2026-11-24) and `steps`")
        return None
    try:
        ends_after = duration(data.get("ends_after", "42d"))
    except ValueError as wrong:
        files.fault(name, data.line_of("ends_after"), f"`ends_after`: {wrong}")
        return None
    steps: dict[str, Step] = {}
    for step_id, entry in data["steps"].items():
        try:
            steps[step_id] = _step(step_id, entry, data["checked"])
        except ValueError as wrong:
            files.fault(name, data["steps"].line_of(step_id), f"step `{step_id}`: {wrong}")
    source = json.dumps(data, sort_keys=True, default=str)
    return Course(
        id=str(data["id"]),
        content_hash=hashlib.sha256(source.encode()).hexdigest(),
        source=source,
        ends_after=ends_after,
        steps=steps,
        sources=strings(data.get("sources")),
        checked=data["checked"],
    )


def _step(step_id: str, entry: Any, checked: date) -> Step:
    if not isinstance(entry, dict):
        raise ValueError("needs fields such as `kind: care`")  # noqa: TRY004 - a fault of the file, not of a type
    unknown = set(entry) - _FIELDS
    if unknown:
        raise ValueError(f"`{sorted(unknown)[0]}` is no field of a step: remove it or mend its spelling")
    missing = {"kind", "topic", "counts", "useful", "late", "sources"} - set(entry)
    if missing:
        raise ValueError(f"`{sorted(missing)[0]}` is missing: add it")
    counts = entry["counts"]
    if not isinstance(counts, list) or len(counts) != 2 or duration(counts[0]) >= duration(counts[1]):
        raise ValueError("`counts` should be the beginning and the end, such as [0h, 7d]")
    if not strings(entry["sources"]):
        raise ValueError("`sources` is empty: every step names where it comes from")
    return Step(
        id=step_id,
        kind=StepKind(entry["kind"]),
        topic=str(entry["topic"]),
        when=_when(entry.get("when")),
        counts_from=duration(counts[0]),
        counts_until=duration(counts[1]),
        useful_for=duration(entry["useful"]),
        late=Late(entry["late"]),
        sources=strings(entry["sources"]),
        checked=entry.get("checked", checked),
        names=frozenset(),  # they stand in the words, which are read later
        **{flag: bool(entry[flag]) for flag in _FLAGS if flag in entry},
    )


def _when(entry: Mapping[str, Any] | None) -> When | None:
    if entry is None:
        return None
    if not isinstance(entry, Mapping):
        raise ValueError(WHEN)  # noqa: TRY004 - a fault of the file, not of a type
    if "once" in entry:
        return Once(offset=duration(entry["once"]))
    if {"every", "from", "to"} <= set(entry):
        every = Every(interval=duration(entry["every"]), start=duration(entry["from"]), end=duration(entry["to"]))
        if every.interval < SHORTEST or every.start > every.end:
            raise ValueError("`every` should be 5min or more, and `from` no later than `to`")
        return every
    if {"at", "days"} <= set(entry):
        return AtTimesOfDay(
            at=tuple(TimeOfDay(name) for name in entry["at"]),
            days=tuple(int(number) for number in entry["days"]),
            not_before=duration(entry.get("not_before", "0h")),
            else_after=duration(entry["else_after"]) if "else_after" in entry else None,
        )
    raise ValueError(WHEN)
