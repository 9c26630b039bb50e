"""Spelling: slang written out, and misspelt words of a lexicon repaired. A correct word is never changed."""

from collections.abc import Collection, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

from messages.words import Message

SHORTEST = 5  # shorter words have too many neighbours


def spell_out(message: Message, spelling: Mapping[str, str]) -> Message:
    """Replace slang and common slips: `thier`, `swolen`, `q`. One word may become several: `gonna`, `going to`."""
    right = {place: spelling[token.word] for place, token in enumerate(message.tokens) if token.word in spelling}
    return message.respelt(right) if right else message


def repair(message: Message, lexicon: Collection[str], known: Collection[Collection[str]]) -> Message:
    """Replace words that nobody knows by the nearest word of the lexicon, if one is near enough."""
    right: dict[int, str] = {}
    for place, token in enumerate(message.tokens):
        word = token.word
        if len(word) < SHORTEST or not word.isalpha() or word in lexicon or any(word in words for words in known):
            continue
        near = nearest(word, lexicon)
        if near is not None:
            right[place] = near
    return message.respelt(right) if right else message


def nearest(word: str, lexicon: Collection[str]) -> str | None:
    """Return the word of the lexicon one slip away (two in long words), or None. The first letters must agree."""
    slips = 1 if len(word) < 8 else 2
    near = [right for right in lexicon if abs(len(right) - len(word)) <= slips and _same_start(word, right)]
    near.sort()  # of two as near, always the same one
    best = process.extractOne(word, near, scorer=OSA.distance, score_cutoff=slips)
    return best[0] if best else None


def _same_start(word: str, right: str) -> bool:
    return word[0] == right[0] or (word[0] == right[1] and word[1] == right[0])
