"""Stars to signed weights: what a rating says for or against more papers of its kind.

Readers use stars differently. One gives 2 to almost all that he picks, so that being picked is the signal; another
uses the whole scale, so that a 2 is a dislike. The neutral point follows the reader's own habit: one star below the
mean where the stars never vary, at the mean where they vary much. A 1 always speaks against, a 4 always for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import numpy as np
from numpy.typing import ArrayLike

from ranking.arrays import Floats
from ranking.domain import MAX_STARS, MIN_STARS
from ranking.errors import BadRatings

_NEUTRAL_FROM, _NEUTRAL_TO = 1.5, 3.0
_HALF_LIFE_DAYS = 1000.0
_LEAST_FRESHNESS = 0.5
"""Interests drift slowly, and some never: the oldest rating still counts for half of the newest."""


def read_stars(stars: ArrayLike, papers: int) -> Floats:
    """Stars (n,) as floats; BadRatings unless there is one whole number from 1 to 5 for each paper."""
    try:
        values = np.asarray(stars, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise BadRatings("Stars must be numbers.") from error
    if values.shape != (papers,):
        raise BadRatings(f"There are {papers} papers, but the stars have the shape {values.shape}.")
    if not np.isin(values, np.arange(MIN_STARS, MAX_STARS + 1)).all():
        raise BadRatings(f"Stars must be whole numbers from {MIN_STARS} to {MAX_STARS}.")
    return values


def neutral_point(stars: Floats) -> float:
    """The stars that say nothing, 1.5 to 3, by the reader's own mean and spread."""
    if not len(stars):
        return _NEUTRAL_TO
    below_mean = 1.0 / (1.0 + float(stars.var()))
    return float(np.clip(stars.mean() - below_mean, _NEUTRAL_FROM, _NEUTRAL_TO))


def weights(stars: Floats, rated_at: Sequence[datetime | None] | None = None) -> Floats:
    """Signed weights (n,): positive for more of this, negative for less; older ratings weigh less.

    The square root keeps one rare 5 from outweighing many 2s of a reader whose usual is 2.
    """
    away = stars - neutral_point(stars)
    return np.asarray(np.sign(away) * np.sqrt(np.abs(away)) * _freshness(rated_at, len(stars)))


def _freshness(rated_at: Iterable[datetime | None] | None, count: int) -> Floats:
    """Factors (n,) from 0.5 to 1, by the age relative to the newest rating; a rating without a time counts in full."""
    times = [None] * count if rated_at is None else list(rated_at)
    if len(times) != count:
        raise BadRatings(f"There are {count} ratings, but {len(times)} times.")
    if any(time is not None and time.utcoffset() is None for time in times):
        raise BadRatings("The time of a rating has no time zone.")
    newest = max((time for time in times if time is not None), default=None)
    ages = [0.0 if time is None or newest is None else (newest - time).total_seconds() / 86_400 for time in times]
    aged = np.exp2(-np.asarray(ages, dtype=np.float64) / _HALF_LIFE_DAYS)
    return _LEAST_FRESHNESS + (1.0 - _LEAST_FRESHNESS) * aged
