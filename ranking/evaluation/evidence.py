"""What a replay takes and finds, as plain values: they travel to a process that loads no scientific library."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

Metric = Literal["ndcg10", "auc", "brier"]
METRICS: tuple[Metric, ...] = ("ndcg10", "auc", "brier")
LOWER_IS_BETTER: frozenset[Metric] = frozenset({"brier"})
CURRENT = "current"
BASELINES = ("newest", "keywords", "centroid")
MODELS = (CURRENT, *BASELINES)

Ends: TypeAlias = tuple[float, float]
"""Both ends of a 95 % interval."""


@dataclass(frozen=True, slots=True)
class Came:
    """A paper that the reader never rated, and when it came up; None where nobody knows."""

    paper_id: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean with its interval; None where there was nothing to take it of, or (the interval) only one case."""

    value: float | None = None
    interval: Ends | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """`current` less a baseline, in one metric, on the same cases.

    Not `fair` where most of the papers that the wanted ones had to be told from come from another time: their language
    and fashions give them away, and no ranker may be called better for seeing that.
    """

    baseline: str
    metric: Metric
    difference: Figure
    fair: bool = True

    @property
    def verdict(self) -> Literal["better", "worse", "open"]:
        """Better or worse only where the whole interval of the difference says so."""
        if self.difference.interval is None or not self.fair:
            return "open"
        low, high = self.difference.interval
        if self.metric in LOWER_IS_BETTER:
            low, high = -high, -low
        return "better" if low > 0 else "worse" if high < 0 else "open"


@dataclass(frozen=True, slots=True)
class CalibrationBin:
    """Of `n` papers with about the chance `predicted`, the share `observed` got four stars or more."""

    predicted: float
    observed: float
    n: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """A replay of one reader's ratings. Everything in it is of ratings that came after what was learnt from.

    `rated` ratings were at hand; the `tested` last of them were predicted in `blocks` steps, of which `ranked` had
    wanted and unwanted papers, so that an order could be judged. They stood among `others` papers without stars, which
    count as unwanted (some would have been liked: all rankers look a little worse than they are, alike): `matched` of
    these came up in the same time as the ratings, the rest at any time. `base_rate` is the Brier score of the reader's
    own share of likes so far. `calibration_error` and `error_by_chance` are 0 to 1.
    """

    rated: int
    tested: int = 0
    blocks: int = 0
    ranked: int = 0
    others: int = 0
    matched: int = 0
    figures: tuple[tuple[str, tuple[tuple[Metric, Figure], ...]], ...] = ()
    against: tuple[Comparison, ...] = ()
    base_rate: Figure = Figure()
    calibration: tuple[CalibrationBin, ...] = ()
    calibration_error: float | None = None
    error_by_chance: float | None = None

    def figure(self, model: str, metric: Metric) -> Figure:
        """One model's figure; empty where it could not be computed."""
        return dict(dict(self.figures).get(model, ())).get(metric, Figure())
