from __future__ import annotations

import numpy as np
import pytest

from ranking.selection.interleave import team_draft

TEAMS = ("ours", "theirs")


def drafts(first: list[int], second: list[int], count: int, times: int = 4000) -> list[list[tuple[int, str | None]]]:
    rng = np.random.default_rng(0)
    return [team_draft(first, second, count, TEAMS, rng) for _ in range(times)]


def test_both_teams_pick_first_equally_often() -> None:
    firsts = [draft[0][1] for draft in drafts([1, 2, 3], [4, 5, 6], 3)]
    assert abs(firsts.count("ours") / len(firsts) - 0.5) < 4 * 0.5 / np.sqrt(len(firsts))


def test_teams_pick_in_turns_their_best_paper_that_is_left() -> None:
    for draft in drafts([1, 2, 3], [2, 4, 1], 4, 50):
        assert [paper for paper, _ in draft] in ([1, 2, 4, 3], [1, 2, 3, 4], [2, 1, 3, 4], [2, 1, 4, 3])
        assert [team for _, team in draft].count("ours") == 2


def test_where_both_begin_alike_the_papers_belong_to_nobody() -> None:
    for draft in drafts([1, 2, 3, 4], [1, 2, 5, 6], 4, 50):
        assert draft[:2] == [(1, None), (2, None)]
        assert sorted(draft[2:]) == [(3, "ours"), (5, "theirs")]


def test_the_same_ranking_twice_credits_nobody() -> None:
    assert drafts([3, 1, 2], [3, 1, 2], 3, 1) == [[(3, None), (1, None), (2, None)]]


def test_papers_that_run_out_make_a_shorter_list() -> None:
    assert sorted(paper for paper, _ in drafts([1], [2], 6, 1)[0]) == [1, 2]
    assert drafts([], [], 6, 1) == [[]]
    assert [paper for paper, _ in drafts([], [7, 8], 6, 1)[0]] == [7, 8]


def test_a_reader_who_likes_at_random_prefers_neither_side() -> None:
    """Simulated: with no difference between the rankers' papers the credit is even within chance."""
    rng = np.random.default_rng(1)
    lead = []
    for draft in drafts([1, 2, 3, 4, 5], [2, 6, 7, 1, 8], 5):
        liked = [team for _, team in draft if rng.random() < 0.3]
        lead.append(np.sign(liked.count("ours") - liked.count("theirs")))
    assert abs(np.mean(lead)) < 4 * np.std(lead) / np.sqrt(len(lead))


def test_a_better_ranker_wins() -> None:
    wins = losses = 0
    for draft in drafts([1, 2, 3, 4, 5], [6, 7, 8, 9, 10], 5, 400):
        rng = np.random.default_rng(len(draft) + wins * 7 + losses)
        liked = [team for paper, team in draft if rng.random() < (0.6 if paper <= 5 else 0.2)]
        wins += liked.count("ours") > liked.count("theirs")
        losses += liked.count("ours") < liked.count("theirs")
    assert wins > 2 * losses


@pytest.mark.parametrize("count", [0, 1])
def test_a_list_of_none_or_one(count: int) -> None:
    assert len(drafts([1], [2], count, 1)[0]) == count
