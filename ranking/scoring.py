"""A reader's score: the signals, each measured against the background, weighted and added up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ranking.arrays import Floats
from ranking.signals import Nearest, Profile, Rated
from ranking.space import PaperMatrix, PaperSpace

_PROFILE_WEIGHT, _NEAREST_WEIGHT, _VECTORS_WEIGHT = 1.0, 0.4, 1.0
_FLAT = 1e-6
"""A signal that varies less than this over the background is left in its own units, not to blow up rounding errors."""


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """A signal with its factor (weight over standard deviation) and its value for an ordinary paper."""

    signal: Profile | Nearest
    ordinary: float
    factor: float

    def scores(self, papers: PaperMatrix) -> Floats:
        return self._scaled(self.signal.raw(papers), papers)

    def left_out(self, rated: PaperMatrix) -> Floats:
        return self._scaled(self.signal.left_out(), rated)

    def _scaled(self, raw: Floats, papers: PaperMatrix) -> Floats:
        """Papers that the signal cannot read count as ordinary."""
        return np.where(self.signal.known(papers), (raw - self.ordinary) * self.factor, 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class Score:
    """All signals of one reader; none where nothing was rated, so that every paper scores 0."""

    parts: tuple[Measured, ...]

    def of(self, papers: PaperMatrix) -> Floats:
        return sum((part.scores(papers) for part in self.parts), start=np.zeros(len(papers)))

    def left_out(self, rated: PaperMatrix) -> Floats:
        """The score of each rated paper had it not been rated."""
        return sum((part.left_out(rated) for part in self.parts), start=np.zeros(len(rated)))


def learn_score(space: PaperSpace, rated: Rated) -> Score:
    """The reader's score from what was rated."""
    if not rated.weights.any():
        return Score(())
    parts = [
        _measured(Profile(space, rated), space.background_, _PROFILE_WEIGHT),
        _measured(Nearest(rated, by_vectors=False), space.background_, _NEAREST_WEIGHT),
    ]
    if rated.papers.vectors.any() and space.background_.vectors.any():
        parts.append(_measured(Nearest(rated, by_vectors=True), space.background_, _VECTORS_WEIGHT))
    return Score(tuple(parts))


def _measured(signal: Profile | Nearest, background: PaperMatrix, weight: float) -> Measured:
    raw = signal.raw(background)[signal.known(background)]
    spread = float(raw.std()) if len(raw) else 0.0
    return Measured(signal, float(raw.mean()) if len(raw) else 0.0, weight / (spread if spread > _FLAT else 1.0))
