"""Small talk: hello, thanks, who are you, insults, and appointments, which are the clinic's.

Only what is nothing else: a question with a hello is a question.
"""

import re

from messages.appointments import asks_about_appointment
from messages.library import Library
from messages.phrases import Phrases, cover, read_phrases
from messages.words import read_message

# In order of weight: of two kinds in a message, the first is answered.
KINDS = ("abuse", "human", "about", "thanks", "goodbye", "greeting")
WORDLESS = "wordless"
APPOINTMENT = "appointment"
FILLER = "filler"
FOLLOW_UP = "follow_up"
AHEAD = "ahead"
FOREIGN_WORDS = 2  # so many words of another language, and the message is in it


def find_small_talk(library: Library, text: str) -> str | None:
    """Return the kind of small talk that a message wholly consists of, or that it is about an appointment, or None."""
    words = read_message(text).words
    if not words:
        return WORDLESS
    found = cover(words, _phrases(library, (*KINDS, FILLER, FOLLOW_UP)))
    if FOLLOW_UP in found:
        return None  # "is it ok" asks, "it is ok" does not
    kind = next((kind for kind in KINDS if kind in found), None)
    return APPOINTMENT if kind is None and asks_about_appointment(library, text) else kind


def follows_up(library: Library, text: str) -> bool:
    """Return whether a message begins like a question about what was just said: "and", "how long", "is that normal"."""
    return _phrases(library, (FOLLOW_UP,)).stand_at(read_message(text).words, 0)


def only_follows_up(library: Library, text: str) -> bool:
    """Return whether a message names nothing of its own, so that it can only be about what was just said."""
    return FOLLOW_UP in cover(read_message(text).words, _phrases(library, (FOLLOW_UP, FILLER)))


def speaks_of_treatment_ahead(library: Library, text: str) -> bool:
    """Return whether a message speaks of a session that is still to come: "before my next session"."""
    words, phrases = read_message(text).words, _phrases(library, (AHEAD,))
    return any(phrases.stand_at(words, start) for start in range(len(words)))


def is_foreign(library: Library, text: str) -> bool:
    """Return whether a message is in a language, or a script, that cannot be answered in."""
    letters = [letter for letter in text if letter.isalpha()]
    if sum(not re.match(r"[a-zà-ɏ]", letter.lower()) for letter in letters) > len(letters) / 2:
        return True
    phrases = _phrases(library, ("other_language",))
    return sum((word,) in phrases.kinds for word in read_message(text).words) >= FOREIGN_WORDS


def _phrases(library: Library, kinds: tuple[str, ...]) -> Phrases:
    """The phrases of some kinds; where one is of two, it is of the first, which weighs more."""
    return read_phrases(
        tuple(
            (kind, library.label(language, f"phrases_{kind}"))
            for kind in reversed(kinds)
            for language in library.languages
        )
    )
