"""Urgency model: a red flag by its meaning, in the message as a whole and in each of its sentences."""

from dataclasses import replace

import numpy as np
import pytest

from messages.matching import BUCKETS, SHIPPED_MODEL, Head, load_model
from messages.triage import reading_of
from messages.urgency_model import Raised, Urgency, find_raised, pieces
from tests.content import LIBRARY

FLAGS = ("E9", "U5", "U12", "C1", "question")
MARKS = len(pieces(reading_of(LIBRARY, "words")[1])[0].marks)


class WordEncoder:
    """Stands in for the sentence encoder: a text is about the flag that it names most often, else a question."""

    def encode(self, texts):
        named = [[text.lower().split().count(flag.lower()) for flag in FLAGS] for text in texts]
        return 6 * np.array([counts if any(counts) else (0, 0, 0, 0, 1) for counts in named], dtype=np.float32)


def _raised(text, hours=None):
    weights = np.vstack([np.eye(len(FLAGS)), np.zeros((MARKS, len(FLAGS)))]).astype(np.float32)
    silent = np.zeros(len(FLAGS), dtype=np.float32)
    spelling = Head(weights=np.zeros((BUCKETS, len(FLAGS)), dtype=np.float32), bias=silent)
    head = Head(weights=weights, bias=silent)
    model = replace(load_model(SHIPPED_MODEL), flags=FLAGS, urgency=head, urgency_spelling=spelling)
    _, reading = reading_of(LIBRARY, text)
    return find_raised(model, WordEncoder(), reading, hours)


@pytest.mark.parametrize(
    ("text", "raised"),
    [
        ("so much E9 here", Raised(flag="E9", urgency=Urgency.EMERGENCY, words="so much E9 here")),
        ("so much U5 here", Raised(flag="U5", urgency=Urgency.URGENT, words="so much U5 here")),
        ("so much C1 here", Raised(flag="C1", urgency=Urgency.CLINIC, words="so much C1 here")),
        ("only a question here", None),
        ("nothing of all this", None),
    ],
)
def test_a_flag_that_is_probable_enough(text, raised):
    """It raises the flag with its urgency and the words; a message that is none, or anything, raises nothing."""
    assert _raised(text) == raised


def test_the_sentence_that_raises_it():
    """It quotes the sentence, not the whole message, and reads the message as a whole as well."""
    raised = _raised("Thank you for today. There is U5 since noon. What about cream?")

    assert raised == Raised(flag="U5", urgency=Urgency.URGENT, words="There is U5 since noon")


def test_a_sentence_that_the_whole_message_outweighs():
    """It stays quiet where one sentence sounds a little like a flag, and the message as a whole is plainly none."""
    assert _raised("A question about cream. This C1 is a question. Another question about sun") is None


@pytest.mark.parametrize(
    ("flag", "hours", "raised"),
    [
        pytest.param("C1", 95, False, id="redness on day 3"),
        pytest.param("C1", 96, True, id="redness on day 4"),
        pytest.param("C1", None, True, id="redness, the time not known"),
        pytest.param("U12", 7, False, id="numb while the cream works"),
        pytest.param("U12", 8, True, id="numb for too long"),
        pytest.param("E9", 0, True, id="an emergency at any time"),
    ],
)
def test_what_only_time_makes_a_red_flag(flag, hours, raised):
    """It does not take the first days for something that lasts."""
    assert bool(_raised(f"so much {flag} here", hours)) == raised


@pytest.mark.parametrize("text", ["", "?!", "\U0001f600", "a", "\n\n", "no " * 900, "e. " * 900])
def test_odd_messages(text):
    """It takes whatever a message may hold."""
    assert _raised(text) is None


def test_marks_of_the_context():
    """It marks each sentence with the context words that stand in it."""
    _, reading = reading_of(LIBRARY, "There is no pus at all. Last year I had hives!")
    whole, denied, past = (piece.marks for piece in pieces(reading))

    assert denied != past
    assert [max(pair) for pair in zip(denied, past, strict=True)][:-1] == list(whole)[:-1]
