"""Scores to probabilities of stars, one reader at a time, safe from zero ratings on.

Proportional odds (McCullagh, Regression Models for Ordinal Data, JRSS B 42, 1980) in one variable: P(stars > k) =
logistic(slope * score - threshold_k). The thresholds are not free: for a slope they are those under which the rated
papers, at their left-out scores, keep the reader's own mix of stars, smoothed by a common one (Dirichlet). The slope
is averaged over its posterior on a grid of values that are not negative, so stars never fall while scores rise.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from ranking.arrays import Floats, Ints
from ranking.domain import LIKE_STARS, MAX_STARS, MIN_STARS

STARS: Floats = np.arange(MIN_STARS, MAX_STARS + 1, dtype=np.float64)

_COMMON_MIX = np.array([0.15, 0.2, 0.3, 0.2, 0.15])
"""The mix of stars supposed before any rating: mean 3, every star possible."""
_COMMON_COUNT = 3.0
_SLOPES = np.linspace(0.0, 2.0, 11)
_SLOPE_MEAN, _SLOPE_SPREAD = 0.4, 0.4
"""Before any evidence: a paper two standard deviations better is likelier, but not sure, to get more stars."""
_CEILING, _ROOM = 0.9, 10.0
"""No more stars are expected of a paper for a score that hardly any rated paper reached when left out: what is beyond
was never tried, and a copy of a liked paper is not liked better for it. With few ratings, left out they reach little
and there is room above; in units of the score, over the number of ratings."""
_STEPS = 32
_FURTHEST = 60.0
_RUNS = tuple(
    (first, first + length) for length in range(len(STARS)) for first in range(MIN_STARS, MAX_STARS - length + 1)
)
"""All runs of stars, first and last, the shorter before the longer."""


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """`slope` per unit of score, `thresholds` (4,) rising; a score above `ceiling` counts as that."""

    slope: float
    thresholds: Floats
    ceiling: float

    def probabilities(self, scores: Floats) -> Floats:
        """P of each star: (n, 5), rows sum to 1."""
        above = expit(self.slope * np.minimum(scores, self.ceiling)[:, None] - self.thresholds)
        edges = np.hstack([np.ones((len(scores), 1)), above, np.zeros((len(scores), 1))])
        shares = np.maximum(-np.diff(edges, axis=1), 0.0)
        return np.asarray(shares / shares.sum(axis=1, keepdims=True))


def fit_calibration(scores: Floats, stars: Floats) -> Calibration:
    """From left-out scores (n,) of the rated papers and their stars (n,); n may be 0."""
    if not len(scores):
        scores = np.zeros(1)
        evidence = np.zeros(0, dtype=np.int64)
    else:
        evidence = stars.astype(np.int64) - MIN_STARS
    ceiling = float(np.quantile(scores, _CEILING)) + _ROOM / max(1, len(evidence))
    scores = np.minimum(scores, ceiling)
    counts = np.bincount(evidence, minlength=len(STARS)) + _COMMON_COUNT * _COMMON_MIX
    above = 1.0 - np.cumsum(counts / counts.sum())[:-1]
    thresholds = _thresholds(_SLOPES, scores, above)
    log_posterior = -0.5 * ((_SLOPES - _SLOPE_MEAN) / _SLOPE_SPREAD) ** 2
    if len(evidence):
        candidates = (Calibration(slope, at, ceiling) for slope, at in zip(_SLOPES.tolist(), thresholds, strict=True))
        log_posterior += [_log_likelihood(candidate, scores, evidence) for candidate in candidates]
    posterior = np.exp(log_posterior - log_posterior.max())
    slope = float(_SLOPES @ posterior / posterior.sum())
    return Calibration(slope, _thresholds(np.array([slope]), scores, above)[0], ceiling)


def _thresholds(slopes: Floats, scores: Floats, above: Floats) -> Floats:
    """For each slope, (slopes, 4): where the mean over the scores of P(stars > k) is `above[k]`, by bisection."""
    spread = slopes[:, None, None] * scores[:, None]
    low = np.full((len(slopes), len(above)), float(spread.min()) - _FURTHEST)
    high = np.full((len(slopes), len(above)), float(spread.max()) + _FURTHEST)
    for _ in range(_STEPS):
        middle = (low + high) / 2
        too_low = expit(spread - middle[:, None, :]).mean(axis=1) > above
        low, high = np.where(too_low, middle, low), np.where(too_low, high, middle)
    return np.asarray((low + high) / 2)


def _log_likelihood(calibration: Calibration, scores: Floats, evidence: Ints) -> float:
    chances = calibration.probabilities(scores)[np.arange(len(evidence)), evidence]
    return float(np.log(np.maximum(chances, 1e-12)).sum())


def expected_stars(probabilities: Floats) -> Floats:
    """Mean stars (n,), 1 to 5."""
    return np.asarray(np.clip(probabilities @ STARS, MIN_STARS, MAX_STARS))


def chance_of_liking(probabilities: Floats) -> Floats:
    """P of four stars or more (n,)."""
    return np.asarray(np.clip(probabilities[:, LIKE_STARS - MIN_STARS :].sum(axis=1), 0.0, 1.0))


def central_interval(probabilities: Floats, share: float = 0.8) -> Floats:
    """Lower and upper stars (n, 2) around which about `share` is likely; the expected stars always lie between them.

    A rating is a whole star, so an interval holds it or not: of all runs of stars, the one whose probability is
    nearest to `share`, the shorter of two equal ones. Runs that hold more and that hold less even out over papers.
    """
    reached = np.hstack([np.zeros((len(probabilities), 1)), np.cumsum(probabilities, axis=1)])
    held = np.column_stack([reached[:, last] - reached[:, first - 1] for first, last in _RUNS])
    chosen = np.argmin(np.abs(held - share).round(9), axis=1) if len(held) else np.zeros(0, np.int64)
    ends = np.array(_RUNS, dtype=np.float64)[chosen].reshape(-1, 2)
    middle = expected_stars(probabilities)
    return np.column_stack([np.minimum(ends[:, 0], middle), np.maximum(ends[:, 1], middle)])
