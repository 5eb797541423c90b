"""What holds of every model and every artifact, whatever was rated."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ranking.domain import Paper, Rating
from ranking.errors import ArtifactRefused
from ranking.features.words import words
from ranking.jobs import Rank, Train
from ranking.model import RelevanceModel
from ranking.space import PaperSpace
from tests.unit.ranking import embedders
from tests.unit.ranking.specimens import ODD_PAPERS, papers

CORPUS = [*papers(), *ODD_PAPERS]
SPACE = PaperSpace(embedders.letters).fit(CORPUS)
MATRIX = SPACE.transform(CORPUS)
SPACE_BYTES = SPACE.to_bytes()
MODEL_BYTES = RelevanceModel(SPACE).fit(MATRIX[:9], [1, 2, 3, 4, 5, 4, 3, 2, 1]).to_bytes()
START = datetime(2025, 1, 1, tzinfo=UTC)

ratings = st.lists(
    st.tuples(
        st.integers(0, len(CORPUS) - 1),
        st.integers(1, 5),
        st.none() | st.timedeltas(timedelta(0), timedelta(days=4000)).map(lambda age: START + age),
    ),
    max_size=60,
)
few = settings(max_examples=40)


def _fitted(history: list[tuple[int, int, datetime | None]]) -> RelevanceModel:
    rows, stars = [row for row, _, _ in history], [given for _, given, _ in history]
    return RelevanceModel(SPACE).fit(MATRIX[rows], stars, [at for _, _, at in history])


@few
@given(ratings)
def test_probabilities_sum_to_one_and_stars_never_fall_while_scores_rise(
    history: list[tuple[int, int, datetime | None]],
) -> None:
    model = _fitted(history)
    scores, chances, stars = model.decision_function(MATRIX), model.predict_proba(MATRIX), model.predict(MATRIX)
    assert np.isfinite(scores).all()
    np.testing.assert_allclose(chances.sum(axis=1), 1.0)
    order = np.argsort(scores, kind="stable")
    assert (np.diff(stars[order]) >= -1e-9).all()
    assert (np.diff(model.p_like(MATRIX)[order]) >= -1e-9).all()
    bounds = model.interval(MATRIX)
    assert ((bounds[:, 0] <= stars) & (stars <= bounds[:, 1]) & (bounds[:, 0] >= 1) & (bounds[:, 1] <= 5)).all()


@few
@given(ratings, st.integers(0, len(CORPUS) - 1), st.integers(0, 60))
def test_reasons_and_rest_add_up(history: list[tuple[int, int, datetime | None]], chosen: int, k: int) -> None:
    model = _fitted(history)
    why = model.explain(MATRIX[chosen], k)
    told = sum(reason.contribution for reason in why.reasons)
    assert told + why.rest == pytest.approx(model.decision_function(MATRIX)[chosen], abs=1e-6)


@few
@given(ratings.flatmap(lambda history: st.tuples(st.just(history), st.permutations(history))))
def test_the_order_in_which_ratings_come_does_not_matter(
    both: tuple[list[tuple[int, int, datetime | None]], list[tuple[int, int, datetime | None]]],
) -> None:
    one, other = (_fitted(history) for history in both)
    np.testing.assert_allclose(one.decision_function(MATRIX), other.decision_function(MATRIX), atol=1e-6)
    np.testing.assert_allclose(one.predict_proba(MATRIX), other.predict_proba(MATRIX), atol=1e-6)


@given(st.data(), st.sampled_from(["space", "model"]))
def test_damaged_bytes_are_refused(data: st.DataObject, kind: str) -> None:
    whole = SPACE_BYTES if kind == "space" else MODEL_BYTES
    at = data.draw(st.integers(0, len(whole) - 1))
    how = data.draw(st.sampled_from(["cut", "flip", "insert", "swap"]))
    damaged = {
        "cut": whole[:at],
        "flip": whole[:at] + bytes([whole[at] ^ data.draw(st.integers(1, 255))]) + whole[at + 1 :],
        "insert": whole[:at] + data.draw(st.binary(min_size=1, max_size=9)) + whole[at:],
        "swap": whole[at:] + whole[:at] if at else b"",
    }[how]
    with pytest.raises(ArtifactRefused):
        _ = PaperSpace.from_bytes(damaged) if kind == "space" else RelevanceModel.from_bytes(damaged, SPACE)


@given(st.binary(max_size=200))
def test_foreign_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ArtifactRefused):
        PaperSpace.from_bytes(data)
    with pytest.raises(ArtifactRefused):
        RelevanceModel.from_bytes(data, SPACE)


any_text = st.text(st.characters(), max_size=60) | st.text("目标检测的 aA1$\\<&\ud800", max_size=60)
any_paper = st.builds(
    Paper,
    id=any_text,
    title=any_text,
    abstract=any_text,
    authors=st.lists(any_text, max_size=4).map(tuple),
    categories=st.lists(any_text, max_size=3).map(tuple),
    published=st.none() | st.datetimes(min_value=datetime(1991, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)


@few
@given(st.lists(any_paper, max_size=12), st.lists(st.integers(1, 5), max_size=12))
def test_whatever_a_feed_says_is_learnt_and_ranked(found: list[Paper], stars: list[int]) -> None:
    space = PaperSpace().fit(found).to_bytes()
    rated = tuple(Rating(paper.id, given) for paper, given in zip(found, stars, strict=False))
    ranked = Rank(space, Train(space, tuple(found), rated).run().model, tuple(found)).run()
    assert sorted(scored.paper_id for scored in ranked) == sorted(paper.id for paper in found)


@given(any_text)
def test_words_of_any_text_are_folded_and_free_of_space(text: str) -> None:
    for word in words(text):
        assert word == word.lower().strip()
        assert " " not in word
