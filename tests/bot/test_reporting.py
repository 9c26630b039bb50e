"""Reporting: `stats` and `patients` as an operator types them, while the bot runs."""

import asyncio
import json
from datetime import timedelta
from unittest.mock import patch

import pytest
from typer.testing import CliRunner

from bot import erasing
from bot.cli import app
from bot.reporting import span
from scheduler import clock
from tests.bot.conversation.stories import enrols
from tests.bot.conversation.team import RED_FLAG, a_team, writes


async def does(talk, *arguments, **options):
    """Run a command on the database of a bot that is up, at its time; return the exit code and what it wrote."""
    settings = {"DATABASE_URL": talk.settings.database_url, "COLUMNS": "120"}
    with patch.object(clock, "now", talk.time.clock), patch.object(erasing, "load", lambda **_: talk.library):
        ended = await asyncio.to_thread(CliRunner().invoke, app, arguments, env=settings, **options)
    assert isinstance(ended.exception, SystemExit | None), ended.exception
    return ended.exit_code, ended.output


async def test_figures_are_of_everything_and_of_nobody(either_talk):
    """It counts patients, steps, answers and alerts, and has no name, word or chat in it."""
    await a_team(either_talk)
    ana = either_talk.person("Ana")
    await enrols(ana)
    await writes(either_talk, ana, RED_FLAG)

    code, written = await does(either_talk, "stats", "--json")
    figures = json.loads(written)

    assert code == 0
    assert sum(figures["patients"]["by_state"].values()) == 1
    assert figures["alerts"]["by_state"] == {"open": 1}
    assert sum(figures["answers"].values()) == 1
    assert figures["queues"]["stored"] == 0
    assert figures["outgoing"]["alert"]["sent"] == 1
    for private in ("Ana", "pus", str(ana.person.id)):
        assert private not in written


async def test_the_tables_fit_a_terminal(talk):
    """It prints every figure for people, too."""
    await enrols(talk.person("Ana"))

    code, written = await does(talk, "stats")

    assert code == 0
    for title in ("Patients", "Taps", "Answers", "Alerts", "What waits now"):
        assert title in written
    assert max(map(len, written.splitlines())) <= 120


async def test_patients_are_numbers_and_labels(talk):
    """It gives what the clinic needs to find one, and no name."""
    await enrols(talk.person("Ana"))

    _, table = await does(talk, "patients")
    _, written = await does(talk, "patients", "--json")

    [one] = json.loads(written)
    assert {name: one[name] for name in ("id", "label", "unreachable_since")} == {
        "id": 1,
        "label": None,
        "unreachable_since": None,
    }
    assert "Ana" not in table + written


@pytest.mark.parametrize("command", [["stats"], ["patients", "--json"], ["erase", "1", "--yes"]])
def test_without_a_database_there_is_one_line_and_no_new_file(command, tmp_path):
    """It exits with 1 and makes nothing."""
    ended = CliRunner().invoke(app, command)

    assert ended.exit_code == 1
    assert (
        ended.output
        == "afterglow: there is no database at data/afterglow.db yet: the first start of the bot makes it\n"
    )
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("seconds", "shown"), [(45, "45 s"), (720, "12 min"), (11_100, "3 h 5 min"), (187_200, "2 d 4 h")]
)
def test_a_length_of_time_is_shown_in_two_units_at_most(seconds, shown):
    """It is for reading, not for reckoning."""
    assert span(timedelta(seconds=seconds)) == shown
