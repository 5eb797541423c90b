"""The day's list as the worker makes it: from bytes and papers to what stands in the digest."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import timedelta

import pytest

from ranking.domain import Facet, Paper, Rating
from ranking.errors import ArtifactRefused
from ranking.jobs import FitSpace, JudgeAudit, JudgeComparison, Rank, Select, Train
from tests.unit.ranking.days import SUBJECTS, texts
from tests.unit.ranking.specimens import DAY, ODD_PAPERS

PAPERS = texts(400)
NEW = PAPERS[300:]
SPACE = FitSpace(PAPERS).run()
LIKES = tuple(Rating(f"p{n:03}", 5, DAY + timedelta(days=n)) for n in range(0, 96, SUBJECTS))
MODEL = Train(SPACE, PAPERS, LIKES).run().model
JOB = Select(SPACE, MODEL, NEW, length=6, seed=7)


def ids(job: Select) -> list[str]:
    return [scored.paper_id for scored in job.run().chosen]


def test_all_papers_are_scored_as_rank_scores_them() -> None:
    ranked = Rank(SPACE, MODEL, NEW).run()
    scored = JOB.run().scored
    assert [(s.paper_id, s.score, s.stars, s.interval, s.p_like) for s in scored] == [
        (s.paper_id, s.score, s.stars, s.interval, s.p_like) for s in ranked
    ]


def test_what_is_chosen_has_its_reasons_wherever_it_stood() -> None:
    chosen = replace(JOB, explore=True, audit=True).run().chosen
    assert [s.slot for s in chosen] == ["top"] * 4 + ["audit", "explore"]
    for scored in chosen:
        assert scored.explanation.reasons
        parts = sum(reason.contribution for reason in scored.explanation.reasons) + scored.explanation.rest
        assert parts == pytest.approx(scored.score, abs=1e-6)


def test_the_same_papers_in_another_order_give_the_same_list() -> None:
    job = replace(JOB, explore=True, audit=True)
    assert ids(job) == ids(replace(job, papers=NEW[::-1])) == ids(job)


def test_without_a_model_the_newest_come_first_and_nothing_is_tried() -> None:
    told = replace(JOB, model=None, papers=NEW[:8], length=3, explore=True, audit=True)
    assert ids(told) == ["p307", "p306", "p305"]
    many = replace(JOB, model=None, explore=True, audit=True).run().chosen
    assert {scored.slot for scored in many} == {"top"}


def test_a_muted_facet_keeps_its_papers_out() -> None:
    assert any(int(name[1:]) % SUBJECTS == 0 for name in ids(JOB))
    muted = Facet("topic zero", tuple(rating.paper_id for rating in LIKES), muted=True)
    assert not any(int(name[1:]) % SUBJECTS == 0 for name in ids(replace(JOB, facets=(muted,))))


def test_an_item_says_which_facet_it_serves() -> None:
    named = Facet("topic zero", tuple(rating.paper_id for rating in LIKES))
    assert replace(JOB, facets=(named,)).run().chosen[0].facet == "topic zero"


@pytest.mark.parametrize("rival", ["newest", "centroid"])
def test_a_rival_drafts_its_part(rival: str) -> None:
    teams = [scored.team for scored in replace(JOB, rival=rival, length=8).run().chosen]
    assert abs(teams.count("current") - teams.count(rival)) <= 1


def test_the_newest_are_what_the_rival_of_that_name_drafts() -> None:
    drafted = [s.paper_id for s in replace(JOB, rival="newest").run().chosen if s.team == "newest"]
    assert set(drafted) <= {paper.id for paper in NEW[-8:]}


def test_odd_papers_and_no_papers_are_selected_from_too() -> None:
    assert len(replace(JOB, papers=ODD_PAPERS).run().chosen) == 6
    assert replace(JOB, papers=()).run().chosen == ()
    hundred = tuple(replace(NEW[0], id=f"copy {n}") for n in range(100))
    assert len(replace(JOB, papers=hundred, explore=True, audit=True).run().chosen) == 3
    assert len(replace(JOB, papers=(Paper("alone", "One paper"),), explore=True, audit=True).run().chosen) == 1


def test_a_space_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(ArtifactRefused):
        replace(JOB, space=b"damaged").run()


def test_questions_and_answers_pass_between_processes() -> None:
    assert pickle.loads(pickle.dumps(JOB)) == JOB
    found = replace(JOB, explore=True, audit=True, rival="newest").run()
    assert pickle.loads(pickle.dumps(found)) == found


def test_a_comparison_is_judged_by_digests_and_not_by_papers() -> None:
    ours, theirs = ("current", 5), ("newest", 4)
    digests = ((ours, ours, ours, theirs), (theirs,), (theirs, theirs, ours), (ours, theirs), (("current", 1),))
    outcome = JudgeComparison(digests, (5, 1, 3, 4), ("current", "newest")).run()
    assert (outcome.wins, outcome.losses, outcome.ties) == (1, 2, 2)
    assert (outcome.rate, outcome.p) == (pytest.approx(0.4), 1.0)


def test_for_a_reader_of_twos_a_two_is_a_like() -> None:
    twos = JudgeComparison(((("current", 2),),), (2,) * 9, ("current", "newest")).run()
    assert twos.wins == 1
    scale = JudgeComparison(((("current", 2),),), (1, 2, 3, 4, 5), ("current", "newest")).run()
    assert (scale.wins, scale.ties) == (0, 1)
    assert JudgeComparison((), (), ("current", "newest")).run().rate is None


def test_audits_are_judged_by_the_reader_s_own_likes() -> None:
    found = JudgeAudit(((0.01, 5), (0.01, 1), (0.02, None)), (5, 4, 1), (1, 5, 3)).run()
    assert (found.drawn, found.rated, found.shown_likes) == (3, 2, 2)
    assert found.liked_below == pytest.approx(0.5)
    assert found.below == pytest.approx(250)
