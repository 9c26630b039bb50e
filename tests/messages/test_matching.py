"""Matching: messages find their topic by meaning, spelling and keywords, and what is not ours is known as such."""

import pytest

from messages.library import load
from messages.matching import SHIPPED_MODEL, load_model, matcher_for, rank, training_key, use
from tests.content import LIBRARY

MODEL = load_model(SHIPPED_MODEL)


def test_the_shipped_model_fits_the_content():
    """It was learnt from the phrasings as they are now; if not, run `python -m messages.training`."""
    assert MODEL.key == training_key(LIBRARY)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("could I put on some foundation tonight", "makeup"),
        ("¿cuándo puedo volver a la piscina con mis hijos?", "heat_and_swimming"),
        ("how long till my cheeks stop being so red", "redness"),
        ("se me está cayendo la piel en pedacitos", "dryness_and_peeling"),
        ("Wann darf ich wieder schwimmen gehen?", "heat_and_swimming"),
    ],
)
def test_a_message_finds_its_topic(text, topic):
    """It ranks the topic first that the message is about, also in a language without phrasings."""
    assert rank(LIBRARY, text).topics[0].topic == topic


@pytest.mark.parametrize("text", ["what will the weather be in Lisbon", "recomiéndame una serie de televisión"])
def test_what_is_not_ours_is_known_as_such(text):
    """It gives most of the probability to being out of scope."""
    assert rank(LIBRARY, text).out_of_scope > 0.7


def test_probabilities_add_up_to_one():
    """It shares one among all topics and being out of scope."""
    ranking = rank(LIBRARY, "my face itches at night")

    assert sum(scored.probability for scored in ranking.topics) + ranking.out_of_scope == pytest.approx(1, abs=1e-4)
    assert {scored.topic for scored in ranking.topics} == set(LIBRARY.topics)


def test_the_likeliest_topic_comes_first():
    """It sorts by probability, and the first three are `top3`."""
    ranking = rank(LIBRARY, "is it ok to go for a run")
    probabilities = [scored.probability for scored in ranking.topics]

    assert probabilities == sorted(probabilities, reverse=True)
    assert ranking.top3 == tuple(scored.topic for scored in ranking.topics[:3])


def test_the_same_message_is_ranked_the_same():
    """It gives the same figures to the same message, from one matcher to the next."""
    first = matcher_for(LIBRARY, MODEL).rank("puedo tomar vino esta noche", {})
    second = matcher_for(LIBRARY, MODEL).rank("puedo tomar vino esta noche", {})

    assert first == second


def test_spelling_and_keywords_rank_alone():
    """It still finds the topic where the sentence encoder is not installed."""
    without = matcher_for(LIBRARY, MODEL, lambda: None)

    assert without.rank("when can I wear makeup again", {}).topics[0].topic == "makeup"
    assert without.rank("me salieron moretones", {}).topics[0].topic == "bruising"


def test_misspelt_words_are_repaired():
    """It reads `swiming` and `moistorizer` as what was meant, and leaves right and unknown words alone."""
    matcher = matcher_for(LIBRARY, MODEL)

    assert matcher.repaired("Is swiming ok, and moistorizer?") == "Is swimming ok, and moisturizer?"
    assert matcher.repaired("Swimming with Xanthippe") == "Swimming with Xanthippe"


def test_a_misspelt_message_is_ranked_as_what_was_meant():
    """It gives the repaired words the ranking of the right ones."""
    assert rank(LIBRARY, "is moistorizer good") == rank(LIBRARY, "is moisturizer good")


def test_a_leaning_lifts_a_topic():
    """It adds what the conversation speaks for."""
    plain = rank(LIBRARY, "and for how long")
    leaning = rank(LIBRARY, "and for how long", {"sun_protection": 20.0})

    assert leaning.topics[0].topic == "sun_protection"
    assert plain.topics[0].topic != "sun_protection"


def test_a_keyword_of_the_clinic_counts_at_once():
    """It counts keywords of the library in use, before any training."""
    from dataclasses import replace

    topic = replace(LIBRARY.topics["moisturizer"], keywords={"en": ("blorbo", "blorbo balm")})
    library = replace(LIBRARY, topics={**LIBRARY.topics, "moisturizer": topic})

    def chance(of):
        ranking = rank(of, "blorbo balm")
        return next(scored.probability for scored in ranking.topics if scored.topic == "moisturizer")

    assert chance(library) > 2 * chance(LIBRARY)


def test_a_library_keeps_the_model_it_was_given():
    """It answers with the model put there by `use`, and other libraries with the shipped one."""
    own = load()
    matcher = use(own, MODEL, lambda: None)

    assert rank(own, "makeup") == matcher.rank("makeup", {})
    assert rank(own, "makeup") != rank(LIBRARY, "makeup")


@pytest.mark.parametrize(
    "text", ["", "   ", "?!", "😀😀", "a", "\n", "x" * 5000, "me " * 3000, "\x00", "日本語でもいいですか"]
)
def test_odd_messages_are_ranked_too(text):
    """It never fails on what a message may hold."""
    assert len(rank(LIBRARY, text).topics) == len(LIBRARY.topics)
