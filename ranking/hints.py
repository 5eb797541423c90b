"""What says something of a taste without stars, put beside the ratings: stated interests, and papers passed over."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from ranking.arrays import Floats
from ranking.domain import Interest
from ranking.interests import interest_rows
from ranking.signals import Rated
from ranking.space import PaperMatrix, PaperSpace

_PASSED_OVER = 0.1
"""A paper that was shown and not rated speaks against its kind by so much of a rating: most were just not read."""
_ALL_PASSED_OVER = 0.3
"""All of them together by at most this part of what the ratings weigh, however long a reader was away."""


def with_hints(
    space: PaperSpace, rated: Rated, interests: Sequence[Interest] = (), shown: PaperMatrix | None = None
) -> Rated:
    """The ratings, then the interests, then the papers passed over, the last two with 0 stars."""
    parts, weights = [rated.papers], [rated.weights]
    if interests:
        stated, wanted = interest_rows(space, interests)
        parts.append(stated)
        weights.append(wanted)
    if shown is not None and len(shown):
        parts.append(shown)
        weights.append(_against(len(shown), float(np.abs(rated.weights).sum())))
    if len(parts) == 1:
        return rated
    papers = PaperMatrix(
        tuple(paper_id for part in parts for paper_id in part.ids),
        sparse.vstack([part.rows for part in parts], format="csr"),
        np.vstack([part.topics for part in parts]),
        np.vstack([part.vectors for part in parts]),
        np.concatenate([part.lengths for part in parts]),
    )
    stars = np.r_[rated.stars, np.zeros(len(papers) - len(rated.papers))]
    return Rated(papers, stars, np.concatenate(weights))


def _against(shown: int, rated: float) -> Floats:
    each = min(_PASSED_OVER, _ALL_PASSED_OVER * rated / shown)
    return np.full(shown, -each)
