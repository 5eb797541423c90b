"""Replaying a reader's ratings against simpler rankers."""

from __future__ import annotations

from dataclasses import dataclass

from ranking.domain import Paper, Rating, Vectors
from ranking.evaluation.evidence import Came, Evidence
from ranking.jobs.opened import open_space


@dataclass(frozen=True, slots=True)
class Backtest:
    """What would have been predicted for each rating from those before it. `papers` are all that the others name.

    `others` are papers that the reader never rated, with the time they came up; `shown` those that were sent, with the
    time from which they count as passed over unless they were rated by then. The space may have read every text, later
    ones too (a space learns from texts alone, so no rating leaks); only what follows from ratings is replayed.
    """

    space: bytes
    papers: tuple[Paper, ...]
    ratings: tuple[Rating, ...]
    others: tuple[Came, ...] = ()
    shown: tuple[Came, ...] = ()
    seed: int = 0
    vectors: Vectors | None = None

    def run(self) -> Evidence:
        """The same evidence for the same question; raises ArtifactRefused where the space cannot be read."""
        from ranking.evaluation.replay import replay  # noqa: PLC0415  # scikit-learn only in the worker

        space = open_space(self.space, self.vectors)
        return replay(space, self.papers, self.ratings, others=self.others, shown=self.shown, seed=self.seed)
