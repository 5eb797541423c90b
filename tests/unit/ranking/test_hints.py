"""What is learnt without stars: stated interests, and papers that were shown and passed over."""

from __future__ import annotations

import numpy as np
import pytest

from ranking.domain import Interest, Paper
from ranking.hints import with_hints
from ranking.labels import weights
from ranking.model import RelevanceModel
from ranking.signals import Rated
from ranking.space import PaperSpace
from tests.unit.ranking.specimens import papers

SPACE = PaperSpace().fit(papers())
MATRIX = SPACE.transform(papers())
NOBODY = MATRIX[[]]


def _model(*interests: Interest) -> RelevanceModel:
    return RelevanceModel(SPACE).fit(NOBODY, [], interests=interests)


def _best(model: RelevanceModel) -> Paper:
    return papers()[int(np.argmax(model.decision_function(MATRIX)))]


def test_words_alone_put_papers_that_say_them_first() -> None:
    word = next(w for w in papers()[3].title.split() if len(w) > 5)
    assert word.lower() in (_best(_model(Interest("words", word))).title + papers()[3].abstract).lower()


def test_less_of_something_is_the_opposite_of_more() -> None:
    title = papers()[3].title
    more, less = _model(Interest("words", title)), _model(Interest("words", title, weight=-1.0))
    assert more.decision_function(MATRIX) == pytest.approx(-less.decision_function(MATRIX), abs=1e-6)


def test_a_seed_paper_finds_itself() -> None:
    seed = papers()[7]
    assert _best(_model(Interest("paper", seed.id, paper=seed))).id == seed.id


def test_a_name_is_known_whatever_its_case() -> None:
    space = PaperSpace().fit([Paper(str(i), "a study", authors=("Ida Quill", f"Other {i}")) for i in range(4)])
    exact, loud = (
        RelevanceModel(space).fit(space.transform([]), [], interests=(Interest("author", name),))
        for name in ("Ida Quill", " IDA quill ")
    )
    rows = space.transform([Paper("x", "a study", authors=("Ida Quill",))])
    assert exact.decision_function(rows).tolist() == loud.decision_function(rows).tolist()


@pytest.mark.parametrize("weight", [float("nan"), float("inf"), -float("inf"), 1e300])
def test_a_weight_beyond_reason_does_no_harm(weight: float) -> None:
    assert np.isfinite(_model(Interest("words", papers()[3].title, weight)).decision_function(MATRIX)).all()


def test_an_interest_nobody_knows_says_nothing() -> None:
    assert _model(Interest("words", "zzzz qqqq")).decision_function(MATRIX).tolist() == [0.0] * len(MATRIX)


def test_interests_are_no_ratings() -> None:
    model = RelevanceModel(SPACE).fit(MATRIX[[0, 4]], [5, 1], interests=(Interest("words", papers()[3].title),))
    assert model.rated_.stars.tolist() == [5.0, 1.0]
    assert len(model.left_out_scores()) == 2


def test_a_reason_names_the_interest_that_a_paper_is_like() -> None:
    title = papers()[3].title
    reasons = _model(Interest("words", title)).explain(MATRIX[3], k=8).reasons
    assert ("interest", title) in {(reason.kind, reason.label) for reason in reasons}


def test_what_was_passed_over_speaks_softly_against_its_kind() -> None:
    plain = RelevanceModel(SPACE).fit(MATRIX[[0, 4]], [5, 5])
    taught = RelevanceModel(SPACE).fit(MATRIX[[0, 4]], [5, 5], shown=MATRIX[[9]])
    before, after = (model.decision_function(MATRIX) for model in (plain, taught))
    assert after[9] - after[0] < before[9] - before[0]
    assert int(np.argmax(after)) in {0, 4}


def test_passed_over_papers_never_outweigh_the_ratings_however_many_they_are() -> None:
    rated = Rated(MATRIX[[0, 4]], np.array([5.0, 5.0]), weights(np.array([5.0, 5.0])))
    many = with_hints(SPACE, rated, shown=MATRIX)
    against = many.weights[many.weights < 0]
    assert -against.sum() <= 0.31 * rated.weights.sum()


def test_nothing_rated_and_all_passed_over_ranks_nothing() -> None:
    model = RelevanceModel(SPACE).fit(NOBODY, [], shown=MATRIX[[1, 2, 3]])
    assert model.decision_function(MATRIX).tolist() == [0.0] * len(MATRIX)


def test_a_model_of_hints_survives_being_stored() -> None:
    model = RelevanceModel(SPACE).fit(
        MATRIX[[0, 4]], [5, 1], interests=(Interest("words", papers()[3].title),), shown=MATRIX[[9]]
    )
    again = RelevanceModel.from_bytes(model.to_bytes(), SPACE)
    assert again.decision_function(MATRIX) == pytest.approx(model.decision_function(MATRIX), abs=1e-5)
    assert len(again.rated_.papers) == 2


def test_a_category_that_every_paper_carries_says_nothing_beside_words() -> None:
    same = [Paper(str(i), f"study {'herring' if i % 2 else 'quasar'} n{i}", categories=("cs.CV",)) for i in range(40)]
    space = PaperSpace().fit(same)
    wanted = (Interest("words", "herring"), Interest("category", "cs.CV"))
    model = RelevanceModel(space).fit(space.transform([]), [], interests=wanted)
    scores = model.decision_function(space.transform(same))
    assert scores[1::2].min() > scores[::2].max()
    assert not any(reason.kind == "category" for reason in model.explain(space.transform(same[1:2])).reasons[:1])


def test_only_what_rated_papers_say_is_told_as_a_reason() -> None:
    model = RelevanceModel(SPACE).fit(MATRIX[[0, 4, 8]], [5, 5, 1])
    said = set(MATRIX[[0, 4, 8]].rows.indices.tolist())
    names = [name for block in SPACE.blocks_ for name in block.names_]
    reasons = model.explain(MATRIX[13], k=50).reasons
    assert {r.label for r in reasons if r.kind == "term"} <= {names[column] for column in said}
