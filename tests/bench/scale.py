"""How large a benchmark is run: the sizes that the product is meant for, or small ones that only show that it runs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """`papers` bounds the corpus, `day` is one announcement, `ratings` are one reader's; `repeats` of each measure."""

    name: str
    papers: int
    day: int
    ratings: int
    repeats: int
    starts: int
    taps: int
    bursts: int
    rest: float
    """Seconds after which the bot's worker process is ended where idle memory is measured."""
    world: int
    """Papers that simulated readers live among."""
    readers: int
    """Simulated readers of each figure of quality."""
    library: int
    """Papers of the library that a reader is fitted to and ranked against."""
    fleet: int
    """Simulated readers that are re-fitted one after the other; their number a second is what counts."""
    large: int
    """Papers of the large space."""
    feeds: int
    """Feeds that are polled in one round, one in twenty of them dead."""


FULL = Scale(
    "full",
    papers=10_000,
    day=150,
    ratings=200,
    repeats=3,
    starts=7,
    taps=200,
    bursts=20,
    rest=3.0,
    world=4000,
    readers=100,
    library=25_975,
    fleet=2000,
    large=100_000,
    feeds=1_000,
)
QUICK = Scale(
    "quick",
    papers=240,
    day=40,
    ratings=24,
    repeats=1,
    starts=1,
    taps=8,
    bursts=1,
    rest=1.5,
    world=300,
    readers=4,
    library=240,
    fleet=8,
    large=300,
    feeds=30,
)
