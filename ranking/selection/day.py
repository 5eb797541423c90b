"""A day's list: its best papers, one to learn from, and now and then a few from below the cut.

Seats: of six papers, one explores; in an audit, one more is drawn from below the cut, or two of eight and more. Three
seats always go to the best. A day of few papers, and one whose order says nothing yet, has only those.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ranking.arrays import Bools, Csr, Floats
from ranking.selection.explore import most_telling
from ranking.selection.interleave import team_draft
from ranking.selection.likeness import COPY, cosines, first_of_title
from ranking.selection.top import LEAST, best
from ranking.selection.wanted import Candidates, Pick, Wanted

ENOUGH_PAPERS = 20
"""Candidates from which on there is room for exploring and something below the cut to look into."""
ENOUGH_RATINGS = 5
TWO_AUDITED = 8
"""Length from which on two papers are audited at once."""


def select(
    candidates: Candidates,
    wanted: Wanted,
    rated: Csr,
    *,
    rival: tuple[str, Floats] | None = None,
    current: str = "current",
) -> tuple[Pick, ...]:
    """The list in the order of its display: best papers, audited ones, and the one to learn from last.

    `rated` (m, columns) are the rows of the rated papers at length 1, oldest first. With a `rival`, its name and scores
    (n,), the best papers of both rankings are drafted into one list, and each pick says whose it is.
    """
    allowed = candidates.allowed()
    exploring, audited = _extra_seats(wanted, int(allowed.sum()), rated.shape[0])
    count = max(wanted.length - exploring - audited, 0)
    rng = np.random.default_rng(wanted.seed)
    top = _top(candidates, allowed, count, current=current, rival=rival, rng=rng)
    shown = [index for index, _ in top]
    explored = most_telling(candidates.units, rated, shown, allowed) if exploring else None
    tried = [] if explored is None else [explored]
    below = _below(candidates, allowed, shown + tried) if audited else []
    if len(tried) < exploring or len(below) < audited:
        plain = replace(wanted, explore=bool(tried), audit=len(below) >= audited > 0)
        return select(candidates, plain, rated, rival=rival, current=current)
    drawn = sorted(rng.choice(below, audited, replace=False).tolist()) if audited else []
    return (
        *(Pick(index, "top", None, candidates.name_of(index), team) for index, team in top),
        *(Pick(index, "audit", audited / len(below), candidates.name_of(index)) for index in drawn),
        *(Pick(index, "explore", None, candidates.name_of(index)) for index in tried),
    )


def _extra_seats(wanted: Wanted, papers: int, ratings: int) -> tuple[int, int]:
    """Seats for exploring and for the audit; an audit goes before, for it comes once a week."""
    if papers < max(ENOUGH_PAPERS, wanted.length) or ratings < ENOUGH_RATINGS:
        return 0, 0
    spare = max(wanted.length - LEAST, 0)
    audited = min(spare, 2 if wanted.length >= TWO_AUDITED else 1) if wanted.audit else 0
    return min(spare - audited, 1) if wanted.explore else 0, audited


def _top(
    candidates: Candidates,
    allowed: Bools,
    count: int,
    *,
    current: str,
    rival: tuple[str, Floats] | None,
    rng: np.random.Generator,
) -> list[tuple[int, str | None]]:
    ours = best(candidates, candidates.scores, count, allowed)
    if rival is None:
        return [(index, None) for index in ours]
    name, scores = rival
    again = cosines(candidates.units, candidates.units[ours]).max(axis=1, initial=0.0) >= COPY
    again[ours] = False
    # A simpler ranking keeps no seats, neither for facets nor for likes.
    unaided = replace(candidates, shares=(0.0,) * len(candidates.names), heard=candidates.heard[:0])
    theirs = best(unaided, scores, count, allowed & ~again)
    return team_draft(ours, theirs, count, (current, name), rng)


def _below(candidates: Candidates, allowed: Bools, shown: list[int]) -> list[int]:
    """Papers below the cut: neither shown nor copies of what is shown, and of no muted facet."""
    copies = cosines(candidates.units, candidates.units[shown]).max(axis=1, initial=0.0) >= COPY
    rest = allowed & first_of_title(candidates.titles) & ~copies
    rest[shown] = False
    return [int(i) for i in np.flatnonzero(rest)]
