"""Redacting: no name, number or address stays in words that are kept; what was asked does."""

import pytest

from messages.redacting import redacted
from tests.content import LIBRARY

NAMES = ["Ana", "Rosa María", "Carla"]


@pytest.mark.parametrize(
    ("words", "bare"),
    [
        pytest.param("Hi, I'm Ana, can I fly?", "Hi, I'm …, can I fly?", id="the patient's own name"),
        pytest.param("hola soy ana, ¿puedo volar?", "hola soy …, ¿puedo volar?", id="in small letters"),
        pytest.param("Dear Ana, yes. Carla", "Dear …, yes. …", id="who replied"),
        pytest.param("I saw Dr. Holloway", "I saw Dr. …", id="a doctor"),
        pytest.param("my name is john may", "my name is … may", id="what follows my name is"),
        pytest.param("I am John May, is it ok?", "I am …, is it ok?", id="a surname that is also a word"),
        pytest.param("vine con Marta ayer", "vine con … ayer", id="a capital in the middle"),
        pytest.param("call +34 (600) 123-456 or 5.", "call … or 5.", id="numbers"),
        pytest.param("el 3/11/2026 a las 15:30", "el … a las …", id="dates and times"),
        pytest.param("write to ana@clinic.example or @ana_m", "write to … or …", id="addresses"),
        pytest.param("see https://example.org/x?y=1 please", "see … please", id="links"),
        pytest.param("Rosa here, my skin is rosa", "… here, my skin is rosa", id="a name that is also a colour"),
    ],
)
def test_names_and_numbers_go(words, bare):
    """It puts an ellipsis in their place."""
    assert redacted(LIBRARY, words, NAMES) == bare


@pytest.mark.parametrize(
    "words",
    [
        "Can I use SPF or my LED mask?",
        "CAN I SWIM TODAY?",
        "I am worried. Is it ok with makeup?",
        "¿Puedo ir a bailar esta noche? Soy alérgica",
        "Is PRP on Monday a problem?",
        "when can I play ps5? it's been 4 days",
        "¿SPF 50 a los 10 días?",
    ],
)
def test_what_was_asked_stays(words):
    """It leaves words that the content knows, and short capitals."""
    assert redacted(LIBRARY, words, NAMES) == words
