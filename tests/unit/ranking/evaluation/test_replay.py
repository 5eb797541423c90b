"""The replay as the worker does it: what it may know, what it judges, and where it has nothing to say."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from ranking.domain import Paper, Rating
from ranking.errors import ArtifactRefused
from ranking.evaluation.baselines import Shelf
from ranking.evaluation.blocks import Block
from ranking.evaluation.evidence import METRICS, MODELS, Came, Evidence, Figure
from ranking.evaluation.replay import History
from ranking.jobs import Backtest, FitSpace
from ranking.space import PaperSpace
from tests.unit.ranking.specimens import DAY, ODD_PAPERS, papers

PAPERS = tuple(papers(160))
SPACE = FitSpace(PAPERS).run()
RATED = PAPERS[::2]
"""Papers on lanterns (liked) and violins (disliked) in turn; those between are about harbours and glaciers."""
RATINGS = tuple(
    Rating(paper.id, (5, 1)[n % 2], (paper.published or DAY) + timedelta(hours=1)) for n, paper in enumerate(RATED)
)
OTHERS = tuple(Came(paper.id, paper.published) for paper in PAPERS[1::2])


def backtest(ratings: tuple[Rating, ...] = RATINGS, others: tuple[Came, ...] = OTHERS) -> Evidence:
    return Backtest(SPACE, PAPERS, ratings, others).run()


FULL = backtest()


def test_a_plain_taste_is_found() -> None:
    assert FULL.figure("current", "auc").value == pytest.approx(1.0)
    assert FULL.figure("current", "ndcg10").value == pytest.approx(1.0)
    assert (FULL.figure("current", "brier").value or 1) < 0.5 * (FULL.base_rate.value or 0)
    verdicts = {(c.baseline, c.metric): c.verdict for c in FULL.against}
    assert verdicts["newest", "auc"] == verdicts["newest", "brier"] == "better"


def test_every_model_has_every_figure_with_its_interval() -> None:
    assert [model for model, _ in FULL.figures] == list(MODELS)
    for model in MODELS:
        for metric in METRICS:
            figure = FULL.figure(model, metric)
            assert figure.value is not None
            assert figure.interval is not None
            assert figure.interval[0] <= figure.value <= figure.interval[1]


def test_the_counts_add_up() -> None:
    assert (FULL.rated, FULL.tested) == (80, 72)
    assert FULL.tested == sum(row.n for row in FULL.calibration)
    assert FULL.blocks == FULL.ranked
    assert 0 < FULL.matched == FULL.others


def test_no_prediction_knows_a_later_rating() -> None:
    """Turning the last ratings around changes how they were predicted to come, not what was predicted."""
    turned = tuple(replace(r, stars=6 - r.stars) if n >= 75 else r for n, r in enumerate(RATINGS))
    before, after = FULL, backtest(turned)
    assert sum(row.predicted * row.n for row in before.calibration) == pytest.approx(
        sum(row.predicted * row.n for row in after.calibration)
    )
    assert (after.figure("current", "auc").value or 1) < 0.99


def test_the_same_question_has_the_same_answer_in_whatever_order_ratings_come() -> None:
    assert backtest(RATINGS[::-1], OTHERS[::-1]) == FULL
    assert backtest() == FULL


@pytest.mark.parametrize("count", [0, 1, 9])
def test_too_few_ratings_give_no_figure(count: int) -> None:
    found = backtest(RATINGS[:count])
    assert found == Evidence(rated=count)


def test_a_handful_of_steps_gives_figures_without_intervals() -> None:
    found = backtest(RATINGS[:20])
    figure = found.figure("current", "auc")
    assert figure.value is not None
    assert figure.interval is None
    assert {c.verdict for c in found.against if c.metric != "brier"} == {"open"}


def test_likes_alone_are_told_from_what_came_up_and_got_no_stars() -> None:
    likes = tuple(rating for rating in RATINGS if rating.stars == 5)
    found = backtest(likes)
    assert (found.figure("current", "auc").value or 0) > 0.95
    assert found.figure("current", "brier").value is not None


def test_likes_alone_with_nothing_to_tell_them_from_have_no_order_to_judge() -> None:
    found = backtest(tuple(rating for rating in RATINGS if rating.stars == 5), ())
    assert found.figure("current", "auc") == found.figure("newest", "ndcg10") == Figure()
    assert found.ranked == 0
    assert found.figure("current", "brier").value is not None


def test_where_a_two_is_a_like_a_five_is_still_wanted_more() -> None:
    """Half of the lantern papers get 5, all else 2: nothing was unwanted, and there is something to put first."""
    mostly_twos = tuple(replace(rating, stars=2 if n % 4 else 5) for n, rating in enumerate(RATINGS))
    found = backtest(mostly_twos, ())
    assert found.ranked > 10
    assert (found.figure("current", "auc").value or 0) > 0.6


def test_among_papers_of_another_time_nothing_is_claimed_of_an_order() -> None:
    late = tuple(replace(came, at=DAY + timedelta(days=9000)) for came in OTHERS)
    found = backtest(others=late)
    assert found.matched == 0
    assert found.others > 0
    assert {c.verdict for c in found.against if c.metric != "brier"} == {"open"}


def test_what_is_gone_or_rated_is_left_aside() -> None:
    gone = (*RATINGS, Rating("gone", 1, DAY))
    found = backtest(gone, (*OTHERS, Came("gone too", DAY), Came(RATED[0].id, DAY)))
    assert (found.rated, found.tested) == (81, FULL.tested)
    assert found.figures == FULL.figures


def test_a_paper_counts_as_passed_over_from_its_time_until_it_is_rated() -> None:
    space = PaperSpace.from_bytes(SPACE)
    shelf = Shelf(PAPERS, space.transform(PAPERS))
    shown = tuple(Came(paper.id, paper.published) for paper in PAPERS[:40])
    rows = {paper.id: row for row, paper in enumerate(PAPERS)}
    history = History(list(RATINGS), np.array([r.stars for r in RATINGS], float), shelf, rows, shown)
    past = history.past(Block(start=10, end=15, others=(), matched=True))
    assert past.rated.rows.ids == tuple(paper.id for paper in RATED[:10])
    assert past.shown.ids == tuple(paper.id for paper in PAPERS[1:19:2]), (
        "papers 0 to 18 came up, every second is rated"
    )


def test_odd_papers_are_replayed() -> None:
    times = [DAY + timedelta(days=n) for n in range(len(ODD_PAPERS))]
    ratings = tuple(
        Rating(paper.id, 1 + n % 5, at) for n, (paper, at) in enumerate(zip(ODD_PAPERS, times, strict=True))
    )
    found = Backtest(FitSpace(ODD_PAPERS).run(), ODD_PAPERS, ratings).run()
    assert found.tested == 5


def test_an_empty_corpus_is_replayed() -> None:
    found = Backtest(FitSpace(()).run(), PAPERS, RATINGS, OTHERS).run()
    assert found.figure("newest", "auc").value == FULL.figure("newest", "auc").value
    assert found.figure("current", "auc").value == pytest.approx(0.5)


def test_copies_of_one_paper_cannot_be_told_apart() -> None:
    copies = tuple(Paper(f"c{n}", "The same", "words in each", published=DAY + timedelta(days=n)) for n in range(40))
    ratings = tuple(Rating(paper.id, 1 + 4 * (n % 2), paper.published) for n, paper in enumerate(copies))
    found = Backtest(FitSpace(copies).run(), copies, ratings).run()
    assert found.figure("keywords", "auc").value == pytest.approx(0.5)


def test_a_space_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(ArtifactRefused):
        Backtest(b"damaged", PAPERS, RATINGS).run()


def test_question_and_answer_pass_between_processes() -> None:
    for value in (Backtest(SPACE, PAPERS, RATINGS, OTHERS), FULL):
        assert pickle.loads(pickle.dumps(value)) == value
