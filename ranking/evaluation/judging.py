"""From what every ranker said at every step to figures with intervals, and to what may be claimed from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ranking import measures
from ranking.arrays import Bools, Floats
from ranking.evaluation.blocks import Block
from ranking.evaluation.evidence import (
    BASELINES,
    CURRENT,
    METRICS,
    MODELS,
    CalibrationBin,
    Comparison,
    Evidence,
    Figure,
    Metric,
)

_FEWEST_CASES = 6
"""Under six steps even a ranker that is better in each may be so by luck (p = 1/16 with five): no interval is given."""
_PER_BIN = 10


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One step of a replay: n ratings that came next, then m papers without stars.

    `gains` (n + m,) is above 0 where the reader wanted the paper, `liked` (n,) four stars or more, `usual` the reader's
    share of likes before. By ranker: `orders` (n + m,), and `places` and `chances` (n,) of the rated ones.
    """

    gains: Floats
    liked: Bools
    usual: float
    orders: Mapping[str, Floats]
    places: Mapping[str, Floats]
    chances: Mapping[str, Floats]


def judge(rated: int, blocks: Sequence[Block], steps: Sequence[Step], seed: int) -> Evidence:
    """The evidence of a replay. Orders are compared step by step, chances paper by paper."""
    liked = np.concatenate([step.liked for step in steps])
    ours = np.concatenate([step.chances[CURRENT] for step in steps])
    usual = np.concatenate([np.full(len(step.liked), step.usual) for step in steps])
    cases = {(model, metric): _cases(steps, model, metric) for model in MODELS for metric in METRICS}
    bins = max(1, min(measures.BINS, len(liked) // _PER_BIN))
    others = sum(len(block.others) for block in blocks)
    matched = sum(len(block.others) for block in blocks if block.matched)
    return Evidence(
        rated=rated,
        tested=len(liked),
        blocks=len(blocks),
        ranked=len(cases[CURRENT, "auc"]),
        others=others,
        matched=matched,
        figures=tuple((model, tuple((m, _figure(cases[model, m], seed)) for m in METRICS)) for model in MODELS),
        against=tuple(
            Comparison(
                baseline,
                metric,
                _figure(cases[CURRENT, metric] - cases[baseline, metric], seed),
                fair=metric == "brier" or 2 * matched >= others,
            )
            for baseline in BASELINES
            for metric in METRICS
        ),
        base_rate=_figure((usual - liked) ** 2, seed),
        calibration=tuple(CalibrationBin(*row) for row in measures.calibration_bins(ours, liked, bins)),
        calibration_error=measures.expected_calibration_error(ours, liked, bins),
        error_by_chance=measures.calibration_error_by_chance(ours, seed, bins),
    )


def _cases(steps: Sequence[Step], model: str, metric: Metric) -> Floats:
    """What the figure is the mean of: one number a step that can be judged, or (Brier) one a rated paper."""
    if metric == "brier":
        return np.concatenate([(step.chances[model] - step.liked) ** 2 for step in steps])
    found = [_of_order(step.orders[model], step.gains, metric) for step in steps]
    return np.array([value for value in found if value is not None], dtype=np.float64)


def _of_order(order: Floats, gains: Floats, metric: Metric) -> float | None:
    """None for a step without wanted or without unwanted papers: there is nothing to tell apart."""
    area = measures.auc(order, gains > 0)
    return area if metric == "auc" or area is None else measures.ndcg_at(order, gains, 10)


def _figure(cases: Floats, seed: int) -> Figure:
    if not len(cases):
        return Figure()
    interval = measures.bootstrap_interval(cases, seed) if len(cases) >= _FEWEST_CASES else None
    return Figure(float(cases.mean()), interval)
