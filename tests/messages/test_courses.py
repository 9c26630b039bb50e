"""Courses: the aftercare as data, every step with its topic and source."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from messages.course import Day, occurrences
from messages.courses import duration, load_courses
from messages.reading import ContentFiles
from tests.content import LIBRARY as SHIPPED

NOON = "{kind: care, topic: x, when: {at: [noon], days: [0]}, counts: [0h, 1h], useful: 1h, late: skip, sources: A}"
COURSE = SHIPPED.courses["microneedling"]


def test_every_step_names_a_topic_and_known_sources():
    """It can answer "Why?" for each reminder, and say where it comes from."""
    assert {step.topic for step in COURSE.steps.values()} <= set(SHIPPED.topics)
    assert {source for step in COURSE.steps.values() for source in step.sources} <= set(SHIPPED.sources)


def test_a_friday_treatment_allows_make_up_on_sunday():
    """It keeps the rule of the article: Friday, then Sunday at the same hour."""
    treated_at = datetime(2026, 11, 20, 14, tzinfo=UTC)
    [makeup] = occurrences(COURSE.steps["makeup_ok"], treated_at, Day(zone=ZoneInfo("Europe/Madrid")))

    assert makeup.due_at == treated_at + timedelta(hours=48)


def test_no_ice_is_worth_sending_after_hour_six():
    """It lets every ice pack expire by then."""
    treated_at = datetime(2026, 11, 20, 14, tzinfo=UTC)
    packs = occurrences(COURSE.steps["ice_packs"], treated_at, Day(zone=ZoneInfo("Europe/Madrid")))

    assert [pack.due_at - treated_at for pack in packs] == [timedelta(hours=hour) for hour in (1, 2, 3)]
    assert max(pack.expires_at for pack in packs) == treated_at + timedelta(hours=6)


@pytest.mark.parametrize(
    ("step", "message"),
    [
        ("{kind: care}", "is missing"),
        ("{kind: care, colour: red}", "`colour` is no field"),
        (
            "{kind: care, topic: x, counts: [0h, soon], useful: 1h, late: skip, sources: [SEED]}",
            "`soon` is no duration",
        ),
        ("{kind: love, topic: x, counts: [0h, 1h], useful: 1h, late: skip, sources: [SEED]}", "love"),
        (NOON, "noon"),
        (NOON.replace("{at: [noon], days: [0]}", "once"), "`when` should be"),
        (NOON.replace("{at: [noon], days: [0]}", "{every: 0h, from: 1h, to: 3h}"), "5min or more"),
        (NOON.replace("{at: [noon], days: [0]}", "{every: 1h, from: 3h, to: 1h}"), "no later than"),
        (NOON.replace("noon", "morning").replace("useful: 1h", "useful: 9999999d"), "longer than any aftercare"),
        ("hello", "needs fields"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path, step, message):
    """It says which step is wrong, where, and what to write."""
    (tmp_path / "courses").mkdir()
    course = f"id: x\nchecked: 2026-11-24\nsteps:\n  ice_packs: {step}\n"
    (tmp_path / "courses" / "x.yaml").write_text(course, encoding="utf-8")
    files = ContentFiles(tmp_path)
    load_courses(files)

    assert [problem.line for problem in files.problems] == [4]
    assert message in files.problems[0].message


def test_durations_are_read_as_written():
    """It knows minutes, hours and days, before and after."""
    assert (duration("30min"), duration("-7d")) == (timedelta(minutes=30), timedelta(days=-7))


def test_a_wrong_end_of_a_course_is_named_with_its_line(tmp_path):
    """It does not stop with a traceback."""
    (tmp_path / "courses").mkdir()
    course = "id: x\nchecked: 2026-11-24\nends_after: 6 weeks\nsteps: {}\n"
    (tmp_path / "courses" / "x.yaml").write_text(course, encoding="utf-8")
    files = ContentFiles(tmp_path)

    assert load_courses(files) == {}
    assert [(problem.line, "6 weeks" in problem.message) for problem in files.problems] == [(3, True)]
