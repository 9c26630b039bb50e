"""Lengths: nothing that is said is longer than a phone's screen."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest

from messages.answering import Situation, answer_topic
from messages.course import Day, step_instant
from messages.library import load
from messages.text_checks import READ_ONLY
from messages.topics import Urgency

SCREEN = 900  # characters
NOW = datetime(2026, 11, 20, 14, tzinfo=UTC)
MADRID = Day(zone=ZoneInfo("Europe/Madrid"))
CLINIC = "Clínica Dermatológica del Prado"
LIBRARY = load()


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


@pytest.mark.parametrize("language", LIBRARY.languages)
def test_every_short_text_fits_on_a_screen(language):
    """It says nothing in more than 900 characters, whatever is filled in."""
    said = {}
    for key, entry in LIBRARY.texts.entries[language].items():
        if not key.startswith(READ_ONLY):
            filled = [dict.fromkeys(entry.variables, value) for value in (1, 12, CLINIC)]
            said[key] = max(seen(LIBRARY.text(language, key, **args)) for args in filled)

    assert {key: length for key, length in said.items() if length > SCREEN} == {}


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
