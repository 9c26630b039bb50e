"""Training: learns from the content what messages/matching.py and messages/urgency_model.py need.

Run `python -m messages.training` after a change of phrasings, out-of-scope lines, keywords, titles or red flags; it
takes about a minute and writes messages/matching.npz.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from messages.embedding import Encoder, find_encoder
from messages.fitting import FOLDS, Example, Fit, RememberingEncoder, fit_head, folds_of, spelling_rows
from messages.library import Library, load
from messages.matching import (
    BUCKETS,
    OUT_OF_SCOPE,
    SHIPPED_MODEL,
    Head,
    Model,
    Ranking,
    load_model,
    matcher_for,
    spelling_counts,
    training_key,
    use,
    warm_up,
)
from messages.spelling import SHORTEST
from messages.urgency_training import fit_urgency, flag_examples, measured_urgency
from messages.words import read_message

NOTHING = Head(weights=np.zeros((0, 0), dtype=np.float32), bias=np.zeros(0, dtype=np.float32))
KEYWORD_SHARE = 0.5  # a keyword alone teaches half as much as a phrasing
MEANING = Fit(decay=3e-5, rounds=120)  # by cross-validation
SPELLING = Fit(decay=1.5e-6, rounds=100)


class NoEncoder(Exception):
    """The sentence encoder is not installed: run `make install`, then train again."""


def prepare(library: Library, folder: Path) -> None:
    """Make a library's own wording count: for a clinic that edits phrasings.

    1. The shipped model fits the content: use it.
    2. A model trained before on this content lies in `folder`: use that.
    3. Otherwise train one, which takes two minutes, and keep it in `folder`.
    """
    key = training_key(library)
    for path in (SHIPPED_MODEL, folder / f"matching-{key}.npz"):
        if path.is_file():
            model = load_model(path)
            if model.key == key:
                use(library, model)
                warm_up(library)
                return
    if find_encoder() is None:
        return  # the shipped model goes on answering, by spelling and keywords
    model = train(library)
    folder.mkdir(parents=True, exist_ok=True)
    save_model(model, folder / f"matching-{key}.npz")
    use(library, model)
    warm_up(library)


def train(library: Library) -> Model:
    """Return the model of a library's phrasings. The same content gives the same model; raises NoEncoder."""
    encoder = _encoder()
    model = fit(examples(library), encoder, classes_of(library), training_key(library))
    return fit_urgency(flag_examples(library), encoder, model)


def examples(library: Library) -> list[Example]:
    """Return every line to learn from: phrasings, out-of-scope lines, titles and keywords."""
    phrasings = [
        Example(line, topic, 1.0)
        for by_topic in library.phrasings.values()
        for topic, lines in by_topic.items()
        if topic in library.topics
        for line in lines
    ]
    others = [Example(line, OUT_OF_SCOPE, 1.0) for lines in library.out_of_scope.values() for line in lines]
    names = [
        Example(name, topic.id, KEYWORD_SHARE)
        for topic in library.topics.values()
        for language in library.languages
        for name in (library.topic_title(language, topic.id), *topic.keywords.get(language, ()))
    ]
    return phrasings + others + names


def classes_of(library: Library) -> tuple[str, ...]:
    return (*sorted(library.topics), OUT_OF_SCOPE)


def fit(lines: Sequence[Example], encoder: Encoder, classes: tuple[str, ...], key: str) -> Model:
    """Learn the topics from some lines; the red flags are learnt apart."""
    pieces = [spelling_counts(line.text) for line in lines]
    occurrences = np.bincount(np.concatenate([buckets for buckets, _ in pieces]), minlength=BUCKETS)
    rarity = np.log((1 + len(lines)) / (1 + occurrences)).astype(np.float32)
    labels = [classes.index(line.label) for line in lines]
    weights = [line.weight for line in lines]
    size = len(classes)
    return Model(
        key=key,
        classes=classes,
        meaning=fit_head(encoder.encode([line.text for line in lines]), labels, weights, size, MEANING),
        spelling=fit_head(spelling_rows([line.text for line in lines], rarity), labels, weights, size, SPELLING),
        rarity=rarity,
        flags=(),
        urgency=NOTHING,
        urgency_spelling=NOTHING,
        **_vocabulary(lines),
    )


def save_model(model: Model, path: Path) -> None:
    """Write a model in half precision, which halves the file and changes no ranking."""
    arrays = {
        "meaning_weights": model.meaning.weights,
        "meaning_bias": model.meaning.bias,
        "spelling_weights": model.spelling.weights,
        "spelling_bias": model.spelling.bias,
        "rarity": model.rarity,
        "urgency_weights": model.urgency.weights,
        "urgency_bias": model.urgency.bias,
        "urgency_spelling_weights": model.urgency_spelling.weights,
        "urgency_spelling_bias": model.urgency_spelling.bias,
    }
    stored: dict[str, Any] = {name: array.astype(np.float16) for name, array in arrays.items()}
    named: dict[str, Any] = {
        "_key": np.array(model.key),
        "_classes": np.array(model.classes),
        "_flags": np.array(model.flags),
        "_known": np.array(" ".join(sorted(model.known))),
        "_lexicon": np.array(" ".join(sorted(model.lexicon))),
    }
    with path.open("wb") as file:
        np.savez_compressed(file, **named, **stored)


def held_out(library: Library) -> Iterator[tuple[Example, Ranking]]:
    """Rank every phrasing and out-of-scope line by a model that has not seen it: cross-validation."""
    lines = examples(library)
    taught = [line for line in lines if line.weight < 1]
    asked = [line for line in lines if line.weight == 1]
    fold_of = folds_of(asked)
    encoder = _encoder()
    for fold in range(FOLDS):
        seen = [line for line, place in zip(asked, fold_of, strict=True) if place != fold]
        matcher = matcher_for(library, fit(seen + taught, encoder, classes_of(library), "held out"), lambda: encoder)
        yield from (
            (line, matcher.rank(line.text, {})) for line, place in zip(asked, fold_of, strict=True) if place == fold
        )


def main() -> None:
    """Train, or with --measure say how well lines that were not learnt from are matched."""
    arguments = argparse.ArgumentParser(prog="python -m messages.training", description="Learn from the phrasings.")
    arguments.add_argument("--measure", action="store_true", help="cross-validate instead of writing the model")
    chosen = arguments.parse_args()
    library = load()
    if chosen.measure:
        sys.stdout.write(_measured(library) + "\n")
        sys.stdout.write(measured_urgency(library, _encoder(), load_model(SHIPPED_MODEL)) + "\n")
        return
    model = train(library)
    save_model(model, SHIPPED_MODEL)
    sys.stdout.write(f"{SHIPPED_MODEL.name}: {len(model.classes) - 1} topics, key {model.key}\n")


def _measured(library: Library) -> str:
    ours = first = third = refused = others = 0
    for line, ranking in held_out(library):
        if line.label == OUT_OF_SCOPE:
            others += 1
            refused += ranking.out_of_scope > ranking.topics[0].probability
        else:
            ours += 1
            first += ranking.top3[0] == line.label
            third += line.label in ranking.top3
    return (
        f"{ours} phrasings, each matched by a model that has not seen it: "
        f"first {100 * first / ours:.1f} %, among three {100 * third / ours:.1f} %\n"
        f"{others} out-of-scope lines: {100 * refused / others:.1f} % recognised"
    )


def _encoder() -> Encoder:
    encoder = find_encoder()
    if encoder is None:
        raise NoEncoder(NoEncoder.__doc__)
    return RememberingEncoder(encoder)


def _vocabulary(lines: Sequence[Example]) -> dict[str, frozenset[str]]:
    """Keywords and words of two lines or more are right, and repairs go to them: one of one line may be a slip."""
    words = [set(read_message(line.text).words) for line in lines]
    counts = Counter(word for of_line in words for word in of_line)
    names = {word for line, of_line in zip(lines, words, strict=True) if line.weight < 1 for word in of_line}
    often = names | {word for word, count in counts.items() if count > 1}
    lexicon = frozenset(word for word in often if len(word) >= SHORTEST and word.isalpha())
    return {"known": frozenset(often), "lexicon": lexicon}


if __name__ == "__main__":
    main()
