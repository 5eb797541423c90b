"""A reader's score: the signals, each measured against the background, weighed for this reader and added up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ranking.arrays import Bools, Floats
from ranking.signals import Filtered, Nearest, Profile, Rated, Signal, Topical
from ranking.space import PaperMatrix, PaperSpace
from ranking.weighing import Tried, weigh

_FLAT = 1e-6
"""A signal that varies less than this over the background is left in its own units, not to blow up rounding errors."""
_FEWEST_TOPICS = 8
"""A corpus with fewer topics has too little to tell a wide subject from."""
_WIDE = 30
"""Topics that see the wide subject; all of them see the narrow one."""
_VECTORS = 0.8
"""What sentence vectors count for beside all words together. They are not weighed by the reader's ratings: left-out
ratings judge them by the papers that words put on top, which is unfair to them."""


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """A signal with its factor (weight over standard deviation) and its value for an ordinary paper."""

    signal: Signal
    ordinary: float
    factor: float

    def scores(self, papers: PaperMatrix) -> Floats:
        return self.scaled(self.signal.raw(papers), papers)

    def left_out(self, rated: PaperMatrix) -> Floats:
        return self.scaled(self.signal.left_out(), rated)

    def times(self, weight: float) -> Measured:
        return replace(self, factor=self.factor * weight)

    def scaled(self, raw: Floats, papers: PaperMatrix) -> Floats:
        """Raw values (n,) in units of the score. Papers that the signal cannot read count as ordinary."""
        return np.where(self.signal.known(papers), (raw - self.ordinary) * self.factor, 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class Score:
    """All signals of one reader; none where nothing was rated, so that every paper scores 0.

    `left_out` is the score (n,) of each rated paper had it not been rated.
    """

    parts: tuple[Measured, ...]
    left_out: Floats

    def of(self, papers: PaperMatrix) -> Floats:
        return sum((part.scores(papers) for part in self.parts), start=np.zeros(len(papers)))


def learn_score(space: PaperSpace, rated: Rated) -> Score:
    """The reader's score from what was rated, in standard deviations above an ordinary paper."""
    if not rated.weights.any():
        return Score((), np.zeros(len(rated.papers)))
    unrated = _not_among(space.background_, rated)
    signals, common = zip(*_by_words(space, rated), strict=True)
    measured = [_measured(signal, space, rated, unrated) for signal in signals]
    parts, tried = [part for part, _ in measured], [values for _, values in measured]
    liked = rated.graded & (rated.weights > 0)
    disliked = rated.graded & (rated.weights < 0)
    weights = weigh(tried, np.array(common), liked, disliked)
    if rated.papers.vectors.any() and space.background_.vectors.any():
        part, values = _measured(Nearest(space, rated, by_vectors=True), space, rated, unrated)
        parts, tried, weights = [*parts, part], [*tried, values], np.r_[weights, _VECTORS]
    spread = float(np.std(_sum(weights, [one.background for one in tried]))) if unrated.any() else 0.0
    weights /= spread if spread > _FLAT else 1.0
    weighed = tuple(part.times(float(weight)) for part, weight in zip(parts, weights, strict=True))
    return Score(weighed, _sum(weights, [one.left_out for one in tried]))


def _not_among(background: PaperMatrix, rated: Rated) -> Bools:
    """Which background papers are not rated: a rated one is scored by itself, and no measure of ordinary papers."""
    known = set(rated.papers.ids)
    return np.array([paper_id not in known for paper_id in background.ids], dtype=np.bool_)


def _sum(weights: Floats, values: Sequence[Floats]) -> Floats:
    return np.asarray(weights @ np.array(values))


def _by_words(space: PaperSpace, rated: Rated) -> list[tuple[Signal, float]]:
    """The signals of words, names and topics, each with its weight for a reader of whom nothing is known."""
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
    return found


def _measured(signal: Signal, space: PaperSpace, rated: Rated, unrated: Bools) -> tuple[Measured, Tried]:
    """The signal in units of the background, with its values for that and for the rated papers, each left out."""
    raw = signal.raw(space.background_)
    seen = raw[signal.known(space.background_) & unrated]
    spread = float(seen.std()) if len(seen) else 0.0
    part = Measured(signal, float(seen.mean()) if len(seen) else 0.0, 1.0 / (spread if spread > _FLAT else 1.0))
    return part, Tried(part.scaled(raw, space.background_)[unrated], part.left_out(rated.papers))
