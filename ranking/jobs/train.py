"""Learning a reader's model."""

from __future__ import annotations

from dataclasses import dataclass

from ranking.domain import Interest, Paper, Rating, Vectors
from ranking.jobs.opened import open_space


@dataclass(frozen=True, slots=True)
class Train:
    """Learn a reader's model. `papers` are the rated and the `shown` ones; ratings of other papers are left aside.

    `interests` are what the reader said they want more or less of; `shown` are ids of papers that were sent and
    never rated.
    """

    space: bytes
    papers: tuple[Paper, ...]
    ratings: tuple[Rating, ...]
    interests: tuple[Interest, ...] = ()
    shown: tuple[str, ...] = ()
    vectors: Vectors | None = None

    def run(self) -> bytes:
        """The bytes of the model; raises ArtifactRefused where the space cannot be read."""
        from ranking.model import RelevanceModel  # noqa: PLC0415  # scikit-learn only in the worker

        space = open_space(self.space, self.vectors)
        known = {paper.id: paper for paper in self.papers}
        ratings = [rating for rating in self.ratings if rating.paper_id in known]
        rated = space.transform([known[rating.paper_id] for rating in ratings])
        stars = [rating.stars for rating in ratings]
        unrated = space.transform([known[paper_id] for paper_id in self.shown if paper_id in known])
        model = RelevanceModel(space)
        model.fit(rated, stars, [rating.at for rating in ratings], interests=self.interests, shown=unrated)
        return model.to_bytes()
