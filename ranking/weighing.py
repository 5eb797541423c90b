"""How much each signal counts for one reader, judged by that reader's own ratings.

No one weighting serves every reader: for one, exact words find what is liked; for another, the wide subject does.
Each signal is asked how well it tells the liked papers, each scored as if never rated, from papers that are hard to
tell from them: the background that looks best to all signals together, and what the reader disliked. The weight is
the common one times exp(trust * advantage), a softmax that leaves the common weights as they are while there are few
ratings (a Gibbs posterior over signals: Catoni, PAC-Bayesian Supervised Classification, 2007, chapter 1).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ranking.arrays import Bools, Floats, Ints
from ranking.measures import auc

_HARD = 200
"""Background papers that are hardest to tell from the liked ones, of 1,000."""
_FEWEST = 3
"""Liked papers below which leaving one out leaves too little to judge by; also disliked ones."""
_TRUST = 20.0
_HALF_TRUSTED = 10.0
"""Liked papers at which half of the trust is given."""


@dataclass(frozen=True, slots=True, eq=False)
class Tried:
    """A signal's standardised values for the background (m,) and for the rated papers, each left out (n,)."""

    background: Floats
    left_out: Floats


def weigh(tried: Sequence[Tried], common: Floats, liked: Bools, disliked: Bools) -> Floats:
    """Weights (signals,) that sum to 1. `common` are the weights without evidence, `liked` and `disliked` (n,)."""
    weights = common / common.sum()
    count = int(liked.sum())
    if count < _FEWEST or not len(tried[0].background):
        return np.asarray(weights)
    together = np.sum([weight * one.background for weight, one in zip(weights, tried, strict=True)], axis=0)
    hard: Ints = np.argsort(-together, kind="stable")[:_HARD].astype(np.int64)
    told = np.array([_told_apart(one, hard, liked, disliked) for one in tried])
    trust = _TRUST * count / (count + _HALF_TRUSTED)
    weights = weights * np.exp(trust * (told - told.mean()))
    return np.asarray(weights / weights.sum())


def _told_apart(one: Tried, hard: Ints, liked: Bools, disliked: Bools) -> float:
    """The AUC of the liked against the hard background, averaged with that against the disliked."""
    against = [one.background[hard]]
    if int(disliked.sum()) >= _FEWEST:
        against.append(one.left_out[disliked])
    return float(np.mean([_auc(one.left_out[liked], others) for others in against]))


def _auc(wanted: Floats, others: Floats) -> float:
    scores = np.r_[wanted, others]
    found = auc(scores, np.arange(len(scores)) < len(wanted))
    return 0.5 if found is None else found
