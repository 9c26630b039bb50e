"""Small talk: told from questions, in every language."""

import pytest

from messages.small_talk import KINDS, find_small_talk, follows_up, is_foreign, only_follows_up
from tests.content import LIBRARY


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Hello there!", "greeting"),
        ("Buenos días, doctora", "greeting"),
        ("thank you so much", "thanks"),
        ("Muchas gracias!!", "thanks"),
        ("thanks for everything!", "thanks"),
        ("thank you so much for your help", "thanks"),
        ("thanks a lot for checking in on me", "thanks"),
        ("mil gracias por todo genia", "thanks"),
        ("muchas gracias por tu ayuda", "thanks"),
        ("te agradezco mucho por responder", "thanks"),
        ("hi, who are you?", "about"),
        ("¿eres un robot?", "about"),
        ("I want to talk to a person please", "human"),
        ("quiero hablar con la doctora", "human"),
        ("good night", "goodbye"),
        ("you stupid bot", "abuse"),
        ("hola, no sirves para nada", "abuse"),
        ("👍", "wordless"),
        ("???", "wordless"),
        ("", "wordless"),
    ],
)
def test_small_talk_is_known(text, kind):
    """It names the weightiest kind in a message that is nothing else."""
    assert find_small_talk(LIBRARY, text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "hello, can I swim?",
        "thanks, and when can I wear make-up",
        "hola, tengo la cara roja",
        "the stupid redness is still there",
        "help my face is swollen",
        "no",
        "is it ok?",
        "is everything ok",
        "thanks for everything, my cheek hurts",
    ],
)
def test_a_question_with_manners_is_a_question(text):
    """It is no small talk when anything else is said."""
    assert find_small_talk(LIBRARY, text) is None


@pytest.mark.parametrize("language", LIBRARY.languages)
@pytest.mark.parametrize("kind", [*KINDS, "wordless"])
def test_every_kind_has_its_words(kind, language):
    """It has a reply in every language."""
    assert LIBRARY.has(language, f"small_talk_{kind}")


def test_a_follow_up_begins_like_one():
    """It begins with "and", "why" or the like."""
    assert follows_up(LIBRARY, "and swimming?")
    assert follows_up(LIBRARY, "¿y la piscina?")
    assert not follows_up(LIBRARY, "swimming on Sunday")


def test_a_mere_follow_up_names_nothing():
    """It is only about what was just said."""
    assert only_follows_up(LIBRARY, "and for how long?")
    assert only_follows_up(LIBRARY, "¿y por cuánto tiempo?")
    assert not only_follows_up(LIBRARY, "and swimming?")
    assert not only_follows_up(LIBRARY, "")


@pytest.mark.parametrize("text", ["Ich kann nicht gut schlafen", "je ne sais pas", "おはようございます", "как дела"])
def test_another_language_is_noticed(text):
    """It is told by its script or its small words."""
    assert is_foreign(LIBRARY, text)


@pytest.mark.parametrize("text", ["my face is red", "se me está pelando la nariz", "est. 2 days", ""])
def test_our_own_languages_are_not_foreign(text):
    """It takes two words of another language."""
    assert not is_foreign(LIBRARY, text)
