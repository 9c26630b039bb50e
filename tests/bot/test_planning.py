"""Planning: `afterglow plan` shows a treatment's every message, for people and as JSON."""

import json

import pytest
from typer.testing import CliRunner

from bot.cli import app

FRIDAY = ("--treated", "2026-11-20T15:00", "--timezone", "Europe/Madrid")


def plan(*arguments):
    return CliRunner().invoke(app, ["plan", *arguments])


def rows(*arguments):
    result = plan(*arguments, "--json")
    assert result.exit_code == 0
    assert result.stderr == ""
    return json.loads(result.stdout)


def row_with(step_id, *arguments):
    return next(row for row in rows(*arguments) if step_id in row["steps"])


def test_a_friday_treatment_allows_make_up_on_sunday_at_3():
    """It gives the instant in UTC, the local time with its offset, the expiry and the words."""
    row = row_with("makeup_ok", *FRIDAY)

    assert row["due_at"] == "2026-11-22T14:00:00+00:00"
    assert row["local"] == "2026-11-22T15:00:00+01:00"
    assert row["expires_at"] == "2026-11-24T14:00:00+00:00"
    assert row["steps"] == ["healed_check", "makeup_ok", "exercise_ok", "checkin_48h"]
    assert "You can again:\n• Make-up, if your skin is closed and calm." in row["text"]


def test_48_hours_stay_48_hours_when_the_clocks_change():
    """It moves the wall clock, not the hours."""
    row = row_with("makeup_ok", "--treated", "2027-03-27T15:00", "--timezone", "Europe/Madrid")

    assert row["local"] == "2027-03-29T16:00:00+02:00"


def test_a_time_with_an_offset_is_that_instant():
    """It takes the offset that is written, and shows the plan in the zone."""
    assert rows("--treated", "2026-11-20T09:00-05:00", "--timezone", "Europe/Madrid") == rows(*FRIDAY)


def test_a_time_that_does_not_exist_is_the_next_that_does():
    """It reads half past two, in the night when the clocks go forward, as three."""
    first = rows("--treated", "2027-03-28T02:30", "--timezone", "Europe/Madrid")[0]

    assert first["local"] == "2027-03-28T03:00:00+02:00"


def test_registering_ahead_and_late():
    """It begins with the registration, whenever that was."""
    ahead = rows(*FRIDAY, "--registered", "2026-11-12T12:00")
    late = rows(*FRIDAY, "--registered", "2026-11-22T16:00")

    assert ahead[0]["local"] == "2026-11-12T12:00:00+01:00"
    assert ahead[0]["text"].startswith("Before your treatment\n\nDo you get cold sores?")
    assert late[0]["local"] == "2026-11-22T16:00:00+01:00"
    assert "makeup_ok" in late[0]["steps"]


def test_waking_hours_move_the_mornings():
    """It begins the day when the patient does."""
    assert row_with("sunscreen", *FRIDAY, "--wake", "06:30", "--sleep", "21:00")["local"] == "2026-11-22T06:30:00+01:00"


def test_the_language_of_the_messages():
    """It words the plan in the language asked for, without markup."""
    texts = [row["text"] for row in rows(*FRIDAY, "--lang", "es")]

    assert texts[0].startswith("Lo que cuenta ahora\n\n• Frío, cuando ya sientas la piel")
    assert not any("<" in text for text in texts)


def test_without_json_it_is_a_table():
    """It shows times, steps and words to people."""
    result = plan(*FRIDAY)

    assert result.exit_code == 0
    assert "Fri 20 Nov 2026" in result.stdout
    assert "ice_packs" in result.stdout
    assert "What counts right now" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("--timezone", "Europe/Madrid"), "--treated is missing: write a time such as 2026-11-20T15:00"),
        (("--treated", "soon", *FRIDAY[2:]), "--treated: `soon` is no time: write it like 2026-11-20T15:00"),
        (
            ("--treated", "2026-11-20", *FRIDAY[2:]),
            "--treated: `2026-11-20` has no time of day: write it like 2026-11-20T15:00",
        ),
        (
            ("--treated", "9999-12-31T23:00", *FRIDAY[2:]),
            "--treated: the year 9999 is out of reach: write a time such as 2026-11-20T15:00",
        ),
        (FRIDAY[:2], "--timezone is missing: write a name such as Europe/Madrid"),
        (
            (*FRIDAY[:2], "--timezone", "Madrid"),
            "--timezone: there is no zone `Madrid`: write a name such as Europe/Madrid",
        ),
        ((*FRIDAY, "--registered", "x"), "--registered: `x` is no time: write it like 2026-11-20T15:00"),
        ((*FRIDAY, "--wake", "25:00"), "--wake: `25:00` is no time of day: write it like 08:00"),
        ((*FRIDAY, "--sleep", "late"), "--sleep: `late` is no time of day: write it like 08:00"),
        ((*FRIDAY, "--lang", "xx"), "--lang: there is no `xx`: use one of en, es"),
    ],
)
def test_a_wrong_option_is_named_in_one_line(arguments, line):
    """It says which option, and what to write instead; nothing goes to standard output."""
    result = plan(*arguments, "--json")

    assert result.exit_code == 2
    assert result.stderr == f"plan: {line}\n"
    assert result.stdout == ""
