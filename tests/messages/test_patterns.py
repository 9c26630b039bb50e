"""Patterns."""

import pytest

from messages.patterns import BadPattern, PhraseIndex, compile_pattern
from messages.words import read_message

LISTS = {"mouth": ["lip", "lips", "<inside>"], "inside": ["tongue", "throat"]}


def _found(pattern, text, fillers=("is", "my", "really"), barriers=("not", "but")):
    compiled = compile_pattern(pattern, LISTS)
    index = PhraseIndex(frozenset(fillers), frozenset(barriers))
    index.add(compiled)
    hits = index.hits(read_message(text))
    return [tuple(hits.message.quote(*span) for span in spans) for spans in hits.matches(compiled)]


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        pytest.param("throat closing", "my throat is really closing", id="small words between"),
        pytest.param("swell* throat", "swelling my throat", id="a beginning"),
        pytest.param("(very hot|warm) skin", "very hot skin", id="one of several"),
        pytest.param("<mouth> swollen", "tongue is swollen", id="a list within a list"),
        pytest.param("fever 38..43", "fever 38,5", id="a number"),
        pytest.param("skin ... black", "skin on one cheek went black", id="four other words"),
        pytest.param("fever + confused", "confused since the fever", id="any order in a sentence"),
        pytest.param("fever & confused", "I am confused. Fever too.", id="anywhere in the message"),
    ],
)
def test_a_match(pattern, text):
    """It finds what the pattern says."""
    assert _found(pattern, text)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        pytest.param("throat closing", "throat dry nose closing", id="other words between"),
        pytest.param("throat closing", "my throat. closing time", id="two sentences"),
        pytest.param("lips ... swollen", "lips are not swollen", id="a no in the gap"),
        pytest.param("lips ... swollen", "lips fine but cheeks swollen", id="a but in the gap"),
        pytest.param("fever 38..43", "fever 37.2", id="a lower number"),
        pytest.param("fever + confused", "fever. I am confused", id="a plus over two sentences"),
        pytest.param("blood & (blood|bleeding)", "blood thinners", id="one word for both sides"),
    ],
)
def test_no_match(pattern, text):
    """It finds nothing that the pattern does not say."""
    assert not _found(pattern, text)


def test_the_longest_wording():
    """It quotes the longest wording that fits first."""
    assert _found("(raw|raw and wet)", "it is raw and wet")[0] == ("raw and wet",)


@pytest.mark.parametrize(
    ("pattern", "fault"),
    [
        ("<nose> closing", "there is no list `nose`"),
        ("a + b & c", "in one pattern"),
        ("throat ...", "begins and ends with a word"),
    ],
)
def test_a_pattern_that_makes_no_sense(pattern, fault):
    """It says what is wrong with a pattern."""
    with pytest.raises(BadPattern, match=fault):
        compile_pattern(pattern, LISTS)


def test_a_list_that_names_itself():
    """It refuses a list that names itself instead of running for ever."""
    with pytest.raises(BadPattern, match="names itself"):
        compile_pattern("<a>", {"a": ["<b>"], "b": ["<a>"]})
