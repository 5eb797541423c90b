"""Learning a reader's model, and putting it to the test against the one in use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ranking.domain import Interest, Paper, Rating, Vectors
from ranking.errors import ArtifactRefused
from ranking.evaluation.verdict import Drift, Trial
from ranking.jobs.opened import open_model, open_space

if TYPE_CHECKING:
    from ranking.model import RelevanceModel
    from ranking.space import PaperSpace


@dataclass(frozen=True, slots=True)
class Trained:
    """The bytes of a model, how it did against the one in use (None without one), and whether the reader drifts."""

    model: bytes
    trial: Trial | None = None
    drift: Drift | None = None


@dataclass(frozen=True, slots=True)
class Train:
    """Learn a reader's model. `papers` are the rated and the `shown` ones; ratings of other papers are left aside.

    `ratings` come oldest first. `interests` are what the reader said they want more or less of; `shown` are ids of
    papers that were sent and never rated. `previous` is the model in use, which the new one is compared with; one
    that cannot be read or is of another space is not, so that damage never keeps a reader from learning.
    """

    space: bytes
    papers: tuple[Paper, ...]
    ratings: tuple[Rating, ...]
    interests: tuple[Interest, ...] = ()
    shown: tuple[str, ...] = ()
    vectors: Vectors | None = None
    previous: bytes | None = None

    def run(self) -> Trained:
        """The model and its trial; raises ArtifactRefused where the space cannot be read."""
        from ranking.evaluation.drift import find_drift  # noqa: PLC0415  # scikit-learn only in the worker
        from ranking.evaluation.trial import compare  # noqa: PLC0415  # the same
        from ranking.model import RelevanceModel  # noqa: PLC0415  # the same

        space = open_space(self.space, self.vectors)
        known = {paper.id: paper for paper in self.papers}
        ratings = [rating for rating in self.ratings if rating.paper_id in known]
        rated = space.transform([known[rating.paper_id] for rating in ratings])
        stars = [rating.stars for rating in ratings]
        unrated = space.transform([known[paper_id] for paper_id in self.shown if paper_id in known])
        model = RelevanceModel(space)
        model.fit(rated, stars, [rating.at for rating in ratings], interests=self.interests, shown=unrated)
        given = model.rated_.stars
        old = self._in_use(space)
        trial = compare(old, model, rated, given) if old is not None else None
        return Trained(model.to_bytes(), trial, find_drift(model, given))

    def _in_use(self, space: PaperSpace) -> RelevanceModel | None:
        if self.previous is None:
            return None
        try:
            return open_model(self.previous, space)
        except ArtifactRefused:
            return None
