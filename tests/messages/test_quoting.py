"""Quoting: names and words of others do no harm among ours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.quoting import length, plain_name, plain_words, split_words


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        pytest.param("Ana", "Ana", id="a name"),
        pytest.param("  Ana\n María ", "Ana María", id="on one line"),
        pytest.param("Ana\u202e txt.exe", "Ana txt.exe", id="without marks that turn the direction"),
        pytest.param("\u200f\u2066", "", id="nothing but marks"),
        pytest.param("<b>Ana</b>", "<b>Ana</b>", id="markup is escaped where it is put in"),
        pytest.param("👩‍⚕️ Ana", "👩‍⚕️ Ana", id="an emoji in one piece"),
        pytest.param("A" * 80, "A" * 39 + "…", id="a name without end"),
    ],
)
def test_a_name_is_one_short_line(name, shown):
    """It shows a name, whatever Telegram lets people call themselves."""
    assert plain_name(name) == shown


def test_words_keep_their_lines_and_lose_invisible_marks():
    """It shows words as they were written, without a pile of empty lines."""
    assert plain_words("one\r\ntwo\n\n\n\n\u202ethree\t4 ", 100) == "one\ntwo\n\nthree 4"


def test_long_words_are_cut():
    """It counts as Telegram does, in UTF-16."""
    assert plain_words("😀" * 10, 9) == "😀" * 4 + "…"


def test_a_long_reply_is_passed_on_in_pieces():
    """It cuts at a space, and loses no word."""
    words = " ".join(["word"] * 100)

    pieces = split_words(words, 98)

    assert [length(piece) <= 98 for piece in pieces] == [True] * len(pieces)
    assert " ".join(pieces) == words


@given(st.text(max_size=400), st.integers(2, 50))
def test_no_text_is_too_long_or_lost(text, longest):
    """It holds every visible character, in pieces that fit."""
    pieces = split_words(text, longest)

    assert all(0 < length(piece) <= longest for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(plain_words(text, 10_000).split())
