"""Patterns: how a red flag may be worded. The language an operator writes them in is explained in the rules' files.

`throat` a word, `swell*` its beginnings, `(can't|cannot)` one of several, `<breathing>` a list of the file,
`38..43` a number, `...` up to four words between, ` + ` both in one sentence in any order, ` & ` both in one message.
Small words such as "is", "so", "my" (the file's `fillers`) may stand between any two items; `...` never stands for a
"no" or a "but" (the file's `negators` and `stops`). A list may name other lists: `<face>`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

from messages.words import Message, fold

GAP = 4  # words that `...` may stand for
FILLED = 4  # small words between two items
NEAR = 10  # words between the two sides of a plus

Span = tuple[int, int]  # from token, up to token
Phrase = tuple[str, ...]

_ITEM = re.compile(r"\(([^)]*)\)|<([\w ]+)>|(\.\.\.)(?=\s|$)|([^\s()<>]+)")


class BadPattern(ValueError):
    """A pattern that cannot be read; the text says why."""


@dataclass(frozen=True, slots=True)
class Item:
    """One place of a pattern: any of its phrases. `gap` words may stand before it."""

    phrases: frozenset[Phrase]
    gap: int = 0


@dataclass(frozen=True, slots=True)
class Pattern:
    """Parts that all have to be there. `loose`: anywhere in the message, not only near each other."""

    text: str
    parts: tuple[tuple[Item, ...], ...]
    loose: bool = False


@dataclass
class PhraseIndex:
    """Finds all phrases of all patterns in one pass over a message."""

    fillers: frozenset[str] = frozenset()
    barriers: frozenset[str] = frozenset()  # words that `...` may not stand for
    _exact: dict[str, list[tuple[Phrase, int]]] = field(default_factory=dict)
    _stems: dict[str, list[tuple[Phrase, int]]] = field(default_factory=dict)
    _ranges: list[tuple[Phrase, int]] = field(default_factory=list)
    _numbers: dict[frozenset[Phrase], int] = field(default_factory=dict)
    _needed: dict[int, dict[str, frozenset[int]]] = field(default_factory=dict)  # by the first place of a pattern

    def add(self, pattern: Pattern) -> None:
        items = [item for part in pattern.parts for item in part]
        for item in items:
            self._add(item.phrases)
        needed = [self._numbers[item.phrases] for item in items]
        self._needed.setdefault(needed[0], {})[pattern.text] = frozenset(needed)

    def possible(self, found: Mapping[int, list[Span]]) -> frozenset[str]:
        """Return the texts of the patterns all of whose places occur: few of a thousand, so this saves most work."""
        begun = (pattern for number in found for pattern in self._needed.get(number, {}).items())
        return frozenset(text for text, needed in begun if needed <= found.keys())

    def _add(self, phrases: frozenset[Phrase]) -> None:
        if phrases in self._numbers:
            return
        number = self._numbers[phrases] = len(self._numbers)
        for phrase in phrases:
            first = phrase[0]
            if ".." in first:
                self._ranges.append((phrase, number))
            elif first.endswith("*"):
                self._stems.setdefault(first[:-1], []).append((phrase, number))
            else:
                self._exact.setdefault(first, []).append((phrase, number))

    def hits(self, message: Message) -> "Hits":
        """Return where each set of phrases occurs."""
        found: dict[int, list[Span]] = {}
        words = message.words
        for start, word in enumerate(words):
            for phrase, number in self._candidates(word):
                end = _end(phrase, words, start)
                if end is not None:
                    found.setdefault(number, []).append((start, end))
        for spans in found.values():
            spans.sort(key=lambda span: (span[0], -span[1]))  # the longest wording is the one to quote
        return Hits(message, self, found)

    def spans(self, found: Mapping[int, list[Span]], phrases: frozenset[Phrase]) -> Sequence[Span]:
        return found.get(self._numbers[phrases], ())

    def knows(self, word: str) -> bool:
        return any(True for _ in self._candidates(word))

    def _candidates(self, word: str) -> Iterator[tuple[Phrase, int]]:
        yield from self._exact.get(word, ())
        for length in range(2, len(word) + 1):
            yield from self._stems.get(word[:length], ())
        if word[0].isdigit():
            yield from self._ranges


@dataclass(frozen=True)
class Hits:
    """What a PhraseIndex found in a message."""

    message: Message
    index: PhraseIndex
    found: Mapping[int, list[Span]]

    @cached_property
    def _possible(self) -> frozenset[str]:
        return self.index.possible(self.found)

    def may_match(self, pattern: Pattern) -> bool:
        """Return whether all places of the pattern occur, wherever they stand."""
        return pattern.text in self._possible

    def matches(self, pattern: Pattern) -> Iterator[tuple[Span, ...]]:
        """Yield the spans of the pattern's parts, for every way in which it matches."""
        if not self.may_match(pattern):
            return
        choices = []
        for part in pattern.parts:
            spans = self._part(part)
            if not spans:
                return
            choices.append(spans)
        for first in choices[0]:
            yield from self._joined((first,), choices[1:], loose=pattern.loose)

    def _joined(self, so_far: tuple[Span, ...], rest: list[list[Span]], *, loose: bool) -> Iterator[tuple[Span, ...]]:
        if not rest:
            yield so_far
            return
        for span in rest[0]:
            if all(_apart(span, other) and (loose or self._near(span, other)) for other in so_far):
                yield from self._joined((*so_far, span), rest[1:], loose=loose)

    def _near(self, one: Span, other: Span) -> bool:
        first, last = sorted((one, other))
        tokens = self.message.tokens
        return tokens[first[1] - 1].sentence == tokens[last[0]].sentence and last[0] - first[1] <= NEAR

    def _part(self, items: tuple[Item, ...]) -> list[Span]:
        spans = list(self.index.spans(self.found, items[0].phrases))
        for item in items[1:]:
            ends: dict[int, list[int]] = {}
            for start, end in self.index.spans(self.found, item.phrases):
                ends.setdefault(start, []).append(end)
            spans = [
                (first, last)
                for first, end in spans
                for start in range(end, end + item.gap + FILLED + 1)
                if start in ends and self._follows(end, start, item.gap)
                for last in ends[start]
            ]
        return spans

    def _follows(self, end: int, start: int, gap: int) -> bool:
        tokens = self.message.tokens
        if tokens[end - 1].sentence != tokens[start].sentence:
            return False
        between = [token.word for token in tokens[end:start] if token.word not in self.index.fillers]
        return len(between) <= gap and self.index.barriers.isdisjoint(between)


def compile_pattern(text: str, lists: Mapping[str, Sequence[str]]) -> Pattern:
    """Read a pattern; BadPattern when it makes no sense."""
    loose = " & " in text
    if loose and " + " in text:
        raise BadPattern("use either + or & in one pattern")
    parts = tuple(_part(part, lists) for part in re.split(r" [+&] ", text))
    return Pattern(text, parts, loose)


@cache  # the same wordings stand in many lists, and some are looked for in every message
def phrase_of(text: str) -> Phrase:
    """Return a phrase of words and stems, folded like the messages it is to match."""
    return tuple(fold(word) for word in text.split())


@cache  # a list is the same set of phrases in every pattern that names it
def _phrases(wordings: tuple[str, ...]) -> frozenset[Phrase]:
    return frozenset(phrase_of(wording) for wording in wordings if wording.strip())


def find_phrases(phrases: tuple[Phrase, ...], words: Phrase) -> list[Span]:
    """Return where phrases of words and stems stand among some words, in the order of the words."""
    exact, stems = _by_first_word(phrases)
    return [
        (start, end)
        for start, word in enumerate(words)
        for phrase in (*exact.get(word, ()), *stems)
        if (end := _end(phrase, words, start)) is not None
    ]


def fits(wanted: str, word: str) -> bool:
    """Return whether a word is what a pattern wants: the word itself, its beginning, or a number of a range."""
    if wanted.endswith("*"):
        return word.startswith(wanted[:-1])
    if ".." in wanted:
        low, high = _range(wanted)
        return word[0].isdigit() and low <= float(word) <= high
    return word == wanted


def _part(text: str, lists: Mapping[str, Sequence[str]]) -> tuple[Item, ...]:
    items: list[Item] = []
    gap = 0
    for choice, name, dots, word in _ITEM.findall(text):
        if dots:
            gap = GAP
            continue
        wordings = _listed(name, lists) if name else choice.split("|") if choice else [word]
        phrases = _phrases(tuple(wordings))
        if not phrases or any("+" in part or "&" in part for phrase in phrases for part in phrase):
            raise BadPattern("a pattern is words, lists and alternatives, joined by ` + ` or ` & `")
        items.append(Item(phrases, gap))
        gap = 0
    if not items or gap:
        raise BadPattern("a pattern, and each side of + or &, begins and ends with a word")
    return tuple(items)


def _apart(one: Span, other: Span) -> bool:
    return one[1] <= other[0] or other[1] <= one[0]


def _listed(name: str, lists: Mapping[str, Sequence[str]], within: tuple[str, ...] = ()) -> list[str]:
    """Return the wordings of a list, with those of the lists it names."""
    if name not in lists:
        raise BadPattern(f"there is no list `{name}` under `lists:`")
    if name in within:
        raise BadPattern(f"the list `{name}` names itself")
    wordings: list[str] = []
    for wording in lists[name]:
        inner = re.fullmatch(r"<([\w ]+)>", wording)
        wordings += _listed(inner[1], lists, (*within, name)) if inner else [wording]
    return wordings


def _end(phrase: Phrase, words: Sequence[str], start: int) -> int | None:
    """Return where the phrase ends if it stands at `start`."""
    end = start + len(phrase)
    if end > len(words):
        return None
    if all(fits(wanted, word) for wanted, word in zip(phrase, words[start:end], strict=True)):
        return end
    return None


@cache
def _range(wanted: str) -> tuple[float, float]:
    low, high = wanted.split("..")
    return float(low), float(high)


@cache
def _by_first_word(phrases: tuple[Phrase, ...]) -> tuple[Mapping[str, list[Phrase]], list[Phrase]]:
    """Return the phrases by their first word, and those that begin with a stem: a message is then read only once."""
    exact: dict[str, list[Phrase]] = {}
    stems: list[Phrase] = []
    for phrase in phrases:
        (stems if phrase[0].endswith("*") else exact.setdefault(phrase[0], [])).append(phrase)
    return exact, stems
