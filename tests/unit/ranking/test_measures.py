"""Figures worked out by hand, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from math import log2

import numpy as np
import pytest

from ranking import measures
from ranking.errors import BadRatings

NAN = float("nan")


def test_ndcg_is_the_discounted_gain_over_that_of_the_best_order() -> None:
    # The order is b, a, c with gains 0, 3, 1; the best would be 3, 1, 0.
    found = measures.ndcg_at([2.0, 3.0, 1.0], [3, 0, 1])
    assert found == pytest.approx((3 / log2(3) + 1 / 2) / (3 + 1 / log2(3)))


def test_ndcg_looks_no_further_than_its_places() -> None:
    assert measures.ndcg_at([3, 2, 1], [0, 0, 1], 2) == 0
    assert measures.ndcg_at([3, 2, 1], [0, 1, 1], 1) == 0


def test_papers_of_equal_score_share_the_gain_of_their_places() -> None:
    both_orders = [(1 + 0 / log2(3)) / 1, (0 + 1 / log2(3)) / 1]
    assert measures.ndcg_at([5, 5], [1, 0]) == pytest.approx(np.mean(both_orders))


def test_auc_counts_pairs_and_ties_as_half() -> None:
    # Of four pairs 0.9 wins both, 0.4 ties with one and loses to the other.
    assert measures.auc([0.9, 0.4, 0.4, 0.6], [1, 1, 0, 0]) == pytest.approx(2.5 / 4)


def test_the_share_in_the_top_fifth() -> None:
    scores = np.arange(10, 0, -1)
    wanted = np.isin(np.arange(10), [0, 5])
    assert measures.share_in_top(scores, wanted) == 0.5
    assert measures.share_in_top([1, 1, 1], [1, 0, 0]) == pytest.approx(1 / 3), "one place, shared by three"


def test_pairs_are_counted_between_grades_only() -> None:
    # Grades 1, 2, 2, 3: five pairs; 3 is above one of the 2s and ties with the other, and above 1; both 2s are above 1.
    assert measures.pairs_in_order([0, 1, 2, 2], [1, 2, 2, 3]) == pytest.approx(4.5 / 5)


def test_brier_is_the_mean_squared_distance() -> None:
    assert measures.brier([0.8, 0.3], [1, 0]) == pytest.approx((0.04 + 0.09) / 2)


def test_calibration_bins_hold_equally_many_papers() -> None:
    assert measures.calibration_bins([0.1, 0.8, 0.3, 0.6], [0, 1, 1, 1], 2) == (
        (pytest.approx(0.2), 0.5, 2),
        (pytest.approx(0.7), 1.0, 2),
    )
    assert measures.expected_calibration_error([0.1, 0.8, 0.3, 0.6], [0, 1, 1, 1], 2) == pytest.approx(0.3)


def test_equal_chances_share_a_bin() -> None:
    said = [0.25] * 8
    assert measures.calibration_bins(said, [1, 1, 0, 0, 0, 0, 0, 0]) == ((0.25, 0.25, 8),)


def test_a_perfect_forecast_has_an_error_by_chance_that_shrinks_with_the_sample() -> None:
    rng = np.random.default_rng(5)
    few, many = rng.random(100), rng.random(10_000)
    by_chance = [measures.calibration_error_by_chance(said, seed=1) or 0.0 for said in (few, many)]
    assert by_chance[0] > 3 * by_chance[1] > 0
    came = rng.random(len(many)) < many
    error = measures.expected_calibration_error(many, came) or 0.0
    assert error == pytest.approx(by_chance[1], abs=0.01)


def test_coverage_counts_ends_and_the_half_stars_around_a_star() -> None:
    low, high = [2.0, 2.0, 2.0], [3.0, 3.0, 3.0]
    assert measures.coverage(low, high, [3, 4, 5]) == pytest.approx(1 / 3)
    assert measures.coverage(low, high, [3, 3.5, 5], around=0.5) == pytest.approx(2 / 3)


def test_the_bootstrap_comes_near_the_known_interval_of_a_mean() -> None:
    sample = np.random.default_rng(3).normal(1.0, 2.0, 400)
    low, high = measures.bootstrap_interval(sample, seed=1) or (0.0, 0.0)
    half = 1.96 * sample.std() / 20
    assert (low, high) == pytest.approx((sample.mean() - half, sample.mean() + half), abs=0.03)


def test_a_paired_difference_is_surer_than_two_means_apart() -> None:
    rng = np.random.default_rng(4)
    hard = rng.normal(0, 5, 60)
    ours, theirs = hard + 1 + rng.normal(0, 0.1, 60), hard
    low, high = measures.bootstrap_difference(ours, theirs, seed=1) or (0.0, 0.0)
    assert 0.9 < low < 1 < high < 1.1


def test_the_same_seed_gives_the_same_interval() -> None:
    values = np.arange(12.0)
    assert measures.bootstrap_interval(values, seed=7) == measures.bootstrap_interval(values, seed=7)
    assert measures.bootstrap_interval(values, seed=7) != measures.bootstrap_interval(values, seed=8)


@pytest.mark.parametrize(
    ("wins", "losses", "p"),
    [(0, 0, 1.0), (1, 0, 1.0), (5, 0, 2 / 32), (8, 2, 2 * (1 + 10 + 45) / 1024), (3, 3, 1.0), (2, 8, 112 / 1024)],
)
def test_the_sign_test_is_exact(wins: int, losses: int, p: float) -> None:
    assert measures.sign_test(wins, losses) == pytest.approx(p)


def test_the_sign_test_of_thousands_of_outcomes_is_a_number() -> None:
    assert measures.sign_test(3_000, 2_000) < 1e-40
    assert measures.sign_test(2_510, 2_490) == pytest.approx(0.788, abs=0.005)


def test_a_tie_is_half_a_win() -> None:
    assert measures.win_rate(3, 1, 4) == 5 / 8


@pytest.mark.parametrize(
    "nothing",
    [
        measures.ndcg_at([], []),
        measures.ndcg_at([1, 2], [0, 0]),
        measures.auc([], []),
        measures.auc([1, 2], [1, 1]),
        measures.auc([1, 2], [0, 0]),
        measures.share_in_top([], []),
        measures.share_in_top([1, 2], [0, 0]),
        measures.pairs_in_order([], []),
        measures.pairs_in_order([1, 2], [3, 3]),
        measures.brier([], []),
        measures.expected_calibration_error([], []),
        measures.calibration_error_by_chance([], seed=1),
        measures.coverage([], [], []),
        measures.bootstrap_interval([], seed=1),
        measures.bootstrap_interval([0.5], seed=1),
        measures.win_rate(0, 0),
    ],
)
def test_what_does_not_exist_is_none(nothing: object) -> None:
    assert nothing is None


def test_without_papers_there_are_no_bins() -> None:
    assert measures.calibration_bins([], []) == ()


@pytest.mark.parametrize(
    "nonsense",
    [
        lambda: measures.auc([NAN, 1], [0, 1]),
        lambda: measures.ndcg_at([1, NAN], [0, 1]),
        lambda: measures.ndcg_at([1, 2], [0, NAN]),
        lambda: measures.ndcg_at([1, 2], [0, -1]),
        lambda: measures.ndcg_at([1, 2], [0, float("inf")]),
        lambda: measures.auc([1, 2, 3], [0, 1]),
        lambda: measures.auc([[1, 2]], [[0, 1]]),
        lambda: measures.auc([1, 2], [0, 3]),
        lambda: measures.auc(["high", "low"], [0, 1]),
        lambda: measures.pairs_in_order([NAN], [1]),
        lambda: measures.brier([1.2], [1]),
        lambda: measures.brier([NAN], [1]),
        lambda: measures.expected_calibration_error([-0.1], [0]),
        lambda: measures.coverage([3], [2], [2]),
        lambda: measures.coverage([1, 1], [2, 2], [2]),
        lambda: measures.bootstrap_interval([1.0, NAN], seed=1),
        lambda: measures.bootstrap_interval([1.0, float("inf")], seed=1),
        lambda: measures.bootstrap_difference([1.0, 2.0], [1.0], seed=1),
        lambda: measures.sign_test(-1, 2),
        lambda: measures.win_rate(1, -2),
    ],
)
def test_nonsense_is_refused(nonsense: Callable[[], object]) -> None:
    with pytest.raises(BadRatings):
        nonsense()


def test_papers_without_a_date_may_score_minus_infinity() -> None:
    assert measures.auc([-np.inf, 1.0, -np.inf], [0, 1, 1]) == 0.75
