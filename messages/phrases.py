"""Phrases: lists of what patients write, from texts.ftl, and whether a message is made of them. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from messages.words import read_message

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Phrases:
    """What patients write, in all languages: phrase -> kind, and the length of the longest."""

    kinds: Mapping[Phrase, str]
    longest: int

    def stand_at(self, words: Phrase, start: int) -> bool:
        """Return whether one of them begins at a word."""
        return any(words[start : start + size] in self.kinds for size in range(1, self.longest + 1))


@cache
def read_phrases(lists: tuple[tuple[str, str], ...]) -> Phrases:
    """Return the phrases of lists with commas between them, each with its kind; of the same phrase the last wins."""
    kinds = {words: kind for kind, phrases in lists for one in phrases.split(",") if (words := read_message(one).words)}
    return Phrases(kinds, max(map(len, kinds), default=1))


def cover(words: Phrase, phrases: Phrases, *, number: str | None = None) -> list[str]:
    """Return the kinds of the phrases that make up the words, the longest first; none when a word is left over.

    With `number` that is the kind of a word that begins with a digit and stands in no phrase.
    """
    found: list[str] = []
    start = 0
    while start < len(words):
        sizes = range(min(phrases.longest, len(words) - start), 0, -1)
        size = next((size for size in sizes if words[start : start + size] in phrases.kinds), None)
        if size:
            found.append(phrases.kinds[words[start : start + size]])
        elif number and words[start][0].isdigit():
            found.append(number)
        else:
            return []
        start += size or 1
    return found
