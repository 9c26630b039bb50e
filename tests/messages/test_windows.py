"""Windows: the part of an answer that fits the time since the treatment."""

from datetime import UTC, datetime, timedelta

import pytest

from messages.situation import Situation
from messages.windows import find_window
from tests.content import LIBRARY

NOW = datetime(2026, 11, 22, 14, tzinfo=UTC)
UNKNOWN = Situation(language="en")


def name_at(topic_id, hours, situation=UNKNOWN):
    window = find_window(LIBRARY, LIBRARY.topics[topic_id], situation, hours)
    return window and window.name


@pytest.mark.parametrize(
    ("hours", "name"),
    [(0, "expected"), (71.9, "expected"), (72, "settling"), (167, "settling"), (168, "late"), (5000, "late")],
)
def test_a_window_ends_at_its_hours(hours, name):
    """It is over from its last hour on; the last window has no end."""
    assert name_at("redness", hours) == name


@pytest.mark.parametrize("hours", [None, -20])
def test_no_window_without_a_past_treatment(hours):
    """It is none when the time is not known, and before the treatment."""
    assert name_at("redness", hours) is None


@pytest.mark.parametrize(
    ("hours", "ahead", "name"),
    [(-20, False, "ahead"), (None, True, "ahead"), (None, False, None), (20, True, "before"), (900, True, "ahead")],
)
def test_a_window_before_the_treatment(hours, ahead, name):
    """It is ahead before a treatment, and before a further one when nothing is too early any more."""
    assert name_at("makeup", hours, Situation(language="en", ahead=ahead)) == name


def test_no_window_for_a_topic_without_any():
    """It is none where the answer is the same every day."""
    assert name_at("cost", 30) is None


@pytest.mark.parametrize(("minutes", "name"), [(1, "before"), (0, "after"), (-60, "after")])
def test_a_step_ends_a_window_at_the_patients_own_instant(minutes, name):
    """It goes by the patient's instant of the step, not by the hours alone."""
    situation = Situation(language="en", now=NOW, instants={"makeup_ok": NOW + timedelta(minutes=minutes)})

    assert name_at("makeup", 20, situation) == name


@pytest.mark.parametrize(("hours", "name"), [(47, "before"), (48, "after")])
def test_a_step_ends_a_window_at_its_hours_for_anybody_else(hours, name):
    """It goes by the course where the patient's own instants are not known."""
    assert name_at("makeup", hours) == name
