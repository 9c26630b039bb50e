"""Checking: what would stop a start is found before one, each in one line that names the place and the way out."""

import asyncio
import socket
import sqlite3

import pytest

from bot.checking import _telegram, check
from bot.preview.serving import serve

TOKEN = "123456789:" + "a" * 35


@pytest.fixture(autouse=True)
def _a_free_port(monkeypatch):
    monkeypatch.setenv("PORT", "0")
    monkeypatch.setenv("METRICS_PORT", "0")


def test_a_fresh_folder_has_no_faults_and_says_what_a_live_start_will_want():
    """It makes no file while looking."""
    faults, notes = check()

    assert faults == []
    assert [note.split(" ")[0] for note in notes[:4]] == ["BOT_TOKEN", "CLINIC_NAME", "CLINIC_PHONE", "CLINIC_TIMEZONE"]
    assert notes[4].startswith("nobody at the clinic has approved this content")


def test_a_database_of_a_newer_version_is_a_fault(monkeypatch, tmp_path):
    """It does not wait for the start."""
    with sqlite3.connect(tmp_path / "clinic.db") as connection:
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32))")
        connection.execute("INSERT INTO alembic_version VALUES ('9999')")
    monkeypatch.setenv("DATABASE_URL", "sqlite:///clinic.db")

    assert "newer version of Afterglow (revision 9999)" in " ".join(check()[0])


def test_a_damaged_database_is_a_fault(monkeypatch, tmp_path):
    """It names the way back."""
    (tmp_path / "clinic.db").write_bytes(b"no database at all" * 100)
    monkeypatch.setenv("DATABASE_URL", "sqlite:///clinic.db")

    [fault] = check()[0]
    assert fault.startswith("DATABASE_URL sqlite:///clinic.db: the file is damaged")


def test_a_port_in_use_is_a_fault(monkeypatch):
    """It would stop the preview."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))

        assert check()[0] == [f"PORT: {port} is in use: end the program that has it, or choose another PORT"]


def test_a_telegram_that_cannot_be_reached_is_a_fault(monkeypatch):
    """It tries only when there is a token, and never shows it."""
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:1")

    [fault] = check()[0]
    assert fault == "TELEGRAM_API_URL: http://127.0.0.1:1 cannot be reached: check the address and the network"


def test_wrong_settings_do_not_hide_broken_content(monkeypatch, tmp_path):
    """It finds everything in one go that can be found."""
    monkeypatch.setenv("PORT", "eighty")
    monkeypatch.setenv("CLINIC_TIMEZONE", "Madrid")

    assert [fault.split(":")[0] for fault in check()[0]] == ["CLINIC_TIMEZONE", "PORT"]


def test_a_port_for_the_webhook_that_is_in_use_is_a_fault(monkeypatch):
    """It would stop a live start; for polling no port is needed."""
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:1")
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        polling = check()[0]
        monkeypatch.setenv("WEBHOOK_URL", "http://127.0.0.1:9/telegram")

        assert [fault.split(":")[0] for fault in polling] == ["TELEGRAM_API_URL"]
        assert [fault.split(":")[0] for fault in check()[0]] == ["TELEGRAM_API_URL", "PORT"]


def test_a_metrics_port_in_use_is_a_note(monkeypatch):
    """It stops nothing."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        monkeypatch.setenv("METRICS_PORT", str(port))
        faults, notes = check()

    assert faults == []
    assert f"METRICS_PORT: {port} is in use: there will be no health and no metrics" in notes


async def test_what_telegram_last_failed_to_post_is_a_note(open_talk):
    """It passes on what Telegram says of the webhook."""
    talk = await open_talk([])
    talk.world.webhook.last_error, talk.world.webhook.last_error_at = "Connection refused", talk.now
    ready = asyncio.get_running_loop().create_future()
    serving = asyncio.create_task(serve(talk.world, None, host="127.0.0.1", port=0, ready=ready.set_result))
    address = f"http://127.0.0.1:{await ready}"
    settings = talk.settings.model_copy(
        update={"telegram_api_url": address, "webhook_url": "http://127.0.0.1:9/telegram"}
    )
    faults, notes = await _telegram(settings)
    serving.cancel()
    await asyncio.gather(serving, return_exceptions=True)

    assert (faults, notes) == ([], ["WEBHOOK_URL: the last time that Telegram could not post: Connection refused"])


def test_without_a_group_of_the_team_nobody_hears_of_red_flags(monkeypatch):
    """It says what that means and how to pair one; with one there is no such note."""
    without = [note for note in check()[1] if "group of the team" in note]
    monkeypatch.setenv("STAFF_CHAT_ID", "-100200300")

    assert len(without) == 1
    assert "`afterglow connect` pairs one" in without[0]
    assert [note for note in check()[1] if "group of the team" in note] == []
