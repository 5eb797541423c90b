"""The simulator itself: the same seed, the same reader; habits and tastes are what they are called."""

from __future__ import annotations

import numpy as np

from ranking.measures import auc, expected_calibration_error
from tests.simulated.habits import FULL_SCALE, HABITS, HARSH, KIND, NOTE_TAKER, PICKER
from tests.simulated.measures import bootstrapped
from tests.simulated.readers import draw_taste, readers_of, simulate
from tests.simulated.world import World


def test_a_seed_makes_the_same_reader_again_and_another_seed_another(invented: World) -> None:
    first, again, other = (simulate(invented, seed, FULL_SCALE) for seed in (1, 1, 2))
    assert first.rated.rows.tolist() == again.rated.rows.tolist()
    assert first.rated.stars.tolist() == again.rated.stars.tolist()
    assert (first.utility == again.utility).all()
    assert first.rated.rows.tolist() != other.rated.rows.tolist()


def test_ratings_lie_in_the_order_of_time_and_never_among_the_held_out(around: World) -> None:
    for reader in readers_of(around, len(HABITS)):
        assert list(reader.rated.at) == sorted(reader.rated.at)
        assert len(reader.rated.rows) == 100
        assert reader.rated.rows.max() < around.later[0] <= reader.held_out.rows.min()
        assert not set(reader.shown) & set(reader.rated.rows)


def test_readers_use_the_stars_by_their_habit(around: World) -> None:
    given = {habit: [simulate(around, seed, habit).rated.stars for seed in range(5)] for habit in HABITS}
    stars = {habit: np.concatenate(several) for habit, several in given.items()}
    assert set(stars[FULL_SCALE]) == {1, 2, 3, 4, 5}
    assert set(stars[KIND]) == {4, 5}
    assert set(stars[PICKER]) == {5}
    assert (stars[NOTE_TAKER] == 2).mean() > 0.8
    assert stars[HARSH].mean() < stars[FULL_SCALE].mean() - 0.3


def test_the_true_probability_is_the_share_that_happens(around: World) -> None:
    readers = readers_of(around, 40, (FULL_SCALE, HARSH))
    said = np.concatenate([r.p_like[r.held_out.rows] for r in readers])
    liked = np.concatenate([r.held_out.stars >= 4 for r in readers])
    assert expected_calibration_error(said, liked) < 0.03
    assert auc(said, liked) > 0.85


def test_a_taste_that_changes_is_told_by_the_first_ratings_and_not_by_the_last(invented: World) -> None:
    old, new = (draw_taste(invented, np.random.default_rng(seed)) for seed in (1, 2))
    reader = simulate(invented, 3, FULL_SCALE, taste=new, before=old)
    half = invented.early[len(invented.early) // 2]
    early = reader.rated.rows < half
    liking = old.liking(invented)[reader.rated.rows]
    with_old = [np.corrcoef(liking[part], reader.rated.stars[part])[0, 1] for part in (early, ~early)]
    assert with_old[0] > with_old[1] + 0.3


def test_a_difference_that_is_only_noise_has_an_interval_around_zero() -> None:
    values = np.random.default_rng(0).normal(0, 1, 60)
    assert bootstrapped(values).low < 0 < bootstrapped(values).high
    assert bootstrapped(values + 2).low > 1
