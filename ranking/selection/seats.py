"""How many of a list's seats each interest is owed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ranking.arrays import Ints
from ranking.domain import Facet


def shares_of(facets: Sequence[Facet], likes: int) -> tuple[float, ...]:
    """The part of a list that each facet is owed, 1 together at most, for a reader of so many `likes`.

    As told, else by its part of the likes in what is left; likes of no facet keep theirs. A muted facet is owed
    nothing; shares that sum up to more than 1 are scaled down.
    """
    told = [0.0 if facet.muted else min(max(facet.share or 0.0, 0.0), 1.0) for facet in facets]
    found = [0 if facet.muted or facet.share is not None else len(facet.papers) for facet in facets]
    scale = 1.0 / max(sum(told), 1.0)
    left = max(1.0 - sum(told) * scale, 0.0)
    settled = sum(len(facet.papers) for facet in facets) - sum(found)
    total = max(likes - settled, sum(found), 1)
    return tuple(share * scale + left * count / total for share, count in zip(told, found, strict=True))


def seats(shares: Sequence[float], count: int, most: Sequence[int]) -> Ints:
    """Seats (facets,) of a list of `count`, by Sainte-Laguë's divisors 1, 3, 5…; facet j gets `most[j]` at most.

    The method nearest to proportion (Balinski and Young, Fair Representation, 1982), as in Steck's calibrated
    recommendations (RecSys 2018) a list mirrors the mix of interests. What the shares leave below 1 belongs to no
    facet, and so do seats that facets cannot fill.
    """
    parts = np.array([*shares, max(1.0 - sum(shares), 0.0)])
    room = np.array([*most, count])
    given = np.zeros(len(parts), dtype=np.int64)
    for _ in range(count):
        claims = np.where(given < room, parts / (2 * given + 1), -1.0)
        given[claims.argmax()] += 1
    return given[:-1]
