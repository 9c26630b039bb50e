"""Every language says what every other says."""


def test_the_texts_of_all_languages_have_the_same_keys_and_variables(library):
    """It never falls back to English, and never loses a date or a number in translation."""
    english = {key: entry.variables for key, entry in library.texts.entries["en"].items()}

    for language in library.languages:
        assert {key: entry.variables for key, entry in library.texts.entries[language].items()} == english


def test_every_topic_is_answered_in_every_language(library):
    """It has an answer to all 44 topics, with the same parts for the same days."""
    assert set(library.topics) == set(library.topic_texts["en"]) == set(library.topic_texts["es"])


def test_an_argument_is_never_markup(library):
    """It escapes what a patient typed before it stands in a message."""
    assert "<b>x" not in library.text("en", "registered", treated="<b>x", zone="y")
    assert "<b>x" in library.label("en", "registered", treated="<b>x", zone="y")
