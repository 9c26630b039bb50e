"""Dates in words, in each language's own order and clock."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from messages.dates import clock_label, day_label, from_hours_label, from_label, span_label, when_label
from tests.content import LIBRARY

MADRID = ZoneInfo("Europe/Madrid")
NOW = datetime(2026, 11, 20, 9, tzinfo=MADRID)  # a Friday


@pytest.mark.parametrize(
    ("at", "english", "spanish"),
    [
        ("2026-11-20 15:00", "today, 3 pm", "hoy a las 15:00"),
        ("2026-11-21 08:00", "tomorrow, 8 am", "mañana a las 8:00"),
        ("2026-11-19 20:30", "yesterday, 8:30 pm", "ayer a las 20:30"),
        ("2026-11-22 15:00", "Sunday, 3 pm", "el domingo a las 15:00"),
        ("2026-11-26 01:00", "Thursday, 1 am", "el jueves a la 1:00"),
        ("2026-11-14 13:00", "Saturday, 1 pm", "el sábado a las 13:00"),
        ("2026-11-27 15:00", "Friday 27 November, 3 pm", "el viernes 27 de noviembre a las 15:00"),
        ("2026-11-13 15:00", "Friday 13 November, 3 pm", "el viernes 13 de noviembre a las 15:00"),
        ("2026-11-20 12:00", "today, 12 noon", "hoy a las 12:00"),
        ("2026-11-21 00:00", "tomorrow, 12 midnight", "mañana a las 0:00"),
    ],
)
def test_an_instant_is_said_as_near_as_it_is(at, english, spanish):
    """It says today and tomorrow, a weekday within six days, and the date beyond."""
    instant = datetime.fromisoformat(at).replace(tzinfo=MADRID)

    assert when_label(LIBRARY, "en", instant, now=NOW, zone=MADRID) == english
    assert when_label(LIBRARY, "es", instant, now=NOW, zone=MADRID) == spanish


def test_the_day_is_that_of_the_patient():
    """It reads an instant in UTC on the patient's own calendar."""
    at = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)

    assert when_label(LIBRARY, "en", at, now=NOW, zone=MADRID) == "tomorrow, 12:30 am"
    assert when_label(LIBRARY, "en", at, now=NOW, zone=ZoneInfo("America/Lima")) == "today, 6:30 pm"


def test_a_day_is_said_without_a_clock():
    """It leaves the hour out where only the day matters."""
    assert day_label(LIBRARY, "en", date(2026, 12, 18), today=date(2026, 11, 20)) == "Friday 18 December"
    assert day_label(LIBRARY, "es", date(2026, 11, 21), today=date(2026, 11, 20)) == "mañana"


def test_a_clock_is_read_as_it_stands():
    """It takes a time of day or an instant in its own zone."""
    assert clock_label(LIBRARY, "en", time(15, 30)) == "3:30 pm"
    assert clock_label(LIBRARY, "es", datetime(2026, 11, 20, 15, tzinfo=MADRID)) == "15:00"


@pytest.mark.parametrize(
    ("delta", "english", "spanish"),
    [
        (timedelta(seconds=5), "1 min", "1 min"),
        (timedelta(minutes=40), "40 min", "40 min"),
        (timedelta(hours=3, minutes=20), "3 h 20 min", "3 h y 20 min"),
        (timedelta(hours=23, minutes=59, seconds=40), "1 day", "1 día"),
        (timedelta(hours=28), "1 day 4 h", "1 día y 4 h"),
        (timedelta(hours=47, minutes=50), "2 days", "2 días"),
        (timedelta(days=9, hours=4), "9 days", "9 días"),
    ],
)
def test_a_span_has_two_units_at_most(delta, english, spanish):
    """It rounds to what a person would say."""
    assert span_label(LIBRARY, "en", delta) == english
    assert span_label(LIBRARY, "es", delta) == spanish


def test_from_when_and_how_long_until_then():
    """It names the instant and how far away it is; what is past has only begun."""
    ahead, past = NOW + timedelta(days=1, hours=4), NOW - timedelta(days=2)

    assert from_label(LIBRARY, "en", ahead, now=NOW, zone=MADRID) == "from tomorrow, 1 pm, in 1 day 4 h"
    assert from_label(LIBRARY, "es", ahead, now=NOW, zone=MADRID) == "desde mañana a las 13:00, dentro de 1 día y 4 h"
    assert from_label(LIBRARY, "en", past, now=NOW, zone=MADRID) == "now (since Wednesday, 9 am)"
    assert from_label(LIBRARY, "es", past, now=NOW, zone=MADRID) == "desde el miércoles a las 9:00"


def test_the_span_is_elapsed_time_across_a_change_of_clocks():
    """It counts 48 hours as two days although the wall clock shows 47."""
    treated = datetime(2027, 3, 27, 15, tzinfo=MADRID).astimezone(UTC)

    assert (
        from_label(LIBRARY, "en", treated + timedelta(hours=48), now=treated, zone=MADRID)
        == "from Monday, 4 pm, in 2 days"
    )


@pytest.mark.parametrize(
    ("hours", "english", "spanish"),
    [
        (1, "from 1 hour after your treatment", "desde 1 hora después del tratamiento"),
        (48, "from 48 hours after your treatment", "desde las 48 horas después del tratamiento"),
        (72, "from 72 hours after your treatment", "desde las 72 horas después del tratamiento"),
        (96, "from 4 days after your treatment", "desde los 4 días después del tratamiento"),
        (168, "from 7 days after your treatment", "desde los 7 días después del tratamiento"),
    ],
)
def test_without_a_treatment_the_hours_since_it_are_said(hours, english, spanish):
    """It speaks of days from the fourth on."""
    assert from_hours_label(LIBRARY, "en", hours) == english
    assert from_hours_label(LIBRARY, "es", hours) == spanish
