"""The best papers of a day, one by one: near-copies out, floods held back, every facet its seats."""

from __future__ import annotations

import numpy as np

from ranking.arrays import Bools, Floats, Ints
from ranking.selection.likeness import COPY, cosines, first_of_title
from ranking.selection.seats import seats
from ranking.selection.voices import most_wanted, seats_of_voices
from ranking.selection.wanted import NO_FACET, Candidates

FREE = 0.4
"""Likeness that costs nothing: on 20 real days, 99 in 100 papers had no neighbour nearer than .35 on their day."""
COST = 6.0
"""Standard deviations of score that a paper loses to each chosen one that it equals."""
HELD = 1.5
"""What has lost more than this to likeness is no longer owed a facet's seat."""
LEAST = 3
"""Copies are left out only as long as so many papers stay."""


def best(candidates: Candidates, scores: Floats, count: int, open_to: Bools) -> list[int]:
    """Indices of at most `count` papers among `open_to` (n,), in the order of `scores` (n,).

    Marginal relevance (Carbonell and Goldstein, SIGIR 1998),
    with two differences: likeness below FREE costs nothing, so an ordinary day keeps its plain order, and likeness to
    every chosen paper adds up, so that each further paper of a flood has a harder time than the one before.
    """
    standard = _standardised(scores)
    single = first_of_title(candidates.titles) & open_to
    good = standard >= np.median(standard) if len(standard) else single
    owed = _owed(candidates, single & good, count)
    lost = np.zeros(len(candidates))
    chosen: list[int] = []
    kept = seats_of_voices(count)
    while len(chosen) < count and single.any():
        left, fit = count - len(chosen), single & good & (lost <= HELD)
        due = _due(candidates, fit, owed, left - kept)
        if left <= kept and due is None:
            due = most_wanted(candidates.heard, chosen, fit, count)
        pick = int(np.where(single if due is None else due, standard - lost, -np.inf).argmax())
        chosen.append(pick)
        if candidates.facet[pick] != NO_FACET:
            owed[candidates.facet[pick]] -= 1
        alike = cosines(candidates.units, candidates.units[[pick]]).ravel()
        if standard.any():  # else there is no taste yet, and the order that was given stays
            lost += COST * np.maximum(alike - FREE, 0.0) / (1.0 - FREE)
        single &= alike < COPY
        single[pick] = False
    chosen += _copies(chosen, min(LEAST, count) - len(chosen), open_to, standard)
    return sorted(chosen, key=lambda i: (-standard[i], i))


def _owed(candidates: Candidates, good: Bools, count: int) -> Ints:
    """Seats (facets,) kept for facets: never for a paper of the worse half, however near it is to the facet."""
    most = [int((good & (candidates.facet == f)).sum()) for f in range(len(candidates.names))]
    return seats(candidates.shares, count, most)


def _due(candidates: Candidates, good: Bools, owed: Ints, left: int) -> Bools | None:
    """The papers (n,) that the next seat is kept for; None as long as more seats are left than are owed."""
    claims = np.array([min(int(owed[f]), int((good & (candidates.facet == f)).sum())) for f in range(len(owed))])
    if not claims.size or claims.clip(0).sum() < max(left, 1):
        return None
    return good & np.isin(candidates.facet, np.flatnonzero(claims > 0))


def _copies(chosen: list[int], missing: int, open_to: Bools, standard: Floats) -> list[int]:
    """The best copies, where a day of hardly anything else would give a list of one or two."""
    if missing <= 0:
        return []
    rest = [int(i) for i in np.flatnonzero(open_to) if i not in chosen]
    return sorted(rest, key=lambda i: (-standard[i], i))[:missing]


def _standardised(scores: Floats) -> Floats:
    spread = scores.std() if len(scores) else 0.0
    return np.asarray((scores - scores.mean()) / spread) if spread > 1e-12 else np.zeros(len(scores))
