"""Scoring papers for a reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ranking.domain import Explanation, Paper, Scored, Vectors
from ranking.jobs.opened import open_model, open_space

if TYPE_CHECKING:
    from ranking.model import RelevanceModel
    from ranking.space import PaperMatrix

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
        space = open_space(self.space, self.vectors)
        ranked = rank(open_model(self.model, space), self.papers)
        best = range(min(_EXPLAINED, len(ranked.scored)))
        return (*(ranked.explained(place, self.reasons) for place in best), *ranked.scored[_EXPLAINED:])


@dataclass(frozen=True, slots=True, eq=False)
class Ranked:
    """Papers best first, each with its row and what the model says of it, reasons left out."""

    model: RelevanceModel
    papers: tuple[Paper, ...]
    rows: PaperMatrix
    scored: tuple[Scored, ...]

    def explained(self, place: int, reasons: int) -> Scored:
        """What is said of the paper at that place, with its reasons."""
        return replace(self.scored[place], explanation=self.model.explain(self.rows[place], reasons))


def rank(model: RelevanceModel, papers: Sequence[Paper]) -> Ranked:
    """The papers in the order of the model; equal scores newest first, then by id."""
    from ranking.calibration import (  # noqa: PLC0415  # scikit-learn only in the worker
        central_interval,
        chance_of_liking,
        expected_stars,
    )

    rows = model.space.transform(papers)
    scores = model.decision_function(rows)
    order = sorted(range(len(papers)), key=lambda i: (-scores[i], *_newest_first(papers[i])))
    chances = model.proba_of_scores(scores)
    stars, likes, bounds = expected_stars(chances), chance_of_liking(chances), central_interval(chances)
    scored = tuple(
        Scored(
            paper_id=papers[i].id,
            score=float(scores[i]),
            stars=float(stars[i]),
            interval=(float(bounds[i, 0]), float(bounds[i, 1])),
            p_like=float(likes[i]),
            explanation=Explanation((), float(scores[i])),
        )
        for i in order
    )
    return Ranked(model, tuple(papers[i] for i in order), rows[order], scored)


def _newest_first(paper: Paper) -> tuple[float, str]:
    """Papers without a date come after all others."""
    return (-paper.published.timestamp() if paper.published else float("inf"), paper.id)
