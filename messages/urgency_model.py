"""Urgency model: a red flag heard by its meaning, where no rule has words for it. It may raise, never lower. Pure.

A linear layer over the vector of a message and the marks of its context (denied, asked, past, somebody else's, ...)
and another over its spelling give each red flag a probability. A message of several sentences is read whole and
sentence by sentence, and both readings count the same. What messages/training.py learnt from the red-flag lines is
shipped in matching.npz.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import groupby

import numpy as np

from messages.contexts import ContextWords, Reading
from messages.embedding import Encoder, Vectors
from messages.matching import Model, spelling_features
from messages.red_flag_lines import urgency_of
from messages.topics import Urgency

# How probable a level, with those above it, has to be. Set by cross-validation on the content's own lines
# (python -m messages.training --measure) for at most 2 % false alarms, 8 % in messages that only sound like a red flag.
SURE_FROM = {Urgency.EMERGENCY: 0.2, Urgency.URGENT: 0.3, Urgency.CLINIC: 0.4}
SPELLING_WEIGHT = 0.5

# Hours before which a red flag about something that lasts is none: the words alone do not tell.
NOT_BEFORE: Mapping[str, float] = {"U12": 8, "C1": 96, "C2": 72, "C4": 240, "C9": 168}

FEWEST_WORDS = 3  # of a sentence that is read for itself
MOST_SENTENCES = 40
LONGEST = 1000  # characters that are read as a whole
MARK_WEIGHT = 0.2  # of a mark, beside a vector of length one
A_LONG_MESSAGE = 20  # words

_UNMARKED = {"unharmed", "untreated", "belonging"}  # of a whole message, or of words: no mark of a sentence
_LISTS = tuple(each.name for each in fields(ContextWords) if each.name not in _UNMARKED)


@dataclass(frozen=True, kw_only=True)
class Raised:
    """A red flag with the sentence that raised it."""

    flag: str
    urgency: Urgency
    words: str


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A message, or one of its sentences, with the marks of its context. What is said to be well is not in `text`."""

    words: str
    text: str
    marks: tuple[float, ...]


def find_raised(model: Model, encoder: Encoder, reading: Reading, hours: float | None) -> Raised | None:
    """Return the red flag that a message raises by its meaning, if one is probable enough."""
    parts = pieces(reading)
    if not parts:
        return None
    chances = _chances(model, _scores(model, encoder, parts), hours)
    levels = np.array([urgency_of(name) for name in model.flags])
    urgency = _level(np.stack([chances[:, levels >= level].sum(axis=1) for level in SURE_FROM]))
    if urgency is Urgency.NONE:
        return None
    of_level = np.where(levels == urgency, chances, -1.0)
    sentence = 1 + int(of_level[1:].max(axis=1).argmax()) if len(parts) > 1 else 0
    flag = model.flags[int(of_level[[0, sentence]].sum(axis=0).argmax())]
    return Raised(flag=flag, urgency=urgency, words=parts[sentence].words)


def pieces(reading: Reading) -> list[Piece]:
    """Return the message as a whole, then its sentences if there are several."""
    message = reading.message
    places: dict[int, list[int]] = {}
    for at, token in enumerate(message.tokens):
        places.setdefault(token.sentence, []).append(at)
    if not places:
        return []
    marked = {name: reading.sentences_with(name) for name in _LISTS}
    sentences = [at for at in places if len(places[at]) >= FEWEST_WORDS][:MOST_SENTENCES]
    text = message.text.strip()[:LONGEST]
    trouble = _trouble(reading, 0, len(message.tokens))[:LONGEST] if reading.well else text
    whole = Piece(words=text, text=trouble, marks=_marks(reading, marked, places, list(places)))
    if len(sentences) < 2:
        return [whole]
    return [whole, *(_sentence(reading, marked, places, at) for at in sentences)]


def features(encoder: Encoder, parts: Sequence[Piece]) -> Vectors:
    """Return one row a piece: its vector, then its marks."""
    marks = np.array([piece.marks for piece in parts], dtype=np.float32) * MARK_WEIGHT
    return np.hstack([encoder.encode([piece.text for piece in parts]), marks]).astype(np.float32)


def _sentence(
    reading: Reading, marked: Mapping[str, frozenset[int]], places: Mapping[int, list[int]], sentence: int
) -> Piece:
    start, end = places[sentence][0], places[sentence][-1] + 1
    return Piece(
        words=reading.message.quote(start, end),
        text=_trouble(reading, start, end),
        marks=_marks(reading, marked, places, [sentence]),
    )


def _trouble(reading: Reading, start: int, end: int) -> str:
    """Return the words of some tokens without those that say that something is well: "itchy, but breathing fine"."""
    kept = [at for at in range(start, end) if at not in reading.well]
    runs = groupby(enumerate(kept), key=lambda place: place[1] - place[0])
    spans = [[at for _, at in run] for _, run in runs]
    return " ".join(reading.message.quote(span[0], span[-1] + 1) for span in spans)


def _scores(model: Model, encoder: Encoder, parts: Sequence[Piece]) -> Vectors:
    spelt = [model.urgency_spelling.scores_of(*spelling_features(piece.text, model.rarity)) for piece in parts]
    return model.urgency.scores(features(encoder, parts)) + SPELLING_WEIGHT * np.stack(spelt)


def _chances(model: Model, scores: Vectors, hours: float | None) -> Vectors:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    chances = powers / powers.sum(axis=1, keepdims=True)
    early = [hours is not None and hours < NOT_BEFORE.get(name, 0) for name in model.flags]
    return np.asarray(np.where(early, 0.0, chances), dtype=np.float32)


def _level(sums: Vectors) -> Urgency:
    """Return the highest level that is probable enough; `sums` has a row a level of SURE_FROM, a column a piece."""
    whole, sentences = sums[:, 0], sums[:, 1:]
    read = (whole + sentences.max(axis=1)) / 2 if sentences.shape[1] else whole
    sure = (level for level, chance in zip(SURE_FROM, read, strict=True) if chance >= SURE_FROM[level])
    return next(sure, Urgency.NONE)


def _marks(
    reading: Reading, marked: Mapping[str, frozenset[int]], places: Mapping[int, list[int]], sentences: Sequence[int]
) -> tuple[float, ...]:
    """Return which lists of context words occur in some sentences, whether they ask, and how long they are."""
    tokens = reading.message.tokens
    contained = [float(not marked[name].isdisjoint(sentences)) for name in _LISTS]
    first, last = places[sentences[0]][0], places[sentences[-1]][-1]
    end = tokens[last + 1].start if last + 1 < len(tokens) else len(reading.message.text)
    asks = "?" in reading.message.text[tokens[first].start : end]
    opens = tokens[first].word in reading.contexts.openers
    length = sum(len(places[at]) for at in sentences) / A_LONG_MESSAGE
    return (*contained, float(asks), float(opens), min(3.0, length))
