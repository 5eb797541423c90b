"""The rated papers that are most like a paper: what lets several interests stand side by side in one score."""

from __future__ import annotations

import numpy as np

from ranking.arrays import Bools, Csr, Floats, Ints
from ranking.signals.rated import Rated
from ranking.space import PaperMatrix, PaperSpace

_NEAREST = 5
_NOTHING = 1e-9
_NEWEST = 3_000
_NUMBERS_AT_ONCE = 4_000_000
"""Similarities that are held in memory at a time: 32 MB."""


class Nearest:
    """The mean weighted similarity to the five nearest liked papers, less the same for the disliked ones.

    Similar by words, or by sentence vectors. A paper is no neighbour of itself. Of very many rated papers only the
    newest are looked at: who rated thousands has the nearest among them, and time and memory stay linear.
    """

    def __init__(self, space: PaperSpace, rated: Rated, by_vectors: bool) -> None:
        self.older = max(0, len(rated.papers) - _NEWEST)
        self.all_rated = rated.papers
        self.rated = rated = rated.without_first(self.older)
        self.by_vectors = by_vectors
        self.space = space
        largest = float(np.abs(rated.weights).max(initial=0.0)) or 1.0
        self.gains = rated.weights / largest
        self.columns: dict[str, list[int]] = {}
        for j, paper_id in enumerate(rated.papers.ids):
            self.columns.setdefault(paper_id, []).append(j)
        self.words = None if by_vectors else _as_likened(space, rated.papers)

    def known(self, papers: PaperMatrix) -> Bools:
        """Whether a paper has what similarities are measured on."""
        if not self.by_vectors:
            return np.ones(len(papers), dtype=np.bool_)
        return np.asarray(papers.vectors.any(axis=1), dtype=np.bool_)

    def raw(self, papers: PaperMatrix) -> Floats:
        return self._means(papers, np.zeros(len(papers)))

    def by_column(self, paper: PaperMatrix) -> tuple[Ints, Floats]:  # noqa: ARG002 - told by rated papers
        return np.zeros(0, np.int64), np.zeros(0)

    def by_rated(self, paper: PaperMatrix) -> Floats:
        weighted = self._weighted(paper)[0]
        added = np.zeros(len(weighted))
        for sign in (1.0, -1.0):
            side = np.maximum(weighted * sign, 0.0)
            top = np.argsort(-side, kind="stable")[:_NEAREST]
            added[top] += sign * side[top] / self._count(sign)
        return np.asarray(np.r_[np.zeros(self.older), added])

    def left_out(self) -> Floats:
        """The raw value of each rated paper had it not been rated, copies of it included."""
        own = np.r_[np.zeros(self.older), np.sign(self.gains)]
        return self._means(self.all_rated, own)

    def _means(self, papers: PaperMatrix, own: Floats) -> Floats:
        """Raw values (n,); `own` is the side (1, -1, or 0 for none) on which a paper is not to be counted itself."""
        step = max(1, _NUMBERS_AT_ONCE // max(1, len(self.gains)))
        if len(papers) <= step:
            at_hand = self.space.background_columns_ if papers is self.space.background_ else None
            return self._mean(self._weighted(papers, at_hand), own)
        chunks = (slice(at, at + step) for at in range(0, len(papers), step))
        return np.concatenate([self._mean(self._weighted(papers[chunk]), own[chunk]) for chunk in chunks])

    def _weighted(self, papers: PaperMatrix, by_column: Csr | None = None) -> Floats:
        """Similarity times gain (n, rated); 0 to itself. `by_column` are the papers' rows transposed, where at hand."""
        if self.words is None:
            # In double precision, or a paper would score differently alone and among others.
            similar = papers.vectors.astype(np.float64) @ self.rated.papers.vectors.T.astype(np.float64)
        else:
            # Over the few rated papers' words, not over all words of the many: four times as fast.
            columns = papers.rows.T.tocsr() if by_column is None else by_column
            similar = (self.words @ columns).toarray().T / papers.lengths[:, None]
        weighted: Floats = np.maximum(similar, 0.0) * self.gains
        if not self.columns.keys().isdisjoint(papers.ids):
            for i, paper_id in enumerate(papers.ids):
                if paper_id in self.columns:
                    weighted[i, self.columns[paper_id]] = 0.0
        return weighted

    def _mean(self, weighted: Floats, own: Floats) -> Floats:
        found = np.zeros(len(weighted))
        for sign in self._signs():
            found += sign * _top(self._side(weighted, sign)).sum(axis=1) / self._counts(sign, own)
        return found

    def _side(self, weighted: Floats, sign: float) -> Floats:
        return weighted if len(self._signs()) == 1 and sign > 0 else np.maximum(weighted * sign, 0.0)

    def _signs(self) -> tuple[float, ...]:
        return tuple(sign for sign in (1.0, -1.0) if (self.gains * sign > 0).any())

    def _counts(self, sign: float, own: Floats) -> Floats:
        """How many neighbours there are on a side (n,), at most five, without the paper itself."""
        there = int((self.gains * sign > 0).sum()) - (own == sign)
        return np.asarray(np.clip(there, 1, _NEAREST), dtype=np.float64)

    def _count(self, sign: float) -> float:
        return float(self._counts(sign, np.zeros(1))[0])


def _as_likened(space: PaperSpace, papers: PaperMatrix) -> Csr:
    """The rows as words are weighed in likeness: times plain rows, and over those' lengths, they give cosines."""
    scaled = papers.rows.tocsr(copy=True)
    factors = np.repeat(1.0 / papers.lengths, np.diff(scaled.indptr))
    scaled.data = (scaled.data * space.likeness_[scaled.indices] * factors).astype(np.float32)
    scaled.eliminate_zeros()
    return scaled


def _top(values: Floats) -> Floats:
    """The five largest of each row."""
    if values.shape[1] <= _NEAREST:
        return values
    return np.partition(values, -_NEAREST, axis=1)[:, -_NEAREST:]
