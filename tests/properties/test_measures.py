"""What holds of every order and every forecast."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ranking import measures

# Whole numbers, so that no transform below makes equal what was different by rounding.
graded = st.lists(st.tuples(st.integers(-50, 50), st.integers(0, 4)), min_size=1, max_size=60)
forecasts = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=80)


def columns(rows: list[tuple[float, float]]) -> tuple[np.ndarray, np.ndarray]:
    first, second = zip(*rows, strict=True)
    return np.array(first, dtype=float), np.array(second, dtype=float)


@given(graded)
def test_only_the_order_of_the_scores_counts(rows: list[tuple[float, float]]) -> None:
    scores, gains = columns(rows)
    stretched = np.exp(scores / 10) * 3 - 7
    for measure in (measures.ndcg_at, measures.pairs_in_order):
        assert measure(scores, gains) == pytest.approx(measure(stretched, gains))
    for measure in (measures.auc, measures.share_in_top):
        assert measure(scores, gains > 1) == pytest.approx(measure(stretched, gains > 1))


@given(graded.flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))))
def test_the_place_in_the_list_does_not_count(
    both: tuple[list[tuple[float, float]], list[tuple[float, float]]],
) -> None:
    (scores, gains), (others, theirs) = columns(both[0]), columns(both[1])
    assert measures.ndcg_at(scores, gains) == pytest.approx(measures.ndcg_at(others, theirs))
    assert measures.auc(scores, gains > 1) == pytest.approx(measures.auc(others, theirs > 1))
    assert measures.share_in_top(scores, gains > 1) == pytest.approx(measures.share_in_top(others, theirs > 1))


@given(graded)
def test_every_figure_of_an_order_lies_between_nothing_and_all(rows: list[tuple[float, float]]) -> None:
    scores, gains = columns(rows)
    found = [
        measures.ndcg_at(scores, gains),
        measures.auc(scores, gains > 1),
        measures.share_in_top(scores, gains > 1),
        measures.pairs_in_order(scores, gains),
    ]
    assert all(value is None or -1e-12 <= value <= 1 + 1e-12 for value in found)
    best = measures.ndcg_at(gains, gains)
    assert best is None or best == pytest.approx(1)


@given(graded)
def test_the_order_upside_down_has_what_the_other_lacks(rows: list[tuple[float, float]]) -> None:
    scores, gains = columns(rows)
    area = measures.auc(scores, gains > 1)
    assume(area is not None)
    assert area == pytest.approx(1 - (measures.auc(-scores, gains > 1) or 0.0))
    assert area == pytest.approx(measures.pairs_in_order(scores, gains > 1))


@given(forecasts, st.integers(1, 12))
def test_bins_hold_every_paper_once_and_their_chances_rise(rows: list[tuple[float, float]], bins: int) -> None:
    said, came = columns(rows)
    table = measures.calibration_bins(said, came, bins)
    assert len(table) <= bins
    assert sum(n for _, _, n in table) == len(said)
    assert sum(share * n for _, share, n in table) == pytest.approx(came.sum())
    assert list(table) == sorted(table, key=lambda row: row[0])
    assert 0 <= (measures.expected_calibration_error(said, came, bins) or 0.0) <= 1


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=30), st.integers(0, 1000))
def test_an_interval_holds_the_mean_it_is_of(values: list[float], seed: int) -> None:
    interval = measures.bootstrap_interval(values, seed, draws=50)
    assert interval is not None
    assert interval[0] <= np.mean(values) <= interval[1]
    assert min(values) - 1e-6 <= interval[0] <= interval[1] <= max(values) + 1e-6


@given(st.integers(0, 200), st.integers(0, 200))
def test_the_sign_test_does_not_care_whose_the_wins_are(wins: int, losses: int) -> None:
    p = measures.sign_test(wins, losses)
    assert p == measures.sign_test(losses, wins)
    assert 0 < p <= 1
    assert measures.sign_test(wins + losses, 0) <= p
