"""A reader's score: the signals, each measured against the background, weighed for this reader and added up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ranking.arrays import Floats
from ranking.signals import Filtered, Nearest, Profile, Rated, Signal, Topical
from ranking.space import PaperMatrix, PaperSpace
from ranking.weighing import Tried, weigh

_FLAT = 1e-6
"""A signal that varies less than this over the background is left in its own units, not to blow up rounding errors."""
_FEWEST_TOPICS = 8
"""A corpus with fewer topics has too little to tell a wide subject from."""
_WIDE = 30


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """A signal with its factor (weight over standard deviation) and its value for an ordinary paper."""

    signal: Signal
    ordinary: float
    factor: float

    def scores(self, papers: PaperMatrix) -> Floats:
        return self._scaled(self.signal.raw(papers), papers)

    def left_out(self, rated: PaperMatrix) -> Floats:
        return self._scaled(self.signal.left_out(), rated)

    def times(self, weight: float) -> Measured:
        return Measured(self.signal, self.ordinary, self.factor * weight)

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
    """The reader's score from what was rated, in standard deviations above an ordinary paper."""
    if not rated.weights.any():
        return Score(())
    signals, common = zip(*_signals(space, rated), strict=True)
    parts = [_measured(signal, space.background_) for signal in signals]
    tried = [Tried(part.scores(space.background_), part.left_out(rated.papers)) for part in parts]
    liked = rated.graded & (rated.weights > 0)
    disliked = rated.graded & (rated.weights < 0)
    weights = weigh(tried, np.array(common), liked, disliked)
    together = np.sum([weight * one.background for weight, one in zip(weights, tried, strict=True)], axis=0)
    spread = float(np.std(together)) if len(together) else 0.0
    scale = 1.0 / spread if spread > _FLAT else 1.0
    return Score(tuple(part.times(float(weight) * scale) for part, weight in zip(parts, weights, strict=True)))


def _signals(space: PaperSpace, rated: Rated) -> list[tuple[Signal, float]]:
    """Each signal with the weight that it has for a reader of whom nothing is known."""
    found: list[tuple[Signal, float]] = [
        (Profile(space, rated), 1.0),
        (Filtered(space, rated), 1.0),
        (Nearest(space, rated, by_vectors=False), 0.5),
    ]
    rank = len(space.topics_.energies)
    if rank >= _FEWEST_TOPICS:
        found.append((Topical(space, rated, rank), 1.0))
    if rank > _WIDE:
        found.append((Topical(space, rated, _WIDE), 1.0))
    if rated.papers.vectors.any() and space.background_.vectors.any():
        found.append((Nearest(space, rated, by_vectors=True), 2.0))
    return found


def _measured(signal: Signal, background: PaperMatrix) -> Measured:
    raw = signal.raw(background)[signal.known(background)]
    spread = float(raw.std()) if len(raw) else 0.0
    return Measured(signal, float(raw.mean()) if len(raw) else 0.0, 1.0 / (spread if spread > _FLAT else 1.0))
