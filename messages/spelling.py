"""Spelling: slang written out, and misspelt words of a lexicon repaired. A correct word or a name is never changed."""

from collections.abc import Collection, Mapping
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from messages.words import Message

SHORTEST = 5  # shorter words have too many neighbours


def spell_out(message: Message, spelling: Mapping[str, str]) -> Message:
    """Replace slang and common slips: `thier`, `swolen`, `q`. One word may become several: `gonna`, `going to`."""
    right = {place: spelling[token.word] for place, token in enumerate(message.tokens) if token.word in spelling}
    return message.respelt(right) if right else message


def repair(message: Message, lexicon: frozenset[str], known: Collection[Collection[str]]) -> Message:
    """Replace words that nobody knows by the nearest word of the lexicon, if one is near enough."""
    right: dict[int, str] = {}
    for place, token in enumerate(message.tokens):
        word = token.word
        if len(word) < SHORTEST or not word.isalpha() or word in lexicon or any(word in words for words in known):
            continue
        if _is_a_name(message, place):
            continue
        near = nearest(word, lexicon)
        if near is not None:
            right[place] = near
    return message.respelt(right) if right else message


def nearest(word: str, lexicon: frozenset[str] | tuple[str, ...]) -> str | None:
    """Return the word of the lexicon one slip away (two in long words), or None. The first letters must agree."""
    slips = 1 if len(word) < 8 else 2
    starts = _by_start(lexicon)
    swapped = (right for right in starts.get(word[1], ()) if right[1] == word[0])
    near = [right for right in (*starts.get(word[0], ()), *swapped) if abs(len(right) - len(word)) <= slips]
    best = process.extractOne(word, near, scorer=OSA.distance, score_cutoff=slips)
    return best[0] if best else None


def _is_a_name(message: Message, place: int) -> bool:
    """Return whether a word is written as a name: a capital letter after a word without one, as in "my Blistex"."""
    if place == 0 or message.tokens[place - 1].sentence != message.tokens[place].sentence:
        return False
    before, written = (message.quote(at, at + 1) for at in (place - 1, place))
    return written[0].isupper() and written[1:].islower() and before.islower()


@cache
def _by_start(lexicon: frozenset[str] | tuple[str, ...]) -> Mapping[str, list[str]]:
    """Return the lexicon by first letter, each part in order: of two words as near, always the same is taken."""
    starts: dict[str, list[str]] = {}
    for word in sorted(lexicon):
        starts.setdefault(word[0], []).append(word)
    return starts
