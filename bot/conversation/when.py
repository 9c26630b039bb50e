"""When: a typed date and time -> its readings. Never guesses: two readings come back as two.

Pure: the local time of the person who types is an argument. Wall-clock times throughout, no zones.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from itertools import count

import dateparser
from babel.dates import get_day_names
from dateparser.data.languages_info import language_order

from messages.library import Library

LONGEST = 60  # characters; a longer message is a question, not a date
EARLIEST = timedelta(weeks=8)
LATEST = timedelta(days=90)

_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})[/.\-](\d{1,2})(?:[/.\-](\d{4}|\d{2}))?(?![\d:])")
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_CLOCK = re.compile(r"(?<![\d/.\-])(\d{1,2})\s*[:h]\s*(\d{2})(?!\d)\s*(?:h\b|hrs\b)?(?:\s*([ap])(?=\s?m\b)|([ap])\b)?")
_HALF_DAY = re.compile(r"(?<![\d/.\-:])(\d{1,2})(?:\s*([ap])\s?m|([ap]))\b")
_ORDINAL = re.compile(r"(?<!\d)(\d{1,2})(?:[º°]|e?ro)(?!\w)")
_DOTTED = r"(?<![\d/.:\-])([01]?\d|2[0-3])\.([0-5]\d)(?![\d/.:\-])"


@dataclass(frozen=True, kw_only=True)
class Words:
    """The words of one language that dateparser does not know, each a list: from texts.ftl, when_..."""

    at: tuple[str, ...]  # before an hour: "at", "a las"
    morning: tuple[str, ...]
    afternoon: tuple[str, ...]  # and evening
    noon: tuple[str, ...]
    last: tuple[str, ...]
    next: tuple[str, ...]
    filler: tuple[str, ...]  # "on", "the", "el"
    correction: tuple[str, ...]  # before a comma: "no, yesterday"; without one it may deny the day
    today: tuple[str, ...]  # a part of it: "this morning"
    last_night: tuple[str, ...]
    day_before_yesterday: tuple[str, ...]
    day_after_tomorrow: tuple[str, ...]
    spelled: tuple[str, ...]  # a phrase and what it stands for: "half an hour = 30 minutes", with # for numbers
    numbers: tuple[str, ...]  # from one to thirty-one, each with its other forms: "one/first"
    half: tuple[str, ...]  # with # for the hour: "half past #"
    quarter_past: tuple[str, ...]
    quarter_to: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class When:
    """What a person may have meant. One of each is clear, several are to be asked back, none was not named."""

    days: tuple[date, ...]
    times: tuple[time, ...]


def words_of(library: Library, language: str) -> Words:
    """Return the lists of texts.ftl: adding a language needs no code."""
    lists = {
        field.name: tuple(word.strip() for word in library.label(language, f"when_{field.name}").split(","))
        for field in fields(Words)
    }
    return Words(**lists)


def read_when(text: str, language: str, words: Words, now: datetime, *, asks_time: bool = False) -> When | None:
    """Return the readings of a typed date, or None when the text is none.

    `now` is the local wall-clock time, naive. Days that lie between EARLIEST ago and LATEST ahead are preferred;
    if a date has no reading there, the nearest comes back, so that it can be said what is possible. `asks_time`: the
    time alone is asked for, so a bare number is an hour and 7.30 a clock.
    """
    plain = _plain(re.sub(rf"^\s*(?:{_any_of(words.correction)})\s*[,.:;!]", "", text, flags=re.IGNORECASE))
    if not plain or len(plain) > LONGEST:
        return None
    plain = _in_digits(plain, words)
    if asks_time and re.fullmatch(r"\d+(?: \d{2})?", bare := _without_fillers(plain, words)):
        plain = f"{words.at[0]} {bare}"
    # the second number is of the clock, or of the day: "at 3 20", "at 3 20 November"
    minutes = re.sub(rf"\b({_any_of(words.at)})\s+(\d{{1,2}})\s+([0-5]\d)(?![\w/.:\-])", r"\1 \2:\3", plain)
    either = (_read_dotted(one, language, words, now, asks_time=asks_time) for one in (minutes, plain))
    return next((found for found in either if found), None)


def is_in_reach(on: date, today: date) -> bool:
    """Return whether a treatment on that day can be registered today."""
    return today - EARLIEST <= on <= today + LATEST


def _read_dotted(plain: str, language: str, words: Words, now: datetime, *, asks_time: bool) -> When | None:
    """Take 7.30 for a date that is in reach, else for a clock."""
    found = _read(_with_colons(plain, words, everywhere=asks_time), language, words, now)
    if found and (not found.days or any(is_in_reach(day, now.date()) for day in found.days)):
        return found
    return _read(_with_colons(plain, words, everywhere=True), language, words, now) or found


def _read(plain: str, language: str, words: Words, now: datetime) -> When | None:
    names_hour = re.search(rf"\b(?:{_any_of(words.at)}) \d{{1,2}}$", plain)  # "now, at 3", unlike "about 1 hour ago"
    ago = _elapsed(plain, language, now) or _elapsed(_without_fillers(plain, words), language, now)
    if ago and not names_hour:
        return ago
    is_today, _ = _take_words(plain, words.today)
    last_night, plain = _take_words(plain, words.last_night)
    before_yesterday, plain = _take_words(plain, words.day_before_yesterday)
    after_tomorrow, plain = _take_words(plain, words.day_after_tomorrow)
    times, rest = _take_time(plain, words, evening=last_night)
    days, rest = _take_day(rest, language, words, now)
    if not days and (is_today or last_night or before_yesterday or after_tomorrow):
        days = (now.date() + timedelta(days=2 * after_tomorrow - 2 * before_yesterday - last_night),)
    if rest or not (days or times):
        return None
    return When(days=days, times=times)


def _plain(text: str) -> str:
    """Lower case, without accents; "a.m." as "am"."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    bare = re.sub(r"\b([ap])\.\s?m\.?", r"\1m", bare)
    return re.sub(r"[,;!?¿¡]|\.+$", " ", bare).strip()


def _in_digits(plain: str, words: Words) -> str:
    """Write the numbers as digits and the parts of an hour as a clock: "half past two" as "2:30"."""
    plain = _as_meant(plain, [pair for pair in words.spelled if "#" not in pair])
    numbers = {_plain(form): number for number, forms in enumerate(words.numbers, 1) for form in forms.split("/")}
    for form in sorted(numbers, key=len, reverse=True):
        written = "[ -]".join(map(re.escape, re.split("[ -]", form)))  # twenty-one, twenty one
        plain = re.sub(rf"\b{written}\b", str(numbers[form]), plain)
    plain = _as_meant(_ORDINAL.sub(r"\1", plain), [pair for pair in words.spelled if "#" in pair])
    for shapes, minute in ((words.half, 30), (words.quarter_past, 15), (words.quarter_to, 45)):
        for shape in shapes:
            before, _, after = (re.escape(part) for part in _plain(shape).partition("#"))
            hour = r"(?<![\d:.])(\d{1,2})(?![\d:.])"
            is_before = minute == 45  # a quarter to five is 4:45
            plain = re.sub(f"{before}{hour}{after}", lambda found: _clock(int(found[1]), minute, is_before), plain)  # noqa: B023
    return plain


def _as_meant(plain: str, pairs: Iterable[str]) -> str:
    """Write phrases as what they stand for, the longest first; # is a number, in the order of the phrase."""
    meant = {_plain(phrase): _plain(meaning) for phrase, _, meaning in (pair.partition("=") for pair in pairs)}
    for phrase in sorted(meant, key=len, reverse=True):
        pattern = re.escape(phrase).replace(r"\#", r"(\d{1,2})")
        order = count(1)
        template = re.sub("#", lambda _: rf"\g<{next(order)}>", meant[phrase])  # noqa: B023
        plain = re.sub(rf"\b{pattern}\b", template, plain)
    return plain


def _clock(hour: int, minute: int, is_before: bool) -> str:
    return f"{(hour - 1 or 12) if is_before else hour}:{minute}"


def _with_colons(plain: str, words: Words, *, everywhere: bool) -> str:
    """Write 7.30 as 7:30 where it must be a clock, or everywhere."""
    if everywhere:
        return re.sub(_DOTTED, r"\1:\2", plain)
    plain = re.sub(rf"{_DOTTED}(?=\s*(?:[ap]m\b|h\b))", r"\1:\2", plain)
    return re.sub(rf"\b({_any_of(words.at)})\s*{_DOTTED}", r"\1 \2:\3", plain)


def _elapsed(plain: str, language: str, now: datetime) -> When | None:
    """ "3 hours ago" names an instant, so both the day and the time."""
    number = re.search(r"\d+", plain)
    if not number or re.search(r"[/:\-]", plain):
        return None
    then = _parse(plain, language, now)
    exact = then and then.date() and timedelta(0) < now - then < timedelta(hours=24) and then.time() != time(0)
    if not then or not exact or now - then == timedelta(days=int(number[0])):
        return None
    return When(days=(then.date(),), times=(then.time().replace(second=0, microsecond=0),))


def _take_time(plain: str, words: Words, *, evening: bool) -> tuple[tuple[time, ...], str]:
    """Return the readings of the time and the text without it."""
    afternoon, plain = _take_words(plain, words.afternoon)
    morning, plain = _take_words(plain, words.morning)
    noon, plain = _take_words(plain, words.noon)
    if noon:
        return (time(12),), plain
    half = "p" if afternoon or evening else "a" if morning else None
    bare = (re.compile(r"(?<![\d/.\-])(\d{1,2})(?![\d/.\-])"),) if half else ()
    for pattern in (_CLOCK, _HALF_DAY, _after(words.at), *bare):
        found = pattern.search(plain)
        if found:
            hour, minute, marker = _parts(pattern, found)
            times = _times(hour, minute, marker or half, written=found[1])
            if times:
                return times, f"{plain[: found.start()]} {plain[found.end() :]}".strip()
    return (), plain


def _after(at: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_any_of(at)})\s*(\d{{1,2}})(?![\d/.\-:])\s*(?:h\b|hrs\b|o'clock)?")


def _parts(pattern: re.Pattern[str], found: re.Match[str]) -> tuple[int, int, str | None]:
    if pattern is _CLOCK:
        # the "m" of "pm" stands after the match and is eaten by the fillers
        return int(found[1]), int(found[2]), found[3] or found[4]
    if pattern is _HALF_DAY:
        return int(found[1]), 0, found[2] or found[3]
    return int(found[1]), 0, None


def _times(hour: int, minute: int, half: str | None, *, written: str) -> tuple[time, ...]:
    """The hours 1 to 12 without "am" or "pm" are two times, unless written like 09:00."""
    if hour > 23 or minute > 59:
        return ()
    if hour > 12 or hour == 0 or (written.startswith("0") and not half):
        return (time(hour, minute),)
    early = time(hour % 12, minute)
    late = time(hour % 12 + 12, minute)
    return {"a": (early,), "p": (late,)}.get(half or "", (early, late) if hour != 12 else (late,))


def _take_day(rest: str, language: str, words: Words, now: datetime) -> tuple[tuple[date, ...], str]:
    iso = _ISO.search(rest)
    if iso:
        return _numbered(iso, [(int(iso[1]), int(iso[2]), int(iso[3]))], rest, words)
    numeric = _NUMERIC.search(rest)
    if numeric:
        first, second = int(numeric[1]), int(numeric[2])
        years = [_year(numeric[3])] if numeric[3] else [now.year - 1, now.year, now.year + 1]
        readings = [(year, *pair) for year in years for pair in ((second, first), (first, second))]
        days, left = _numbered(numeric, readings, rest, words)
        return _nearby(days, now), left
    last, bare = _take_words(rest, words.last)
    coming, bare = _take_words(bare, words.next)
    bare = _without_fillers(bare, words)
    weekday = _weekday(bare, language)
    if weekday is not None:
        return _weekdays(weekday, now.date(), last=last, coming=coming), ""
    if not bare:
        return (), rest if last or coming else ""
    named, _, number = bare.partition(" ")
    if number.isdecimal() and _weekday(named, language) is not None:
        return _nearby(_numbered_weekdays(int(number), _weekday(named, language), now.date()), now), ""
    days = _named_days(rest, language, now) or (() if last or coming else _named_days(bare, language, now))
    return (_nearby(days, now), "") if days else ((), rest)


def _named_days(text: str, language: str, now: datetime) -> tuple[date, ...]:
    """A day without its year, or "the 25th", may be the last one or the coming one."""
    read = (_parse(text, language, now, prefer=prefer) for prefer in ("past", "future"))
    return tuple(dict.fromkeys(then.date() for then in read if then))


def _numbered(
    found: re.Match[str], readings: Iterable[tuple[int, int, int]], rest: str, words: Words
) -> tuple[tuple[date, ...], str]:
    days: list[date] = []
    for year, month, day in readings:
        try:
            reading = date(year, month, day)
        except ValueError:  # there is no 13th month: then it is the other reading
            continue
        if reading not in days:
            days.append(reading)
    left = _without_fillers(f"{rest[: found.start()]} {rest[found.end() :]}", words)
    return tuple(days), left if days else rest


def _year(written: str) -> int:
    return int(written) if len(written) == 4 else 2000 + int(written)


def _nearby(days: tuple[date, ...], now: datetime) -> tuple[date, ...]:
    """Keep what can be registered; if nothing can, the nearest."""
    today = now.date()
    possible = [day for day in days if is_in_reach(day, today)]
    nearest = sorted(days, key=lambda day: abs(day - today))[:1]
    return tuple(sorted(possible, key=lambda day: abs(day - today)) or nearest)


def _weekday(bare: str, language: str) -> int | None:
    for width in ("wide", "abbreviated"):
        for number, name in get_day_names(width, locale=language).items():
            if bare.rstrip(".") == _plain(name).rstrip("."):
                return int(number)
    return None


def _weekdays(weekday: int, today: date, *, last: bool, coming: bool) -> tuple[date, ...]:
    """A bare "Friday" may be the last one or the coming one."""
    back = (today.weekday() - weekday) % 7
    before = today - timedelta(days=back or 7)
    after = today + timedelta(days=(weekday - today.weekday()) % 7 or 7)
    if last or coming:
        return (before,) if last else (after,)
    return (today,) if back == 0 else (before, after)


def _numbered_weekdays(number: int, weekday: int | None, today: date) -> tuple[date, ...]:
    """ "Tuesday 1": the days of that number that are that weekday; none is, and the weekday was a slip."""
    around = [today + timedelta(days=days) for days in range(-EARLIEST.days, LATEST.days + 1)]
    days = [day for day in around if day.day == number]
    return tuple([day for day in days if day.weekday() == weekday] or days)


def _parse(text: str, language: str, now: datetime, *, prefer: str = "past") -> datetime | None:
    if language not in language_order:
        return None  # dateparser knows no words of it; numbers are read in the other languages
    settings = {
        "RELATIVE_BASE": now,
        "PREFER_DATES_FROM": prefer,
        "REQUIRE_PARTS": ["day"],
        "RETURN_AS_TIMEZONE_AWARE": False,
    }
    parsed: datetime | None = dateparser.parse(text, languages=[language], settings=settings)
    if parsed and abs(parsed - now) > timedelta(days=400) and str(parsed.year) not in text:
        return None  # "20 November 4" is no date in the year 2004
    return parsed


def _take_words(text: str, words: tuple[str, ...]) -> tuple[bool, str]:
    found = re.search(rf"\b(?:{_any_of(words)})\b", text)
    if not found:
        return False, text
    return True, f"{text[: found.start()]} {text[found.end() :]}".strip()


def _without_fillers(text: str, words: Words) -> str:
    return " ".join(re.sub(rf"\b(?:{_any_of((*words.filler, *words.at, 'm'))})\b", " ", text).split())


def _any_of(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(_plain(word)) for word in sorted(words, key=len, reverse=True))
