"""Grouping: which of many messages ask the same, by their meaning, in whatever language. Pure."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from messages.embedding import Vectors
from messages.library import Library
from messages.matching import LONGEST, matcher_of, spelling_vector

# How alike messages have to be on average, as a cosine; found by reading groups of questions in both languages.
SAME_MEANING = 0.5
SAME_SPELLING = 0.3  # where no sentence encoder is installed: only what shares its rare words is joined


def group(library: Library, texts: Sequence[str]) -> list[list[int]]:
    """Return the places of the texts by group, the largest first; within a group the most typical first."""
    if not texts:
        return []
    likeness, enough = _likeness(library, texts)
    groups = _joined(likeness, enough)
    ordered = [
        sorted(places, key=lambda place: (-round(float(likeness[place, places].sum()), 4), place)) for places in groups
    ]
    return sorted(ordered, key=lambda places: (-len(places), min(places)))


def _likeness(library: Library, texts: Sequence[str]) -> tuple[Vectors, float]:
    """The cosine of each pair of texts, and from when on they ask the same."""
    matcher = matcher_of(library)
    read = [text[:LONGEST] for text in texts]
    if matcher.encoder:
        vectors, enough = matcher.encoder.encode(read), SAME_MEANING
    else:
        vectors, enough = np.stack([spelling_vector(text, matcher.model.rarity) for text in read]), SAME_SPELLING
    return np.asarray(vectors @ vectors.T, dtype=np.float32), enough


def _joined(likeness: Vectors, enough: float) -> list[list[int]]:
    """Join the two likest groups, by the average over their members, as long as they are alike enough."""
    groups = [[place] for place in range(len(likeness))]
    sums: NDArray[np.float64] = likeness.astype(np.float64)
    sizes = np.ones(len(groups))
    while len(groups) > 1:
        means = sums / np.outer(sizes, sizes)
        np.fill_diagonal(means, -1)
        first, second = sorted(divmod(int(means.argmax()), len(groups)))
        if means[first, second] < enough:
            break
        groups[first] += groups.pop(second)
        sums[first] += sums[second]
        sums[:, first] += sums[:, second]
        sizes[first] += sizes[second]
        sums = np.delete(np.delete(sums, second, axis=0), second, axis=1)
        sizes = np.delete(sizes, second)
    return groups
