"""Prompts: the hours on the buttons."""

from datetime import date, datetime

import pytest

from bot.conversation.prompts import hours_offered


def at(clock):
    return datetime.fromisoformat(f"2026-11-20T{clock}")


@pytest.mark.parametrize(
    ("on", "now", "first", "last"),
    [
        pytest.param(date(2026, 11, 20), at("18:42"), 11, 22, id="today in the evening"),
        pytest.param(date(2026, 11, 20), at("09:05"), 8, 19, id="today in the morning"),
        pytest.param(date(2026, 11, 20), at("23:50"), 12, 23, id="today before midnight"),
        pytest.param(date(2026, 11, 19), at("23:50"), 9, 20, id="another day"),
        pytest.param(None, at("23:50"), 9, 20, id="no day yet"),
    ],
)
def test_the_hours_are_those_at_which_people_are_treated(on, now, first, last):
    """It offers twelve hours: for today those around now, else a clinic's day."""
    hours = hours_offered(on, now)

    assert len(hours) == 12
    assert (hours[0].hour, hours[-1].hour) == (first, last)
