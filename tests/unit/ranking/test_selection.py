"""The day's list from scores: copies, floods, facets, exploring, auditing."""

from __future__ import annotations

import numpy as np
import pytest

from ranking.selection.day import select
from ranking.selection.wanted import Candidates, Pick, Wanted
from tests.unit.ranking.days import alike, apart, csr, day, rated


def top(candidates: Candidates, length: int = 6) -> list[int]:
    """The list of a reader whose model knows too little for anything but the best."""
    return [pick.index for pick in select(candidates, Wanted(length), rated(0, candidates.units.shape[1]))]


def slots(picks: tuple[Pick, ...]) -> list[str]:
    return [pick.slot for pick in picks]


def full(length: int, *, audit: bool, papers: int = 60, seed: int = 1) -> tuple[Pick, ...]:
    candidates = day(apart(papers))
    return select(candidates, Wanted(length, seed, explore=True, audit=audit), rated(5, papers))


def test_papers_that_have_nothing_in_common_come_as_they_are_scored() -> None:
    assert top(day(apart(30))) == [0, 1, 2, 3, 4, 5]


def test_a_day_of_ordinary_likeness_keeps_its_plain_order() -> None:
    assert top(day(alike(30, 0.39, 40))) == [0, 1, 2, 3, 4, 5]


def test_of_papers_that_say_the_same_the_best_is_kept() -> None:
    rows = np.vstack([alike(10, 0.95, 60), alike(10, 0.1, 60, at=20)])
    assert top(day(rows)) == [0, 10, 11, 12, 13, 14]


def test_equal_titles_are_one_paper_whatever_their_case_width_and_punctuation() -> None:
    titles = [
        "Herring: In Sonar Frames",
        "ＨＥＲＲＩＮＧ in sonar, frames!",
        *(f"Other number {n:03}" for n in range(8)),
    ]
    assert top(day(apart(10), titles=titles), 3) == [0, 2, 3]


def test_titles_that_tell_nothing_make_no_copies() -> None:
    assert top(day(apart(6), titles=["", "", "Editorial", "Editorial", "!", "!"])) == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize("cosine", [0.5, 0.65, 0.8])
def test_a_flood_of_thirty_gets_two_places_at_most(cosine: float) -> None:
    rows = np.vstack([alike(30, cosine, 200), alike(100, 0.05, 200, at=60)])
    scores = [*np.linspace(3.0, 2.5, 30), *np.linspace(1.5, -2.0, 100)]
    chosen = top(day(rows, scores))
    assert chosen[0] == 0
    assert sum(index < 30 for index in chosen) <= 2
    assert len(chosen) == 6


def test_where_there_is_nothing_but_the_flood_the_list_is_filled_from_it() -> None:
    assert len(top(day(alike(30, 0.7, 40)))) == 6


def test_copies_are_left_out_but_a_list_is_not_cut_below_three_for_them() -> None:
    assert top(day(alike(50, 0.99, 60))) == [0, 1, 2]
    assert top(day(alike(2, 0.99, 60))) == [0, 1]


def test_a_minority_facet_keeps_its_seat_in_ten() -> None:
    facet = [0] * 40 + [1] * 5 + [-1] * 55
    candidates = day(apart(100), facet=facet, names=("main", "small"), shares=(0.9, 0.1))
    assert top(candidates, 10) == [0, 1, 2, 3, 4, 5, 6, 7, 8, 40]


def test_a_facet_gets_no_seat_for_a_paper_of_the_worse_half() -> None:
    facet = [0] * 60 + [1] * 40
    candidates = day(apart(100), facet=facet, names=("main", "small"), shares=(0.5, 0.5))
    assert top(candidates, 6) == [0, 1, 2, 3, 4, 5]


def test_a_flood_does_not_come_in_by_a_facet_s_seats() -> None:
    rows = np.vstack([alike(20, 0.7, 200), alike(80, 0.05, 200, at=60)])
    candidates = day(rows, facet=[0] * 20 + [-1] * 80, names=("flooded",), shares=(1.0,))
    assert sum(index < 20 for index in top(candidates)) <= 2


def test_papers_of_a_muted_facet_are_out_and_the_list_is_shorter_rather() -> None:
    candidates = day(
        apart(8), facet=[0, 0, 0, 0, -1, 1, -1, 0], names=("loud", "calm"), shares=(0, 0), muted=(True, False)
    )
    picks = select(candidates, Wanted(6), rated(0, 8))
    assert [(pick.index, pick.facet) for pick in picks] == [(4, None), (5, "calm"), (6, None)]
    assert top(day(apart(3), facet=[0, 0, 0], names=("loud",), shares=(0,), muted=(True,))) == []


@pytest.mark.parametrize(
    ("length", "plain", "audited"),
    [
        (3, ["top"] * 3, ["top"] * 3),
        (4, ["top"] * 3 + ["explore"], ["top"] * 3 + ["audit"]),
        (5, ["top"] * 4 + ["explore"], ["top"] * 3 + ["audit", "explore"]),
        (6, ["top"] * 5 + ["explore"], ["top"] * 4 + ["audit", "explore"]),
        (8, ["top"] * 7 + ["explore"], ["top"] * 5 + ["audit", "audit", "explore"]),
        (16, ["top"] * 15 + ["explore"], ["top"] * 13 + ["audit", "audit", "explore"]),
    ],
)
def test_places_of_a_list(length: int, plain: list[str], audited: list[str]) -> None:
    assert slots(full(length, audit=False)) == plain
    assert slots(full(length, audit=True)) == audited


def test_a_short_day_and_a_young_model_have_only_the_best() -> None:
    assert slots(full(6, audit=True, papers=19)) == ["top"] * 6
    few = select(day(apart(60)), Wanted(6, 1, explore=True, audit=True), rated(4, 60))
    assert slots(few) == ["top"] * 6


def test_audited_papers_say_how_they_were_drawn() -> None:
    audited = [pick for pick in full(8, audit=True) if pick.slot == "audit"]
    assert {pick.drawn_with for pick in audited} == {2 / (60 - 5 - 1)}
    assert all(pick.drawn_with is None for pick in full(8, audit=True) if pick.slot != "audit")


def test_every_paper_below_the_cut_is_drawn_equally_often() -> None:
    lists = (full(6, audit=True, papers=24, seed=seed) for seed in range(570))
    drawn = [pick.index for picks in lists for pick in picks if pick.slot == "audit"]
    below = [count for count in np.bincount(drawn, minlength=24) if count]
    assert len(below) == 24 - 4 - 1
    # 570 draws from 19: 30 each, with a standard deviation of 5.3.
    assert min(below) > 30 - 4 * 5.3
    assert max(below) < 30 + 4 * 5.3


def test_copies_of_what_is_shown_are_not_audited() -> None:
    rows = np.vstack([alike(30, 0.95, 80), alike(20, 0.0, 80, at=40)])
    for seed in range(50):
        for pick in select(day(rows), Wanted(6, seed, audit=True), rated(5, 80)):
            assert pick.index == 0 or pick.index >= 30


def test_the_explored_paper_is_like_many_others_and_like_nothing_rated() -> None:
    """Three subjects of ten papers: one is rated already, of one nothing is known, one is unlikely."""
    rows = np.vstack([alike(10, 0.4, 40, at=1 + at) for at in (0, 12, 24)])
    known = csr(alike(10, 0.4, 40, at=1)[5:])
    order = [*range(0, 10, 2), 10, *range(1, 10, 2), *range(11, 20), *range(20, 30)]
    candidates = day(rows[order])
    picks = select(candidates, Wanted(4, explore=True), known)
    assert picks[-1].slot == "explore"
    assert 10 <= order[picks[-1].index] < 20


def test_an_odd_paper_that_is_like_no_other_is_not_explored() -> None:
    rows = np.vstack([np.eye(40)[:1] * 0 + np.eye(40)[39], alike(25, 0.4, 40)])
    order = [*range(1, 6), 0, *range(6, 26)]
    picks = select(day(rows[order]), Wanted(4, explore=True), rated(5, 40))
    assert order[picks[-1].index] != 0


def test_what_is_too_much_like_the_list_is_not_explored_and_its_place_goes_to_the_best() -> None:
    picks = select(day(alike(40, 0.6, 60)), Wanted(6, explore=True), rated(5, 60))
    assert slots(picks) == ["top"] * 6


def test_where_nothing_is_below_the_cut_nothing_is_audited() -> None:
    candidates = day(apart(20))
    assert slots(select(candidates, Wanted(20, audit=True), rated(5, 20))) == ["top"] * 18 + ["audit"] * 2
    copies = day(np.repeat(apart(6), 5, axis=0))
    assert slots(select(copies, Wanted(6, audit=True), rated(5, 6)))[:4] == ["top"] * 4


def test_nothing_in_nothing_out() -> None:
    assert select(day(np.zeros((0, 4))), Wanted(6, explore=True, audit=True), rated(9, 4)) == ()


def test_two_rankers_share_the_best_places_and_nobody_shows_a_paper_twice() -> None:
    candidates = day(apart(40))
    picks = select(candidates, Wanted(6, 3), rated(5, 40), rival=("newest", np.arange(40.0)))
    teams = [pick.team for pick in picks]
    assert sorted(str(team) for team in teams) == ["current"] * 3 + ["newest"] * 3
    assert {pick.index for pick in picks} == {0, 1, 2, 37, 38, 39}


def test_a_rival_that_agrees_wins_and_loses_nothing() -> None:
    candidates = day(apart(40))
    picks = select(candidates, Wanted(6, 3), rated(5, 40), rival=("centroid", candidates.scores))
    assert [(pick.index, pick.team) for pick in picks] == [(n, None) for n in range(6)]


def test_a_rival_brings_no_copy_of_what_the_model_brings() -> None:
    rows = np.vstack([np.repeat(apart(10), 2, axis=0)])
    candidates = day(rows)
    theirs = np.array([0.0, 1.0] * 10) + np.linspace(1, 0, 20)
    picks = select(candidates, Wanted(6, 3), rated(5, 10), rival=("centroid", theirs))
    assert len({pick.index // 2 for pick in picks}) == len(picks) == 6
