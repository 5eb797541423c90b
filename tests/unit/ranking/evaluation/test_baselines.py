"""What each ranker goes by."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from ranking.domain import Paper
from ranking.evaluation.baselines import RANKERS, Past, Shelf, centroid, current, keywords, liked_from, newest
from ranking.evaluation.evidence import MODELS
from ranking.model import RelevanceModel
from ranking.space import PaperSpace
from tests.unit.ranking.specimens import DAY, ODD_PAPERS, papers

CORPUS = papers()
SPACE = PaperSpace().fit(CORPUS)
SHELF = Shelf(tuple(CORPUS), SPACE.transform(CORPUS))
LATER = SHELF.at(range(20, 40))


def past(rows: list[int], stars: list[int]) -> Past:
    return Past(SHELF.at(rows), np.array(stars, dtype=float), (None,) * len(rows), SHELF.at([]).rows)


LANTERNS = past([0, 4, 8, 1], [5, 4, 5, 1])
"""Three lantern papers liked, a harbour one disliked; every fourth paper is about lanterns."""


def best(order: np.ndarray, papers: Shelf, count: int) -> list[int]:
    return sorted(int(papers.papers[i].id[1:]) % 4 for i in np.argsort(-order)[:count])


def test_all_models_of_the_evidence_have_a_ranker() -> None:
    assert tuple(name for name, _ in RANKERS) == MODELS


@pytest.mark.parametrize("ranker", [keywords, centroid, current])
def test_a_ranker_that_learns_puts_more_of_the_liked_first(ranker: type) -> None:
    assert best(ranker(SPACE, LANTERNS, LATER).order, LATER, 5) == [0] * 5


def test_the_newest_come_first_and_papers_without_a_date_last() -> None:
    dated = [Paper("old", "A", published=DAY), Paper("none", "B"), Paper("new", "C", published=DAY + timedelta(1))]
    found = newest(SPACE, LANTERNS, Shelf(tuple(dated), SPACE.transform(dated)))
    assert np.argsort(-found.order).tolist() == [2, 0, 1]


def test_keywords_come_from_titles_of_liked_papers_alone() -> None:
    order = keywords(SPACE, past([1, 0], [5, 1]), LATER).order
    assert best(order, LATER, 5) == [1] * 5


@pytest.mark.parametrize(("name", "ranker"), RANKERS)
def test_no_past_and_odd_papers_are_no_obstacle(name: str, ranker: type) -> None:
    odd = Shelf(ODD_PAPERS, SPACE.transform(ODD_PAPERS))
    for known in (past([], []), LANTERNS, past([0, 1], [1, 1])):
        found = ranker(SPACE, known, odd)
        assert found.order.shape == (len(ODD_PAPERS),)
        assert not np.isnan(found.order).any()
        assert (found.chances is None) is (name != "current")


def test_the_current_ranker_is_the_model() -> None:
    found = current(SPACE, LANTERNS, LATER)
    model = RelevanceModel(SPACE).fit(LANTERNS.rated.rows, LANTERNS.stars, LANTERNS.times, shown=LANTERNS.shown)
    assert found.order == pytest.approx(model.decision_function(LATER.rows))
    assert found.chances == pytest.approx(model.p_like(LATER.rows))


@pytest.mark.parametrize(
    ("habit", "border"),
    [([], 3), ([2, 2, 2, 1, 5], 2), ([1, 1, 1, 5], 2), ([1, 2, 3, 4, 5], 3), ([5, 5, 5], 3), ([4, 5, 4], 3)],
)
def test_what_is_wanted_follows_the_readers_habit(habit: list[int], border: float) -> None:
    assert liked_from(np.array(habit, dtype=float)) == border
