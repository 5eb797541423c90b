"""How far a paper points the way of the reader's topics, whatever its words: the mean cosine among the corpus' topics.

The first topic is what all papers share and is left out. Few topics see the wide subject, many the narrow one.
"""

from __future__ import annotations

import numpy as np

from ranking.arrays import Bools, Floats, Ints, Singles
from ranking.signals.rated import Rated
from ranking.signals.signal import mean_of_others
from ranking.space import PaperMatrix, PaperSpace
from ranking.topics import Topics

_NOTHING = 1e-9


class Topical:
    """The weighted mean cosine to what was rated, over the second to the `last` topic."""

    def __init__(self, space: PaperSpace, rated: Rated, last: int) -> None:
        self.topics: Topics = space.topics_
        self.rated = rated
        self.last = last
        units, _ = self._units(rated.papers)
        self.coef: Floats = units.T @ rated.weights / rated.total
        told = np.asarray(abs(rated.papers.rows).sum(axis=0)).ravel() > 0
        self.told: Bools = told[self.topics.columns]
        """Which of the topics' columns rated papers have: the others are part of the rest, and no reason."""

    def known(self, papers: PaperMatrix) -> Bools:
        return np.asarray(papers.topics[:, 1 : self.last].any(axis=1), dtype=np.bool_)

    def raw(self, papers: PaperMatrix) -> Floats:
        part = papers.topics[:, 1 : self.last]
        # Not a BLAS product: a paper would score differently alone and among others.
        along = np.einsum("ij,j->i", part, self.coef.astype(np.float32))
        return np.asarray(along / _lengths(part), dtype=np.float64)

    def left_out(self) -> Floats:
        units, seen = self._units(self.rated.papers)
        return mean_of_others(self.rated, units @ self.coef * self.rated.total, seen.astype(np.float64))

    def by_column(self, paper: PaperMatrix) -> tuple[Ints, Floats]:
        row = np.zeros(paper.rows.shape[1])
        row[paper.rows.indices] = paper.rows.data
        values = row[self.topics.columns]
        found = np.flatnonzero((values != 0) & self.told)
        along = self.topics.basis[found, 1 : self.last].astype(np.float64) @ self.coef
        return self.topics.columns[found], values[found] * along / _lengths(paper.topics[:, 1 : self.last])[0]

    def by_rated(self, paper: PaperMatrix) -> Floats:  # noqa: ARG002 - told by columns
        return np.zeros(0)

    def _units(self, papers: PaperMatrix) -> tuple[Floats, Bools]:
        part = papers.topics[:, 1 : self.last].astype(np.float64)
        return part / _lengths(part)[:, None], self.known(papers)


def _lengths(part: Singles | Floats) -> Floats:
    return np.asarray(np.maximum(np.sqrt(np.einsum("ij,ij->i", part, part)), _NOTHING), dtype=np.float64)
