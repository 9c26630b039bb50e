"""Small talk: hello, thanks, who are you, insults. Only what is nothing else: a question with a hello is a question."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from messages.library import Library
from messages.words import read_message

# In order of weight: of two kinds in a message, the first is answered.
KINDS = ("abuse", "human", "about", "thanks", "goodbye", "greeting")
WORDLESS = "wordless"
FILLER = "filler"
FOLLOW_UP = "follow_up"
AHEAD = "ahead"
FOREIGN_WORDS = 2  # so many words of another language, and the message is in it

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Phrases:
    """What patients write, in all languages: phrase -> kind, and the length of the longest."""

    kinds: Mapping[Phrase, str]
    longest: int


def find_small_talk(library: Library, text: str) -> str | None:
    """Return the kind of small talk that a message wholly consists of, or None."""
    words = read_message(text).words
    if not words:
        return WORDLESS
    phrases = _phrases(_lists(library, (*KINDS, FILLER, FOLLOW_UP)))
    found = _cover(words, phrases)
    if FOLLOW_UP in found:
        return None  # "is it ok" asks, "it is ok" does not
    return next((kind for kind in KINDS if kind in found), None)


def follows_up(library: Library, text: str) -> bool:
    """Return whether a message begins like a question about what was just said: "and", "how long", "is that normal"."""
    words = read_message(text).words
    phrases = _phrases(_lists(library, (FOLLOW_UP,)))
    return any(words[:size] in phrases.kinds for size in range(1, phrases.longest + 1))


def only_follows_up(library: Library, text: str) -> bool:
    """Return whether a message names nothing of its own, so that it can only be about what was just said."""
    found = _cover(read_message(text).words, _phrases(_lists(library, (FOLLOW_UP, FILLER))))
    return FOLLOW_UP in found


def speaks_of_treatment_ahead(library: Library, text: str) -> bool:
    """Return whether a message speaks of a session that is still to come: "before my next session"."""
    words = read_message(text).words
    phrases = _phrases(_lists(library, (AHEAD,)))
    sizes = range(1, phrases.longest + 1)
    return any(words[start : start + size] in phrases.kinds for start in range(len(words)) for size in sizes)


def is_foreign(library: Library, text: str) -> bool:
    """Return whether a message is in a language, or a script, that cannot be answered in."""
    letters = [letter for letter in text if letter.isalpha()]
    if sum(not re.match(r"[a-zà-ɏ]", letter.lower()) for letter in letters) > len(letters) / 2:
        return True
    phrases = _phrases(_lists(library, ("other_language",)))
    return sum((word,) in phrases.kinds for word in read_message(text).words) >= FOREIGN_WORDS


def _lists(library: Library, kinds: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The kinds and their lists of phrases, those that weigh less first so that the weightier ones win a tie."""
    return tuple(
        (kind, library.label(language, f"phrases_{kind}")) for kind in reversed(kinds) for language in library.languages
    )


@cache
def _phrases(lists: tuple[tuple[str, str], ...]) -> Phrases:
    kinds = {
        read_message(phrase).words: kind for kind, phrases in lists for phrase in phrases.split(",") if phrase.strip()
    }
    return Phrases(kinds, max(map(len, kinds), default=1))


def _cover(words: tuple[str, ...], phrases: Phrases) -> set[str]:
    """Return the kinds of the phrases that make up the words, the longest first; nothing when a word is left over."""
    found: set[str] = set()
    start = 0
    while start < len(words):
        sizes = range(min(phrases.longest, len(words) - start), 0, -1)
        size = next((size for size in sizes if words[start : start + size] in phrases.kinds), None)
        if size is None:
            return set()
        found.add(phrases.kinds[words[start : start + size]])
        start += size
    return found
