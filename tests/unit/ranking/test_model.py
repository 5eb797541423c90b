"""The estimator on histories of every kind."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from ranking.artifact import pack, unpack
from ranking.domain import Paper
from ranking.embedding import Embed
from ranking.errors import ArtifactRefused, BadRatings, NotFitted
from ranking.model import RelevanceModel
from ranking.space import PaperSpace
from tests.unit.ranking import embedders
from tests.unit.ranking.specimens import ODD_PAPERS, papers

SPACE = PaperSpace().fit(papers())
MATRIX = SPACE.transform(papers())
ALL = SPACE.transform([*papers(), *ODD_PAPERS])
NOW = datetime(2026, 5, 1, tzinfo=UTC)

HISTORIES: dict[str, tuple[list[int], list[int]]] = {
    "nothing": ([], []),
    "one like": ([0], [5]),
    "one dislike": ([0], [1]),
    "one two": ([0], [2]),
    "only twos": (list(range(0, 40, 4)), [2] * 10),
    "only ones": ([1, 2, 3], [1] * 3),
    "only threes": ([1, 2, 3], [3] * 3),
    "only fives": (list(range(40)), [5] * 40),
    "one twice": ([3, 3], [1, 5]),
    "without text": ([40, 41, 43], [5, 1, 4]),
    "nothing but empty": ([40], [4]),
    "everything": (list(range(50)), [1, 2, 3, 4, 5] * 10),
}
every_history = pytest.mark.parametrize(("rows", "stars"), HISTORIES.values(), ids=HISTORIES.keys())


def _check(model: RelevanceModel, matrix_size: int) -> None:
    matrix = ALL if model.space is SPACE else model.space.transform([*papers(), *ODD_PAPERS])
    scores, chances, stars = model.decision_function(matrix), model.predict_proba(matrix), model.predict(matrix)
    bounds, likes = model.interval(matrix), model.p_like(matrix)
    assert scores.shape == stars.shape == likes.shape == (matrix_size,)
    assert chances.shape == (matrix_size, 5)
    assert np.isfinite(scores).all()
    np.testing.assert_allclose(chances.sum(axis=1), 1.0)
    assert ((chances >= 0) & (chances <= 1)).all()
    assert ((stars >= 1) & (stars <= 5)).all()
    assert ((likes >= 0) & (likes <= 1)).all()
    assert (np.diff(stars[np.argsort(scores, kind="stable")]) >= -1e-9).all()
    assert ((bounds[:, 0] <= stars) & (stars <= bounds[:, 1])).all()
    for i in range(0, matrix_size, 7):
        why = model.explain(matrix[i])
        told = sum(reason.contribution for reason in why.reasons)
        assert told + why.rest == pytest.approx(scores[i], abs=1e-6)


@every_history
@pytest.mark.parametrize("corpus", [papers(), [], papers(1), list(ODD_PAPERS)], ids=["usual", "none", "one", "odd"])
def test_no_legal_history_fails(rows: list[int], stars: list[int], corpus: list[Paper]) -> None:
    space = PaperSpace().fit(corpus)
    matrix = space.transform([*papers(), *ODD_PAPERS])
    _check(RelevanceModel(space).fit(matrix[rows], stars), len(ALL))


@every_history
@pytest.mark.parametrize("embed", [embedders.letters, embedders.sometimes_nan, embedders.infinite, embedders.all_zero])
def test_no_embedder_makes_a_history_fail(rows: list[int], stars: list[int], embed: Embed) -> None:
    space = PaperSpace(embed).fit(papers())
    matrix = space.transform([*papers(), *ODD_PAPERS])
    _check(RelevanceModel(space).fit(matrix[rows], stars), len(ALL))


@every_history
def test_a_model_read_from_bytes_says_the_same(rows: list[int], stars: list[int]) -> None:
    model = RelevanceModel(SPACE).fit(ALL[rows], stars)
    again = RelevanceModel.from_bytes(model.to_bytes(), PaperSpace.from_bytes(SPACE.to_bytes()))
    np.testing.assert_array_equal(model.decision_function(ALL), again.decision_function(ALL))
    np.testing.assert_array_equal(model.predict_proba(ALL), again.predict_proba(ALL))
    assert model.explain(ALL[5]) == again.explain(ALL[5])
    assert again.to_bytes() == model.to_bytes()


def test_without_ratings_all_papers_tie_at_three_stars() -> None:
    model = RelevanceModel(SPACE).fit(MATRIX[[]], [])
    assert set(model.decision_function(MATRIX)) == {0.0}
    np.testing.assert_allclose(model.predict(MATRIX), 3.0, atol=1e-6)


def test_a_liked_subject_comes_first_and_a_disliked_one_last() -> None:
    model = RelevanceModel(SPACE).fit(MATRIX[[0, 4, 8, 1, 5, 9]], [5, 5, 4, 1, 1, 2])
    order = np.argsort(-model.decision_function(MATRIX[12:]))
    assert {int(i) % 4 for i in order[:7]} == {0}
    assert {int(i) % 4 for i in order[-7:]} == {1}


def test_for_a_reader_of_twos_what_was_picked_comes_first() -> None:
    model = RelevanceModel(SPACE).fit(MATRIX[[0, 4, 8]], [2, 2, 2])
    order = np.argsort(-model.decision_function(MATRIX[12:]))
    assert {int(i) % 4 for i in order[:7]} == {0}


def test_one_bad_rating_pushes_its_like_below_the_unknown() -> None:
    scores = RelevanceModel(SPACE).fit(MATRIX[[2]], [1]).decision_function(MATRIX[4:])
    assert scores[2::4].max() < np.delete(scores, np.arange(2, 36, 4)).min()


def test_the_vectors_count_when_an_embedder_is_there() -> None:
    silent = [Paper(f"s{n}", chr(97 + n % 2) * (50 + n)) for n in range(20)]
    space = PaperSpace(embedders.letters).fit(silent)
    matrix = space.transform(silent)
    scores = RelevanceModel(space).fit(matrix[[0, 2, 4]], [5, 5, 5]).decision_function(matrix)
    assert scores[6::2].min() > scores[7::2].max()


def test_recent_ratings_weigh_more() -> None:
    rows, stars = MATRIX[[0, 1]], [5, 5]
    old_first = RelevanceModel(SPACE).fit(rows, stars, [NOW - timedelta(days=3000), NOW])
    old_last = RelevanceModel(SPACE).fit(rows, stars, [NOW, NOW - timedelta(days=3000)])
    assert old_last.decision_function(MATRIX[8])[0] > old_first.decision_function(MATRIX[8])[0]


@pytest.mark.parametrize("stars", [[1, 2], [0, 1, 2], [1, 2, 6], [1, 2, float("nan")], ["a", "b", "c"]])
def test_stars_that_do_not_fit_are_refused(stars: list[float]) -> None:
    with pytest.raises(BadRatings):
        RelevanceModel(SPACE).fit(MATRIX[:3], stars)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(BadRatings):
        RelevanceModel(SPACE).fit(MATRIX[:1], [3], [datetime(2026, 1, 1)])  # noqa: DTZ001


def test_an_unfitted_model_says_so() -> None:
    model = RelevanceModel(SPACE)
    for ask in (model.decision_function, model.predict, model.interval, model.explain):
        with pytest.raises(NotFitted):
            ask(MATRIX[:1])
    with pytest.raises(NotFitted):
        model.to_bytes()


def test_a_model_of_another_space_is_refused() -> None:
    data = RelevanceModel(SPACE).fit(MATRIX[:3], [1, 2, 3]).to_bytes()
    with pytest.raises(ArtifactRefused, match="another space"):
        RelevanceModel.from_bytes(data, PaperSpace().fit(papers(20)))
    with pytest.raises(ArtifactRefused, match="a 'space', not a model"):
        RelevanceModel.from_bytes(SPACE.to_bytes(), SPACE)


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("stars", [9.0, 9.0]),
        ("stars", [3.0]),
        ("calibration", [-1.0, 0.0, 1.0, 2.0, 3.0]),
        ("calibration", [1.0, 3.0, 2.0, 1.0, 0.0]),
    ],
)
def test_a_model_whose_numbers_make_no_sense_is_refused(name: str, numbers: list[float]) -> None:
    packed = unpack(RelevanceModel(SPACE).fit(MATRIX[:2], [1, 2]).to_bytes(), "model")
    forged = pack("model", packed.values, {**packed.arrays, name: np.array(numbers)})
    with pytest.raises(ArtifactRefused):
        RelevanceModel.from_bytes(forged, SPACE)


def test_a_model_of_another_version_is_refused() -> None:
    packed = unpack(RelevanceModel(SPACE).fit(MATRIX[:2], [1, 2]).to_bytes(), "model")
    with pytest.raises(ArtifactRefused, match="another version"):
        RelevanceModel.from_bytes(pack("model", {**packed.values, "recipe": "0"}, packed.arrays), SPACE)
