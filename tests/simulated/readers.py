"""Readers with planted tastes: what they would enjoy, what they rated and when, all of it from a seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from scipy.special import ndtr

from ranking.arrays import Floats, Ints
from ranking.domain import Interest
from tests.simulated.habits import HABITS, Habit
from tests.simulated.world import World

NOISE = 0.6
"""Standard deviation of what no text tells (quality, mood), where that of the planted liking is 1."""


@dataclass(frozen=True, slots=True)
class Taste:
    """Topics liked and disliked, with how much each counts."""

    liked: dict[int, float]
    disliked: dict[int, float]

    def liking(self, world: World) -> Floats:
        """How much each paper is enjoyed (n,), mean 0 and deviation 1 over the world.

        The best liked topic of a paper counts, not the sum, so that interests are alternatives; of a topic, the root.
        """
        amount = np.sqrt(world.topics)
        raw = _largest(amount, self.liked) - 0.7 * _largest(amount, self.disliked)
        return np.asarray((raw - raw.mean()) / raw.std())


@dataclass(frozen=True, slots=True, eq=False)
class Ratings:
    """Rows of the world's papers that were rated, in the order of time, with the stars (n,) and the times."""

    rows: Ints
    stars: Ints
    at: tuple[datetime, ...]

    def first(self, count: int) -> Ratings:
        return Ratings(self.rows[:count], self.stars[:count], self.at[:count])


@dataclass(frozen=True, slots=True, eq=False)
class SimulatedReader:
    """`utility` (papers,) is the true liking now, `p_like` (papers,) the true probability of four stars or more now.

    `rated` lies in the world's early part, `held_out` in the later one; `shown` are early rows never rated.
    """

    habit: Habit
    taste: Taste
    utility: Floats
    p_like: Floats
    rated: Ratings
    held_out: Ratings
    shown: Ints
    interests: tuple[Interest, ...]


def draw_taste(world: World, rng: np.random.Generator) -> Taste:
    """Three topics liked, two disliked, of those that can be told."""
    topics = rng.permutation(np.flatnonzero(world.tellable))[:5].tolist()
    weights = [1.0, *rng.uniform(0.5, 1.0, 4).tolist()]
    return Taste(dict(zip(topics[:3], weights[:3], strict=True)), dict(zip(topics[3:], weights[3:], strict=True)))


def simulate(
    world: World,
    seed: int,
    habit: Habit,
    *,
    ratings: int = 100,
    held_out: int = 60,
    taste: Taste | None = None,
    before: Taste | None = None,
    noise: float = NOISE,
    pace: float = 1.0,
) -> SimulatedReader:
    """One reader; with `before` that was the taste in the first half of the early part, and `taste` since.

    The reader rates on `pace` days for each day on which papers appeared.
    """
    rng = np.random.default_rng(seed)
    taste = taste or draw_taste(world, rng)
    now = taste.liking(world)
    liking = now.copy()
    if before is not None:
        old = world.early[: len(world.early) // 2]
        liking[old] = before.liking(world)[old]
    felt = liking + rng.normal(0, noise, len(liking))
    lines = np.quantile(now + rng.normal(0, noise, len(now)), [*habit.lines, habit.picks])
    stars = 1 + (felt[:, None] >= lines[:4]).sum(axis=1)
    readiness = np.where(felt >= lines[4], np.exp(habit.choosy * liking), 0.0)
    rated = _ratings(world, _draw(rng, world.early, readiness, ratings), stars, pace)
    later = _ratings(world, _draw(rng, world.later, readiness, held_out), stars, pace)
    unrated = np.setdiff1d(world.early, rated.rows)
    shown = np.sort(rng.choice(unrated, min(2 * ratings, len(unrated)), replace=False))
    told = tuple(Interest("words", " ".join(world.words[topic])) for topic in list(taste.liked)[:2])
    p_like = ndtr((now - lines[2]) / noise)
    return SimulatedReader(habit, taste, now, p_like, rated, later, shown, told)


def readers_of(world: World, count: int, habits: Sequence[Habit] = HABITS, seed: int = 1000) -> list[SimulatedReader]:
    """So many readers, the habits in turn."""
    return [simulate(world, seed + n, habits[n % len(habits)]) for n in range(count)]


def _draw(rng: np.random.Generator, rows: Ints, readiness: Floats, count: int) -> Ints:
    """Rows without replacement, by how readily each is rated, in the order of time."""
    weights = readiness[rows]
    count = min(count, int((weights > 0).sum()))
    return np.sort(rng.choice(rows, count, replace=False, p=weights / weights.sum()))


def _ratings(world: World, rows: Ints, stars: Ints, pace: float) -> Ratings:
    """Each paper rated five hours after it appeared, on the reader's calendar."""
    days = [world.papers[row].published for row in rows]
    first = world.papers[0].published
    assert first is not None
    times = tuple(first + pace * (day - first) + timedelta(hours=5) for day in days if day is not None)
    return Ratings(rows, stars[rows], times)


def _largest(amount: Floats, weights: dict[int, float]) -> Floats:
    """The largest weighted amount of the topics for each paper (n,)."""
    if not weights:
        return np.zeros(len(amount))
    return np.asarray((amount[:, list(weights)] * np.array(list(weights.values()))).max(axis=1))
