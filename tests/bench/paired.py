"""Methods compared reader by reader: means, and differences with the intervals of a paired bootstrap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType

import numpy as np

from ranking.arrays import Floats
from tests.bench.measure import Table

RESAMPLES = 2000
RESAMPLES_OF_PAPERS = 200
ENOUGH_READERS = 10
Readers = dict[str, list["Judged"]]


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """One reader's candidates: the scores and what they were worth."""

    scores: Floats
    gains: Floats


def mean_figures(title: str, module: ModuleType, judged: Readers) -> Table:
    """The mean of each figure over the readers, a method a row."""
    each = {name: _figures(module, readers) for name, readers in judged.items()}
    keys = tuple(next(iter(each.values())))
    rows = tuple((name, *(f"{figures[k].mean():.4f}" for k in keys)) for name, figures in each.items())
    return Table(title, ("method", *keys), rows)


def differences(title: str, module: ModuleType, judged: Readers, ours: str, peers: Sequence[str]) -> Table:
    """How far ours is ahead of each peer, with 95 % intervals.

    The same seed draws the same readers, or papers, for every method, so that draws can be subtracted.
    """
    drawn = {name: _drawn(module, judged[name]) for name in (ours, *peers) if name in judged}
    means = {name: _figures(module, judged[name]) for name in drawn}
    rows = tuple(
        (
            peer,
            *(
                _told(float((means[ours][key] - means[peer][key]).mean()), drawn[ours][key] - drawn[peer][key])
                for key in means[ours]
            ),
        )
        for peer in drawn
        if peer != ours
    )
    return Table(title, ("peer", *means[ours]), rows)


def _told(value: float, drawn: Floats) -> str:
    low, high = np.quantile(drawn, [0.025, 0.975])
    return f"{value:+.4f} [{low:+.4f}, {high:+.4f}]"


def _figures(module: ModuleType, readers: Sequence[Judged]) -> dict[str, Floats]:
    """Each figure of the script (readers,)."""
    each = [module.figures(reader.scores, reader.gains) for reader in readers]
    return {key: np.array([figures[key] for figures in each if key in figures]) for key in each[0]}


def _drawn(module: ModuleType, readers: Sequence[Judged]) -> dict[str, Floats]:
    """The mean of each figure over resampled readers, or over resampled candidates where there are few readers."""
    rng = np.random.default_rng(0)
    if len(readers) >= ENOUGH_READERS:
        figures = _figures(module, readers)
        chosen = rng.integers(0, len(readers), (RESAMPLES, len(readers)))
        return {key: values[chosen].mean(axis=1) for key, values in figures.items()}
    draws = [_figures(module, [_resampled(reader, rng) for reader in readers]) for _ in range(RESAMPLES_OF_PAPERS)]
    return {key: np.array([figures[key].mean() for figures in draws]) for key in draws[0]}


def _resampled(reader: Judged, rng: np.random.Generator) -> Judged:
    """Candidates drawn with replacement from those wanted and from the others, in random order."""
    sides = [np.flatnonzero(reader.gains > 0), np.flatnonzero(reader.gains <= 0)]
    rows = rng.permutation(np.concatenate([rng.choice(side, len(side)) for side in sides if len(side)]))
    return Judged(reader.scores[rows], reader.gains[rows])
