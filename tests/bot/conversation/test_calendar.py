"""The calendar: a month as buttons, only with days that can be registered."""

from datetime import date

import pytest

from bot.buttons import Action, Press, unpack
from bot.conversation.calendar import NOTHING, month_keyboard, read_day, read_month
from bot.conversation.when import is_in_reach

TODAY = date(2026, 11, 24)


def labels(keyboard):
    return [[button.label for button in row] for row in keyboard]


def test_a_month_shows_its_days_in_weeks_that_begin_on_monday():
    """It lays the days out under the weekdays of the language."""
    rows = labels(month_keyboard(date(2026, 11, 1), today=TODAY, locale="en_GB"))

    assert rows[0] == ["‹ Oct", "November 2026", "Dec ›"]
    assert rows[1] == ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
    assert rows[2] == ["·", "·", "·", "·", "·", "·", "1"]
    assert rows[7] == ["30", "·", "·", "·", "·", "·", "·"]


def test_the_week_begins_on_sunday_where_people_are_used_to_it():
    """It takes the first day of the week from the locale."""
    rows = labels(month_keyboard(date(2026, 11, 1), today=TODAY, locale="es_MX"))

    assert rows[1] == ["DO", "LU", "MA", "MI", "JU", "VI", "SA"]
    assert rows[2] == ["1", "2", "3", "4", "5", "6", "7"]


def test_days_out_of_reach_are_dots_that_mean_nothing():
    """It offers no day of more than 8 weeks ago: 28 September, with today the 24 November, is not there."""
    days = [button for row in month_keyboard(date(2026, 9, 1), today=TODAY, locale="en_GB")[2:] for button in row]
    pressable = [button.label for button in days if button.data != NOTHING]

    assert pressable == ["29", "30"]
    assert {button.label for button in days if button.data == NOTHING} == {"·"}


@pytest.mark.parametrize(
    ("month", "heading"),
    [
        pytest.param(date(2026, 9, 1), ["September 2026", "Oct ›"], id="nothing before the eighth week"),
        pytest.param(date(2027, 2, 1), ["‹ Jan", "February 2027"], id="nothing after the ninetieth day"),
    ],
)
def test_the_pages_end_where_no_day_is_in_reach(month, heading):
    """It turns no further than there is something to choose."""
    assert labels(month_keyboard(month, today=TODAY, locale="en_GB"))[0] == heading


def test_a_day_carries_its_date():
    """It names the day by date, so that a button of yesterday still means the same day."""
    button = month_keyboard(date(2026, 11, 1), today=TODAY, locale="en_GB")[2][6]

    assert unpack(button.data) == Press(Action.DAY, None, "2026-11-01")


@pytest.mark.parametrize("choice", ["", "x", "2026-13", "2026", "9999-12", "0001-01", "2025-01", "2027-06"])
def test_a_made_up_month_is_none(choice):
    """It turns to no month that was never offered."""
    assert read_month(choice, TODAY) is None


def test_a_month_in_reach_is_its_first_day():
    """It reads back what it packed."""
    assert read_month("2026-12", TODAY) == date(2026, 12, 1)


@pytest.mark.parametrize("choice", ["", "today", "2026-02-30", "💉"])
def test_a_made_up_day_is_none(choice):
    """It reads no day from what was never offered."""
    assert read_day(choice) is None


@pytest.mark.parametrize(
    ("on", "reached"),
    [
        pytest.param(date(2026, 9, 29), True, id="8 weeks ago"),
        pytest.param(date(2026, 9, 28), False, id="a day more"),
        pytest.param(date(2027, 2, 22), True, id="in 90 days"),
        pytest.param(date(2027, 2, 23), False, id="in 91 days"),
    ],
)
def test_the_reach_is_eight_weeks_back_and_ninety_days_ahead(on, reached):
    """It takes a treatment of the last 8 weeks or the next 90 days."""
    assert is_in_reach(on, TODAY) is reached
