"""Scoring papers for a reader."""

from __future__ import annotations

from dataclasses import dataclass

from ranking.domain import Explanation, Paper, Scored, Vectors
from ranking.jobs.opened import open_model, open_space

_EXPLAINED = 32
"""How many of the best papers get reasons: twice the longest digest."""


@dataclass(frozen=True, slots=True)
class Rank:
    """Score papers for a reader. Without a model the newest come first."""

    space: bytes
    model: bytes | None
    papers: tuple[Paper, ...]
    reasons: int = 4
    vectors: Vectors | None = None

    def run(self) -> tuple[Scored, ...]:
        """Best first; equal scores newest first, then by id.

        Raises ArtifactRefused for a space or a model that cannot be used: an order by date in place of the reader's
        taste would be wrong in silence, so the caller learns anew.
        """
        from ranking.calibration import (  # noqa: PLC0415  # scikit-learn only in the worker
            central_interval,
            chance_of_liking,
            expected_stars,
        )

        space = open_space(self.space, self.vectors)
        model = open_model(self.model, space)
        rows = space.transform(self.papers)
        scores = model.decision_function(rows)
        chances = model.proba_of_scores(scores)
        stars, likes, bounds = expected_stars(chances), chance_of_liking(chances), central_interval(chances)
        order = sorted(range(len(self.papers)), key=lambda i: (-scores[i], *_newest_first(self.papers[i])))
        return tuple(
            Scored(
                paper_id=self.papers[i].id,
                score=float(scores[i]),
                stars=float(stars[i]),
                interval=(float(bounds[i, 0]), float(bounds[i, 1])),
                p_like=float(likes[i]),
                explanation=model.explain(rows[i], self.reasons)
                if place < _EXPLAINED
                else Explanation((), float(scores[i])),
            )
            for place, i in enumerate(order)
        )


def _newest_first(paper: Paper) -> tuple[float, str]:
    """Papers without a date come after all others."""
    return (-paper.published.timestamp() if paper.published else float("inf"), paper.id)
