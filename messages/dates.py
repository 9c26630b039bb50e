"""Dates in words: "tomorrow, 8 am", "from Sunday, 3 pm, in 1 day 4 h". Pure: `now` and the zone are arguments.

The words and the patterns stand in texts.ftl, so that a language needs no code.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time

from messages.library import Library

WEEKDAY_ALONE = 6  # days before and after today whose weekday is clear without a date
IN_DAYS = timedelta(days=7)  # longer spans are said in days alone
HOURS_SAID = 95  # more hours than this are said in days
DATE_PATTERNS = ("pattern_weekday", "pattern_date", "pattern_short_date")
CLOCK_PATTERNS = ("pattern_clock", "pattern_full_hour", "pattern_noon", "pattern_midnight")


def days_between(first: datetime, last: datetime, zone: ZoneInfo) -> int:
    """Return the days from one instant to another on the calendar of a zone: the day of recovery is counted so."""
    return (last.astimezone(zone).date() - first.astimezone(zone).date()).days


def when_label(library: Library, language: str, at: datetime, *, now: datetime, zone: ZoneInfo) -> str:
    """Return "today, 3 pm" or "Sunday 29 November, 3 pm"."""
    local = at.astimezone(zone)
    day = day_label(library, language, local.date(), today=now.astimezone(zone).date())
    return library.label(
        language, "day_at_clock", day=day, clock=clock_label(library, language, local), hour=local.hour
    )


def dated_label(library: Library, language: str, at: datetime, *, zone: ZoneInfo) -> str:
    """Return "Sunday 29 November, 3 pm", however near: for what is read again on another day."""
    local = at.astimezone(zone)
    day = date_label(library, language, local.date())
    return library.label(
        language, "day_at_clock", day=day, clock=clock_label(library, language, local), hour=local.hour
    )


def date_label(library: Library, language: str, on: date) -> str:
    """Return "Sunday 29 November"."""
    return format_date(on, library.label(language, "pattern_date"), locale=library.label(language, "date_locale"))


def short_date_label(library: Library, language: str, on: date) -> str:
    """Return "Sun 29 Nov", for a small button."""
    return format_date(on, library.label(language, "pattern_short_date"), locale=library.label(language, "date_locale"))


def day_label(library: Library, language: str, on: date, *, today: date) -> str:
    """Return "today", "Sunday" within six days either way, else "Sunday 29 November"."""
    days = (on - today).days
    names = {-1: "day_yesterday_word", 0: "day_today_word", 1: "day_tomorrow_word"}
    if days in names:
        return library.label(language, names[days])
    pattern = "pattern_weekday" if abs(days) <= WEEKDAY_ALONE else "pattern_date"
    return format_date(on, library.label(language, pattern), locale=library.label(language, "date_locale"))


def clock_label(library: Library, language: str, at: datetime | time) -> str:
    """Return "3 pm", "3:30 pm" or "12 noon"; a datetime is read as it stands, in its own zone."""
    clock = at.timetz().replace(tzinfo=None) if isinstance(at, datetime) else at
    pattern = "pattern_clock"
    if clock.minute == 0:
        pattern = {0: "pattern_midnight", 12: "pattern_noon"}.get(clock.hour, "pattern_full_hour")
    return format_time(clock, library.label(language, pattern), locale=library.label(language, "date_locale"))


def span_label(library: Library, language: str, delta: timedelta) -> str:
    """Return "40 min", "3 h 20 min", "1 day 4 h", "9 days": two units at most, a minute at least."""
    minutes = max(round(abs(delta) / timedelta(minutes=1)), 1)
    hours = round(abs(delta) / timedelta(hours=1))
    if minutes < 24 * 60:
        return _two_units(library, language, ("span_hours", minutes // 60), ("span_minutes", minutes % 60))
    if abs(delta) < IN_DAYS:
        return _two_units(library, language, ("span_days", hours // 24), ("span_hours", hours % 24))
    return library.label(language, "span_days", count=round(abs(delta) / timedelta(days=1)))


def from_label(library: Library, language: str, at: datetime, *, now: datetime, zone: ZoneInfo) -> str:
    """Return "from Sunday, 3 pm, in 1 day 4 h"; for what is past "since Sunday, 3 pm"."""
    when = when_label(library, language, at, now=now, zone=zone)
    if at <= now:
        return library.label(language, "since_when", when=when)
    return library.label(language, "from_when", when=when, span=span_label(library, language, at - now))


def from_hours_label(library: Library, language: str, hours: float) -> str:
    """Return "from 48 hours after your treatment", for somebody whose treatment is not known; days from 96 h on."""
    if hours > HOURS_SAID:
        return library.label(language, "from_days_after", count=round(hours / 24))
    return library.label(language, "from_hours_after", count=round(hours))


def _two_units(library: Library, language: str, larger: tuple[str, int], smaller: tuple[str, int]) -> str:
    said = [library.label(language, key, count=count) for key, count in (larger, smaller) if count]
    if len(said) < 2:
        return said[0]
    return library.label(language, "span_two_units", larger=said[0], smaller=said[1])
