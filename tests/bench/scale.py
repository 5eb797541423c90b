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


FULL = Scale("full", papers=10_000, day=150, ratings=200, repeats=3, starts=7, taps=200, bursts=20, rest=3.0)
QUICK = Scale("quick", papers=240, day=40, ratings=24, repeats=1, starts=1, taps=8, bursts=1, rest=1.5)
