"""The day's list on invented days (simulated): floods, minority interests, and days on which nothing is the matter."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ranking.domain import Paper, Rating
from ranking.facets import likened_rows
from ranking.jobs import FitSpace, Rank, Select, Train
from ranking.measures import auc
from ranking.model import RelevanceModel
from ranking.selection.explore import most_telling
from tests.quality.planted import graded, likings, make_world
from tests.unit.ranking.days import SUBJECTS, text, texts

CORPUS = texts(480)
SPACE = FitSpace(CORPUS).run()


def likes(subject: int, count: int) -> tuple[Rating, ...]:
    """Five stars for the first papers of a subject in the corpus."""
    return tuple(Rating(f"p{subject + SUBJECTS * n:03}", 5) for n in range(count))


def learnt(*rated: tuple[Rating, ...]) -> bytes:
    dislikes = tuple(Rating(f"p{n:03}", 1) for n in range(10, 14))
    return Train(SPACE, CORPUS, sum(rated, dislikes)).run().model


def day(seed: int, subjects: dict[int, int], others: int) -> tuple[Paper, ...]:
    """New papers: so many of each subject named, and others on the subjects from 6 on."""
    rng = np.random.default_rng(seed)
    kinds = [s for s, count in subjects.items() for _ in range(count)] + [
        int(rng.integers(6, 10)) for _ in range(others)
    ]
    return tuple(replace(text(n, s, rng), id=f"s{s} {n}") for n, s in enumerate(kinds))


def of(subject: int, ids: list[str]) -> int:
    return sum(name.startswith(f"s{subject} ") for name in ids)


def plain(model: bytes, papers: tuple[Paper, ...], length: int) -> list[str]:
    return [scored.paper_id for scored in Rank(SPACE, model, papers).run()[:length]]


def selected(model: bytes, papers: tuple[Paper, ...], length: int) -> list[str]:
    return [scored.paper_id for scored in Select(SPACE, model, papers, length).run().chosen]


@pytest.mark.parametrize("changed", [2, 8, 16])
def test_a_flood_of_thirty_near_identical_papers_gets_two_places_at_most(changed: int) -> None:
    """The flood is what the reader likes best; every paper of it has other words in so many places of sixty."""
    rng = np.random.default_rng(changed)
    first = text(0, 2, rng)
    flood = []
    for n in range(30):
        words = f"{first.title} {first.abstract}".split()
        for place in rng.choice(60, changed, replace=False):
            words[place] = f"common{rng.integers(400)}"
        flood.append(replace(first, id=f"s2 flood {n}", title=" ".join(words[:8]), abstract=" ".join(words[8:])))
    model, papers = learnt(likes(2, 8)), (*flood, *day(1, {2: 2}, 100))
    assert sum("flood" in name for name in plain(model, papers, 6)) > 2
    chosen = selected(model, papers, 6)
    assert sum("flood" in name for name in chosen) <= 2
    assert len(chosen) == 6


@pytest.mark.parametrize("seed", range(6))
def test_an_interest_of_one_like_in_ten_keeps_its_seat_in_ten(seed: int) -> None:
    model = learnt(likes(2, 27), likes(4, 3))
    papers = day(seed, {2: 14, 4: 6}, 100)
    assert of(4, selected(model, papers, 10)) >= 1
    assert of(2, selected(model, papers, 10)) >= 7


def test_without_its_seat_the_interest_would_be_left_out() -> None:
    model = learnt(likes(2, 27), likes(4, 3))
    missing = [of(4, plain(model, day(seed, {2: 14, 4: 6}, 100), 10)) for seed in range(6)]
    assert min(missing) == 0


def test_on_an_ordinary_day_the_list_is_nearly_the_plain_one() -> None:
    model = learnt(likes(2, 20))
    kept = []
    for seed in range(10):
        papers = day(seed, {2: 10}, 120)
        kept.append(len(set(plain(model, papers, 6)) & set(selected(model, papers, 6))))
    assert np.mean(kept) >= 5.5


def learnt_by_trying(seed: int, *, explore: bool) -> float:
    """AUC on later papers after nine days of rating the best two papers and one more: the explored or the next best."""
    world, rng = make_world(seed), np.random.default_rng(seed + 100)
    stars = graded(likings(world, rng.dirichlet(np.full(8, 0.4)) * 8, rng))
    rated = list(range(8))
    for at in range(8, 368, 40):
        scores = RelevanceModel(world.space).fit(world.matrix[rated], stars[rated]).decision_function(world.matrix)
        best = at + np.argsort(-scores[at : at + 40])
        units, known = (likened_rows(world.space, world.matrix[rows]) for rows in (best, rated))
        tried = most_telling(units, known, [0, 1], np.ones(40, dtype=np.bool_)) if explore else 2
        assert tried is not None
        rated += best[[0, 1, tried]].tolist()
    model = RelevanceModel(world.space).fit(world.matrix[rated], stars[rated])
    return auc(model.decision_function(world.matrix[400:]), stars[400:] >= 4) or 0.0


def test_the_explored_papers_teach_more_than_the_next_best_ones() -> None:
    gains = [learnt_by_trying(seed, explore=True) - learnt_by_trying(seed, explore=False) for seed in range(8)]
    assert np.mean(gains) > 0.02
