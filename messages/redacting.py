"""Redacting: words of others without names, numbers and addresses, as far as that can be told. Pure."""

import re
from collections.abc import Collection, Iterator
from functools import cache

from messages.library import Library
from messages.matching import matcher_of
from messages.words import Token, fold, read_message

GONE = "…"
LONGEST_NUMBER = 3  # digits: 4 days, 250 ml; what is longer may be a phone, a date or a street
LONGEST_ACRONYM = 4  # letters: SPF, PRP, LED
BEFORE_A_NAME = "phrases_before_a_name"

_ADDRESSES = re.compile(r"\S+@\S+|@\w+|(?:https?://|www\.)\S+")
_NUMBERS = re.compile(r"\+?\d(?:[\d\s().,:/-]*\d)?")
_RUN = re.compile(rf"{GONE}(?:[\s,.]*{GONE})+")


def redacted(library: Library, words: str, names: Collection[str] = ()) -> str:
    """Return the words with an ellipsis for each name, long number and address; `names` are those known to stand there.

    Taken for a name: what follows "my name is" and the like, and capitals in a word that the content does not know.
    """
    bare = _ADDRESSES.sub(GONE, words)
    for token in reversed(list(_names(library, bare, {fold(part) for name in names for part in name.split()}))):
        bare = bare[: token.start] + GONE + bare[token.end :]
    return _RUN.sub(GONE, _NUMBERS.sub(_number, bare)).strip()


def _number(found: re.Match[str]) -> str:
    """A short number says how long, how much or how many, and names nobody."""
    return found[0] if sum(char.isdigit() for char in found[0]) <= LONGEST_NUMBER else GONE


def _names(library: Library, text: str, names: Collection[str]) -> Iterator[Token]:
    known = matcher_of(library).correct
    message, cues = read_message(text), _cues(library)
    last: Token | None = None
    for place, token in enumerate(message.tokens):
        written = text[token.start : token.end]
        is_capital = written[0].isupper() and not text.isupper()
        is_odd = token.word not in known
        is_acronym = written.isupper() and len(written) <= LONGEST_ACRONYM
        is_called = any(message.words[max(place - size, 0) : place] in cues for size in (1, 2, 3))
        is_surname = last is not None and is_capital and not text[last.end : token.start].strip("- ")
        if token.number is None and (
            (token.word in names and (is_capital or is_odd))
            or (is_called and (is_capital or is_odd))
            or (is_odd and written[0].isupper() and not is_acronym)
            or is_surname
        ):
            last = token
            yield token


def _cues(library: Library) -> frozenset[tuple[str, ...]]:
    return _phrases(tuple(library.label(language, BEFORE_A_NAME) for language in library.languages))


@cache
def _phrases(lists: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    return frozenset(read_message(phrase).words for phrases in lists for phrase in phrases.split(",") if phrase.strip())
