"""What a day's list is chosen from, what is wanted of it, and what comes out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ranking.arrays import Bools, Csr, Floats, Ints
from ranking.domain import Slot

NO_FACET = -1


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """A day's papers, best first, with their `titles` and `scores` (n,).

    `units` (n, columns) are their rows at length 1, as words are weighed where papers are compared. `heard` (likes, n)
    is how like each paper is to each liked one, in standard deviations; without any, no like is given a voice.
    `facet` (n,) is the place in `names` of the facet that a paper serves, or NO_FACET; `shares` (facets,) are the
    parts of a list that facets are owed, at most 1 together, and `muted` (facets,) those that are kept out of it.
    """

    units: Csr
    titles: tuple[str, ...]
    scores: Floats
    facet: Ints
    heard: Floats
    names: tuple[str, ...] = ()
    shares: tuple[float, ...] = ()
    muted: tuple[bool, ...] = ()

    def __len__(self) -> int:
        return len(self.titles)

    def allowed(self) -> Bools:
        """Papers (n,) that serve no muted facet."""
        silent = [place for place, muted in enumerate(self.muted) if muted]
        return ~np.isin(self.facet, silent)

    def name_of(self, paper: int) -> str | None:
        facet = int(self.facet[paper])
        return None if facet == NO_FACET else self.names[facet]


@dataclass(frozen=True, slots=True)
class Wanted:
    """`length` papers at most; with `explore` one to learn from, with `audit` one or two drawn from below the cut."""

    length: int
    seed: int = 0
    explore: bool = False
    audit: bool = False


@dataclass(frozen=True, slots=True)
class Pick:
    """A chosen candidate by its index; `drawn_with` is the probability with which an audited one was drawn."""

    index: int
    slot: Slot = "top"
    drawn_with: float | None = None
    facet: str | None = None
    team: str | None = None
