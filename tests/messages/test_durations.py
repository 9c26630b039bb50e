"""Durations named in a message."""

import pytest

from messages.durations import TimeWords, named_hours
from messages.words import read_message
from tests.content import LIBRARY

ENGLISH = LIBRARY.rule_books["en"].time_words


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("still red after 9 days", 216),
        ("day 5 and puffy", 120),
        ("treated two weeks ago", 336),
        ("a couple of weeks later", 336),
        ("10 days post", 240),
        ("still sore, fifth day", 120),
        ("had it done last month", 480),
        ("swollen for 4 days", 96),
        ("it has been 30 hours, still tight", 30),
        ("day 2 of a rash, treated 3 weeks ago", 504),
    ],
)
def test_a_time_that_has_passed(text, hours):
    """It reads how long ago the treatment was, the longest time when there are several."""
    assert named_hours(read_message(text), ENGLISH) == hours


@pytest.mark.parametrize("text", ["in 3 days I fly home", "within 2 weeks", "every 4 hours", "2 kids and a dog", "red"])
def test_another_time(text):
    """It takes no time to come, no rhythm and no other number for it."""
    assert named_hours(read_message(text), ENGLISH) is None


def test_a_language_without_time_words():
    """It names no time when a language says nothing about time."""
    assert named_hours(read_message("day 9"), TimeWords()) is None


def test_an_age():
    """It takes no age for the time since the treatment."""
    spanish = LIBRARY.rule_books["es"].time_words

    assert named_hours(read_message("llevo un mes con granos, yo que a mis 67 años no tenía"), spanish) == 720
