"""Logs: lines for people and machines, and never a token."""

import io
import json
import logging

import pytest
import structlog

from bot.logs import redact, set_up_logging

TOKEN = "123456789:" + "AbCdEfGhIjKlMnOpQrStUvWxYz123456789"


@pytest.fixture(autouse=True)
def _logging_as_it_was():
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_traceback_with_the_token_is_logged_without_it(form):
    """It cuts the token out of messages, fields and tracebacks alike."""
    stream = io.StringIO()
    set_up_logging(form=form, stream=stream)
    try:
        raise RuntimeError(f"POST https://api.telegram.org/bot{TOKEN}/getMe failed")
    except RuntimeError:
        structlog.get_logger("bot").exception("send failed", address=f"https://api.telegram.org/file/bot{TOKEN}/x")
        logging.getLogger("somebody.else").exception("token %s", TOKEN)

    assert TOKEN not in stream.getvalue()
    assert stream.getvalue().count("[token]") == 4


def test_json_lines_can_be_read_by_machines():
    """It writes one object a line, with the event, the level and the time."""
    stream = io.StringIO()
    set_up_logging(form="json", stream=stream)
    structlog.get_logger("bot").info("update handled", update=7)

    line = json.loads(stream.getvalue())

    assert (line["event"], line["level"], line["update"]) == ("update handled", "info", 7)


@pytest.mark.parametrize("name", ["httpx", "telegram.ext.ExtBot"])
def test_libraries_that_log_addresses_and_updates_are_quiet(name):
    """It does not let the HTTP client or the bot library write below WARNING, even when debugging."""
    stream = io.StringIO()
    set_up_logging(level="debug", stream=stream)
    logging.getLogger(name).info("update with the words of a patient")

    assert stream.getvalue() == ""


@pytest.mark.parametrize("form", ["text", "json"])
def test_nobody_writes_a_line_of_ours(form):
    """It keeps an event on one line, and a terminal's cursor where it is."""
    stream = io.StringIO()
    set_up_logging(form=form, stream=stream)
    structlog.get_logger("bot").info("said\n2026-11-24 [info] forged", reason="\r\x1b[2Jforged")
    logging.getLogger("somebody.else").warning("%s", "\u2028\x1b[2Jforged\nforged")

    assert len(stream.getvalue().splitlines()) == 2
    assert "\x1b" not in stream.getvalue()


def test_times_and_ids_are_not_taken_for_tokens():
    """It cuts nothing else out."""
    assert redact("2026-11-24T18:00:00 chat=123456789 12:30") == "2026-11-24T18:00:00 chat=123456789 12:30"
