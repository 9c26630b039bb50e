"""Comparing: `check --against` as an operator types it."""

import asyncio
import shutil
from unittest.mock import patch

import pytest
from typer.testing import CliRunner

from bot import comparing
from bot.cli import app
from messages.reading import SHIPPED
from scheduler import clock
from tests.bot.conversation.stories import enrols

COURSE = "courses/microneedling.yaml"


@pytest.fixture
def content(tmp_path):
    """The folder `now`, whose make-up begins two hours later than in the folder `before`."""
    for name in ("before", "now"):
        (tmp_path / name / "courses").mkdir(parents=True)
        shutil.copy(SHIPPED / COURSE, tmp_path / name / COURSE)
    was = (SHIPPED / COURSE).read_text(encoding="utf-8")
    (tmp_path / "before" / COURSE).write_text(was, encoding="utf-8")
    head, step, rest = was.partition("  makeup_ok:")
    (tmp_path / "now" / COURSE).write_text(head + step + rest.replace("once: 48h", "once: 50h", 1), encoding="utf-8")
    return tmp_path


@pytest.fixture(autouse=True)
def _overlays(monkeypatch):
    """Take both folders for what replaces files of Afterglow: a whole copy would take a while."""
    from messages.reading import ContentFiles

    monkeypatch.setattr(comparing, "_files", lambda folder: ContentFiles(SHIPPED, folder))


async def does(*arguments, **settings):
    with patch("bot.checking.check", lambda: ([], [])):
        ended = await asyncio.to_thread(
            CliRunner().invoke, app, ["check", *arguments], env={"COLUMNS": "140", "CONTENT_DIR": "now", **settings}
        )
    assert isinstance(ended.exception, SystemExit | None), ended.exception
    return ended.exit_code, ended.output


async def test_without_a_database_it_is_for_a_standard_patient(content):
    """It shows what changes, and when that would be for somebody treated today; it makes no database."""
    code, written = await does("--against", "before", CLINIC_TIMEZONE="Europe/Madrid")

    assert code == 0
    assert "step makeup_ok\n  - when: offset 48h\n  + when: offset 50h\n" in written
    assert "For a standard patient, treated today at 15:00:" in written
    assert "17:00 (was 15:00)" in written
    assert not (content / "data" / "afterglow.db").exists()


async def test_with_patients_it_says_for_whom_and_when(talk, content):
    """It gives each by number, with the time of their own zone."""
    await enrols(talk.person("Ana"))

    with patch.object(clock, "now", talk.time.clock):
        code, written = await does("--against", "before", DATABASE_URL=talk.settings.database_url)

    assert code == 0
    assert "For 1 of the 1 patients to whom something will be sent:" in written
    assert "Sun 22 Nov 16:00 (was 14:00)" in written
    assert "Ana" not in written


async def test_the_same_content_changes_nothing(content):
    """It says so in one line."""
    assert await does("--against", "now") == (0, "the content is the same\nno faults\n")


async def test_a_broken_folder_is_a_fault_and_a_missing_one_wrong_usage(content):
    """It exits with 1 and names the line, or with 2."""
    (content / "before" / COURSE).write_text("steps: [", encoding="utf-8")

    code, written = await does("--against", "before")

    assert code == 1
    assert "fault: --against: before/courses/microneedling.yaml:" in written
    assert (await does("--against", "nowhere"))[0] == 2
