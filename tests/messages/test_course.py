"""Course: when steps fall due, on the patient's own calendar and clock."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from messages.course import (
    AtTimesOfDay,
    Day,
    Every,
    Late,
    Once,
    Step,
    StepKind,
    TimeOfDay,
    local_instant,
    occurrences,
    step_instant,
)

MADRID = Day(zone=ZoneInfo("Europe/Madrid"))


def a_step(when):
    return Step(
        id="sunscreen",
        kind=StepKind.CARE,
        topic="sun_protection",
        when=when,
        counts_from=timedelta(hours=24),
        counts_until=timedelta(weeks=4),
        useful_for=timedelta(hours=8),
        late=Late.SEND,
        sources=("SEED",),
        checked=date(2026, 11, 24),
    )


def due(when, treated, day=MADRID):
    treated_at = datetime.fromisoformat(treated).replace(tzinfo=day.zone).astimezone(UTC)
    return [
        occurrence.due_at.astimezone(day.zone).replace(tzinfo=None).isoformat(" ", "minutes")
        for occurrence in occurrences(a_step(when), treated_at, day)
    ]


def test_48_hours_are_48_hours_when_the_clocks_go_back():
    """It counts elapsed hours: 3 pm becomes 2 pm."""
    assert due(Once(offset=timedelta(hours=48)), "2026-10-23 15:00") == ["2026-10-25 14:00"]


def test_ice_is_due_one_two_and_three_hours_after():
    """It includes both ends."""
    hour = timedelta(hours=1)

    assert due(Every(interval=hour, start=hour, end=3 * hour), "2026-11-20 15:00") == [
        "2026-11-20 16:00",
        "2026-11-20 17:00",
        "2026-11-20 18:00",
    ]


def test_mornings_are_mornings_across_a_change_of_clocks():
    """It keeps the wall-clock time, and starts at the first morning a full day after."""
    mornings = AtTimesOfDay(at=(TimeOfDay.MORNING,), days=(0, 1, 2, 3), not_before=timedelta(hours=24))

    assert due(mornings, "2026-10-23 15:00") == ["2026-10-25 08:00", "2026-10-26 08:00"]


def test_the_evening_of_a_night_owl_is_after_midnight():
    """It counts the evening to the day it belongs to."""
    owl = Day(zone=ZoneInfo("Europe/Madrid"), wake=time(11), sleep=time(3))

    assert due(AtTimesOfDay(at=(TimeOfDay.EVENING,), days=(0,)), "2026-11-20 15:00", owl) == ["2026-11-21 01:00"]


@pytest.mark.parametrize(
    ("zone", "local", "expected"),
    [
        pytest.param("Europe/Madrid", "2026-03-29 02:30", "2026-03-29 01:00", id="clocks go forward"),
        pytest.param("Europe/Madrid", "2026-10-25 02:30", "2026-10-25 00:30", id="clocks go back"),
        pytest.param("Australia/Lord_Howe", "2026-10-04 02:15", "2026-10-03 15:30", id="half an hour forward"),
        pytest.param("Pacific/Apia", "2011-12-30 12:00", "2011-12-30 10:00", id="a day that never was"),
        pytest.param("Asia/Kathmandu", "2026-11-20 08:00", "2026-11-20 02:15", id="quarter hours"),
    ],
)
def test_a_wall_clock_time_is_an_existing_instant(zone, local, expected):
    """It takes the next existing time in a gap, and the first in a fold."""
    moment = datetime.fromisoformat(local)

    assert local_instant(moment.date(), moment.time(), ZoneInfo(zone)) == datetime.fromisoformat(f"{expected}+00:00")


@settings(max_examples=300)
@given(
    zone=st.timezones(no_cache=False),
    on=st.dates(date(2000, 1, 2), date(2037, 12, 30)),
    at=st.times().map(lambda moment: moment.replace(second=0, microsecond=0)),
)
def test_it_never_names_a_time_before_the_one_asked(zone, on, at):
    """It reads back as the same wall-clock time, or a later one where that does not exist."""
    back = local_instant(on, at, zone).astimezone(zone).replace(tzinfo=None)

    assert back >= datetime.combine(on, at)


def test_a_step_without_times_counts_from_its_offset():
    """It still knows when a step of the clinic's own begins."""
    treated_at = datetime(2026, 11, 20, 14, tzinfo=UTC)

    assert step_instant(a_step(None), treated_at, MADRID) == datetime(2026, 11, 21, 14, tzinfo=UTC)
