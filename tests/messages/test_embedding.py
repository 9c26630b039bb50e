"""Embedding: the encoder's table is mapped from a file, and stays in memory where no file can be made."""

import numpy as np
import pytest

from messages import embedding


@pytest.fixture
def find_anew():
    embedding.find_encoder.cache_clear()
    yield embedding.find_encoder
    embedding.find_encoder.cache_clear()


def test_a_mapped_table_gives_the_same_vectors(find_anew, monkeypatch):
    """Whether the table is mapped or in memory, a message means the same."""
    mapped = find_anew()
    vectors = mapped.encode(["Can I swim tomorrow?", "¿Puedo nadar mañana?"])
    assert isinstance(mapped._model.table, np.memmap)

    def full(*_args, **_options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(embedding, "TemporaryFile", full)
    find_anew.cache_clear()
    in_memory = find_anew()

    assert not isinstance(in_memory._model.table, np.memmap)
    assert np.array_equal(in_memory.encode(["Can I swim tomorrow?", "¿Puedo nadar mañana?"]), vectors)
