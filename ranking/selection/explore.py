"""The one paper of a day from which the model would learn most."""

from __future__ import annotations

import numpy as np
from scipy.linalg import cho_factor, cho_solve

from ranking.arrays import Bools, Csr, Floats, Ints
from ranking.selection.likeness import cosines

PLAUSIBLE = 0.5
"""Part of the day, from the best down, that is worth a try."""
MOST = 200
"""Papers tried, and papers asked about, at most."""
MOST_RATED = 500
"""Rated papers that count, the last ones: their number costs cubed."""
TOO_ALIKE = 0.5
"""Cosine to a paper already on the list from which another one would teach little that the first does not."""
_NOISE = 0.5
"""Variance of a rating around the taste, in units of the taste's own."""


def most_telling(units: Csr, rated: Csr, shown: list[int], open_to: Bools) -> int | None:
    """The candidate of the better half whose rating would most reduce what is not known of the day's papers, or None.

    `units` (n, columns), best first, and `rated` (m, columns), oldest first, are rows of length 1. A Gaussian process
    with the cosine as its kernel says how uncertain each paper still is, given which papers were rated (not how):
    rating candidate i takes cov(i, j)^2 / (var(i) + noise) off the variance of paper j (Cohn, Ghahramani and Jordan,
    Active Learning with Statistical Models, JAIR 4, 1996). So a paper like no other is not chosen: it would teach about
    itself alone. All of the day's papers count alike, the unlikely ones too: where a taste ends is learnt there.
    """
    count = units.shape[0]
    tried = np.flatnonzero(open_to[: min(int(np.ceil(count * PLAUSIBLE)), MOST)])
    tried = tried[_fresh(units, tried, shown)]
    if not len(tried):
        return None
    asked = np.unique(np.linspace(0, count - 1, min(count, MOST)).astype(np.int64))
    both = np.union1d(tried, asked)
    covariance = _unknown(units[both], rated[max(0, rated.shape[0] - MOST_RATED) :])
    at, about = np.searchsorted(both, tried), np.searchsorted(both, asked)
    gained = (covariance[np.ix_(at, about)] ** 2).sum(axis=1) / (np.diag(covariance)[at] + _NOISE)
    return int(tried[gained.argmax()])


def _fresh(units: Csr, tried: Ints, shown: list[int]) -> Bools:
    """Which of those tried (m,) are not on the list nor much like what is."""
    alike = cosines(units[tried], units[shown]).max(axis=1, initial=0.0)
    return np.asarray((alike < TOO_ALIKE) & ~np.isin(tried, shown), dtype=np.bool_)


def _unknown(papers: Csr, rated: Csr) -> Floats:
    """Covariance (n, n) of what is not known of the papers, given that `rated` were rated."""
    own = cosines(papers, papers)
    if not rated.shape[0]:
        return own
    shared = cosines(papers, rated)
    known = cosines(rated, rated) + _NOISE * np.eye(rated.shape[0])
    return np.asarray(own - shared @ cho_solve(cho_factor(known), shared.T))
