"""Whatever the day: a list holds each paper once, keeps its length, hears mutes, and is the same for the same seed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ranking.selection.day import select
from ranking.selection.wanted import Candidates, Wanted
from tests.unit.ranking.days import csr, day

few = settings(max_examples=60)


@st.composite
def days(draw: st.DrawFn) -> Candidates:
    """Up to forty papers of a few columns, so that many are alike; scores with ties; up to three facets."""
    count = draw(st.integers(0, 40))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    rows = rng.random((count, 8)) ** draw(st.sampled_from([1, 6]))
    rows[rng.random(count) < 0.1] = 0.0
    scores = -np.sort(-rng.normal(size=count).round(draw(st.integers(0, 3))))
    facets = draw(st.integers(0, 3))
    shares = [draw(st.floats(0, 1)) for _ in range(facets)]
    whole = max(sum(shares), 1.0)
    return day(
        rows,
        scores.tolist(),
        titles=[f"Paper of the title {rng.integers(30)}" for _ in range(count)],
        facet=rng.integers(-1, facets, count).tolist() if facets else None,
        names=tuple(f"facet {f}" for f in range(facets)),
        shares=tuple(share / whole for share in shares),
        muted=tuple(draw(st.booleans()) for _ in range(facets)),
    )


wishes = st.builds(Wanted, st.integers(3, 16), st.integers(0, 2**64 - 1), st.booleans(), st.booleans())
pasts = st.integers(0, 9).map(lambda count: csr(np.random.default_rng(count).random((count, 8))))


@few
@given(days(), wishes, pasts)
def test_no_paper_twice_none_too_many_and_nothing_muted(candidates: Candidates, wanted: Wanted, rated) -> None:
    chosen = [pick.index for pick in select(candidates, wanted, rated)]
    assert len(chosen) == len(set(chosen)) <= wanted.length
    assert all(candidates.allowed()[chosen])
    assert len(chosen) >= min(3, candidates.allowed().sum())


@few
@given(days(), wishes, pasts)
def test_the_same_seed_gives_the_same_list(candidates: Candidates, wanted: Wanted, rated) -> None:
    assert select(candidates, wanted, rated) == select(candidates, wanted, rated)


@few
@given(days(), wishes, pasts, st.integers(0, 2**32))
def test_another_seed_changes_nothing_but_what_is_drawn(
    candidates: Candidates, wanted: Wanted, rated, seed: int
) -> None:
    one, other = (
        [pick for pick in select(candidates, each, rated) if pick.slot != "audit"]
        for each in (wanted, replace(wanted, seed=seed))
    )
    assert one == other


@few
@given(days(), wishes, pasts, st.randoms(use_true_random=False))
def test_a_duel_keeps_the_rules_of_the_list(candidates: Candidates, wanted: Wanted, rated, random) -> None:
    theirs = np.array([random.random() for _ in range(len(candidates))])
    picks = select(candidates, wanted, rated, rival=("newest", theirs))
    chosen = [pick.index for pick in picks]
    assert len(chosen) == len(set(chosen)) <= wanted.length
    assert all(candidates.allowed()[chosen])
    drafted = [pick.team for pick in picks if pick.team]
    assert abs(drafted.count("current") - drafted.count("newest")) <= 1


@few
@given(days(), wishes, pasts)
def test_probabilities_are_said_of_audited_papers_alone(candidates: Candidates, wanted: Wanted, rated) -> None:
    for pick in select(candidates, wanted, rated):
        assert (pick.drawn_with is not None) == (pick.slot == "audit")
        assert pick.drawn_with is None or 0 < pick.drawn_with <= 1
