"""What a reader stated in place of stars, as papers: text of its own, an author's or a category's name, a seed paper.

So that a stated interest and a liked paper are learnt in one way, and the first gives way to the second as ratings
come in: a weight of 1 is worth about two liked papers, among however many there are.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ranking.arrays import Floats
from ranking.domain import Interest, Paper
from ranking.features.counting import unit_rows
from ranking.space import PaperMatrix, PaperSpace

PREFIX = "interest:"
"""Ids of interests among papers begin with this; no paper's id does."""

_MOST = 5.0
_TRUST = 3.0
"""In the units of `labels.weights`. With 1, the first few ratings of simulated readers outweighed what they had said
and made their order worse; with 6 and more it hindered what was learnt from 50."""


def interest_rows(space: PaperSpace, interests: Sequence[Interest]) -> tuple[PaperMatrix, Floats]:
    """The interests as rows of length 1, and their weights (n,); one that the space knows nothing of is a row of 0s."""
    plain = space.transform([_as_paper(space, interest) for interest in interests])
    matrix = space.matrix(plain.ids, unit_rows(plain.rows), plain.vectors)
    weights = np.nan_to_num(np.array([interest.weight for interest in interests], dtype=np.float64))
    telling = np.array([_telling(space, interest) for interest in interests])
    return matrix, _TRUST * telling * np.clip(weights, -_MOST, _MOST)


def _telling(space: PaperSpace, interest: Interest) -> float:
    """From 1 down to 0 for a category that nearly every paper carries: it tells none from another."""
    if interest.kind != "category":
        return 1.0
    return min(1.0, max(0.0, space.rarity("category", space.spelled("category", interest.text))))


def _as_paper(space: PaperSpace, interest: Interest) -> Paper:
    name = f"{PREFIX}{interest.text}"
    match interest.kind:
        case "author":
            return Paper(name, "", authors=(space.spelled("author", interest.text),))
        case "category":
            return Paper(name, "", categories=(space.spelled("category", interest.text),))
        case "paper" if interest.paper is not None:
            seed = interest.paper
            return Paper(name, seed.title, seed.abstract, seed.authors, seed.categories)
        case "paper":
            return Paper(name, "")
        case "words":
            return Paper(name, interest.text)
