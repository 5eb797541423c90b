"""Simulated readers whose taste is known: papers drawn from subjects, stars drawn from a liking for them.

Everything comes from a seed. Papers appear day by day, a reader rates the early ones, and is judged on the later.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property

import numpy as np

from ranking.arrays import Floats, Ints
from ranking.domain import Paper
from ranking.space import PaperMatrix, PaperSpace

SUBJECTS = 8
_START = datetime(2026, 1, 1, tzinfo=UTC)
_PER_DAY = 10


@dataclass(frozen=True)
class World:
    """`subject` (n, subjects) is how much of each subject a paper holds; rows sum to 1."""

    papers: list[Paper]
    subject: Floats

    @cached_property
    def space(self) -> PaperSpace:
        return PaperSpace().fit(self.papers)

    @cached_property
    def matrix(self) -> PaperMatrix:
        return self.space.transform(self.papers)


def make_world(seed: int, count: int = 600, subjects: int = SUBJECTS) -> World:
    """Papers of invented words, in the order of their days: half of the words common, half of one or two subjects."""
    rng = np.random.default_rng(seed)
    subject = rng.dirichlet(np.full(subjects, 0.25), count)
    return World([_paper(number, mix, rng) for number, mix in enumerate(subject)], subject)


def _paper(number: int, mix: Floats, rng: np.random.Generator) -> Paper:
    said = [f"common{rng.zipf(1.3) % 200}" for _ in range(30)]
    said += [f"subject{rng.choice(len(mix), p=mix)}word{int(rng.exponential(12)) % 60}" for _ in range(30)]
    rng.shuffle(said)
    main = int(mix.argmax())
    return Paper(
        id=f"w{number:04}",
        title=" ".join(said[:8]),
        abstract=" ".join(said[8:]),
        authors=(f"Author {main} {rng.integers(12)}", f"Author {rng.integers(10_000)}"),
        categories=(f"cat.{main // 2}",),
        published=_START + timedelta(days=number // _PER_DAY),
    )


def likings(world: World, taste: Floats, rng: np.random.Generator, noise: float = 0.35) -> Floats:
    """How much a reader with this taste (SUBJECTS,) enjoys each paper, with what no text can tell as noise."""
    liking = world.subject @ taste
    return np.asarray((liking - liking.mean()) / liking.std() + rng.normal(0, noise, len(liking)))


def graded(liking: Floats) -> Ints:
    """Stars by the whole scale: a fifth of the papers each."""
    return 1 + np.searchsorted(np.quantile(liking, [0.2, 0.4, 0.6, 0.8]), liking)
