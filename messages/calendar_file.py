"""Calendar file: the few moments of a plan that matter in a calendar, written as RFC 5545 (.ics). Pure.

People share calendars, so a title says no more than that it is about skin care, and nothing in the file rings:
the reminders do that.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from messages.library import Library

PRODUCT = "-//Afterglow//Aftercare calendar//EN"
LASTS = timedelta(minutes=15)
YEAR = timedelta(days=366)  # around the entries, for the zone's changes of clocks


@dataclass(frozen=True, kw_only=True)
class CalendarEvent:
    """One entry. `uid` is the same in every file; `mornings` is on how many days in a row it repeats."""

    uid: str
    at: datetime
    step_ids: tuple[str, ...] = ()
    is_check_in: bool = False
    mornings: int = 1
    is_cancelled: bool = False


@dataclass(frozen=True, kw_only=True)
class CalendarFile:
    """A patient's entries. `revision` is higher in each later file, whose entries replace those of the earlier."""

    written_at: datetime
    revision: int
    zone: str
    events: tuple[CalendarEvent, ...]


def calendar_bytes(library: Library, language: str, file: CalendarFile) -> bytes:
    """Return the file, with the rules of the patient's zone in it."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", library.label(language, "calendar_name"))
    for event in file.events:
        calendar.add_component(_entry(library, language, file, event))
    days = [event.at.date() for event in file.events] or [file.written_at.date()]
    calendar.add_missing_timezones(min(days) - YEAR, max(days) + YEAR)
    return bytes(calendar.to_ical())


def _entry(library: Library, language: str, file: CalendarFile, event: CalendarEvent) -> Event:
    starts_at = event.at.astimezone(ZoneInfo(file.zone))
    entry = Event()
    entry.add("uid", event.uid)
    entry.add("dtstamp", file.written_at)
    entry.add("last-modified", file.written_at)
    entry.add("sequence", file.revision)
    entry.add("dtstart", starts_at)
    entry.add("dtend", starts_at + LASTS)
    if event.mornings > 1:
        entry.add("rrule", {"freq": "daily", "count": event.mornings})
    entry.add("summary", library.label(language, "calendar_check_in" if event.is_check_in else "calendar_care"))
    entry.add("description", _details(library, language, event))
    entry.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    entry.add("class", "PRIVATE")
    entry.add("transp", "TRANSPARENT")
    return entry


def _details(library: Library, language: str, event: CalendarEvent) -> str:
    if event.mornings > 1 or not event.step_ids:
        return library.label(language, "calendar_mornings")
    details = ", ".join(library.label(language, f"step_{step_id}_short") for step_id in event.step_ids)
    return details[:1].upper() + details[1:]
