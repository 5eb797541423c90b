"""The signals, and the score they add up to."""

from __future__ import annotations

import numpy as np
import pytest

from ranking.labels import weights
from ranking.scoring import learn_score
from ranking.signals import Nearest, Profile, Rated
from ranking.space import PaperSpace
from tests.unit.ranking import embedders
from tests.unit.ranking.specimens import ODD_PAPERS, papers

SPACE = PaperSpace(embedders.letters).fit(papers())
MATRIX = SPACE.transform(papers())
CHOSEN = np.array([0, 4, 8, 1, 5, 20, 13])
STARS = np.array([5.0, 4.0, 5.0, 1.0, 2.0, 3.0, 1.0])


def _rated(chosen: np.ndarray[tuple[int], np.dtype[np.int64]] = CHOSEN) -> Rated:
    stars = STARS[: len(chosen)]
    return Rated(MATRIX[chosen], stars, weights(stars))


def test_a_paper_left_out_of_the_profile_scores_as_if_never_rated() -> None:
    rated = _rated()
    left_out = Profile(SPACE, rated).left_out()
    for i in range(len(CHOSEN)):
        others = np.delete(np.arange(len(CHOSEN)), i)
        without = Profile(SPACE, Rated(rated.papers[others], STARS[others], rated.weights[others]))
        assert left_out[i] == pytest.approx(without.raw(rated.papers[i])[0], rel=1e-4)


def test_a_single_rating_left_out_leaves_nothing() -> None:
    assert Profile(SPACE, _rated(CHOSEN[:1])).left_out().tolist() == [0.0]


@pytest.mark.parametrize("by_vectors", [False, True])
def test_the_parts_of_the_nearest_papers_add_up(by_vectors: bool) -> None:
    nearest = Nearest(_rated(), by_vectors)
    raw = nearest.raw(MATRIX)
    for i in range(len(MATRIX)):
        assert nearest.parts(MATRIX[i]).sum() == pytest.approx(raw[i], abs=1e-9)


def test_a_paper_near_disliked_ones_is_worse_than_one_near_liked_ones() -> None:
    raw = Nearest(_rated(), by_vectors=False).raw(MATRIX)
    assert raw[12] > 0 > raw[9]


def test_at_most_five_neighbours_count_on_each_side() -> None:
    chosen = np.arange(30)
    stars = np.tile([5.0, 1.0], 15)
    parts = Nearest(Rated(MATRIX[chosen], stars, weights(stars)), by_vectors=False).parts(MATRIX[35])
    assert 0 < (parts > 0).sum() <= 5
    assert 0 < (parts < 0).sum() <= 5


def test_a_paper_is_no_neighbour_of_itself_though_it_was_rated_twice() -> None:
    stars = np.array([5.0, 4.0])
    twice = Nearest(Rated(MATRIX[[3, 3]], stars, weights(stars)), by_vectors=False)
    assert twice.raw(MATRIX[3]).tolist() == [0.0]
    assert twice.raw(MATRIX[7])[0] > 0


def test_an_ordinary_paper_scores_zero_and_the_spread_is_about_one() -> None:
    score = learn_score(SPACE, _rated())
    for part in score.parts:
        of_background = part.scores(SPACE.background_)
        assert of_background.mean() == pytest.approx(0.0, abs=1e-9)
        assert 0.3 < of_background.std() < 1.1


def test_a_paper_without_a_vector_counts_as_ordinary_for_the_vectors() -> None:
    by_vectors = learn_score(SPACE, _rated()).parts[-1]
    silent = SPACE.transform([paper for paper in ODD_PAPERS if paper.id == "chinese"])
    assert by_vectors.scores(silent).tolist() == [0.0]


def test_many_papers_score_as_they_do_alone() -> None:
    score = learn_score(SPACE, _rated())
    many = MATRIX[np.tile(np.arange(40), 120)]
    np.testing.assert_allclose(score.of(many)[:40], [score.of(MATRIX[i])[0] for i in range(40)], rtol=1e-6)


def test_nothing_rated_scores_nothing() -> None:
    empty = Rated(MATRIX[[]], np.zeros(0), np.zeros(0))
    assert learn_score(SPACE, empty).of(MATRIX).tolist() == [0.0] * len(MATRIX)
