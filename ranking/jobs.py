"""The work that a worker process does for the bot: frozen questions, frozen answers, one `run`.

The bot sends bytes and values, never estimators; this module keeps the last spaces it decoded, so a burst of jobs
for many readers pays for each once. The bot's own process imports these questions only to send them, and must not
pay for scikit-learn: what learns is imported when a job runs.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from ranking.domain import Explanation, Paper, Rating, Scored

if TYPE_CHECKING:
    from ranking.model import RelevanceModel
    from ranking.space import PaperSpace

_EXPLAINED = 32
"""How many of the best papers get reasons: twice the longest digest."""
_SPACES_KEPT = 2
_spaces: OrderedDict[str, PaperSpace] = OrderedDict()


@dataclass(frozen=True, slots=True)
class FitSpace:
    """Learn the space of a corpus."""

    papers: tuple[Paper, ...]

    def run(self) -> bytes:
        """The bytes of the space."""
        from ranking.space import PaperSpace  # noqa: PLC0415  # scikit-learn only in the worker

        return PaperSpace().fit(self.papers).to_bytes()


@dataclass(frozen=True, slots=True)
class Train:
    """Learn a reader's model. `papers` are the rated ones; ratings of other papers are left aside."""

    space: bytes
    papers: tuple[Paper, ...]
    ratings: tuple[Rating, ...]

    def run(self) -> bytes:
        """The bytes of the model; raises ArtifactRefused where the space cannot be read."""
        from ranking.model import RelevanceModel  # noqa: PLC0415  # scikit-learn only in the worker

        space = _decoded(self.space)
        known = {paper.id: paper for paper in self.papers}
        ratings = [rating for rating in self.ratings if rating.paper_id in known]
        rated = space.transform([known[rating.paper_id] for rating in ratings])
        stars = [rating.stars for rating in ratings]
        return RelevanceModel(space).fit(rated, stars, [rating.at for rating in ratings]).to_bytes()


@dataclass(frozen=True, slots=True)
class Rank:
    """Score papers for a reader. Without a model the newest come first."""

    space: bytes
    model: bytes | None
    papers: tuple[Paper, ...]
    reasons: int = 4

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

        space = _decoded(self.space)
        model = _model(self.model, space)
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


def _model(data: bytes | None, space: PaperSpace) -> RelevanceModel:
    """The reader's model, or one that has seen no ratings."""
    from ranking.model import RelevanceModel  # noqa: PLC0415  # scikit-learn only in the worker

    if data is not None:
        return RelevanceModel.from_bytes(data, space)
    return RelevanceModel(space).fit(space.transform([]), [])


def _decoded(data: bytes) -> PaperSpace:
    from ranking.space import PaperSpace  # noqa: PLC0415  # scikit-learn only in the worker

    key = sha256(data).hexdigest()
    if key not in _spaces:
        _spaces[key] = PaperSpace.from_bytes(data)
        if len(_spaces) > _SPACES_KEPT:
            _spaces.popitem(last=False)
    _spaces.move_to_end(key)
    return _spaces[key]
