from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from ranking.errors import BadRatings
from ranking.labels import neutral_point, read_stars, weights

NOW = datetime(2026, 5, 1, tzinfo=UTC)


def test_for_a_reader_who_gives_nearly_only_twos_a_two_is_a_like_and_a_one_is_not() -> None:
    stars = np.array([2.0] * 93 + [1.0] * 4 + [5.0] * 3)
    given = weights(stars)
    assert (given[:93] > 0).all()
    assert (given[93:97] < 0).all()
    assert (given[97:] > given[0]).all()


def test_for_a_reader_who_uses_the_whole_scale_a_two_is_a_dislike() -> None:
    given = weights(np.array([1.0, 2.0, 3.0, 4.0, 5.0] * 10))
    assert (given.reshape(10, 5)[:, :2] < 0).all()
    assert (given.reshape(10, 5)[:, 3:] > 0).all()


@pytest.mark.parametrize("stars", [[1.0], [1.0] * 9, [1.0, 2.0], [1.0, 5.0]])
def test_one_star_always_speaks_against(stars: list[float]) -> None:
    assert weights(np.array(stars))[0] < 0


@pytest.mark.parametrize("stars", [[4.0], [4.0] * 9, [4.0] + [5.0] * 9, [4.0, 1.0]])
def test_four_stars_always_speak_for(stars: list[float]) -> None:
    assert weights(np.array(stars))[0] > 0


def test_more_stars_never_weigh_less() -> None:
    stars = np.array([1.0, 2.0, 3.0, 4.0, 5.0])
    assert (np.diff(weights(stars)) > 0).all()


def test_without_ratings_the_neutral_point_is_three() -> None:
    assert neutral_point(np.zeros(0)) == 3.0
    assert weights(np.zeros(0)).shape == (0,)


def test_an_old_rating_weighs_less_but_at_least_half() -> None:
    stars = np.array([4.0, 4.0, 4.0, 4.0])
    times = [NOW, NOW - timedelta(days=1000), NOW - timedelta(days=36_500), None]
    fresh, older, oldest, undated = weights(stars, times)
    assert fresh == undated
    assert older == pytest.approx(0.75 * fresh)
    assert oldest == pytest.approx(0.5 * fresh, rel=1e-6)


def test_ages_are_measured_from_the_newest_rating() -> None:
    stars = np.array([4.0, 2.0])
    times = [NOW, NOW - timedelta(days=400)]
    century = timedelta(days=36_500)
    assert np.array_equal(weights(stars, times), weights(stars, [time - century for time in times]))


@pytest.mark.parametrize(
    "stars", [[0], [6], [2.5], [float("nan")], [float("inf")], [None], ["many"], [1, 2], [[1]], 3, [], [1j]]
)
def test_stars_that_are_not_one_whole_number_from_1_to_5_a_paper_are_refused(stars: object) -> None:
    with pytest.raises(BadRatings):
        read_stars(stars, 1)  # type: ignore[arg-type]


def test_times_without_a_zone_or_in_another_number_are_refused() -> None:
    with pytest.raises(BadRatings, match="no time zone"):
        weights(np.array([3.0]), [datetime(2026, 5, 1)])  # noqa: DTZ001
    with pytest.raises(BadRatings, match="1 ratings, but 2 times"):
        weights(np.array([3.0]), [NOW, NOW])
