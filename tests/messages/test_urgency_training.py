"""Urgency training: what the model learns from, and how much each kind of line counts."""

from dataclasses import replace

import pytest

from messages.embedding import find_encoder
from messages.fitting import RememberingEncoder
from messages.matching import SHIPPED_MODEL, load_model
from messages.red_flag_lines import RedFlagLine
from messages.urgency_training import fit_urgency, flag_examples, measured_urgency
from tests.content import LIBRARY

LINES = (
    *(RedFlagLine(text=f"I cannot breathe {word}", flag="E1") for word in ("at all", "now", "well", "any more")),
    *(RedFlagLine(text=f"what a {word} price, it took my breath away", flag=None) for word in ("big", "huge", "mad")),
)


@pytest.fixture
def small_library():
    """A few lines, and phrasings of one topic."""
    return replace(
        LIBRARY,
        rule_books={language: replace(book, rules=book.rules[:2]) for language, book in LIBRARY.rule_books.items()},
        red_flag_lines={"en": LINES},
        phrasings={"en": {"pain": ("does it hurt", "I can't breathe")}},
        out_of_scope={"en": ("what is the capital of France", "...")},
    )


def test_what_is_learnt_from(small_library):
    """It learns each line as its red flag or its kind of none, and no line without words."""
    labels = {line.example.text: line.example.label for line in flag_examples(small_library)}

    assert labels["I cannot breathe now"] == "E1"
    assert labels["what a big price, it took my breath away"] == "sounds_like_one"
    assert labels["does it hurt"] == "question"
    assert labels["what is the capital of France"] == "out_of_scope"
    assert "..." not in labels


def test_a_question_that_meets_a_rule(small_library):
    """It is not learnt as harmless."""
    questions = [line.example.text for line in flag_examples(small_library) if line.example.label == "question"]

    assert questions == ["does it hurt"]


def test_what_was_learnt():
    """It has a class a red flag and a kind of none, for features of the encoder and the marks."""
    model = load_model(SHIPPED_MODEL)
    flags = {f"E{number}" for number in range(1, 11)} | {f"U{number}" for number in range(1, 13)}

    assert flags | {f"C{number}" for number in range(1, 12)} <= set(model.flags)
    assert {"sounds_like_one", "question", "out_of_scope"} <= set(model.flags)


def test_how_well_it_hears(small_library):
    """It reports what is heard of lines not learnt from, by language and level."""
    lines = {"en": LINES * 2, "es": ()}
    library = replace(small_library, red_flag_lines=lines)
    report = measured_urgency(library, RememberingEncoder(find_encoder()), load_model(SHIPPED_MODEL))

    assert "en: 8 lines of emergency: 100.0% heard, 100.0% by rules alone" in report
    assert "en: 6 lines of sounds_like_one: 0.0% false alarms, 0.0% by rules alone" in report


def test_the_same_lines_teach_the_same(small_library):
    """It has no randomness."""
    examples, encoder = flag_examples(small_library), RememberingEncoder(find_encoder())
    model = load_model(SHIPPED_MODEL)
    first, second = fit_urgency(examples, encoder, model), fit_urgency(examples, encoder, model)

    assert {"E1", "question", "sounds_like_one"} <= set(first.flags)
    assert (first.urgency.weights == second.urgency.weights).all()
    assert (first.urgency_spelling.weights == second.urgency_spelling.weights).all()
