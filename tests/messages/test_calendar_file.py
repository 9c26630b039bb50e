"""The calendar file, read back by another library than the one that writes it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from ical.calendar_stream import IcsCalendarStream
from ical.event import EventStatus

from messages.calendar_file import CalendarEvent, CalendarFile, calendar_bytes

NOW = datetime(2026, 11, 20, 14, tzinfo=UTC)
MADRID = ZoneInfo("Europe/Madrid")
MAKEUP = CalendarEvent(uid="one@afterglow", at=NOW + timedelta(hours=48), step_ids=("makeup_ok", "exercise_ok"))


def a_file(*events, **given):
    return CalendarFile(**{"written_at": NOW, "revision": 7, "zone": "Europe/Madrid", "events": events, **given})


def read(contents):
    return IcsCalendarStream.calendar_from_ics(contents.decode())


def test_an_entry_is_read_back_with_its_time_and_its_identity(library):
    """It carries the instant in the patient's zone, what tells files apart, and a title that says little."""
    (event,) = read(calendar_bytes(library, "en", a_file(MAKEUP))).events

    assert event.uid == "one@afterglow"
    assert event.sequence == 7
    assert event.dtstamp == NOW
    assert event.dtstart == datetime(2026, 11, 22, 15, tzinfo=MADRID)
    assert event.dtend == datetime(2026, 11, 22, 15, 15, tzinfo=MADRID)
    assert event.summary == "Afterglow: skin care"
    assert event.description == "Make-up again, exercise again"
    assert event.status is EventStatus.CONFIRMED


def test_the_patients_language_is_written(library):
    """It writes accents that are read back whole."""
    check_in = CalendarEvent(uid="two", at=NOW, step_ids=("checkin_24h",), is_check_in=True)
    (event,) = read(calendar_bytes(library, "es", a_file(check_in))).events

    assert (event.summary, event.description) == ("Afterglow: seguimiento", "¿cómo está tu piel?")


def test_titles_say_nothing_of_the_treatment(library):
    """It keeps to two titles, whatever the entry is about: calendars are shared."""
    course = library.courses["microneedling"]
    events = [CalendarEvent(uid=step_id, at=NOW, step_ids=(step_id,)) for step_id in course.steps]
    calendar = read(calendar_bytes(library, "en", a_file(*events)))

    assert {event.summary for event in calendar.events} == {"Afterglow: skin care"}
    assert max(len(event.description) for event in calendar.events) <= 60


def test_mornings_in_a_row_are_one_entry_also_when_the_clocks_change(library):
    """It repeats at the same time of the patient's day, by the rules of the zone in the file."""
    saturday = datetime(2026, 10, 24, 6, tzinfo=UTC)  # 8 am in Madrid, the last day of summer time
    mornings = CalendarEvent(uid="three", at=saturday, mornings=3)
    calendar = read(calendar_bytes(library, "en", a_file(mornings)))
    span = calendar.timeline.overlapping(saturday - timedelta(days=1), saturday + timedelta(days=9))

    assert [event.dtstart.astimezone(UTC) for event in span] == [
        datetime(2026, 10, 24, 6, tzinfo=UTC),
        datetime(2026, 10, 25, 7, tzinfo=UTC),
        datetime(2026, 10, 26, 7, tzinfo=UTC),
    ]
    assert len(calendar.timezones) == 1


@pytest.mark.parametrize("zone", ["America/Mexico_City", "Asia/Kolkata", "Pacific/Auckland", "UTC"])
def test_every_zone_is_written_so_that_the_instant_stays(library, zone):
    """It means the same instant wherever the patient lives."""
    (event,) = read(calendar_bytes(library, "en", a_file(MAKEUP, zone=zone))).events

    assert event.dtstart.astimezone(UTC) == MAKEUP.at


def test_what_is_cancelled_is_marked(library):
    """It keeps the entry, so that a calendar that has it takes it off."""
    gone = CalendarEvent(uid="one@afterglow", at=MAKEUP.at, step_ids=MAKEUP.step_ids, is_cancelled=True)
    (event,) = read(calendar_bytes(library, "en", a_file(gone))).events

    assert event.status is EventStatus.CANCELLED


def test_nothing_rings_or_takes_up_time(library):
    """It has no alarms, is private, and leaves the time free."""
    contents = calendar_bytes(library, "en", a_file(MAKEUP)).decode()

    assert "VALARM" not in contents
    assert "CLASS:PRIVATE\r\n" in contents
    assert "TRANSP:TRANSPARENT\r\n" in contents
