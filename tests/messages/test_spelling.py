"""Spelling."""

from messages.spelling import nearest, repair, spell_out
from messages.words import read_message

LEXICON = frozenset({"swelling", "throat", "bleeding", "fever"})


def test_slang():
    """It writes slang out, into several words where that is meant."""
    message = spell_out(read_message("cantbreathe thru nose"), {"cantbreathe": "cant breathe", "thru": "through"})

    assert message.words == ("cant", "breathe", "through", "nose")


def test_a_misspelt_word():
    """It finds the word that was meant: one slip away, two in long words."""
    assert repair(read_message("thraot swlelign"), LEXICON, ()).words == ("throat", "swelling")


def test_a_known_word():
    """It never changes a word that is right, however near to another."""
    assert repair(read_message("feeding breeding"), LEXICON, (frozenset({"breeding"}),)).words == (
        "feeding",
        "breeding",
    )


def test_names():
    """It takes a capital letter inside a sentence for a name, yet not at its start, nor where all words have one."""
    assert repair(read_message("my Throut"), LEXICON, ()).words == ("my", "throut")
    assert repair(read_message("Throut hurts"), LEXICON, ()).words == ("throat", "hurts")
    assert repair(read_message("My Throut Hurts"), LEXICON, ()).words == ("my", "throat", "hurts")


def test_short_words():
    """It leaves words of four letters and fewer alone: they have too many neighbours."""
    assert repair(read_message("feve"), LEXICON, ()).words == ("feve",)


def test_two_words_as_near():
    """It always takes the same one of two words as near."""
    assert nearest("hurtz", frozenset({"hurts", "hurty"})) == "hurts"


def test_nothing_near():
    """It says when no word is near enough."""
    assert nearest("umbrella", LEXICON) is None
