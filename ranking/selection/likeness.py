"""How alike papers are, and which of them are the same paper once more."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import numpy as np

from ranking.arrays import Bools, Csr, Floats

COPY = 0.85
"""Cosine from which two papers are one. On 20 real days of 3,200 papers, one paper in a thousand had a neighbour of .62
on its day; what lay above .85 was one work submitted twice."""
_TELLING = 10
"""Letters and digits that a title must have before an equal one means the same paper: not "Editorial"."""


def cosines(units: Csr, others: Csr) -> Floats:
    """Cosine (n, m) of rows at length 1."""
    return np.asarray((units @ others.T).toarray(), dtype=np.float64)


def first_of_title(titles: Sequence[str]) -> Bools:
    """Which papers (n,) are the first of their title, apart from case, punctuation and width of letters."""
    seen: set[str] = set()
    first = np.ones(len(titles), dtype=np.bool_)
    for place, title in enumerate(titles):
        folded = _folded(title)
        first[place] = folded not in seen
        if len(folded) >= _TELLING:
            seen.add(folded)
    return first


def _folded(title: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", title).casefold() if c.isalnum())
