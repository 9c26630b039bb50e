"""Lengths: nothing that is said is longer than a phone's screen."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest

from messages.answering import Situation, answer_topic
from messages.course import Day, step_instant
from messages.text_checks import READ_ONLY
from messages.topics import Urgency
from tests.content import LIBRARY

SCREEN = 900  # characters
NOW = datetime(2026, 11, 20, 14, tzinfo=UTC)
MADRID = Day(zone=ZoneInfo("Europe/Madrid"))
CLINIC = "Clínica Dermatológica del Prado"
FILLED = {
    "emergency_number": "112",
    "retention_days": "180",
    "day": "miércoles 25 de noviembre",
    "version": "2026-11-24",
}
TOGETHER = [
    ("privacy", "privacy_agreed"),
    ("check_in_reply_worse", "check_in_what"),
    ("media_photo", "diary_offer"),
    ("welcome", "consent_not_approved"),
    ("settings_changed", "ask_mute"),
]


def seen(html):
    """How many characters a patient sees."""
    return len(unescape(re.sub(r"<[^>]*>", "", html)))


def situation(language, hours):
    treated_at = NOW - timedelta(hours=hours or 0)
    steps = LIBRARY.courses["microneedling"].steps.values()
    return Situation(
        language=language,
        hours=hours,
        instants={step.id: step_instant(step, treated_at, MADRID) for step in steps} if hours else {},
        now=NOW,
        zone=MADRID.zone,
        clinic_phone="+34 910 000 000",
        clinic_name=CLINIC,
    )


def longest(language, key, variables):
    """How long a text can get; a number for what is counted, else a long name."""
    filled = [{name: FILLED.get(name, value) for name in variables} for value in (1, 12, CLINIC)]
    return max(seen(LIBRARY.text(language, key, **args)) for args in filled)


@pytest.mark.parametrize("language", LIBRARY.languages)
def test_every_short_text_fits_on_a_screen(language):
    """It says nothing in more than 900 characters, whatever is filled in."""
    said = {}
    for key, entry in LIBRARY.texts.entries[language].items():
        if not key.startswith(READ_ONLY):
            said[key] = longest(language, key, entry.variables)

    assert {key: length for key, length in said.items() if length > SCREEN} == {}


@pytest.mark.parametrize("language", LIBRARY.languages)
@pytest.mark.parametrize("keys", TOGETHER, ids=" and ".join)
def test_texts_that_are_said_together_fit_on_a_screen(language, keys):
    """It counts what stands in one message as one."""
    said = [longest(language, key, LIBRARY.variables(language, key)) for key in keys]

    assert sum(said) + len("\n\n") <= SCREEN


@pytest.mark.parametrize("language", LIBRARY.languages)
@pytest.mark.parametrize("hours", [None, 1, 30, 50, 80, 200, 400, 800], ids=lambda hours: f"{hours} hours")
def test_every_answer_fits_on_a_screen(language, hours):
    """It answers every topic within 900 characters at any time, without a red flag and with one."""
    said = {
        (topic, signs.label): seen(answer_topic(LIBRARY, topic, situation(language, hours), signs).html)
        for topic in LIBRARY.topics
        for signs in (Urgency.NONE, Urgency.URGENT)
    }

    assert {key: length for key, length in said.items() if length > SCREEN} == {}
