"""What the worker is asked, and what it answers."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import timedelta

import pytest

from ranking.domain import Explanation, Paper, Rating
from ranking.errors import ArtifactRefused
from ranking.evaluation.verdict import Verdict
from ranking.jobs import FitSpace, Rank, Train
from ranking.model import RelevanceModel
from ranking.space import PaperSpace
from tests.unit.ranking.specimens import DAY, ODD_PAPERS, papers

PAPERS = tuple(papers())
SPACE = FitSpace(PAPERS).run()
LIKES = tuple(Rating(f"p{n:03}", 5, DAY + timedelta(days=n)) for n in (0, 4, 8))


def test_a_day_goes_from_papers_to_a_ranking_by_bytes_alone() -> None:
    model = Train(SPACE, PAPERS, LIKES).run().model
    ranked = Rank(SPACE, model, PAPERS[12:]).run()
    assert [int(scored.paper_id[1:]) % 4 for scored in ranked[:7]] == [0] * 7
    assert sorted(scored.paper_id for scored in ranked) == [paper.id for paper in PAPERS[12:]]
    assert [scored.score for scored in ranked] == sorted((scored.score for scored in ranked), reverse=True)


def test_what_is_scored_agrees_with_the_model() -> None:
    data = Train(SPACE, PAPERS, LIKES).run().model
    space = PaperSpace.from_bytes(SPACE)
    model = RelevanceModel.from_bytes(data, space)
    first = Rank(SPACE, data, PAPERS, reasons=3).run()[0]
    row = space.transform([paper for paper in PAPERS if paper.id == first.paper_id])
    assert first.score == pytest.approx(model.decision_function(row)[0], rel=1e-6)
    assert first.stars == pytest.approx(model.predict(row)[0], rel=1e-6)
    assert first.p_like == pytest.approx(model.p_like(row)[0], rel=1e-6)
    assert first.interval == pytest.approx(tuple(model.interval(row)[0]), rel=1e-6)
    assert len(first.explanation.reasons) == 3


@pytest.mark.parametrize("model", [b"", b"not a model", SPACE, Train(FitSpace(PAPERS[:9]).run(), (), ()).run().model])
def test_a_model_that_cannot_be_used_here_is_refused_and_not_passed_over_in_silence(model: bytes) -> None:
    with pytest.raises(ArtifactRefused):
        Rank(SPACE, model, PAPERS[:5]).run()


def test_without_a_model_the_newest_come_first() -> None:
    undated = (Paper("zz", "No date"), Paper("aa", "No date either"))
    ranked = Rank(SPACE, None, (*undated, *PAPERS[:5])).run()
    assert [scored.paper_id for scored in ranked] == ["p004", "p003", "p002", "p001", "p000", "aa", "zz"]
    assert {scored.score for scored in ranked} == {0.0}
    assert ranked[0].stars == pytest.approx(3.0, abs=1e-6)


def test_equal_scores_are_ordered_by_date_and_then_id() -> None:
    twins = tuple(
        replace(PAPERS[0], id=name, published=DAY + timedelta(days=n)) for name, n in (("b", 1), ("a", 1), ("c", 2))
    )
    ranked = Rank(SPACE, Train(SPACE, PAPERS, LIKES).run().model, twins).run()
    assert [scored.paper_id for scored in ranked] == ["c", "a", "b"]


def test_ratings_of_papers_that_are_gone_are_left_aside() -> None:
    gone = (*LIKES, Rating("gone", 1))
    assert Train(SPACE, PAPERS, gone).run().model == Train(SPACE, PAPERS, LIKES).run().model


def test_training_on_nothing_gives_a_model() -> None:
    ranked = Rank(SPACE, Train(SPACE, (), ()).run().model, PAPERS[:3]).run()
    assert [scored.paper_id for scored in ranked] == ["p002", "p001", "p000"]


def test_only_the_best_are_explained() -> None:
    ranked = Rank(SPACE, Train(SPACE, PAPERS, LIKES).run().model, PAPERS).run()
    assert all(scored.explanation.reasons for scored in ranked[:32])
    assert all(scored.explanation == Explanation((), scored.score) for scored in ranked[32:])


def test_odd_papers_and_no_papers_are_ranked_too() -> None:
    model = Train(SPACE, PAPERS, LIKES).run().model
    assert len(Rank(SPACE, model, ODD_PAPERS).run()) == len(ODD_PAPERS)
    assert Rank(SPACE, model, ()).run() == ()
    empty = FitSpace(()).run()
    assert len(Rank(empty, Train(empty, PAPERS, LIKES).run().model, PAPERS).run()) == len(PAPERS)


def test_a_space_that_cannot_be_read_is_refused() -> None:
    for job in (Rank(b"damaged", None, PAPERS), Train(SPACE[:-1], PAPERS, LIKES)):
        with pytest.raises(ArtifactRefused):
            job.run()


def test_many_spaces_in_turn_are_each_read_right() -> None:
    spaces = [FitSpace(PAPERS[:count]).run() for count in (10, 20, 30)]
    models = [Train(space, PAPERS, LIKES).run().model for space in spaces]
    once = [Rank(space, model, PAPERS).run() for space, model in zip(spaces, models, strict=True)]
    assert once == [Rank(space, model, PAPERS).run() for space, model in zip(spaces, models, strict=True)]
    assert len(set(models)) == 3


def test_questions_and_answers_pass_between_processes() -> None:
    for value in (FitSpace(PAPERS), Train(SPACE, PAPERS, LIKES), Rank(SPACE, None, PAPERS[:2]).run()):
        assert pickle.loads(pickle.dumps(value)) == value


MANY = tuple(Rating(f"p{n:03}", 5 if n % 4 == 0 else 1, DAY + timedelta(days=n)) for n in range(30))


def test_a_retrained_model_comes_with_its_trial_against_the_one_in_use() -> None:
    first = Train(SPACE, PAPERS, MANY[:20]).run()
    assert (first.trial, first.drift) == (None, None)
    second = Train(SPACE, PAPERS, MANY, previous=first.model).run()
    assert second.trial.verdict in (Verdict.BETTER, Verdict.NOT_WORSE)
    assert second.trial.n == 6
    assert second.model == Train(SPACE, PAPERS, MANY).run().model, "a trial changes nothing in the model"
    assert pickle.loads(pickle.dumps(second)) == second


@pytest.mark.parametrize(
    "previous", [b"", b"not a model", SPACE, Train(FitSpace(PAPERS[:9]).run(), (), ()).run().model]
)
def test_a_model_in_use_that_cannot_be_read_keeps_nobody_from_learning(previous: bytes) -> None:
    trained = Train(SPACE, PAPERS, MANY, previous=previous).run()
    assert trained.trial is None
    assert trained.model == Train(SPACE, PAPERS, MANY).run().model
