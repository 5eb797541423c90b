"""Old against new on the newest ratings: clear harm is refused, noise is not, and nothing that was learnt counts."""

from __future__ import annotations

import numpy as np
import pytest

from ranking.arrays import Floats
from ranking.evaluation.trial import compare, held_out_scores, newest_slice
from ranking.evaluation.verdict import Trial, Verdict
from ranking.model import RelevanceModel
from ranking.space import PaperSpace
from tests.unit.ranking.specimens import papers

PAPERS = papers(240)
SPACE = PaperSpace().fit(PAPERS)
ALL = SPACE.transform(PAPERS)
TASTE = np.array([5.0 if n % 4 == 0 else 4.0 if n % 4 == 1 else 1.0 for n in range(len(PAPERS))])
"""Stars for every paper by somebody who likes lanterns and harbours and nothing else."""


def fitted(rows: list[int], stars: Floats) -> RelevanceModel:
    return RelevanceModel(SPACE).fit(ALL[rows], stars)


def trial(old: RelevanceModel, rows: list[int], stars: Floats) -> Trial:
    return compare(old, fitted(rows, stars), ALL[rows], stars)


@pytest.mark.parametrize(
    ("ratings", "newest"), [(0, 0), (3, 3), (5, 5), (10, 5), (24, 5), (50, 10), (150, 30), (5000, 30)]
)
def test_the_newest_are_a_fifth_between_five_and_thirty(ratings: int, newest: int) -> None:
    assert newest_slice(ratings) == newest


def test_with_nine_ratings_nothing_is_compared() -> None:
    rows = list(range(9))
    assert trial(fitted(rows, TASTE[rows]), rows, 6 - TASTE[rows]) == Trial(Verdict.TOO_FEW, 5)


def test_a_model_is_not_worse_than_itself() -> None:
    rows = list(range(60))
    found = trial(fitted(rows, TASTE[rows]), rows, TASTE[rows])
    assert (found.verdict, found.n) == (Verdict.NOT_WORSE, 12)
    assert found.old == found.new
    assert found.old_pairs == found.new_pairs


def test_a_model_that_learnt_somebody_else_s_past_is_refused() -> None:
    own, foreign = list(range(160, 240)), list(range(160))
    stars = np.r_[6 - TASTE[foreign], TASTE[own]]
    found = trial(fitted(own, TASTE[own]), foreign + own, stars)
    assert found.verdict is Verdict.WORSE
    assert found.new > found.old + 0.05


def test_a_model_that_learnt_more_of_the_same_taste_is_not_refused() -> None:
    first, more = list(range(100, 112)), list(range(100))
    found = trial(fitted(first, TASTE[first]), more + first, TASTE[more + first])
    assert found.verdict in (Verdict.BETTER, Verdict.NOT_WORSE)


def test_the_first_ratings_of_a_new_subject_make_a_better_model() -> None:
    rows = list(range(120))
    found = trial(fitted(rows[:3], 6 - TASTE[rows[:3]]), rows, TASTE[rows])
    assert found.verdict is Verdict.BETTER
    assert found.new_pairs > found.old_pairs


@pytest.mark.parametrize("seed", range(4))
def test_noise_refuses_nothing_while_ratings_come_in_one_by_one(seed: int) -> None:
    """Stars at random: nothing to learn, and any model is as good as any other."""
    stars = np.random.default_rng(seed).integers(1, 6, 60).astype(float)
    old, verdicts = fitted([], np.zeros(0)), []
    for count in range(10, 60, 2):
        rows = list(range(count))
        new = fitted(rows, stars[:count])
        verdicts.append(compare(old, new, ALL[rows], stars[:count]).verdict)
        old = new
    assert Verdict.WORSE not in verdicts


def test_what_a_model_has_learnt_counts_as_if_it_had_not() -> None:
    rows = list(range(30))
    model = fitted(rows[:20], TASTE[rows[:20]])
    scores = held_out_scores(model, ALL[rows])
    assert scores[:20] == pytest.approx(model.left_out_scores())
    assert scores[20:] == pytest.approx(model.decision_function(ALL[rows[20:]]))
    assert not np.allclose(scores[:20], model.decision_function(ALL[rows[:20]]))


def test_where_all_of_the_newest_stars_are_equal_there_are_no_pairs() -> None:
    rows = list(range(20))
    found = trial(fitted(rows[:10], TASTE[rows[:10]]), rows, np.r_[TASTE[rows[:15]], np.full(5, 2.0)])
    assert (found.old_pairs, found.new_pairs) == (None, None)


def test_the_same_trial_has_the_same_verdict() -> None:
    rows = list(range(80))
    old = fitted(rows[:50], TASTE[rows[:50]])
    assert trial(old, rows, TASTE[rows]) == trial(old, rows, TASTE[rows])


def test_a_model_of_interests_or_of_nothing_can_be_tried_too() -> None:
    rows = list(range(40))
    assert trial(fitted([], np.zeros(0)), rows, TASTE[rows]).verdict in (Verdict.BETTER, Verdict.NOT_WORSE)


def test_a_paper_that_was_passed_over_and_rated_later_is_held_out_too() -> None:
    rows = list(range(30))
    plain, over = fitted(rows, TASTE[rows]), RelevanceModel(SPACE).fit(ALL[rows], TASTE[rows], shown=ALL[[33]])
    later = ALL[[33]]
    assert over.decision_function(later)[0] < plain.decision_function(later)[0]
    assert held_out_scores(over, later)[0] > over.decision_function(later)[0]
