"""Seats for likes that a list would leave unheard, whether or not they make a facet.

A few likes of a wide subject are no cluster, and a score made of all likes drowns them. So some seats go to the paper
that most likes without a paper of their own would choose.
"""

from __future__ import annotations

import numpy as np

from ranking.arrays import Bools, Floats

ONE_IN = 5
"""Of so many seats one is kept for voices."""
HEARD = 2.0
"""Standard deviations of likeness from which on a paper speaks for a like."""


def seats_of_voices(count: int) -> int:
    """Of a list of `count`, the seats kept for likes that the others leave unheard; they are filled if need be."""
    return count // ONE_IN


def most_wanted(heard: Floats, chosen: list[int], open_to: Bools, count: int) -> Bools | None:
    """The paper (n,), among `open_to`, that speaks for most likes that no chosen one speaks for; None if for too few.

    `heard` (likes, n) is the likeness of every like to every paper. A group of likes that agree on a paper is owed one
    of `count` seats if it is half a seat's part of all likes: justified representation (Aziz et al., Social Choice and
    Welfare 48, 2017) with the half of Sainte-Laguë's first divisor.
    """
    if not len(heard) or not open_to.any():
        return None
    gains = GAINS(heard, chosen)
    best = int(np.where(open_to, gains, -1.0).argmax())
    if gains[best] < QUOTA * len(heard) / count:
        return None
    wanted = np.zeros(len(open_to), dtype=np.bool_)
    wanted[best] = True
    return wanted


def GAINS(heard, chosen):
    return np.clip(heard - np.maximum(heard[:, chosen].max(axis=1), 0)[:, None], 0, None).sum(axis=0)
QUOTA = 1.0
