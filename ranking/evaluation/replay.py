"""A reader's ratings once more, in the order in which they were given: learn, predict the next few, look, learn again.

Prequential evaluation (Dawid, JRSS A 147, 1984): nothing is ever judged on a rating that it has learnt from. Only texts
are known ahead of time, as the space was fitted on the whole corpus; no rating went into it. And only papers that the
reader chose to rate are judged: the chances hold for papers like those.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ranking.arrays import Bools, Floats
from ranking.domain import LIKE_STARS, Paper, Rating
from ranking.evaluation.baselines import RANKERS, Past, Scores, Shelf, liked_from
from ranking.evaluation.blocks import Block, cut, in_order
from ranking.evaluation.chances import base_rate, chances, places
from ranking.evaluation.evidence import Came, Evidence
from ranking.evaluation.judging import Step, judge
from ranking.space import PaperSpace


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """The ratings in order with all papers that the replay needs, one row each."""

    ratings: list[Rating]
    stars: Floats
    shelf: Shelf
    row: dict[str, int]
    shown: tuple[Came, ...]

    def past(self, block: Block) -> Past:
        """What was known when the block began."""
        before = self.ratings[: block.start]
        until = before[-1].at
        # The block's own papers are judged, so that they were passed over at first must not have been learnt either.
        rated = {rating.paper_id for rating in self.ratings[: block.end]}
        seen = [c for c in self.shown if until and c.at and c.at <= until and c.paper_id not in rated]
        return Past(
            rated=self.shelf.at([self.row[rating.paper_id] for rating in before]),
            stars=self.stars[: block.start],
            times=tuple(rating.at for rating in before),
            shown=self.shelf.at([self.row[came.paper_id] for came in seen]).rows,
        )

    def candidates(self, block: Block) -> Shelf:
        """The papers rated in the block, then the others."""
        ids = [rating.paper_id for rating in self.ratings[block.start : block.end]]
        return self.shelf.at([self.row[paper_id] for paper_id in (*ids, *block.others)])


def replay(
    space: PaperSpace,
    papers: Sequence[Paper],
    ratings: Sequence[Rating],
    *,
    others: Sequence[Came] = (),
    shown: Sequence[Came] = (),
    seed: int = 0,
) -> Evidence:
    """Every ranker's figures over the ratings; without any figure where these are too few.

    `others` are papers that this reader never rated, `shown` papers that count as passed over from their time on, until
    they are rated. Papers that are not among `papers` are left aside. The same input and seed give the same figures.
    """
    known = {paper.id: paper for paper in papers}
    ordered = in_order([rating for rating in ratings if rating.paper_id in known])
    rated = {rating.paper_id for rating in ratings}
    unrated = [came for came in others if came.paper_id in known and came.paper_id not in rated]
    blocks = cut(ordered, unrated, np.random.default_rng(seed))
    if not blocks:
        return Evidence(rated=len(ratings))
    seen = tuple(came for came in shown if came.paper_id in known)
    history = _history(space, known, ordered, blocks, seen)
    return judge(len(ratings), blocks, _steps(space, history, blocks), seed)


def _history(
    space: PaperSpace, known: dict[str, Paper], ordered: list[Rating], blocks: list[Block], shown: tuple[Came, ...]
) -> History:
    ids = [rating.paper_id for rating in ordered]
    ids += [paper_id for block in blocks for paper_id in block.others]
    ids += [came.paper_id for came in shown]
    papers = tuple(known[paper_id] for paper_id in dict.fromkeys(ids))
    stars = np.array([rating.stars for rating in ordered], dtype=np.float64)
    shelf = Shelf(papers, space.transform(papers))
    return History(ordered, stars, shelf, {paper.id: i for i, paper in enumerate(papers)}, shown)


def _steps(space: PaperSpace, history: History, blocks: list[Block]) -> list[Step]:
    steps: list[Step] = []
    for block in blocks:
        past, candidates = history.past(block), history.candidates(block)
        scored = {name: ranker(space, past, candidates) for name, ranker in RANKERS}
        steps.append(_step(history.stars, block, scored, steps))
    return steps


def _step(stars: Floats, block: Block, scored: dict[str, Scores], earlier: list[Step]) -> Step:
    given, before = stars[block.start : block.end], stars[: block.start]
    usual = base_rate((before >= LIKE_STARS).astype(np.float64))
    stands = {name: places(scores.order)[: len(given)] for name, scores in scored.items()}
    return Step(
        gains=_gains(given, liked_from(before), len(block.others)),
        liked=given >= LIKE_STARS,
        usual=usual,
        orders={name: scores.order for name, scores in scored.items()},
        places=stands,
        chances={
            name: scores.chances[: len(given)]
            if scores.chances is not None
            else _from_places(name, stands[name], earlier, usual)
            for name, scores in scored.items()
        },
    )


def _gains(given: Floats, border: float, others: int) -> Floats:
    """What each candidate is worth: 1 for the stars from which on a paper was wanted, 1 more for each star above.

    Where every paper of the step was wanted, the least wanted of them stand in for the unwanted.
    """
    worth = np.r_[np.maximum(given - border + 1, 0.0), np.zeros(others)]
    return np.asarray(worth - worth.min(initial=np.inf))


def _from_places(name: str, at: Floats, earlier: list[Step], usual: float) -> Floats:
    nothing = np.zeros(0)
    places_before = np.concatenate([nothing, *(step.places[name] for step in earlier)])
    liked: Bools = np.concatenate([nothing > 0, *(step.liked for step in earlier)])
    return chances(at, places_before, liked.astype(np.float64), usual)
