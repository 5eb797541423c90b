from __future__ import annotations

import numpy as np
import pytest

from ranking.calibration import (
    Calibration,
    central_interval,
    chance_of_liking,
    expected_stars,
    fit_calibration,
)

NOTHING = np.zeros(0)
LINE = np.linspace(-8, 8, 41)


def test_without_ratings_three_stars_are_expected_with_a_wide_interval() -> None:
    chances = fit_calibration(NOTHING, NOTHING).probabilities(np.zeros(1))
    assert expected_stars(chances)[0] == pytest.approx(3.0, abs=1e-6)
    assert chance_of_liking(chances)[0] == pytest.approx(0.35, abs=1e-6)
    lower, upper = central_interval(chances)[0]
    assert upper - lower > 2.5


def test_a_reader_who_gives_twos_is_expected_to_give_a_two() -> None:
    calibration = fit_calibration(np.linspace(0, 4, 100), np.full(100, 2.0))
    chances = calibration.probabilities(np.array([2.0]))
    assert chances.argmax() == 1
    assert expected_stars(chances)[0] == pytest.approx(2.0, abs=0.1)


def test_the_rated_papers_keep_the_readers_own_mix_of_stars() -> None:
    stars = np.array([1.0, 2.0, 2.0, 4.0, 5.0] * 40)
    scores = np.linspace(-2, 2, 200)
    mean = fit_calibration(scores, stars).probabilities(scores).mean(axis=0)
    np.testing.assert_allclose(mean, [0.2, 0.4, 0.0, 0.2, 0.2], atol=0.02)


def test_scores_that_order_the_stars_are_trusted_more_than_scores_that_do_not() -> None:
    stars = np.array([1.0, 2.0, 3.0, 4.0, 5.0] * 20)
    right, shuffled = stars - 3, np.random.default_rng(0).permutation(stars) - 3
    assert fit_calibration(right, stars).slope > 1.5
    assert fit_calibration(shuffled, stars).slope < 0.4
    assert fit_calibration(-right, stars).slope < 0.2


@pytest.mark.parametrize("stars", [[], [1], [5], [2] * 50, [1, 5], [5] * 300, [1, 2, 3, 4, 5]])
def test_stars_never_fall_while_scores_rise(stars: list[int]) -> None:
    scores = np.linspace(-3, 9, len(stars))
    calibration = fit_calibration(scores, np.array(stars, dtype=float))
    assert calibration.slope >= 0
    assert (np.diff(calibration.thresholds) >= 0).all()
    for far in (LINE, LINE * 1e6):
        chances = calibration.probabilities(far)
        np.testing.assert_allclose(chances.sum(axis=1), 1.0)
        assert (np.diff(expected_stars(chances)) >= -1e-12).all()
        assert (np.diff(chance_of_liking(chances)) >= -1e-12).all()


def test_the_interval_holds_the_expected_stars_and_narrows_with_certainty() -> None:
    chances = Calibration(1.0, np.array([-3.0, -1.0, 1.0, 3.0]), ceiling=np.inf).probabilities(LINE)
    bounds, middle = central_interval(chances), expected_stars(chances)
    assert (bounds[:, 0] <= middle).all()
    assert (middle <= bounds[:, 1]).all()
    assert ((bounds >= 1) & (bounds <= 5)).all()
    widths = bounds[:, 1] - bounds[:, 0]
    assert widths[-1] < widths[len(widths) // 2]


def test_no_papers_have_no_interval() -> None:
    assert central_interval(np.zeros((0, 5))).shape == (0, 2)


def test_an_interval_is_the_run_of_stars_whose_chance_is_nearest_to_what_was_asked() -> None:
    sure, even = [0.02, 0.02, 0.06, 0.82, 0.08], [0.2, 0.2, 0.2, 0.2, 0.2]
    bounds = central_interval(np.array([sure, even]))
    assert bounds[0].tolist() == [pytest.approx(expected_stars(np.array([sure]))[0]), 4.0]
    assert bounds[1, 1] - bounds[1, 0] == 3.0


def test_four_in_five_intervals_hold_what_comes_where_the_chances_are_true() -> None:
    rng = np.random.default_rng(0)
    chances = rng.dirichlet(np.ones(5), 4000)
    stars = 1 + (rng.random((4000, 1)) > np.cumsum(chances, axis=1)).sum(axis=1)
    bounds = central_interval(chances)
    held = ((bounds[:, 0] <= stars) & (stars <= bounds[:, 1])).mean()
    assert 0.75 <= held <= 0.9


def test_a_reader_of_2s_alone_is_promised_no_5s() -> None:
    calibration = fit_calibration(np.full(10, 4.0), np.full(10, 2.0))
    assert expected_stars(calibration.probabilities(np.array([60.0])))[0] < 3.0


def test_a_score_that_no_rated_paper_reached_promises_no_more() -> None:
    scores = np.linspace(-2.0, 6.0, 200)
    calibration = fit_calibration(scores, np.where(scores > 3.0, 5.0, 2.0))
    reached, beyond = calibration.probabilities(np.array([6.0, 60.0]))
    assert reached.tolist() == beyond.tolist()


def test_one_good_rating_leaves_room_above() -> None:
    calibration = fit_calibration(np.zeros(1), np.full(1, 5.0))
    stars = expected_stars(calibration.probabilities(np.array([0.0, 4.0])))
    assert stars[1] > stars[0]
