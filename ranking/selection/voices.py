"""Seats for likes that a list would leave unheard, whether or not they make a facet.

A few likes of a wide subject are no cluster, and a score made of all likes drowns them. So some seats are kept for the
paper that most likes without a paper of their own agree on.
"""

from __future__ import annotations

import numpy as np

from ranking.arrays import Bools, Floats

ONE_IN = 3
"""Of so many seats one is kept for voices."""
HEARD = 1.5
"""Standard deviations of likeness from which on a paper speaks for a like."""
QUOTA = 0.3
"""The part of what a whole seat stands for, all likes over all seats, that a voice must come from."""
FEWEST = 2
"""Likes that must agree: one alone is no interest."""


def seats_of_voices(count: int) -> int:
    """Of a list of `count`, the seats kept for likes that the others leave unheard; filled only if there are such."""
    return count // ONE_IN


def most_wanted(heard: Floats, chosen: list[int], open_to: Bools, count: int) -> Bools | None:
    """The paper (n,) of `open_to` that speaks for most likes that no chosen one speaks for; None where too few agree.

    `heard` (likes, n) is the likeness of every like to every paper; of equals the first is taken. That likes which
    agree on a paper are owed a seat by their number is justified representation (Aziz et al., Justified Representation
    in Approval-Based Committee Voting, Social Choice and Welfare 48, 2017).
    """
    if not len(heard) or not open_to.any():
        return None
    approved = heard >= HEARD
    voices = approved[~approved[:, chosen].any(axis=1)].sum(axis=0)
    best = int(np.where(open_to, voices, -1).argmax())
    if voices[best] < max(FEWEST, QUOTA * len(heard) / count):
        return None
    return np.asarray(np.arange(len(open_to)) == best, dtype=np.bool_)
