"""Opening hours: read from the settings, open or closed at an instant, and when they open next."""

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.opening_hours import (
    BadHours,
    OpeningHours,
    Rule,
    Span,
    hours_label,
    read_opening_hours,
)

MADRID = ZoneInfo("Europe/Madrid")
ZONES = ["Europe/Madrid", "America/Mexico_City", "Australia/Lord_Howe", "America/New_York", "Asia/Kathmandu", "UTC"]
HOURS = "Mon-Fri 09:00-18:00; Sat 10:00-14:00"


def at(text, zone=MADRID):
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("instant", "is_open"),
    [
        pytest.param("2026-11-20T08:59", False, id="a minute before it opens"),
        pytest.param("2026-11-20T09:00", True, id="as it opens"),
        pytest.param("2026-11-20T17:59", True, id="the last minute"),
        pytest.param("2026-11-20T18:00", False, id="as it closes"),
        pytest.param("2026-11-21T11:00", True, id="a Saturday"),
        pytest.param("2026-11-22T11:00", False, id="a Sunday"),
        pytest.param("2026-12-25T11:00", False, id="a Friday that is a holiday"),
        pytest.param("2027-01-01T11:00", False, id="within a range of closed days"),
    ],
)
def test_it_is_open_when_the_clinic_says_so(instant, is_open):
    """It goes by the clinic's clock, and by its holidays."""
    hours = read_opening_hours(HOURS, "2026-12-25, 2026-12-31..2027-01-02", MADRID)

    assert hours.is_open(at(instant)) is is_open


@pytest.mark.parametrize(
    ("instant", "opens_at"),
    [
        pytest.param("2026-11-20T07:00", "2026-11-20T09:00", id="the same morning"),
        pytest.param("2026-11-20T12:00", "2026-11-21T10:00", id="the next time, while it is open"),
        pytest.param("2026-11-21T20:00", "2026-11-23T09:00", id="over a Sunday"),
        pytest.param("2026-12-24T20:00", "2026-12-26T10:00", id="over a holiday"),
    ],
)
def test_it_knows_when_it_opens_next(instant, opens_at):
    """It finds the next opening after an instant."""
    hours = read_opening_hours(HOURS, "2026-12-25", MADRID)

    assert hours.next_opening(at(instant)) == at(opens_at)


def test_several_times_a_day_and_days_in_a_list():
    """It reads a break at noon, days one by one, and a week that begins in its middle."""
    hours = read_opening_hours("Mon, Wed 09:00-13:00, 15:00-24:00; Sat-Sun 00:00-01:00", "", MADRID)

    assert hours.rules == (
        Rule(weekdays=(0, 2), spans=(Span(start=time(9), end=time(13)), Span(start=time(15), end=time.max))),
        Rule(weekdays=(5, 6), spans=(Span(start=time(0), end=time(1)),)),
    )


def test_no_hours_are_no_hours():
    """It tells a clinic that named none from one that is never open."""
    assert read_opening_hours("", "2026-12-25", MADRID) is None


@pytest.mark.parametrize(
    ("hours", "closed", "said"),
    [
        ("whenever", "", "`whenever` cannot be read; write it like Mon-Fri 09:00-18:00; Sat 10:00-14:00"),
        ("Mon-Fri", "", "`Mon-Fri` cannot be read"),
        ("Mon 9-18", "", "`9-18` is no time from and until"),
        ("Lun 09:00-18:00", "", "`Lun` is no day of the week; use Mon, Tue"),
        ("Mon 18:00-09:00", "", "`18:00-09:00` does not begin before it ends"),
        ("Mon 09:00-25:00", "", "`09:00-25:00` does not begin before it ends"),
        ("Mon 09:00-13:00, 12:00-15:00", "", "hours that overlap"),
        ("Mon 09:00-18:00", "Christmas", "`Christmas` is no date; write dates like 2026-12-25"),
        ("Mon 09:00-18:00", "2026-12-31..2026-12-01", "ends before it begins"),
        ("Mon 09:00-18:00", "2026-01-01..9999-12-31", "lasts more than a year"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(hours, closed, said):
    """It names what is wrong and shows how to write it."""
    with pytest.raises(BadHours) as caught:
        read_opening_hours(hours, closed, MADRID)

    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("locale", "label"),
    [("en_GB", "Mon–Fri 09:00–18:00; Sat 10:00–14:00"), ("es", "lun–vie 09:00–18:00; sáb 10:00–14:00")],
)
def test_patients_read_the_days_in_their_language(locale, label):
    """It says the hours of a week in short."""
    assert hours_label(read_opening_hours(HOURS, "", MADRID), locale) == label


def test_a_change_of_clocks_moves_the_opening_with_the_wall_clock():
    """It opens at nine by the clock on the wall, the day the clocks change too."""
    hours = read_opening_hours("Sun 09:00-10:00", "", MADRID)

    assert hours.next_opening(at("2027-03-27T12:00")) == datetime(2027, 3, 28, 7, tzinfo=UTC)
    assert hours.next_opening(at("2026-10-24T12:00")) == datetime(2026, 10, 25, 8, tzinfo=UTC)


def spans():
    minutes = st.integers(0, 24 * 60 - 1)
    return st.tuples(minutes, minutes).filter(lambda pair: pair[0] < pair[1]).map(_span)


def _span(pair):
    start, end = (time(*divmod(minute, 60)) for minute in pair)
    return Span(start=start, end=end)


rules = st.builds(
    Rule,
    weekdays=st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
    spans=st.lists(spans(), min_size=1, max_size=3).map(tuple),
)
weeks = st.builds(
    OpeningHours,
    rules=st.lists(rules, min_size=1, max_size=3).map(tuple),
    closed=st.sets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=5).map(frozenset),
    zone=st.sampled_from([ZoneInfo(name) for name in ZONES]),
)
instants = st.integers(0, 2 * 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@given(weeks, instants)
def test_the_next_opening_lies_ahead_and_is_open(hours, instant):
    """It names an instant after now at which somebody answers, for every week, zone and holiday."""
    opens_at = hours.next_opening(instant)

    assert opens_at is None or (opens_at > instant and hours.is_open(opens_at))


@given(weeks, instants, st.integers(1, 14 * 24 * 60))
def test_a_closed_clinic_stays_closed_until_the_next_opening(hours, instant, minutes):
    """It never opens before it says."""
    opens_at = hours.next_opening(instant)
    later = instant + timedelta(minutes=minutes)

    if not hours.is_open(instant) and hours.is_open(later):
        assert opens_at is not None
        assert opens_at <= later


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_is_read_or_refused(hours, closed):
    """It never fails in another way."""
    with suppress(BadHours):
        read_opening_hours(hours, closed, MADRID)
