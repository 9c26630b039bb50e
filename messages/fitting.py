"""Fitting: linear layers learnt from lines of text, the same from the same lines. Used when training only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from messages.embedding import Encoder, Vectors
from messages.matching import BUCKETS, Head, spelling_features

STEP = 0.1
FOLDS = 4
SEED = 20261124
ROWS_AT_ONCE = 128  # so that what is summed stays in the processor's cache


@dataclass(frozen=True)
class Example:
    """A line to learn from, the class it belongs to, and how much it counts."""

    text: str
    label: str
    weight: float


@dataclass(frozen=True)
class Fit:
    """How a layer is learnt: how fast its weights decay, and in how many rounds."""

    decay: float
    rounds: int


@dataclass(frozen=True, kw_only=True)
class Sparse:
    """A matrix that is mostly zero: the row, column and value of what is not, in order of the rows."""

    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    values: Vectors
    shape: tuple[int, int]

    @cached_property
    def T(self) -> "Sparse":  # noqa: N802 - as NumPy calls it
        order = np.argsort(self.columns, kind="stable")
        shape = (self.shape[1], self.shape[0])
        return Sparse(rows=self.columns[order], columns=self.rows[order], values=self.values[order], shape=shape)

    def __matmul__(self, other: Vectors) -> Vectors:
        rows, starts = self._rows_with_values
        ends = np.append(starts, len(self.rows))
        product = np.zeros((self.shape[0], other.shape[1]), dtype=np.float32)
        for at in range(0, len(rows), ROWS_AT_ONCE):
            first, last = starts[at], ends[min(at + ROWS_AT_ONCE, len(rows))]
            terms = other[self.columns[first:last]] * self.values[first:last, None]
            product[rows[at : at + ROWS_AT_ONCE]] = np.add.reduceat(terms, starts[at : at + ROWS_AT_ONCE] - first)
        return product

    @cached_property
    def _rows_with_values(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        return np.unique(self.rows, return_index=True)


@dataclass(frozen=True)
class RememberingEncoder:
    """An encoder that reads each text once: the same lines teach topics and red flags, and are held out in turn."""

    encoder: Encoder
    _vectors: dict[str, Vectors] = field(default_factory=dict)

    def encode(self, texts: Sequence[str]) -> Vectors:
        new = list(dict.fromkeys(text for text in texts if text not in self._vectors))
        if new:
            self._vectors.update(zip(new, self.encoder.encode(new), strict=True))
        return np.stack([self._vectors[text] for text in texts])


def spelling_rows(texts: Sequence[str], rarity: Vectors) -> Sparse:
    """Return the spelling of each text as a row; nearly all of it is zero."""
    features = [spelling_features(text, rarity) for text in texts]
    return Sparse(
        rows=np.repeat(np.arange(len(texts)), [len(buckets) for buckets, _ in features]),
        columns=np.concatenate([buckets for buckets, _ in features]),
        values=np.concatenate([values for _, values in features]),
        shape=(len(texts), BUCKETS),
    )


def fit_head(features: Vectors | Sparse, labels: Sequence[int], weights: Sequence[float], size: int, fit: Fit) -> Head:
    """Multinomial logistic regression by Adam on all examples at once: no randomness."""
    wanted = np.eye(size, dtype=np.float32)[np.array(labels)]
    counts = np.array(weights, dtype=np.float32)
    shares = (counts / counts.sum())[:, None]
    layer = np.zeros((features.shape[1] + 1, size), dtype=np.float32)  # the last row is the bias
    mean, spread = np.zeros_like(layer), np.zeros_like(layer)
    for turn in range(1, fit.rounds + 1):
        scores = features @ layer[:-1] + layer[-1]
        chances = np.exp(scores - scores.max(axis=1, keepdims=True))
        chances /= chances.sum(axis=1, keepdims=True)
        errors = (chances - wanted) * shares
        slope = np.vstack([features.T @ errors + fit.decay * layer[:-1], errors.sum(axis=0, keepdims=True)])
        mean = 0.9 * mean + 0.1 * slope
        spread = 0.999 * spread + 0.001 * slope * slope
        step = STEP * (1 - 0.9 * turn / fit.rounds)
        layer -= step * (mean / (1 - 0.9**turn)) / (np.sqrt(spread / (1 - 0.999**turn)) + 1e-8)
    return Head(weights=layer[:-1], bias=layer[-1])


def folds_of(lines: Iterable[object]) -> list[int]:
    """Return in which fold each line is held out: always the same."""
    count = sum(1 for _ in lines)
    return [int(fold) for fold in np.random.default_rng(SEED).integers(0, FOLDS, count)]
