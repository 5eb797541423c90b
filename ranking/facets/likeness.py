"""How alike two papers are, in standard deviations of the likeness of two ordinary ones.

Cosines of the words, as they are weighed where papers are compared, of the corpus' topics, and, where both papers
have them, of the sentence vectors. What all papers share is taken out first: the direction of the background's mean
from words and vectors, the first topic from topics.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ranking.arrays import Bools, Csr, Floats, Singles
from ranking.features.counting import scale_rows
from ranking.space import PaperMatrix, PaperSpace

_ORDINARY = 200
"""Background papers whose likeness to each other is measured: 19,900 pairs."""
_FEWEST_TOPICS = 8
"""A corpus with fewer topics has too little to tell subjects apart by."""
_TOPICS = 2 / 3
"""What topics count for beside words: words of a wide subject are many, and two papers of it share few."""
_NOTHING = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Directions:
    """Papers as unit vectors once what is common is out: `rows` and their part `along` it, `topics` and `vectors`.

    A paper without anything of a kind is a row of zeros there.
    """

    rows: Csr
    along: Floats
    topics: Floats
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
        self._space = space
        background = space.background_
        rows = likened_rows(space, background)
        mean = rows.mean(axis=0, dtype=np.float64) if len(background) else np.zeros(rows.shape[1])
        self._common = _unit(np.asarray(mean, dtype=np.float64).ravel())
        vectors = background.vectors.astype(np.float64)
        self._middle: Floats = (
            vectors[vectors.any(axis=1)].mean(axis=0) if vectors.any() else np.zeros(vectors.shape[1])
        )
        ordinary = self.directions(background[:_ORDINARY])
        self._rows = _scale(_row_cosines(ordinary, ordinary))
        self._topics = _scale(ordinary.topics @ ordinary.topics.T)
        self._vectors = _scale((ordinary.vectors @ ordinary.vectors.T)[np.ix_(ordinary.seen, ordinary.seen)])

    def directions(self, papers: PaperMatrix) -> Directions:
        rows = likened_rows(self._space, papers)
        along = np.asarray(rows @ self._common, dtype=np.float64)
        lengths = np.sqrt(np.maximum(_squares(rows) - along**2, 0.0))
        factors = np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths > _NOTHING)
        vectors = papers.vectors.astype(np.float64)
        centred = np.where(vectors.any(axis=1, keepdims=True), vectors - self._middle, 0.0)
        return Directions(scale_rows(rows, factors), along * factors, _of_topics(papers.topics), _units(centred))

    def between(self, papers: Directions, others: Directions) -> Floats:
        """The likeness (papers, others) of every two."""
        return self._united(
            _row_cosines(papers, others),
            papers.topics @ others.topics.T,
            papers.vectors @ others.vectors.T,
            np.outer(papers.seen, others.seen),
        )

    def to_groups(self, papers: Directions, members: Directions, share: Floats) -> Floats:
        """The mean likeness (papers, groups) to each group; `share` (groups, members) has rows that sum to 1."""
        profile = np.asarray(members.rows.T @ share.T)
        rows = np.asarray(papers.rows @ profile) - np.outer(papers.along, share @ members.along)
        topics = papers.topics @ (share @ members.topics).T
        vectors = papers.vectors @ (share @ members.vectors).T
        weight = share @ members.seen.astype(np.float64)
        vectors = np.divide(vectors, weight[None], out=np.zeros_like(vectors), where=weight[None] > _NOTHING)
        return self._united(rows, topics, vectors, np.outer(papers.seen, weight > _NOTHING))

    def _united(self, rows: Floats, topics: Floats, vectors: Floats, seen: Bools) -> Floats:
        alike = self._rows.of(rows)
        if topics.any():
            alike += _TOPICS * (self._topics.of(topics) - alike)
        return np.where(seen, (alike + self._vectors.of(vectors)) / 2.0, alike) if seen.any() else alike


def likened_rows(space: PaperSpace, papers: PaperMatrix) -> Csr:
    """The rows as words are weighed where papers are compared, at length 1: products of them are cosines.

    A paper without a known word is a row of zeros.
    """
    rows = papers.rows.astype(np.float64)
    rows.data *= np.sqrt(space.likeness_)[rows.indices] * np.repeat(1.0 / papers.lengths, np.diff(rows.indptr))
    rows.eliminate_zeros()
    return rows


def _row_cosines(papers: Directions, others: Directions) -> Floats:
    products = np.asarray((papers.rows @ others.rows.T).toarray(), dtype=np.float64)
    return np.asarray(products - np.outer(papers.along, others.along))


def _of_topics(topics: Singles) -> Floats:
    """Coordinates at length 1 without the first topic, which is what all papers share."""
    told = topics[:, 1:] if topics.shape[1] >= _FEWEST_TOPICS else topics[:, :0]
    return _units(told.astype(np.float64))


def _units(vectors: Floats) -> Floats:
    lengths = np.sqrt((vectors**2).sum(axis=1, keepdims=True))
    units: Floats = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > _NOTHING)
    return units


def _squares(rows: Csr) -> Floats:
    return np.asarray(rows.multiply(rows).sum(axis=1), dtype=np.float64).ravel()


def _scale(cosines: Floats) -> _Scale:
    pairs = cosines[np.triu_indices(len(cosines), 1)]
    spread = float(pairs.std()) if len(pairs) else 0.0
    return _Scale(float(pairs.mean()) if len(pairs) else 0.0, spread if spread > _NOTHING else 1.0)


def _unit(direction: Floats) -> Floats:
    length = float(np.sqrt((direction**2).sum()))
    return direction / length if length > 0 else direction
