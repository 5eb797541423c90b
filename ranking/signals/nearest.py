"""The rated papers that are most like a paper: what lets several interests stand side by side in one score."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from ranking.arrays import Bools, Csr, Floats, Ints
from ranking.signals.rated import Rated
from ranking.space import PaperMatrix, PaperSpace

_NEAREST = 5
_NOTHING = 1e-9
_NUMBERS_AT_ONCE = 4_000_000
"""Similarities that are held in memory at a time: 32 MB."""


class Nearest:
    """The mean weighted similarity to the five nearest liked papers, less the same for the disliked ones.

    Similar by words, or by sentence vectors. A paper is no neighbour of itself.
    """

    def __init__(self, space: PaperSpace, rated: Rated, by_vectors: bool) -> None:
        self.rated = rated
        self.by_vectors = by_vectors
        self.likeness = space.likeness_
        largest = float(np.abs(rated.weights).max(initial=0.0)) or 1.0
        self.gains = rated.weights / largest
        self.columns: dict[str, list[int]] = {}
        for j, paper_id in enumerate(rated.papers.ids):
            self.columns.setdefault(paper_id, []).append(j)
        self.transposed = None if by_vectors else self._scaled_columns(rated.papers)

    def known(self, papers: PaperMatrix) -> Bools:
        """Whether a paper has what similarities are measured on."""
        if not self.by_vectors:
            return np.ones(len(papers), dtype=np.bool_)
        return np.asarray(papers.vectors.any(axis=1), dtype=np.bool_)

    def raw(self, papers: PaperMatrix) -> Floats:
        step = max(1, _NUMBERS_AT_ONCE // max(1, len(self.gains)))
        parts = [self._weighted(papers[slice(at, at + step)]) for at in range(0, len(papers), step)]
        return np.concatenate([self._mean(part) for part in parts]) if parts else np.zeros(0)

    def by_column(self, paper: PaperMatrix) -> tuple[Ints, Floats]:  # noqa: ARG002 - told by rated papers
        return np.zeros(0, np.int64), np.zeros(0)

    def by_rated(self, paper: PaperMatrix) -> Floats:
        weighted = self._weighted(paper)[0]
        added = np.zeros(len(weighted))
        for sign in (1.0, -1.0):
            side = np.maximum(weighted * sign, 0.0)
            top = np.argsort(-side, kind="stable")[:_NEAREST]
            added[top] += sign * side[top] / self._count(sign)
        return added

    def left_out(self) -> Floats:
        """The raw value of each rated paper had it not been rated, copies of it included."""
        return self.raw(self.rated.papers)

    def _weighted(self, papers: PaperMatrix) -> Floats:
        """Similarity times gain (n, rated); 0 to itself."""
        if self.transposed is None:
            # In double precision, or a paper would score differently alone and among others.
            similar = papers.vectors.astype(np.float64) @ self.rated.papers.vectors.T.astype(np.float64)
        else:
            similar = (papers.rows @ self.transposed).toarray() / self._word_lengths(papers)[:, None]
        weighted: Floats = np.maximum(similar, 0.0) * self.gains
        for i, paper_id in enumerate(papers.ids):
            if paper_id in self.columns:
                weighted[i, self.columns[paper_id]] = 0.0
        return weighted

    def _word_lengths(self, papers: PaperMatrix) -> Floats:
        squares = papers.rows.copy()
        squares.data = squares.data.astype(np.float64) ** 2
        return np.maximum(np.sqrt(squares @ self.likeness), _NOTHING)

    def _scaled_columns(self, papers: PaperMatrix) -> Csr:
        """The rated rows (columns, n) as the words are weighed in likeness, at length 1."""
        scaled = papers.rows.astype(np.float64).tocoo()
        data = scaled.data * self.likeness[scaled.col] / self._word_lengths(papers)[scaled.row]
        return sparse.csr_array((data, (scaled.col, scaled.row)), shape=scaled.shape[::-1])

    def _mean(self, weighted: Floats) -> Floats:
        return sum(
            (sign * _top(np.maximum(weighted * sign, 0.0)).sum(axis=1) / self._count(sign) for sign in (1.0, -1.0)),
            start=np.zeros(len(weighted)),
        )

    def _count(self, sign: float) -> int:
        return max(1, min(_NEAREST, int((self.gains * sign > 0).sum())))


def _top(values: Floats) -> Floats:
    """The five largest of each row."""
    if values.shape[1] <= _NEAREST:
        return values
    return np.partition(values, -_NEAREST, axis=1)[:, -_NEAREST:]
