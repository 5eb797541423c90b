"""How good an order or a chance was: figures with one definition each, and how sure they are.

Knows no model and no reader. A figure that does not exist (nothing to compare, one class only) is None, never 0; input
that makes no sense (NaN, lengths that differ, chances outside 0 to 1) raises BadRatings. Equal scores are never told
apart by chance or by place: each measure takes its mean over all ways to order them.
"""

from __future__ import annotations

from fractions import Fraction
from math import comb

import numpy as np
from numpy.typing import ArrayLike

from ranking.arrays import Bools, Floats
from ranking.errors import BadRatings

BINS = 10
DRAWS = 2_000
LEVEL = 0.95


def ndcg_at(scores: ArrayLike, gains: ArrayLike, k: int = 10) -> float | None:
    """Discounted gain of the best `k` by `scores` (n,) over that of the best order; None where no gain is above 0.

    Gains (n,) count as they are and are not negative; place i is discounted by log2(i + 1) (Jarvelin and Kekalainen,
    TOIS 20, 2002). Equal scores share the mean gain of their places (McSherry and Najork, ECIR 2008).
    """
    order, worth = _numbers(scores, gains)
    if (worth < 0).any() or not np.isfinite(worth).all():
        raise BadRatings("Gains must be finite and not below 0.")
    discount = np.zeros(len(worth))
    places = np.arange(1, min(k, len(worth)) + 1)
    discount[: len(places)] = 1.0 / np.log2(places + 1.0)
    ideal = float(np.sort(worth)[::-1] @ discount)
    return float(_shared(order, worth) @ discount) / ideal if ideal > 0 else None


def auc(scores: ArrayLike, wanted: ArrayLike) -> float | None:
    """Share of (wanted, unwanted) pairs in the right order, ties half: the area under the ROC curve.

    By ranks (Mann and Whitney, 1947), in n log n. None unless there are papers of both kinds.
    """
    order, kind = _numbers(scores, wanted)
    positive = _yes_or_no(kind)
    ours, others = int(positive.sum()), int((~positive).sum())
    if not ours or not others:
        return None
    ranks = _mean_ranks(order)
    return (float(ranks[positive].sum()) - ours * (ours + 1) / 2) / (ours * others)


def share_in_top(scores: ArrayLike, wanted: ArrayLike, top: float = 0.2) -> float | None:
    """Share of the wanted papers that stand in the top part of the order, at least one place; None if none is."""
    order, kind = _numbers(scores, wanted)
    positive = _yes_or_no(kind)
    if not positive.any():
        return None
    places = max(1, int(len(order) * top))
    return float(_shared(order, kind)[:places].sum()) / int(positive.sum())


def pairs_in_order(scores: ArrayLike, grades: ArrayLike) -> float | None:
    """Share of pairs of different grades that are in the right order, equal scores half; None without such a pair."""
    order, grade = _numbers(scores, grades)
    right = 0.0
    pairs = 0
    for level in np.unique(grade)[1:]:
        higher, lower = order[grade == level], np.sort(order[grade < level])
        below = np.searchsorted(lower, higher, "left") + np.searchsorted(lower, higher, "right")
        right += float(below.sum()) / 2
        pairs += len(higher) * len(lower)
    return right / pairs if pairs else None


def brier(chances: ArrayLike, happened: ArrayLike) -> float | None:
    """Mean squared distance of the chances (n,) from what happened (n,); lower is better (Brier, 1950)."""
    said, came = _chances(chances, happened)
    return float(((said - came) ** 2).mean()) if len(said) else None


def calibration_bins(chances: ArrayLike, happened: ArrayLike, bins: int = BINS) -> tuple[tuple[float, float, int], ...]:
    """(mean chance, share that happened, n) of each bin, lowest chances first.

    Bins hold equally many papers, not equally wide stretches: one reader's chances crowd in a part of the scale, and
    equal widths would leave bins of one or two papers that say nothing (Nixon et al., CVPR Workshops 2019; Roelofs et
    al., AISTATS 2022, find less bias so, too). Equal chances always share a bin: there may be fewer than asked for.
    """
    said, came = _chances(chances, happened)
    first_alike = np.searchsorted(np.sort(said), said, "left")
    bin_of = first_alike * bins // max(len(said), 1)
    chosen = [bin_of == b for b in np.unique(bin_of)]
    return tuple((float(said[b].mean()), float(came[b].mean()), int(b.sum())) for b in chosen)


def expected_calibration_error(chances: ArrayLike, happened: ArrayLike, bins: int = BINS) -> float | None:
    """Mean distance of chance and share over `calibration_bins`, weighted by their papers; None without papers.

    Biased upward: a perfect forecast does not score 0 on a finite sample. See `calibration_error_by_chance`.
    """
    table = calibration_bins(chances, happened, bins)
    papers = sum(n for _, _, n in table)
    return sum(n * abs(said - came) for said, came, n in table) / papers if papers else None


def calibration_error_by_chance(chances: ArrayLike, seed: int, bins: int = BINS, draws: int = 200) -> float | None:
    """The mean calibration error if each chance were exactly right: what the sample's size alone brings about."""
    said, _ = _chances(chances, np.zeros(np.shape(chances)))
    if not len(said):
        return None
    came = np.random.default_rng(seed).random((draws, len(said))) < said
    errors = [expected_calibration_error(said, row, bins) for row in came]
    return float(np.mean([error for error in errors if error is not None]))


def coverage(low: ArrayLike, high: ArrayLike, values: ArrayLike, around: float = 0.0) -> float | None:
    """Share of the values (n,) inside their intervals, ends included; None without values.

    A value that stands for a stretch (a star for the half stars about it) is inside if its stretch, `around` to either
    side, touches the interval.
    """
    lower, upper = _numbers(low, high)
    _, given = _numbers(low, values)
    if (lower > upper).any():
        raise BadRatings("An interval ends before it begins.")
    inside = (given + around >= lower) & (given - around <= upper)
    return float(inside.mean()) if len(given) else None


def bootstrap_interval(
    values: ArrayLike, seed: int, draws: int = DRAWS, level: float = LEVEL
) -> tuple[float, float] | None:
    """Percentile bootstrap interval of the mean of values (n,) (Efron, 1979); None for fewer than two values.

    Values are drawn as if they were independent of each other. The interval always holds the mean itself.
    """
    sample, _ = _numbers(values, values)
    if not np.isfinite(sample).all():
        raise BadRatings("A mean is taken of finite numbers.")
    if len(sample) < 2:
        return None
    rng = np.random.default_rng(seed)
    means = np.array([sample[rng.integers(len(sample), size=len(sample))].mean() for _ in range(draws)])
    low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])
    return min(float(low), float(sample.mean())), max(float(high), float(sample.mean()))


def bootstrap_difference(
    ours: ArrayLike, theirs: ArrayLike, seed: int, draws: int = DRAWS, level: float = LEVEL
) -> tuple[float, float] | None:
    """The interval of the mean of ours - theirs (n,), paired: the same cases are drawn for both."""
    one, other = _numbers(ours, theirs)
    return bootstrap_interval(one - other, seed, draws, level)


def sign_test(wins: int, losses: int) -> float:
    """Exact two-sided p of so uneven a result, or a more uneven one, if either side won by the toss of a coin.

    Ties are left out (Dixon and Mood, 1946). Without any win or loss it is 1.
    """
    if wins < 0 or losses < 0:
        raise BadRatings("Wins and losses cannot be below 0.")
    tosses, fewer = wins + losses, min(wins, losses)
    # In whole numbers until the end, so that thousands of tosses neither overflow nor lose digits.
    tail: int = sum(comb(tosses, k) for k in range(fewer + 1))
    return min(1.0, float(Fraction(2 * tail, 2**tosses)))


def win_rate(wins: int, losses: int, ties: int = 0) -> float | None:
    """Share of wins, a tie counting half; None without any outcome."""
    if min(wins, losses, ties) < 0:
        raise BadRatings("Outcomes cannot be below 0.")
    outcomes = wins + losses + ties
    return (wins + ties / 2) / outcomes if outcomes else None


def _numbers(one: ArrayLike, other: ArrayLike) -> tuple[Floats, Floats]:
    try:
        first, second = np.asarray(one, dtype=np.float64), np.asarray(other, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise BadRatings("A measure takes numbers only.") from error
    if first.ndim != 1 or first.shape != second.shape:
        raise BadRatings(f"A measure takes two rows of one length, not {first.shape} and {second.shape}.")
    if np.isnan(first).any() or np.isnan(second).any():
        raise BadRatings("A measure cannot be taken of something that is not a number.")
    return first, second


def _chances(chances: ArrayLike, happened: ArrayLike) -> tuple[Floats, Floats]:
    said, came = _numbers(chances, happened)
    if ((said < 0) | (said > 1)).any():
        raise BadRatings("Chances lie between 0 and 1.")
    return said, _yes_or_no(came).astype(np.float64)


def _yes_or_no(values: Floats) -> Bools:
    if not np.isin(values, (0.0, 1.0)).all():
        raise BadRatings("What happened is yes or no.")
    return values > 0


def _mean_ranks(scores: Floats) -> Floats:
    """From 1, the worst; equal scores share the mean of their ranks."""
    ordered = np.sort(scores)
    return np.asarray((np.searchsorted(ordered, scores, "left") + np.searchsorted(ordered, scores, "right") + 1) / 2)


def _shared(scores: Floats, values: Floats) -> Floats:
    """The values in the order of their scores, best first; equal scores get the mean of their values."""
    _, group, sizes = np.unique(-scores, return_inverse=True, return_counts=True)
    means = np.bincount(group, values, len(sizes)) / sizes
    return np.asarray(np.repeat(means, sizes))
