"""Whether a reader's newest ratings fit the model clearly worse than the earlier ones: a taste that moved, or slips."""

from __future__ import annotations

from math import sqrt

from ranking.arrays import Floats
from ranking.evaluation.trial import losses, newest_slice
from ranking.evaluation.verdict import Drift
from ranking.model import RelevanceModel

FEWEST = 40
"""With fewer ratings than this a habit is not known well enough to tell that it changed."""
_TOLERANCE = 0.05
_ERRORS = 2.5
"""Standard errors beyond the tolerance: the look is taken after every burst of ratings, so chance gets many tries."""


def find_drift(model: RelevanceModel, stars: Floats) -> Drift | None:
    """Left-out log loss of the newest ratings against the earlier ones, oldest first; None where they are too few.

    Clear by a one-sided two-sample z-test with unequal variances (Welch, Biometrika 34, 1947).
    """
    if len(stars) < FEWEST:
        return None
    n = newest_slice(len(stars))
    loss = losses(model, model.left_out_scores(), stars)
    newest, earlier = loss[-n:], loss[:-n]
    error = sqrt(newest.var(ddof=1) / len(newest) + earlier.var(ddof=1) / len(earlier))
    more = float(newest.mean() - earlier.mean())
    return Drift(more - _ERRORS * error > _TOLERANCE, n, float(newest.mean()), float(earlier.mean()))
