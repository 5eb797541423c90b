"""Counting terms of documents into sparse rows, and how rare each term is. Shared by the blocks."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from scipy import sparse

from ranking.arrays import Csr, Floats, Singles

Document = Sequence[str]


def document_frequencies(documents: Iterable[Document]) -> Counter[str]:
    """In how many documents each term occurs."""
    frequencies: Counter[str] = Counter()
    for document in documents:
        frequencies.update(set(document))
    return frequencies


def most_frequent(frequencies: Counter[str], least: int, most: int, at_most: int) -> tuple[str, ...]:
    """The terms in `least`..`most` documents, the `at_most` most frequent of them, in alphabetical order."""
    kept = [term for term, count in frequencies.items() if least <= count <= most]
    kept.sort(key=lambda term: (-frequencies[term], term))
    return tuple(sorted(kept[:at_most]))


def count_rows(documents: Iterable[Document], names: Sequence[str]) -> Csr:
    """How often each named term occurs in each document: (documents, names), float32, sorted columns."""
    column = {name: j for j, name in enumerate(names)}
    indices = array("i")
    starts = [0]
    for document in documents:
        indices.extend(column[term] for term in document if term in column)
        starts.append(len(indices))
    arrays = np.ones(len(indices), np.float32), np.asarray(indices, np.int32), np.asarray(starts, np.int64)
    rows = sparse.csr_array(arrays, shape=(len(starts) - 1, len(names)))
    rows.sum_duplicates()  # the counting itself, and the sorting, done in C
    return rows


def rarity(rows: Csr) -> Singles:
    """Inverse document frequency of each column: the logarithm of papers to papers with it."""
    present = np.bincount(rows.indices, minlength=rows.shape[1])
    return np.asarray(np.log((rows.shape[0] + 1) / (present + 0.5)), dtype=np.float32)


def narrow(rows: Csr) -> Csr:
    """The same with 32-bit indices, as a corpus never needs more and products read half as much."""
    return sparse.csr_array((rows.data, rows.indices.astype(np.int32), rows.indptr.astype(np.int32)), shape=rows.shape)


def row_lengths(rows: Csr) -> Floats:
    """Euclidean length of each row."""
    return np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1), dtype=np.float64).ravel())


def scale_rows(rows: Csr, factors: Floats) -> Csr:
    """Each row times its factor."""
    scaled = rows.copy()
    scaled.data = (scaled.data * np.repeat(factors, np.diff(scaled.indptr))).astype(np.float32)
    return scaled


def unit_rows(rows: Csr) -> Csr:
    """Each row to length 1; rows of zeros stay."""
    lengths = row_lengths(rows)
    return scale_rows(rows, np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths > 0))
