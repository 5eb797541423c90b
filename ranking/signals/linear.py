"""The reader's profile: one number a column, so that a paper's value is a weighted sum of what stands in it.

Two of them, as no one filter serves every reader. `Profile` is Rocchio's (in Salton, The SMART Retrieval System,
1971) with the corpus mean projected out. `Filtered` holds back the directions in which the corpus varies anyway, each
by energy / (energy + ridge): the linear discriminant against the background (Hariharan et al., ECCV 2012) with its
covariance known along the corpus' topics and taken as white elsewhere.
"""

from __future__ import annotations

import numpy as np

from ranking.arrays import Bools, Floats, Ints
from ranking.signals.rated import Rated
from ranking.signals.signal import mean_of_others
from ranking.space import PaperMatrix, PaperSpace

_RIDGE = 8.0
"""In mean energies of a topic."""


class _Linear:
    def __init__(self, rated: Rated, coef: Floats, rated_columns: Bools) -> None:
        self.rated = rated
        self.coef = coef
        self.rated_columns = rated_columns
        """What rated papers have. The rest has a coefficient all the same, of what all papers share."""

    def known(self, papers: PaperMatrix) -> Bools:
        return np.ones(len(papers), dtype=np.bool_)

    def raw(self, papers: PaperMatrix) -> Floats:
        return np.asarray(papers.rows @ self.coef)

    def left_out(self) -> Floats:
        return mean_of_others(self.rated, self.raw(self.rated.papers) * self.rated.total, self._own())

    def by_column(self, paper: PaperMatrix) -> tuple[Ints, Floats]:
        """Only columns that the reader said something by: the others are part of the rest, and no reason."""
        columns = paper.rows.indices.astype(np.int64)
        told = self.rated_columns[columns]
        return columns[told], paper.rows.data[told] * self.coef[columns[told]]

    def by_rated(self, paper: PaperMatrix) -> Floats:  # noqa: ARG002 - a profile is told by columns
        return np.zeros(0)

    def _own(self) -> Floats:
        """What each rated paper adds to its own value, per unit of weight."""
        raise NotImplementedError

    def _lengths(self) -> Floats:
        rows = self.rated.papers.rows
        return np.asarray(rows.multiply(rows).sum(axis=1), dtype=np.float64).ravel()


class Profile(_Linear):
    """The weighted mean of what was rated, without what all papers share."""

    def __init__(self, space: PaperSpace, rated: Rated) -> None:
        self.space = space
        own = np.asarray(rated.papers.rows.T @ rated.weights)
        super().__init__(rated, space.without_common(own) / rated.total, own != 0.0)

    def _own(self) -> Floats:
        along = self.rated.papers.rows @ self.space.common_
        return np.asarray(self._lengths() - along**2 / self.space.common_energy_)


class Filtered(_Linear):
    """The weighted mean of what was rated, less what lies along strong topics of the corpus."""

    def __init__(self, space: PaperSpace, rated: Rated) -> None:
        topics = space.topics_
        ridge = _RIDGE * float(topics.energies.mean()) if len(topics.energies) else 1.0
        self.held_back: Floats = topics.energies / (topics.energies + ridge)
        own = np.asarray(rated.papers.rows.T @ rated.weights)
        mean: Floats = own / rated.total
        along = self.held_back * (rated.papers.topics.T.astype(np.float64) @ rated.weights) / rated.total
        mean[topics.columns] -= topics.basis @ along.astype(np.float32)
        super().__init__(rated, mean, own != 0.0)

    def _own(self) -> Floats:
        return np.asarray(self._lengths() - self.rated.papers.topics.astype(np.float64) ** 2 @ self.held_back)
