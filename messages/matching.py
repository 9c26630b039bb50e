"""Matching: a message -> topics by probability, and the probability that it is none of ours. Pure.

Misspelt words are repaired towards those of the phrasings. Then three views are summed: the meaning of the message
(sentence encoder), its spelling (pieces of words) and the keywords of topics.yaml. What messages/training.py learnt
from the phrasings is shipped in matching.npz.
"""

import hashlib
import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from weakref import ref

import numpy as np
from numpy.typing import NDArray

from messages.embedding import Encoder, Vectors, find_encoder
from messages.library import Library
from messages.spelling import SHORTEST, nearest
from messages.words import read_message

SHIPPED_MODEL = Path(__file__).parent / "matching.npz"
OUT_OF_SCOPE = "out_of_scope"
LONGEST = 1000  # characters that are read; the rest of a longer message is for triage alone
BUCKETS = 16384  # columns into which the pieces of words are hashed
PIECE_SIZES = (4, 5)
FORMAT = 7  # part of the key: raise it when the features change

# Set on messages that were not learnt from: two sets of strangers learnt, the third ranked, each way round.
SPELLING_WEIGHT = 1.0
KEYWORD_WEIGHT = 0.5
MOST_KEYWORDS = 3
TEMPERATURE = 1.0

Buckets = NDArray[np.int64]


@dataclass(frozen=True)
class Scored:
    """A topic with the probability that the message is about it."""

    topic: str
    probability: float


@dataclass(frozen=True, kw_only=True)
class Ranking:
    """All topics, the likeliest first. With `out_of_scope` the probabilities add up to one."""

    topics: tuple[Scored, ...]
    out_of_scope: float

    @property
    def top3(self) -> tuple[str, ...]:
        return tuple(scored.topic for scored in self.topics[:3])


@dataclass(frozen=True, kw_only=True)
class Head:
    """One linear layer: features -> a score a class. Weights of which few rows are read at once are kept as stored."""

    weights: Vectors | NDArray[np.float16]
    bias: Vectors

    def scores(self, features: Vectors) -> Vectors:
        return np.asarray(features @ self.weights + self.bias, dtype=np.float32)

    def scores_of(self, buckets: Buckets, values: Vectors) -> Vectors:
        """Return the scores of features of which only what is not zero is given."""
        return np.asarray(values @ self.weights[buckets].astype(np.float32) + self.bias, dtype=np.float32)


@dataclass(frozen=True, kw_only=True)
class Model:
    """What was learnt from the content. `key` tells from which; `classes` are the topics, then OUT_OF_SCOPE.

    `known` are the words of the phrasings that are surely right; `lexicon` those of them that a misspelt word may have
    been meant for.
    `flags` are the red flags and the kinds of messages that raise none: the classes of the two of `urgency`.
    """

    key: str
    classes: tuple[str, ...]
    meaning: Head
    spelling: Head
    rarity: Vectors
    known: frozenset[str]
    lexicon: frozenset[str]
    flags: tuple[str, ...]
    urgency: Head
    urgency_spelling: Head


@dataclass(frozen=True)
class Matcher:
    """A model, ready for the topics and keywords of one library."""

    model: Model
    topics: tuple[str, ...]
    keywords: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]  # first word -> (words, topic)
    correct: frozenset[str]  # words that are never repaired
    find: Callable[[], Encoder | None] = find_encoder

    def rank(self, text: str, lean: Mapping[str, float]) -> Ranking:
        """Rank the topics; `lean` is added to the scores of topics that the conversation speaks for."""
        repaired = self.repaired(text[:LONGEST])
        scores = self._scores(repaired)
        keywords = self._keyword_counts(repaired)
        extra = {topic: KEYWORD_WEIGHT * keywords.get(topic, 0) + lean.get(topic, 0) for topic in self.topics}
        values = [float(scores[column]) + extra.get(topic, 0) for topic, column in self._columns]
        chances = _softmax(np.array([*values, float(scores[-1])], dtype=np.float32) / TEMPERATURE)
        order = sorted(range(len(self._columns)), key=lambda index: (-chances[index], self._columns[index][0]))
        ranked = tuple(Scored(self._columns[index][0], float(chances[index])) for index in order)
        return Ranking(topics=ranked, out_of_scope=float(chances[-1]))

    def repaired(self, text: str) -> str:
        """Return the text with each unknown word replaced by the nearest word of the lexicon, if one is near enough."""
        pieces, end = [], 0
        for token in read_message(text).tokens:
            word = token.word
            if len(word) < SHORTEST or word in self.correct or not word.isalpha():
                continue
            right = nearest(word, self._lexicon_by_letter.get(word[0], ()) + self._lexicon_by_letter.get(word[1], ()))
            if right is not None:
                pieces += [text[end : token.start], right]
                end = token.end
        return "".join([*pieces, text[end:]])

    @cached_property
    def encoder(self) -> Encoder | None:
        """The sentence encoder, loaded: a second, the first time."""
        return self.find()

    @property
    def is_warm(self) -> bool:
        return "encoder" in self.__dict__

    @cached_property
    def _lexicon_by_letter(self) -> dict[str, tuple[str, ...]]:
        """By first letter, since a repair keeps it, or swaps it with the second."""
        words = sorted(self.model.lexicon)
        return {letter: tuple(word for word in words if word[0] == letter) for letter in {word[0] for word in words}}

    @cached_property
    def _columns(self) -> list[tuple[str, int]]:
        """The topics that the model knows, with their column; a new topic is found once the model is trained anew."""
        known = {topic: column for column, topic in enumerate(self.model.classes[:-1])}
        return [(topic, known[topic]) for topic in self.topics if topic in known]

    def _scores(self, text: str) -> Vectors:
        spelling = self.model.spelling.scores_of(*spelling_features(text, self.model.rarity))
        if self.encoder is None:
            return spelling
        return self.model.meaning.scores(self.encoder.encode([text])[0]) + SPELLING_WEIGHT * spelling

    def _keyword_counts(self, text: str) -> dict[str, int]:
        """Count each topic's keywords in the message; a keyword of two words counts twice."""
        words = read_message(text).words
        found = {
            (topic, phrase)
            for start, word in enumerate(words)
            for phrase, topic in self.keywords.get(word, ())
            if words[start : start + len(phrase)] == phrase
        }
        counts: dict[str, int] = {}
        for topic, phrase in found:
            counts[topic] = min(MOST_KEYWORDS, counts.get(topic, 0) + len(phrase))
        return counts


def rank(library: Library, text: str, lean: Mapping[str, float] | None = None) -> Ranking:
    """Return all topics by probability. Same message, same content: same ranking."""
    return matcher_of(library).rank(text, lean or {})


def matcher_of(library: Library) -> Matcher:
    """Return the matcher of a library: the one put there by `use`, else with the shipped model."""
    kept = _kept.get(id(library))
    if kept is None or kept[0]() is not library:
        return use(library, load_model(SHIPPED_MODEL))
    return kept[1]


def find_warm(library: Library) -> Matcher | None:
    """Return the matcher of a library if it answers at once, else None: for whoever cannot wait."""
    kept = _kept.get(id(library))
    return kept[1] if kept and kept[0]() is library and kept[1].is_warm else None


def warm_up(library: Library) -> None:
    """Load what matching needs, which takes about a second the first time."""
    _ = matcher_of(library).encoder


def use(library: Library, model: Model, find: Callable[[], Encoder | None] = find_encoder) -> Matcher:
    """Make a model the one that answers for a library from now on."""
    matcher = matcher_for(library, model, find)
    key = id(library)
    _kept[key] = (ref(library, lambda _: _kept.pop(key, None)), matcher)
    return matcher


def matcher_for(library: Library, model: Model, find: Callable[[], Encoder | None] = find_encoder) -> Matcher:
    """Return a matcher for the topics and keywords of a library."""
    keywords = _keywords(library)
    correct = model.known.union(*library.common_words.values(), *(_words_of(phrases) for phrases in keywords.values()))
    return Matcher(model, tuple(sorted(library.topics)), keywords, correct, find)


def training_key(library: Library) -> str:
    """Return the hash of everything that a model learns from.

    Patterns of rules are left out: they only tell which questions are too doubtful to learn from.
    """
    learnt = [
        FORMAT,
        {language: dict(sorted(lines.items())) for language, lines in sorted(library.phrasings.items())},
        sorted(library.out_of_scope.items()),
        [(topic.id, sorted(topic.keywords.items())) for topic in sorted(library.topics.values(), key=lambda t: t.id)],
        [library.topic_title(language, topic) for language in library.languages for topic in sorted(library.topics)],
        [(line.text, line.flag) for _, lines in sorted(library.red_flag_lines.items()) for line in lines],
        [
            (rule.id, rule.urgency, rule.must_match, rule.must_not_match)
            for _, book in sorted(library.rule_books.items())
            for rule in book.rules
        ],
    ]
    return hashlib.sha256(json.dumps(learnt, ensure_ascii=False).encode()).hexdigest()[:16]


def load_model(path: Path) -> Model:
    """Read a model written by messages/training.py."""
    with np.load(path, allow_pickle=False) as stored:
        arrays = {
            name: stored[name] if name.endswith("spelling_weights") else stored[name].astype(np.float32)
            for name in stored.files
            if name[0] != "_"
        }
        return Model(
            key=str(stored["_key"]),
            classes=tuple(str(name) for name in stored["_classes"]),
            meaning=Head(weights=arrays["meaning_weights"], bias=arrays["meaning_bias"]),
            spelling=Head(weights=arrays["spelling_weights"], bias=arrays["spelling_bias"]),
            rarity=arrays["rarity"],
            known=frozenset(str(stored["_known"]).split()),
            lexicon=frozenset(str(stored["_lexicon"]).split()),
            flags=tuple(str(name) for name in stored["_flags"]),
            urgency=Head(weights=arrays["urgency_weights"], bias=arrays["urgency_bias"]),
            urgency_spelling=Head(weights=arrays["urgency_spelling_weights"], bias=arrays["urgency_spelling_bias"]),
        )


def spelling_vector(text: str, rarity: Vectors) -> Vectors:
    """Return the whole unit vector of a text's spelling, zeros and all."""
    vector = np.zeros(BUCKETS, dtype=np.float32)
    buckets, weighed = spelling_features(text, rarity)
    vector[buckets] = weighed
    return vector


def spelling_features(text: str, rarity: Vectors) -> tuple[Buckets, Vectors]:
    """Return the words, pairs of words and pieces of words of a text: a unit vector, of which only what is not zero.

    Rare pieces weigh more.
    """
    buckets, counts = spelling_counts(text)
    weighed = counts * rarity[buckets]
    return buckets, np.asarray(weighed / max(float(np.linalg.norm(weighed)), 1e-6), dtype=np.float32)


def spelling_counts(text: str) -> tuple[Buckets, Vectors]:
    """Return the buckets into which the pieces of a text fall, and how many fall there, on a logarithmic scale."""
    fallen = np.array([zlib.crc32(piece.encode()) % BUCKETS for piece in _pieces(text)], dtype=np.int64)
    buckets, counts = np.unique(fallen, return_counts=True)
    return buckets, np.log1p(counts).astype(np.float32)


_kept: dict[int, tuple["ref[Library]", Matcher]] = {}  # by id, since a library of mappings has no hash


def _pieces(text: str) -> Iterator[str]:
    words = read_message(text).words
    for word in words:
        yield f"w:{word}"
        bounded = f"^{word}$"
        for size in PIECE_SIZES:
            yield from (f"{size}:{bounded[start : start + size]}" for start in range(len(bounded) - size + 1))
    yield from (f"b:{first} {second}" for first, second in pairwise(words))


def _keywords(library: Library) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    by_first_word: dict[str, set[tuple[tuple[str, ...], str]]] = {}
    for topic in library.topics.values():
        for keyword in (word for words in topic.keywords.values() for word in words):
            phrase = read_message(keyword).words
            if phrase:
                by_first_word.setdefault(phrase[0], set()).add((phrase, topic.id))
    return {word: tuple(sorted(phrases)) for word, phrases in by_first_word.items()}


def _words_of(phrases: tuple[tuple[tuple[str, ...], str], ...]) -> set[str]:
    return {word for phrase, _ in phrases for word in phrase}


def _softmax(scores: Vectors) -> Vectors:
    powers = np.exp(scores - scores.max())
    return np.asarray(powers / powers.sum(), dtype=np.float32)
