"""The signals, and the score they add up to."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from ranking.labels import weights
from ranking.scoring import learn_score
from ranking.signals import Filtered, Nearest, Profile, Rated, Signal, Topical
from ranking.space import PaperMatrix, PaperSpace
from tests.unit.ranking import embedders
from tests.unit.ranking.specimens import ODD_PAPERS, papers

SPACE = PaperSpace(embedders.letters).fit(papers())
MATRIX = SPACE.transform(papers())
CHOSEN = np.array([0, 4, 8, 1, 5, 20, 13])
STARS = np.array([5.0, 4.0, 5.0, 1.0, 2.0, 3.0, 1.0])


def _rated(chosen: np.ndarray[tuple[int], np.dtype[np.int64]] = CHOSEN) -> Rated:
    stars = STARS[: len(chosen)]
    return Rated(MATRIX[chosen], stars, weights(stars))


def _unrated() -> PaperMatrix:
    rated = set(_rated().papers.ids)
    background = SPACE.background_
    return background[np.array([i for i, paper_id in enumerate(background.ids) if paper_id not in rated])]


def test_a_single_rating_left_out_leaves_nothing() -> None:
    assert Profile(SPACE, _rated(CHOSEN[:1])).left_out().tolist() == [0.0]


@pytest.mark.parametrize("by_vectors", [False, True])
def test_the_parts_of_the_nearest_papers_add_up(by_vectors: bool) -> None:
    nearest = Nearest(SPACE, _rated(), by_vectors)
    raw = nearest.raw(MATRIX)
    for i in range(len(MATRIX)):
        assert nearest.by_rated(MATRIX[i]).sum() == pytest.approx(raw[i], abs=1e-9)


def test_a_paper_near_disliked_ones_is_worse_than_one_near_liked_ones() -> None:
    raw = Nearest(SPACE, _rated(), by_vectors=False).raw(MATRIX)
    assert raw[12] > 0 > raw[9]


def test_at_most_five_neighbours_count_on_each_side() -> None:
    chosen = np.arange(30)
    stars = np.tile([5.0, 1.0], 15)
    parts = Nearest(SPACE, Rated(MATRIX[chosen], stars, weights(stars)), by_vectors=False).by_rated(MATRIX[35])
    assert 0 < (parts > 0).sum() <= 5
    assert 0 < (parts < 0).sum() <= 5


def test_a_paper_is_no_neighbour_of_itself_though_it_was_rated_twice() -> None:
    stars = np.array([5.0, 4.0])
    twice = Nearest(SPACE, Rated(MATRIX[[3, 3]], stars, weights(stars)), by_vectors=False)
    assert twice.raw(MATRIX[3]).tolist() == [0.0]
    assert twice.raw(MATRIX[7])[0] > 0


def test_an_ordinary_paper_scores_zero_for_every_signal() -> None:
    for part in learn_score(SPACE, _rated()).parts:
        assert part.scores(_unrated()).mean() == pytest.approx(0.0, abs=1e-6)


def test_rated_papers_of_the_background_do_not_count_as_ordinary() -> None:
    part = learn_score(SPACE, _rated()).parts[0]
    assert part.scores(SPACE.background_).mean() != pytest.approx(0.0, abs=1e-3)


def test_a_reader_who_rated_the_whole_background_still_has_an_order() -> None:
    stars = np.tile([5.0, 1.0], len(MATRIX) // 2)
    scores = learn_score(SPACE, Rated(MATRIX, stars, weights(stars))).of(MATRIX)
    assert np.isfinite(scores).all()
    assert scores[::2].mean() > scores[1::2].mean()


def test_the_only_like_of_two_has_the_other_whole_when_left_out() -> None:
    stars = np.array([5.0, 5.0])
    pair = Nearest(SPACE, Rated(MATRIX[[0, 4]], stars, weights(stars)), by_vectors=False)
    alone = Nearest(SPACE, Rated(MATRIX[[4]], stars[:1], weights(stars[:1])), by_vectors=False)
    assert pair.left_out()[0] == pytest.approx(alone.raw(MATRIX[[0]])[0], rel=1e-6)


def test_a_paper_without_a_vector_counts_as_ordinary_for_the_vectors() -> None:
    by_vectors = learn_score(SPACE, _rated()).parts[-1]
    silent = SPACE.transform([paper for paper in ODD_PAPERS if paper.id == "chinese"])
    assert by_vectors.scores(silent).tolist() == [0.0]


def test_many_papers_score_as_they_do_alone() -> None:
    score = learn_score(SPACE, _rated())
    many = MATRIX[np.tile(np.arange(40), 120)]
    np.testing.assert_allclose(score.of(many)[:40], [score.of(MATRIX[i])[0] for i in range(40)], rtol=1e-6)


@pytest.mark.parametrize("make", [Profile, Filtered, lambda space, rated: Topical(space, rated, 8)])
def test_what_a_signal_tells_by_columns_adds_up(make: Callable[[PaperSpace, Rated], Signal]) -> None:
    signal, unbounded = make(SPACE, _rated()), make(SPACE, _rated())
    said = set(_rated().papers.rows.indices.tolist())
    for i in range(len(MATRIX)):
        columns, _ = signal.by_column(MATRIX[i])
        assert set(columns.tolist()) <= said
        assert _whole(unbounded, MATRIX[i]) == pytest.approx(signal.raw(MATRIX[i])[0], abs=1e-6)


@pytest.mark.parametrize("make", [Profile, Filtered, lambda space, rated: Topical(space, rated, 8)])
def test_of_a_rated_paper_a_signal_tells_every_column(make: Callable[[PaperSpace, Rated], Signal]) -> None:
    signal = make(SPACE, _rated())
    paper = MATRIX[CHOSEN[0]]
    assert signal.by_column(paper)[1].sum() == pytest.approx(signal.raw(paper)[0], abs=1e-6)


@pytest.mark.parametrize("make", [Profile, Filtered, lambda space, rated: Topical(space, rated, 8)])
def test_a_paper_left_out_scores_as_if_it_was_never_rated(make: Callable[[PaperSpace, Rated], Signal]) -> None:
    rated = _rated()
    left_out = make(SPACE, rated).left_out()
    for i in range(len(CHOSEN)):
        others = np.delete(np.arange(len(CHOSEN)), i)
        without = make(SPACE, Rated(rated.papers[others], STARS[others], rated.weights[others]))
        assert left_out[i] == pytest.approx(without.raw(rated.papers[i])[0], rel=1e-3, abs=1e-6)


def _whole(signal: Signal, paper: PaperMatrix) -> float:
    """The sum over all columns, those included that the reader said nothing by."""
    if isinstance(signal, Topical):
        signal.told = np.ones_like(signal.told)
        return float(signal.by_column(paper)[1].sum())
    assert isinstance(signal, Profile | Filtered)
    return float(paper.rows.data @ signal.coef[paper.rows.indices])


def test_a_score_is_one_standard_deviation_wide_over_the_background() -> None:
    assert learn_score(SPACE, _rated()).of(_unrated()).std() == pytest.approx(1.0)


def test_nothing_rated_scores_nothing() -> None:
    empty = Rated(MATRIX[[]], np.zeros(0), np.zeros(0))
    assert learn_score(SPACE, empty).of(MATRIX).tolist() == [0.0] * len(MATRIX)
