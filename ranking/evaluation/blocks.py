"""Cutting a reader's past into steps: what was rated before each, what was rated in it, and what else there was to see.

The papers without stars that a step is ranked among came up in the same time as its ratings, whether they were shown
or not: against the shown ones alone, whichever ranker chose them would be judged by its own best guesses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

import numpy as np

from ranking.domain import Rating
from ranking.evaluation.evidence import Came

_FIRST = 5
"""Ratings to learn from before the first prediction, at least."""
_SMALLEST = 5
_MOST_BLOCKS = 20
_OTHERS = 200
"""Papers without stars in a step, at most: drawn at random of those that came up in the same time."""
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Block:
    """Ratings `start` to `end` (exclusive) are predicted from those before `start`, among the papers `others`."""

    start: int
    end: int
    others: tuple[str, ...]
    matched: bool
    """Whether the others came up in the same time."""


def in_order(ratings: Sequence[Rating]) -> list[Rating]:
    """Oldest first; those without a time come first and keep their order. The last of two ratings counts."""
    ordered = sorted(ratings, key=lambda rating: rating.at or _LONG_AGO)
    last: dict[str, Rating] = {}
    for rating in ordered:
        last.pop(rating.paper_id, None)  # the later one stands at its own time
        last[rating.paper_id] = rating
    return list(last.values())


def cut(ratings: Sequence[Rating], others: Sequence[Came], rng: np.random.Generator) -> list[Block]:
    """The steps of ratings that are in order; none where they are too few (under ten)."""
    edges = _edges([rating.at for rating in ratings])
    pool = sorted(others, key=lambda came: (came.at or _LONG_AGO, came.paper_id))
    return [_block(ratings, start, end, pool, rng) for start, end in pairwise(edges)]


def _edges(times: Sequence[datetime | None]) -> list[int]:
    """Where the steps begin, and the end of the last. Ratings of one moment stay together where the step allows it."""
    count = len(times)
    first = max(_FIRST, count // 10)
    blocks = min(_MOST_BLOCKS, (count - first) // _SMALLEST)
    if blocks < 1:
        return []
    edges = [first + round(step * (count - first) / blocks) for step in range(blocks + 1)]
    return [*(_moved(times, edge, limit) for edge, limit in pairwise(edges)), count]


def _moved(times: Sequence[datetime | None], edge: int, limit: int) -> int:
    moment = times[edge - 1]
    if moment is None:
        return edge
    return next((later for later in range(edge, limit) if times[later] != moment), edge)


def _block(ratings: Sequence[Rating], start: int, end: int, pool: list[Came], rng: np.random.Generator) -> Block:
    since, until = ratings[start - 1].at, ratings[end - 1].at
    same_time = [c for c in pool if since and until and c.at and since < c.at <= until]
    # A handful would say more about themselves than about the ranker, most of all if each step has the same ones.
    matched, enough = len(same_time) >= end - start, len(pool) >= end - start
    chosen = same_time if matched else pool if enough else []
    drawn = rng.permutation(len(chosen))[:_OTHERS]
    return Block(start, end, tuple(chosen[i].paper_id for i in np.sort(drawn)), matched)
