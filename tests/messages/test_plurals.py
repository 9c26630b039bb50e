"""Plurals and clocks: each language says one thing and two things, and hours, by its own rules."""

import re
from datetime import time

import pytest

from messages.dates import clock_label
from tests.content import LIBRARY

OTHERS = [language for language in LIBRARY.languages if language != "en"]


def in_words(language, key, count):
    args = dict.fromkeys(LIBRARY.variables(language, key), count)
    return re.sub(r"\d+", "#", LIBRARY.text(language, key, **args))


def has_plural(language, key):
    return in_words(language, key, 1) != in_words(language, key, 2)


@pytest.mark.parametrize("language", OTHERS)
def test_what_has_a_plural_in_english_has_one_in_every_language(language):
    """It never says "1 days"."""
    counted = [key for key, entry in LIBRARY.texts.entries["en"].items() if "count" in entry.variables]

    assert [key for key in counted if has_plural("en", key) and not has_plural(language, key)] == []


@pytest.mark.parametrize(
    ("language", "at", "said"),
    [
        ("en", time(15), "3 pm"),
        ("en", time(15, 30), "3:30 pm"),
        ("en", time(12), "12 noon"),
        ("en", time(0), "12 midnight"),
        ("es", time(15), "15:00"),
        ("es", time(8, 30), "8:30"),
    ],
)
def test_each_language_has_its_own_clock(language, at, said):
    """It counts to 12 in English and to 24 in Spanish."""
    assert clock_label(LIBRARY, language, at).casefold() == said
