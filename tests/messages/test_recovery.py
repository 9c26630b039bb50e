"""Recovery in words: the way, what was tapped, and nothing that judges."""

from datetime import UTC, datetime, timedelta

import pytest

from messages.markup import markup_fault
from messages.recovery import Answered, Opens, Recovery, care_lines, check_in_lines, day_title, recovery_html, stages

TREATED = datetime(2026, 11, 20, 14, tzinfo=UTC)  # a Friday, 3 pm in Madrid
EVERYTHING = {
    "asked": 34,
    "done": 20,
    "skipped": 4,
    "check_ins": 7,
    "answers": tuple(Answered(day=day, answer="same") for day in (1, 2, 3, 5, 7, 14, 28)),
}
LONGEST = 1024  # Telegram's limit under a picture


def a_recovery(now=TREATED, **given):
    usual = {
        "now": now,
        "zone": "Europe/Madrid",
        "treated_at": TREATED,
        "opens": (
            Opens(at=TREATED + timedelta(hours=48), step_ids=("makeup_ok", "exercise_ok")),
            Opens(at=TREATED + timedelta(hours=72), step_ids=("heat_swim_ok", "shaving_ok")),
            Opens(at=TREATED + timedelta(days=7), step_ids=("actives_ok",)),
            Opens(at=TREATED + timedelta(days=14), step_ids=("waxing_other_ok",)),
        ),
        "protected_until": TREATED + timedelta(days=28),
        "ends_at": TREATED + timedelta(days=42),
    }
    return Recovery(**{**usual, **given})


def test_the_words_tell_the_way_and_what_was_tapped(library):
    """It says what lies behind, where the patient is, what comes when, and the taps."""
    recovery = a_recovery(
        TREATED + timedelta(days=3, hours=2),
        asked=14,
        done=9,
        skipped=2,
        check_ins=3,
        answers=(Answered(day=1, answer="worse"),),
    )

    assert recovery_html(library, "en", recovery) == (
        "<b>3 days after your treatment</b>\n"
        "✓ Treatment: Friday 20 November, 3 pm\n"
        "✓ Make-up again, exercise again: since Sunday 22 November, 3 pm\n"
        "✓ Pools and saunas again, shaving again: since Monday 23 November, 3 pm\n"
        "➤ You are here: Monday 23 November, 5 pm\n"
        "○ Retinol and acids again: from Friday 27 November, 3 pm\n"
        "○ Waxing and other treatments again: from Friday 4 December, 3 pm\n"
        "○ Sun protection: until Friday 18 December at least\n"
        "○ End of the plan: Friday 1 January, 3 pm\n\n"
        "Care steps: Done: 9 of 14. Skipped: 2. Not tapped: 3.\n"
        "How your skin was: Day 1: Worse.\n\n"
        "“Again” counts only if your skin is closed and calm. Your clinic's own instructions come first."
    )


def test_beside_a_reminder_only_what_lies_ahead_is_said(library):
    """It leaves out what was said in its own time."""
    said = recovery_html(library, "en", a_recovery(TREATED + timedelta(days=14)), only_ahead=True)

    assert "✓" not in said
    assert "○ Sun protection: until Friday 18 December at least\n○ End of the plan" in said


def test_at_the_end_nothing_is_said_of_what_is_allowed_again(library):
    """It leaves the note on "again" to where the word stands."""
    said = recovery_html(library, "en", a_recovery(TREATED + timedelta(days=42)), only_ahead=True)

    assert "Again" not in said
    assert said.endswith("Your clinic's own instructions come first.")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        pytest.param({"asked": 0}, ["Not asked so far"], id="nothing asked"),
        pytest.param({"asked": 8}, ["Done: 0 of 8", "Not tapped: 8"], id="nothing tapped"),
        pytest.param({"asked": 8, "done": 8}, ["Done: 8 of 8"], id="everything done"),
    ],
)
def test_nothing_asked_is_not_nothing_done(library, given, said):
    """It has three values: not asked, asked and not tapped, tapped."""
    assert care_lines(library, "en", a_recovery(**given)) == said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        pytest.param({}, ["Not asked so far"], id="not asked"),
        pytest.param({"check_ins": 2}, ["Asked, not answered"], id="not answered"),
        pytest.param(
            {"check_ins": 2, "answers": (Answered(day=1, answer="worse"), Answered(day=2, answer="better"))},
            ["Day 1: Worse", "Day 2: Better"],
            id="answered",
        ),
    ],
)
def test_check_ins_are_the_patients_own_words(library, given, said):
    """It repeats each answer as it was tapped, and adds nothing."""
    assert check_in_lines(library, "en", a_recovery(**given)) == said


@pytest.mark.parametrize(
    ("hours", "title"),
    [
        pytest.param(-30, "Before your treatment", id="ahead"),
        pytest.param(2, "Treatment day", id="the same day"),
        pytest.param(10, "1 day after your treatment", id="after midnight"),
        pytest.param(9 * 24, "9 days after your treatment", id="later"),
    ],
)
def test_days_are_counted_on_the_patients_calendar(library, hours, title):
    """It counts from midnight to midnight where the patient is."""
    assert day_title(library, "en", a_recovery(TREATED + timedelta(hours=hours))) == title


def test_the_next_treatment_ends_the_way(library):
    """It shows nothing of this plan after the treatment that follows, and names the one before."""
    recovery = a_recovery(following_at=TREATED + timedelta(days=10), earlier_at=TREATED - timedelta(days=30))

    assert [stage.title for stage in stages(library, "en", recovery)] == [
        "Treatment",
        "Make-up again, exercise again",
        "Pools and saunas again, shaving again",
        "Retinol and acids again",
        "Next treatment",
    ]
    assert "The treatment before: Wednesday 21 October, 4 pm\n" in recovery_html(library, "en", recovery)


def test_what_begins_this_instant_lies_behind(library):
    """It is allowed from the very instant on."""
    way = stages(library, "en", a_recovery(TREATED + timedelta(hours=48)))

    assert [stage.is_behind for stage in way][:3] == [True, True, False]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("days", [0, 3, 9, 40, 43])
def test_the_words_fit_under_a_picture(library, language, days):
    """It keeps within Telegram's limit, in markup that Telegram takes, on every day of the plan."""
    recovery = a_recovery(TREATED + timedelta(days=days), earlier_at=TREATED - timedelta(days=30), **EVERYTHING)
    said = recovery_html(library, language, recovery)

    assert len(said) <= LONGEST
    assert markup_fault(said) is None
