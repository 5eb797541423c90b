"""How alike two papers are, in standard deviations of the likeness of two ordinary ones.

Cosines of the sparse rows and, where both papers have them, of the sentence vectors. What all papers share is taken
out first: the direction of the background's mean.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ranking.arrays import Bools, Csr, Floats
from ranking.features.counting import scale_rows
from ranking.space import PaperMatrix, PaperSpace

_ORDINARY = 200
"""Background papers whose likeness to each other is measured: 19,900 pairs."""
_NOTHING = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Directions:
    """Papers as unit vectors once the common direction is out: `rows` and their part `along` it, and `vectors`.

    A paper without anything of a kind is a row of zeros there.
    """

    rows: Csr
    along: Floats
    vectors: Floats

    @property
    def seen(self) -> Bools:
        """Whether a paper has a sentence vector."""
        return np.asarray(self.vectors.any(axis=1), dtype=np.bool_)


@dataclass(frozen=True, slots=True)
class _Scale:
    """The mean and the standard deviation of the cosine of two ordinary papers."""

    mean: float
    spread: float

    def of(self, cosines: Floats) -> Floats:
        return (cosines - self.mean) / self.spread


class Likeness:
    """Likeness between papers of one space."""

    def __init__(self, space: PaperSpace) -> None:
        background = space.background_
        mean = background.rows.mean(axis=0, dtype=np.float64) if len(background) else np.zeros(background.rows.shape[1])
        self._common = _unit(np.asarray(mean, dtype=np.float64).ravel())
        vectors = background.vectors.astype(np.float64)
        self._middle: Floats = (
            vectors[vectors.any(axis=1)].mean(axis=0) if vectors.any() else np.zeros(vectors.shape[1])
        )
        ordinary = self.directions(background[:_ORDINARY])
        self._rows = _scale(_row_cosines(ordinary, ordinary))
        self._vectors = _scale((ordinary.vectors @ ordinary.vectors.T)[np.ix_(ordinary.seen, ordinary.seen)])

    def directions(self, papers: PaperMatrix) -> Directions:
        along = np.asarray(papers.rows @ self._common, dtype=np.float64)
        squares = np.asarray(papers.rows.multiply(papers.rows).sum(axis=1), dtype=np.float64).ravel()
        lengths = np.sqrt(np.maximum(squares - along**2, 0.0))
        factors = np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths > _NOTHING)
        vectors = papers.vectors.astype(np.float64)
        centred = np.where(vectors.any(axis=1, keepdims=True), vectors - self._middle, 0.0)
        norms = np.sqrt((centred**2).sum(axis=1, keepdims=True))
        unit = np.divide(centred, norms, out=np.zeros_like(centred), where=norms > _NOTHING)
        return Directions(scale_rows(papers.rows, factors), along * factors, unit)

    def between(self, papers: Directions, others: Directions) -> Floats:
        """The likeness (papers, others) of every two."""
        return self._united(
            _row_cosines(papers, others), papers.vectors @ others.vectors.T, np.outer(papers.seen, others.seen)
        )

    def to_groups(self, papers: Directions, members: Directions, share: Floats) -> Floats:
        """The mean likeness (papers, groups) to each group; `share` (groups, members) has rows that sum to 1."""
        profile = np.asarray(members.rows.T @ share.T)
        rows = np.asarray(papers.rows @ profile) - np.outer(papers.along, share @ members.along)
        vectors = papers.vectors @ (share @ members.vectors).T
        weight = share @ members.seen.astype(np.float64)
        vectors = np.divide(vectors, weight[None], out=np.zeros_like(vectors), where=weight[None] > _NOTHING)
        return self._united(rows, vectors, np.outer(papers.seen, weight > _NOTHING))

    def _united(self, rows: Floats, vectors: Floats, seen: Bools) -> Floats:
        alike = self._rows.of(rows)
        return np.where(seen, (alike + self._vectors.of(vectors)) / 2.0, alike) if seen.any() else alike


def _row_cosines(papers: Directions, others: Directions) -> Floats:
    products = np.asarray((papers.rows @ others.rows.T).toarray(), dtype=np.float64)
    return np.asarray(products - np.outer(papers.along, others.along))


def _scale(cosines: Floats) -> _Scale:
    pairs = cosines[np.triu_indices(len(cosines), 1)]
    spread = float(pairs.std()) if len(pairs) else 0.0
    return _Scale(float(pairs.mean()) if len(pairs) else 0.0, spread if spread > _NOTHING else 1.0)


def _unit(direction: Floats) -> Floats:
    length = float(np.sqrt((direction**2).sum()))
    return direction / length if length > 0 else direction
