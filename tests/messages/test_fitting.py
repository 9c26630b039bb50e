"""Fitting: what is mostly zero is multiplied as if it were written out."""

import numpy as np

from messages.fitting import Fit, Sparse, fit_head

WRITTEN_OUT = np.array([[0, 2, 0], [0, 0, 0], [3, 0, 1]], dtype=np.float32)
SPARSE = Sparse(
    rows=np.array([0, 2, 2]),
    columns=np.array([1, 0, 2]),
    values=np.array([2, 3, 1], dtype=np.float32),
    shape=(3, 3),
)
OTHER = np.array([[1, 2], [3, 4], [5, 6]], dtype=np.float32)


def test_a_sparse_matrix_is_multiplied():
    """It gives the product of the matrix written out, an empty row and all."""
    assert (SPARSE @ OTHER).tolist() == [[6, 8], [0, 0], [8, 12]]


def test_a_sparse_matrix_is_turned():
    """It multiplies by columns as well, and one that is empty gives zeros."""
    empty = Sparse(rows=np.array([1]), columns=np.array([0]), values=np.ones(1, dtype=np.float32), shape=(3, 3))

    assert (SPARSE.T @ OTHER).tolist() == [[15, 18], [2, 4], [5, 6]]
    assert (empty.T @ OTHER).tolist() == [[3, 4], [0, 0], [0, 0]]


def test_many_rows_are_multiplied():
    """It multiplies every row, however many there are."""
    many = Sparse(rows=np.arange(300), columns=np.zeros(300, dtype=np.int64), values=np.full(300, 2.0), shape=(300, 3))

    assert (many @ OTHER).tolist() == [[2, 4]] * 300


def test_a_matrix_of_zeros_is_multiplied():
    """It gives zeros where nothing stands."""
    nothing = np.array([], dtype=np.int64)
    zeros = Sparse(rows=nothing, columns=nothing, values=np.array([], dtype=np.float32), shape=(2, 3))

    assert (zeros @ OTHER).tolist() == [[0, 0], [0, 0]]


def test_sparse_features_teach_the_same():
    """It learns the same layer from a matrix and from what of it is not zero."""
    fit = Fit(decay=1e-4, rounds=20)
    labels, weights = [0, 1, 1], [1.0, 1.0, 0.5]
    sparse = fit_head(SPARSE, labels, weights, 2, fit)
    written_out = fit_head(WRITTEN_OUT, labels, weights, 2, fit)

    assert np.allclose(sparse.weights, written_out.weights, atol=1e-5)
    assert np.allclose(sparse.bias, written_out.bias, atol=1e-5)
