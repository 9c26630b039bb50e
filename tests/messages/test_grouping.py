"""Grouping: messages that ask the same stand together, whatever the words and the language."""

import pytest

from messages import matching
from messages.grouping import group
from messages.library import load
from tests.content import LIBRARY

TEXTS = [
    "what does a session cost",
    "Can I donate blood this week?",
    "¿Puedo donar sangre?",
    "how much is the next session",
    "is it ok to give blood",
    "can I use my LED mask at home",
]


@pytest.fixture
def without_encoder():
    """A library whose messages are compared by their spelling alone."""
    library = load()
    matching.use(library, matching.load_model(matching.SHIPPED_MODEL), find=lambda: None)
    return library


def test_the_same_question_is_one_group_in_every_language():
    """It puts the largest group first, and the most typical wording first within it."""
    groups = group(LIBRARY, TEXTS)

    assert [sorted(places) for places in groups] == [[1, 2, 4], [0, 3], [5]]
    assert groups[0][0] == 2


def test_without_the_encoder_it_goes_by_the_words(without_encoder):
    """It still joins what shares its rare words, and nothing else."""
    groups = group(without_encoder, [*TEXTS[:2], "can i donate blood tomorrow", TEXTS[5]])

    assert groups == [[1, 2], [0], [3]]


def test_nothing_makes_no_group():
    """It has no entry for an empty list, and one for a single message."""
    assert group(LIBRARY, []) == []
    assert group(LIBRARY, ["hello"]) == [[0]]


def test_many_are_grouped_without_losing_one():
    """It puts each message into exactly one group."""
    lines = [line for of_topic in LIBRARY.phrasings["en"].values() for line in of_topic[:4]][:150]

    groups = group(LIBRARY, lines)

    assert sorted(place for places in groups for place in places) == list(range(len(lines)))
    assert len(groups) < len(lines)
