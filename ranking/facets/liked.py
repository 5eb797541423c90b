"""What a reader likes, as the papers that facets and voices are made of."""

from __future__ import annotations

import numpy as np

from ranking.model import RelevanceModel
from ranking.space import PaperMatrix

NEWEST = 500
"""Likes that are looked at: the time grows with their square."""


def likes_of(model: RelevanceModel) -> PaperMatrix:
    """The liked papers, each once, in the order of the ratings."""
    rated = model.rated_
    last = {rated.papers.ids[i]: i for i in np.flatnonzero(rated.weights > 0)}
    return rated.papers[np.array(sorted(last.values()), dtype=np.int64)]
