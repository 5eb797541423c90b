"""The day's list for a reader: scored, selected and explained in one go."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ranking.domain import Facet, Paper, Scored, Vectors
from ranking.jobs.opened import open_model, open_space
from ranking.jobs.rank import Ranked, rank

if TYPE_CHECKING:
    from ranking.arrays import Floats
    from ranking.selection.wanted import Candidates, Pick

RIVALS = ("centroid", "newest")
"""The rankers that a reader's model can be compared with in real digests."""
CURRENT = "current"
"""The team of the reader's model."""


@dataclass(frozen=True, slots=True)
class Selection:
    """`chosen` in the order of the display, with reasons; `scored` are all papers, best first, without."""

    chosen: tuple[Scored, ...]
    scored: tuple[Scored, ...]


@dataclass(frozen=True, slots=True)
class Select:
    """Score papers for a reader and select a list of `length`. Without a model the newest come first.

    With `explore` one place is for the paper from which the model would learn most, with `audit` one or two for papers
    drawn from below the cut. `facets` are those that the reader named; a `rival` drafts half of the best.
    """

    space: bytes
    model: bytes | None
    papers: tuple[Paper, ...]
    length: int
    seed: int = 0
    explore: bool = False
    audit: bool = False
    facets: tuple[Facet, ...] = ()
    rival: str | None = None
    reasons: int = 4
    vectors: Vectors | None = None

    def run(self) -> Selection:
        """Raises ArtifactRefused for a space or a model that cannot be used, as `Rank` does."""
        from ranking.facets import likened_rows  # noqa: PLC0415  # numpy only in the worker
        from ranking.selection.day import select  # noqa: PLC0415  # numpy only in the worker
        from ranking.selection.wanted import Wanted  # noqa: PLC0415  # the same

        space = open_space(self.space, self.vectors)
        model = open_model(self.model, space)
        ranked = rank(model, self.papers)
        picks = select(
            _candidates(ranked, self.facets),
            Wanted(self.length, self.seed, self.explore, self.audit),
            likened_rows(space, model.rated_.papers),
            rival=(self.rival, rival_scores(self.rival, ranked)) if self.rival else None,
            current=CURRENT,
        )
        return Selection(tuple(self._chosen(ranked, pick) for pick in picks), ranked.scored)

    def _chosen(self, ranked: Ranked, pick: Pick) -> Scored:
        told = ranked.explained(pick.index, self.reasons)
        return replace(told, slot=pick.slot, drawn_with=pick.drawn_with, facet=pick.facet, team=pick.team)


def rival_scores(name: str, ranked: Ranked) -> Floats:
    """What that ranker makes of the same papers (n,), knowing the same ratings: places from 0, the best highest.

    Places, since a ranker may call a paper without a date endlessly old.
    """
    import numpy as np  # noqa: PLC0415  # only in the worker

    from ranking.evaluation import baselines  # noqa: PLC0415  # numpy only in the worker

    rated = ranked.model.rated_
    past = baselines.Past(
        rated=baselines.Shelf((), rated.papers),
        stars=rated.stars,
        times=(None,) * len(rated.papers),
        shown=rated.papers[:0],
    )
    ranker = {"centroid": baselines.centroid, "newest": baselines.newest}[name]
    order = ranker(ranked.model.space, past, baselines.Shelf(ranked.papers, ranked.rows)).order
    return np.unique(order, return_inverse=True)[1].astype(np.float64)


def _candidates(ranked: Ranked, told: tuple[Facet, ...]) -> Candidates:
    import numpy as np  # noqa: PLC0415  # only in the worker

    from ranking.facets import (  # noqa: PLC0415  # the same
        Likeness,
        facet_scores,
        facets_served,
        find_facets,
        likened_rows,
        likeness_to_likes,
    )
    from ranking.selection.seats import shares_of  # noqa: PLC0415  # the same
    from ranking.selection.wanted import NO_FACET, Candidates  # noqa: PLC0415  # the same

    likeness = Likeness(ranked.model.space)
    facets = find_facets(ranked.model, told, likeness)
    place = {facet.name: j for j, facet in enumerate(facets)}
    served = facets_served(facets, facet_scores(ranked.model, facets, ranked.rows, likeness))
    heard = likeness_to_likes(ranked.model, ranked.rows, likeness)
    return Candidates(
        units=likened_rows(ranked.model.space, ranked.rows),
        titles=tuple(paper.title for paper in ranked.papers),
        scores=np.array([scored.score for scored in ranked.scored]),
        facet=np.array([NO_FACET if name is None else place[name] for name in served], dtype=np.int64),
        names=tuple(place),
        shares=shares_of(facets, len(heard)),
        heard=heard,
        muted=tuple(facet.muted for facet in facets),
    )
