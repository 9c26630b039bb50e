"""Triage with the model: it hears a red flag that no rule has words for, and may only raise the urgency."""

import logging
from dataclasses import replace

import pytest

from messages import triage
from messages.answering import Situation, answer
from messages.library import load
from messages.matching import SHIPPED_MODEL, find_warm, load_model, use, warm_up
from messages.triage import Urgency, check, findings
from messages.urgency_model import Raised

LIBRARY = load()
warm_up(LIBRARY)
UNHEARD = "my windpipe feels like somebody is squeezing it shut"
UNHEARD_SPANISH = "siento una mano apretándome el cuello por dentro y el aire no me llega"


class Broken:
    """An encoder that fails."""

    def encode(self, texts):
        if texts == ["."]:
            return
        raise RuntimeError("out of memory")


@pytest.mark.parametrize(("text", "language"), [(UNHEARD, "en"), (UNHEARD_SPANISH, "es")])
def test_words_that_no_rule_has(text, language):
    """It hears an emergency by its meaning, and names its kind, its topic, the sentence and the language."""
    finding = check(LIBRARY, text)

    assert findings(LIBRARY, text) == []
    assert finding is not None
    assert finding.urgency is Urgency.EMERGENCY
    assert finding.rule_id == "E1_model"
    assert finding.topic == "allergic_reaction"
    assert finding.words == (text,)
    assert finding.language == language


@pytest.mark.parametrize(
    "text",
    [
        "when may I wear foundation again",
        "my cheeks are pink and tight this evening",
        "no fever, no pus, all calm today",
        "a tiny bruise under my eye, I see perfectly well",
        "¿cuándo puedo volver al gimnasio?",
        "hoy amanecí rosada y tirante, lo de siempre",
        "no me falta el aire ni tengo fiebre",
        "gracias, son un amor",
    ],
)
def test_ordinary_messages(text):
    """It stays quiet about the expected course, about questions and about what is denied."""
    assert check(LIBRARY, text) is None


def test_it_never_lowers_what_the_rules_found(monkeypatch):
    """It leaves an urgent finding urgent when it hears less itself."""
    monkeypatch.setattr(triage, "find_raised", lambda *_: Raised(flag="C1", urgency=Urgency.CLINIC, words="so red"))
    finding = check(LIBRARY, "there is pus on my cheek")

    assert finding is not None
    assert finding.rule_id == "U1_infection"
    assert finding.urgency is Urgency.URGENT


def test_it_raises_what_the_rules_found(monkeypatch):
    """It makes an urgent message an emergency when it hears one."""
    heard = Raised(flag="E6", urgency=Urgency.EMERGENCY, words="there is pus on my cheek")
    monkeypatch.setattr(triage, "find_raised", lambda *_: heard)
    finding = check(LIBRARY, "there is pus on my cheek")

    assert finding is not None
    assert finding.rule_id == "E6_model"
    assert finding.urgency is Urgency.EMERGENCY


@pytest.mark.parametrize(
    ("text", "hours", "heard_at"),
    [
        pytest.param("my face is red", 20, 20, id="the known time"),
        pytest.param("my face is red, it is day 2", 400, 48, id="the time that the message names"),
    ],
)
def test_the_time_that_counts(monkeypatch, text, hours, heard_at):
    """It tells the model the time of the message before the known one."""
    asked = []
    monkeypatch.setattr(triage, "find_raised", lambda _model, _encoder, _reading, passed: asked.append(passed))
    check(LIBRARY, text, hours)

    assert heard_at in asked


def test_nobody_waits_for_the_model():
    """It goes by the rules alone until something has loaded what the model needs, and loads nothing itself."""
    library = load()

    assert check(library, UNHEARD) is None
    assert find_warm(library) is None


def test_an_answer_loads_the_model():
    """It hears the red flag in the first message that is answered, too."""
    reply = answer(load(), UNHEARD, Situation(language="en"))

    assert reply.urgency is Urgency.EMERGENCY


def test_without_the_encoder_the_rules_work_alone():
    """It finds what the rules find where the sentence encoder is not installed."""
    library = load()
    use(library, load_model(SHIPPED_MODEL), lambda: None)
    warm_up(library)

    assert check(library, UNHEARD) is None
    assert check(library, "I can't breathe").rule_id == "E1_breathing"


def test_a_fault_in_the_model(caplog):
    """It keeps what the rules found, and logs the fault without the patient's words."""
    library = load()
    use(library, load_model(SHIPPED_MODEL), Broken)
    warm_up(library)
    with caplog.at_level(logging.ERROR):
        finding = check(library, "there is pus on my cheek")

    assert finding is not None
    assert finding.rule_id == "U1_infection"
    assert caplog.messages == ["The urgency model failed: RuntimeError"]


def test_a_red_flag_that_no_rule_has_a_topic_for():
    """It is left to the rules when a clinic has taken its rule out."""
    library = load()
    books = {
        language: replace(book, rules=tuple(rule for rule in book.rules if not rule.id.startswith("E1_")))
        for language, book in library.rule_books.items()
    }
    without = replace(library, rule_books=books)
    warm_up(without)

    assert check(without, UNHEARD) is None


@pytest.mark.parametrize("place", ["Jávea", "javea", "Deira", "I live in Deira", "Wheeling", "Manchester"])
def test_a_place(place):
    """It takes the name of a town for no misspelt symptom."""
    assert check(LIBRARY, place) is None
