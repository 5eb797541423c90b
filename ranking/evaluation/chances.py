"""A chance of liking for rankers that only order: from the places that liked papers took in earlier steps.

Logistic in the place (Platt, 1999), learnt from predictions that were made before the outcome was known, so it is as
honest as the model's own chances. A ranker whose places say nothing falls back to the reader's usual share of likes.
"""

from __future__ import annotations

import numpy as np
from scipy.special import expit, logit

from ranking.arrays import Floats

_STEPS = 25
_HALF = 0.5


def base_rate(liked: Floats) -> float:
    """The share of likes so far, drawn to one half by one imagined rating (Jeffreys), so never 0 or 1."""
    return float((liked.sum() + _HALF) / (len(liked) + 1))


def places(order: Floats) -> Floats:
    """Where each score stands among all (n,): 1 the best, 0 the worst, equal ones in the middle of theirs."""
    ordered = np.sort(order)
    below = np.searchsorted(ordered, order, "left") + np.searchsorted(ordered, order, "right")
    return np.asarray(below / (2 * max(len(order), 1)))


def chances(at: Floats, earlier: Floats, liked: Floats, usual: float) -> Floats:
    """Chances (n,) for the places `at` (n,), from `earlier` places (m,) with what came of them; m may be 0.

    `usual` is the reader's share of likes. A better place never has a lower chance.
    """
    level, slope = _fitted(earlier - _HALF, liked, float(logit(usual)))
    if slope <= 0:
        return np.full(len(at), usual)
    return np.asarray(expit(level + slope * (at - _HALF)))


def _fitted(at: Floats, liked: Floats, usual: float) -> tuple[float, float]:
    """Level and slope by Newton's method, drawn to the usual level and to no slope by a normal prior of width 1, 2."""
    design = np.column_stack([np.ones(len(at)), at])
    prior, centre = np.diag([1.0, 0.25]), np.array([usual, 0.0])
    found = centre.copy()
    for _ in range(_STEPS):
        said = expit(design @ found)
        gradient = design.T @ (liked - said) - prior @ (found - centre)
        curvature = (design * (said * (1 - said))[:, None]).T @ design + prior
        step = np.linalg.solve(curvature, gradient)
        found = found + step / max(1.0, float(np.abs(step).max()))
    return float(found[0]), float(found[1])
