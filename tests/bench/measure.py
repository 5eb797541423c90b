"""What a benchmark gives: named numbers, each measured several times, with the aim they are compared to.

An aim is shown beside its number and never asserted: the machine and its other users decide too.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median
from typing import Literal, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Aim:
    """A bound that the median should keep."""

    bound: float
    side: Literal["under", "over"] = "under"

    def met(self, value: float) -> bool:
        return value < self.bound if self.side == "under" else value > self.bound


@dataclass(frozen=True, slots=True)
class Measure:
    """One quantity and its values, in the order measured; there is at least one."""

    name: str
    unit: str
    values: tuple[float, ...]
    aim: Aim | None = None

    @property
    def middle(self) -> float:
        return median(self.values)


@dataclass(frozen=True, slots=True)
class Table:
    """Figures that are not times: a line of column names and the rows, all of it text."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A plot as SVG; `name` is the stem of its file beside the report."""

    name: str
    title: str
    svg: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one benchmark found. `counts` say that the work was done, `notes` what is invented or simulated."""

    measures: tuple[Measure, ...]
    counts: dict[str, int]
    notes: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    charts: tuple[Chart, ...] = ()


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """What the work gave, and the seconds it took."""
    start = time.perf_counter()
    result = work()
    return result, time.perf_counter() - start


def share(values: Sequence[float], part: float) -> float:
    """The smallest value that `part` of the values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[ceil(round(part * len(ordered), 6)) - 1]  # rounded, for 0.95 * 20 is a little more than 19
