from datetime import timedelta

import pytest

from benchmarks.day import DAY, Due, a_day, queued
from messages.library import load
from scheduler.treatments import COURSE


def due(minutes, *, useful=timedelta(hours=8), step="sunscreen"):
    at = DAY + timedelta(minutes=minutes)
    return Due(due_at=at, expires_at=at + useful, step_ids=(step,))


def test_what_is_due_at_once_queues_for_the_rate():
    """It lets each message of the sample take the turns of all it stands for."""
    steps = queued([due(0), due(0), due(0), due(5)], weight=100, rate=25)

    assert steps["sunscreen"].late == [0, 4, 8, 0]
    assert steps["sunscreen"].expired == 0


def test_what_comes_too_late_is_counted_and_takes_no_turn():
    """It counts it by step; what stands behind it goes out sooner."""
    ice = due(0, useful=timedelta(seconds=3), step="ice_packs")
    steps = queued([due(0), ice, due(0)], weight=100, rate=25)

    assert (steps["ice_packs"].late, steps["ice_packs"].expired) == ([], 1)
    assert steps["sunscreen"].late == [0, 4]


@pytest.fixture(scope="module")
def course():
    return load().courses[COURSE]


def test_a_day_is_planned_by_the_real_timetable(course):
    """It has only what is due on that day, oldest first, and is the same each time."""
    dues = a_day(course, 30)

    assert dues == a_day(course, 30)
    assert [one.due_at for one in dues] == sorted(one.due_at for one in dues)
    assert all(DAY <= one.due_at < DAY + timedelta(days=1) for one in dues)
    assert {step for one in dues for step in one.step_ids} <= set(course.steps)
