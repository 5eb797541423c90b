"""The estimate of missed likes. Everything here is simulated: planted likes below the cut, seeded draws."""

from __future__ import annotations

import numpy as np
import pytest

from ranking.errors import BadRatings
from ranking.selection.audit import missed_likes
from ranking.selection.missed import Audited, Missed

WEEKS = [(180, 9), (140, 0), (60, 20), (700, 14), (25, 5), (150, 3), (90, 30), (110, 1)]
"""Papers below the cut of each audited day, and how many of them the reader would like."""
BELOW = sum(papers for papers, _ in WEEKS)
LIKED = sum(likes for _, likes in WEEKS)


def audited(rng: np.random.Generator, each: int, rated: float = 1.0) -> list[Audited]:
    """One year of audits: `each` papers of every such day, drawn evenly; some stay without stars."""
    drawn = []
    for papers, likes in WEEKS:
        for index in rng.choice(papers, each, replace=False):
            seen = rng.random() < rated
            drawn.append(Audited(each / papers, bool(index < likes) if seen else None))
    return drawn


def runs(times: int, each: int = 2, rated: float = 1.0, shown: int = 30) -> list[Missed]:
    rng = np.random.default_rng(5)
    return [missed_likes(audited(rng, each, rated), shown) for _ in range(times)]


@pytest.mark.parametrize("each", [1, 2])
def test_the_share_of_likes_below_the_cut_is_estimated_without_bias(each: int) -> None:
    shares = [run.liked_below for run in runs(2500, each)]
    error = np.std(shares) / np.sqrt(len(shares))
    assert np.mean(shares) == pytest.approx(LIKED / BELOW, abs=4 * error)
    assert error < 0.1 * LIKED / BELOW  # or the line above would hold for anything


def test_counting_audited_likes_without_their_probabilities_would_be_biased() -> None:
    rng = np.random.default_rng(5)
    plain = [np.mean([bool(one.liked) for one in audited(rng, 2)]) for _ in range(2000)]
    assert np.mean(plain) > 1.5 * LIKED / BELOW


def test_where_stars_are_missing_at_random_the_share_is_nearly_unbiased() -> None:
    shares = [run.liked_below for run in runs(2500, rated=0.6) if run.liked_below is not None]
    assert np.mean(shares) == pytest.approx(LIKED / BELOW, rel=0.15)


def test_the_bounds_hold_whatever_the_unrated_ones_were() -> None:
    """Only liked papers get stars: the worst case for the assumption. The lower bound is then exact on average."""
    rng = np.random.default_rng(6)
    lows = []
    for _ in range(2000):
        drawn = [Audited(one.drawn_with, True if one.liked else None) for one in audited(rng, 2)]
        estimate = missed_likes(drawn, 10)
        if estimate.if_unrated is not None:
            assert estimate.if_unrated[0] <= (estimate.liked_below or 0.0) <= 1.0
            assert estimate.if_unrated[1] == 1.0
        lows.append(estimate.if_unrated[0] if estimate.if_unrated else 0.0)
    assert np.mean(lows) == pytest.approx(LIKED / BELOW, abs=4 * np.std(lows) / np.sqrt(len(lows)))


def test_the_interval_covers_the_truth_nearly_always() -> None:
    inside = []
    for run in runs(1000):
        assert run.liked_below_interval is not None
        low, high = run.liked_below_interval
        inside.append(low <= LIKED / BELOW <= high)
    assert np.mean(inside) > 0.93


def test_the_interval_of_all_likes_lost_covers_the_truth_too() -> None:
    truth = LIKED / (LIKED + 30)
    inside = [
        run.lost_interval is not None and run.lost_interval[0] <= truth <= run.lost_interval[1] for run in runs(1000)
    ]
    assert np.mean(inside) > 0.93


def test_equal_chances_give_the_plain_share_and_clopper_and_pearson_s_interval() -> None:
    estimate = missed_likes([Audited(0.1, n < 2) for n in range(10)], 20)
    assert estimate.liked_below == pytest.approx(0.2)
    assert estimate.liked_below_interval == pytest.approx((0.0252, 0.5561), abs=1e-4)
    assert (estimate.below, estimate.drawn, estimate.rated) == (pytest.approx(100), 10, 10)
    assert estimate.lost == pytest.approx(20 / 40)


def test_no_like_of_three_is_not_called_certain() -> None:
    estimate = missed_likes([Audited(0.02, liked=False)] * 3, 5)
    assert (estimate.liked_below, estimate.lost) == (0.0, 0.0)
    assert estimate.liked_below_interval is not None
    assert estimate.liked_below_interval[1] > 0.7


def test_without_a_rated_audit_nothing_is_claimed() -> None:
    estimate = missed_likes([Audited(0.05, None)], 4)
    assert estimate == Missed(drawn=1, rated=0, below=20.0, shown_likes=4)
    assert missed_likes([], 0) == Missed(0, 0, 0.0, 0)


def test_without_any_like_there_is_no_share_of_likes() -> None:
    estimate = missed_likes([Audited(0.1, liked=False)], 0)
    assert (estimate.liked_below, estimate.lost) == (0.0, None)
    assert estimate.lost_interval == (0.0, 1.0)


@pytest.mark.parametrize("chance", [0.0, -0.1, 1.01, float("nan")])
def test_a_probability_that_is_none_is_refused(chance: float) -> None:
    with pytest.raises(BadRatings):
        missed_likes([Audited(chance, liked=True)], 0)
