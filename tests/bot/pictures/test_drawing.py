"""Drawing: a page is written downwards, and drawn by a process of its own."""

import subprocess
import sys

import pytest

from bot.pictures.drawing import Page, png

SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"><rect width="4" height="4" fill="red"/></svg>'


def test_lines_move_the_page_down():
    """It is as high as what was written, in whole pixels."""
    page = Page(width=400)
    page.write("one two", x=20, most=40, size=20)

    assert page.y == 50
    assert 'height="38" viewBox="0 0 400 50.6667"' in page.svg()


def test_the_bot_itself_draws_nothing(monkeypatch):
    """It leaves the drawing to another process: in this one, nobody could be answered meanwhile."""
    monkeypatch.setattr("resvg_py.svg_to_bytes", lambda **_: 1 / 0)

    assert png(SQUARE).startswith(b"\x89PNG")


def test_a_drawing_that_fails_is_told():
    """It raises for what cannot be drawn."""
    with pytest.raises(subprocess.CalledProcessError):
        png("no picture at all")


def test_a_drawing_that_hangs_is_given_up(monkeypatch, tmp_path):
    """It waits no longer than it may."""
    hanging = tmp_path / "painter.py"
    hanging.write_text("import sys\nsys.stdin.read()\nwhile True: pass\n", encoding="utf-8")
    monkeypatch.setattr("bot.pictures.drawing.PAINTER", hanging)
    monkeypatch.setattr("bot.pictures.drawing.LONGEST", 0.2)

    with pytest.raises(subprocess.TimeoutExpired):
        png(SQUARE)


def test_no_word_of_the_patient_is_in_the_error():
    """It names the program and the exit code, not what was to be drawn."""
    with pytest.raises(subprocess.CalledProcessError) as raised:
        png("my skin hurts")

    assert "my skin" not in str(raised.value)
    assert sys.executable in str(raised.value)
