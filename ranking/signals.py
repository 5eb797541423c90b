"""What speaks for a paper, each as a sum of parts: the reader's profile, the nearest rated papers.

Every signal is measured against the space's background sample, so that 0 is an ordinary paper and 1 is one standard
deviation better; a score is the weighted sum of them and can be taken apart exactly.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ranking.arrays import Bools, Floats
from ranking.space import PaperMatrix, PaperSpace

_NEAREST = 5
_NOTHING = 1e-9
_ROWS_AT_ONCE = 4096
"""Similarities of so many papers to all rated ones are held in memory at a time."""


@dataclass(frozen=True, slots=True, eq=False)
class Rated:
    """The rated papers with their stars and signed weights, in the order given."""

    papers: PaperMatrix
    stars: Floats
    weights: Floats


class Profile:
    """The weighted mean of what was rated, without what all papers share, as one number a column.

    Rocchio's profile (in Salton, The SMART Retrieval System, 1971) with the corpus mean projected out.
    """

    def __init__(self, space: PaperSpace, rated: Rated) -> None:
        self.space = space
        self.rated = rated
        self.total = float(np.abs(rated.weights).sum()) or 1.0
        own = np.asarray(rated.papers.rows.T @ rated.weights)
        self.coef = space.without_common(own) / self.total
        self.rated_columns: Bools = own != 0.0
        """What rated papers have. The rest has a coefficient all the same, of what all papers share."""

    def known(self, papers: PaperMatrix) -> Bools:
        return np.ones(len(papers), dtype=np.bool_)

    def raw(self, papers: PaperMatrix) -> Floats:
        return np.asarray(papers.rows @ self.coef)

    def left_out(self) -> Floats:
        """The raw value of each rated paper had it not been rated."""
        rows, weights, common = self.rated.papers.rows, self.rated.weights, self.space.common_
        lengths = np.asarray(rows.multiply(rows).sum(axis=1), dtype=np.float64).ravel()
        own = weights * (lengths - (rows @ common) ** 2 / self.space.common_energy_)
        others = self.total - np.abs(weights)
        sums = self.raw(self.rated.papers) * self.total - own
        return np.asarray(np.divide(sums, others, out=np.zeros(len(weights)), where=others > _NOTHING))


class Nearest:
    """The mean weighted similarity to the five nearest liked papers, less the same for the disliked ones.

    Similar by terms, or by sentence vectors. A paper is no neighbour of itself.
    """

    def __init__(self, rated: Rated, by_vectors: bool) -> None:
        self.rated = rated
        self.by_vectors = by_vectors
        largest = float(np.abs(rated.weights).max(initial=0.0)) or 1.0
        self.gains = rated.weights / largest
        self.columns: dict[str, list[int]] = {}
        for j, paper_id in enumerate(rated.papers.ids):
            self.columns.setdefault(paper_id, []).append(j)
        self.transposed = None if by_vectors else rated.papers.rows.T.tocsr()

    def known(self, papers: PaperMatrix) -> Bools:
        """Whether a paper has what similarities are measured on."""
        if not self.by_vectors:
            return np.ones(len(papers), dtype=np.bool_)
        return np.asarray(papers.vectors.any(axis=1), dtype=np.bool_)

    def raw(self, papers: PaperMatrix) -> Floats:
        chunks = range(0, len(papers), _ROWS_AT_ONCE)
        parts = [self._weighted(papers[slice(at, at + _ROWS_AT_ONCE)]) for at in chunks]
        return np.concatenate([self._mean(part) for part in parts]) if parts else np.zeros(0)

    def parts(self, paper: PaperMatrix) -> Floats:
        """How much each rated paper adds to the raw value of one paper; they sum up to it."""
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
            similar = np.asarray((papers.rows @ self.transposed).toarray(), dtype=np.float64)
        weighted: Floats = np.maximum(similar, 0.0) * self.gains
        for i, paper_id in enumerate(papers.ids):
            if paper_id in self.columns:
                weighted[i, self.columns[paper_id]] = 0.0
        return weighted

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
