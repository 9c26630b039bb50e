"""Opening hours: when the clinic answers, in its zone, read from the settings. Pure: the instant is an argument."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from babel.dates import format_date

from messages.course import local_instant

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONDAY = date(2024, 1, 1)
LOOKED_AHEAD = 400  # days
LONGEST_CLOSED = 366  # days in one range
HOURS_EXAMPLE = "Mon-Fri 09:00-18:00; Sat 10:00-14:00"
CLOSED_EXAMPLE = "2026-12-25, 2026-12-31..2027-01-02"

_RULE = re.compile(r"(?P<days>[a-z]+(?:\s*[-,]\s*[a-z]+)*)\s+(?P<spans>\d.*)", re.IGNORECASE)
_SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")


class BadHours(Exception):
    """Opening hours that cannot be read; the message says what is wrong and how to write it."""


@dataclass(frozen=True, kw_only=True)
class Span:
    """From `start` until just before `end` on the clinic's clock; midnight as an end is time.max."""

    start: time
    end: time


@dataclass(frozen=True, kw_only=True)
class Rule:
    """The spans of some weekdays, 0 for Monday; both in order."""

    weekdays: tuple[int, ...]
    spans: tuple[Span, ...]


@dataclass(frozen=True, kw_only=True)
class OpeningHours:
    """When the clinic answers; on days of `closed` it does not."""

    rules: tuple[Rule, ...]
    closed: frozenset[date]
    zone: ZoneInfo

    def is_open(self, at: datetime) -> bool:
        """Return whether the clinic answers at an instant."""
        local = at.astimezone(self.zone)
        return any(span.start <= local.time() < span.end for span in self._spans_on(local.date()))

    def next_opening(self, at: datetime) -> datetime | None:
        """Return the first instant after `at` at which it opens; None when it does not in a year."""
        first = at.astimezone(self.zone).date()
        for days in range(LOOKED_AHEAD):
            on = first + timedelta(days=days)
            for span in self._spans_on(on):
                opens_at = local_instant(on, span.start, self.zone)
                if opens_at > at and self.is_open(opens_at):  # a change of clocks may swallow a span
                    return opens_at
        return None

    def _spans_on(self, on: date) -> Iterator[Span]:
        if on not in self.closed:
            spans = (span for rule in self.rules if on.weekday() in rule.weekdays for span in rule.spans)
            yield from sorted(spans, key=lambda span: span.start)


def read_opening_hours(hours: str, closed: str, zone: ZoneInfo) -> OpeningHours | None:
    """Return the hours, None when none are given. Raises BadHours."""
    rules = tuple(_read_rule(part) for part in _parts(hours, ";"))
    days = read_closed_days(closed)
    return OpeningHours(rules=rules, closed=days, zone=zone) if rules else None


def read_closed_days(closed: str) -> frozenset[date]:
    """Return the days on which the clinic is closed: dates and ranges, with commas. Raises BadHours."""
    return frozenset(on for part in _parts(closed, ",") for on in _read_days(part))


def hours_label(hours: OpeningHours, locale: str) -> str:
    """Return the hours of a week, with the days as a language calls them."""
    return "; ".join(f"{_days_label(rule.weekdays, locale)} {_spans_label(rule.spans)}" for rule in hours.rules)


def _parts(text: str, separator: str) -> list[str]:
    return [part.strip() for part in text.split(separator) if part.strip()]


def _read_rule(text: str) -> Rule:
    found = _RULE.fullmatch(text)
    if not found:
        raise BadHours(f"`{text}` cannot be read; write it like {HOURS_EXAMPLE}")
    weekdays = sorted({day for part in _parts(found["days"], ",") for day in _read_weekdays(part)})
    spans = sorted((_read_span(part) for part in _parts(found["spans"], ",")), key=lambda span: span.start)
    for earlier, later in pairwise(spans):
        if later.start < earlier.end:
            raise BadHours(f"`{text}` has hours that overlap; write each once, like {HOURS_EXAMPLE}")
    return Rule(weekdays=tuple(weekdays), spans=tuple(spans))


def _read_weekdays(text: str) -> list[int]:
    first, separator, last = (name.strip() for name in text.partition("-"))
    begin, end = _read_weekday(first), _read_weekday(last if separator else first)
    return [day % 7 for day in range(begin, (end if end >= begin else end + 7) + 1)]


def _read_weekday(name: str) -> int:
    short = name.casefold()
    if short not in WEEKDAYS:
        raise BadHours(f"`{name}` is no day of the week; use Mon, Tue, Wed, Thu, Fri, Sat or Sun")
    return WEEKDAYS.index(short)


def _read_span(text: str) -> Span:
    found = _SPAN.fullmatch(text)
    if not found:
        raise BadHours(f"`{text}` is no time from and until; write it like 09:00-18:00")
    start_hour, start_minute, end_hour, end_minute = (int(number) for number in found.groups())
    start, end = _clock(start_hour, start_minute), _clock(end_hour, end_minute)
    if start is None or end is None or start >= end:
        raise BadHours(f"`{text}` does not begin before it ends on the same day; write it like 09:00-18:00")
    return Span(start=start, end=end)


def _clock(hour: int, minute: int) -> time | None:
    if (hour, minute) == (24, 0):
        return time.max
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _read_days(text: str) -> list[date]:
    first, separator, last = (day.strip() for day in text.partition(".."))
    try:
        begin = date.fromisoformat(first)
        end = date.fromisoformat(last) if separator else begin
    except ValueError:
        raise BadHours(f"`{text}` is no date; write dates like {CLOSED_EXAMPLE}") from None
    if not 0 <= (end - begin).days < LONGEST_CLOSED:
        raise BadHours(f"`{text}` ends before it begins, or lasts more than a year; write dates like {CLOSED_EXAMPLE}")
    return [begin + timedelta(days=number) for number in range((end - begin).days + 1)]


def _days_label(weekdays: tuple[int, ...], locale: str) -> str:
    runs: list[list[int]] = []
    for day in weekdays:
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(_run_label(run, locale) for run in runs)


def _run_label(run: list[int], locale: str) -> str:
    names = [format_date(MONDAY + timedelta(days=day), "EEE", locale=locale) for day in (run[0], run[-1])]
    return names[0] if len(run) == 1 else (", " if len(run) == 2 else "–").join(names)


def _spans_label(spans: tuple[Span, ...]) -> str:
    return ", ".join(f"{span.start:%H:%M}–{_end_label(span.end)}" for span in spans)


def _end_label(end: time) -> str:
    return "24:00" if end == time.max else f"{end:%H:%M}"
