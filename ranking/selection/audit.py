"""What the list misses, estimated from papers that were drawn by chance from below the cut and shown.

A model that only sees what it chose itself cannot know what it missed. An audited paper was drawn with a known
probability, so each stands for 1 / probability papers, and the sum over those liked is an unbiased estimate of all
likes below the cut of the audited days (Horvitz and Thompson, JASA 47, 1952).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import betaincinv

from ranking.arrays import Bools, Floats
from ranking.errors import BadRatings
from ranking.selection.missed import Audited, Missed

LEVEL = 0.95


def missed_likes(audited: Sequence[Audited], shown_likes: int) -> Missed:
    """The estimate from all audited papers and the number of likes among what else was shown on the audited days.

    Shares are Hájek's ratios, weighted sums over sums of weights; where all are rated that is Horvitz and Thompson's
    estimate exactly. The interval is Clopper and Pearson's at Kish's effective number (Korn and Graubard, Survey
    Methodology 24, 1998): unlike a bootstrap it does not call zero likes of three certain. Raises BadRatings for a
    probability outside (0, 1].
    """
    chances = np.array([one.drawn_with for one in audited], dtype=np.float64)
    if not ((chances > 0) & (chances <= 1)).all():
        raise BadRatings("A paper cannot have been drawn with a probability outside 0 to 1.")
    weights: Floats = 1.0 / chances
    rated = np.array([one.liked is not None for one in audited], dtype=np.bool_)
    liked = np.array([one.liked is True for one in audited], dtype=np.bool_)
    below = float(weights.sum())
    if not rated.any():
        return Missed(len(audited), 0, below, shown_likes)
    share, interval = _share(weights[rated], liked[rated])
    return Missed(
        drawn=len(audited),
        rated=int(rated.sum()),
        below=below,
        shown_likes=shown_likes,
        liked_below=share,
        liked_below_interval=interval,
        lost=_lost(share, below, shown_likes),
        lost_interval=_ends(interval, below, shown_likes),
        if_unrated=(float(weights[liked].sum()) / below, float(weights[liked | ~rated].sum()) / below),
    )


def _share(weights: Floats, liked: Bools) -> tuple[float, tuple[float, float]]:
    share = float(weights[liked].sum() / weights.sum())
    effective = float(weights.sum() ** 2 / (weights**2).sum())
    hits, tail = share * effective, (1.0 - LEVEL) / 2
    low = float(betaincinv(hits, effective - hits + 1.0, tail)) if share > 0 else 0.0
    high = float(betaincinv(hits + 1.0, effective - hits, 1.0 - tail)) if share < 1 else 1.0
    return share, (low, high)


def _lost(share: float, below: float, shown_likes: int) -> float | None:
    """Of all likes, the part below the cut; None while there is no like at all."""
    there = share * below
    return there / (there + shown_likes) if there + shown_likes > 0 else None


def _ends(interval: tuple[float, float], below: float, shown_likes: int) -> tuple[float, float]:
    """`lost` grows with the share, so its interval has the same ends."""
    low, high = (_lost(end, below, shown_likes) for end in interval)
    return low or 0.0, 1.0 if high is None else high
