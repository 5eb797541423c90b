"""Two rankings in one list, so that a reader's stars say which of them is better."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

Team = str


def team_draft(
    first: Sequence[int], second: Sequence[int], count: int, teams: tuple[Team, Team], rng: np.random.Generator
) -> list[tuple[int, Team | None]]:
    """At most `count` papers with the team that drafted each, from two rankings of papers, both best first.

    Team draft (Radlinski, Kurup and Joachims, How Does Clickthrough Data Reflect Retrieval Quality?, CIKM 2008): in
    each round both teams take their best paper that is left, and a coin says who goes first. The papers with which
    both rankings begin alike belong to no team: whoever had them, they would tell nothing about the difference.
    """
    agreed = _agreed(first, second, count)
    drafted: list[tuple[int, Team | None]] = [(paper, None) for paper in agreed]
    taken = set(agreed)
    while len(drafted) < count:
        sides = [(teams[0], first), (teams[1], second)]
        if rng.random() < 0.5:
            sides.reverse()
        before = len(drafted)
        for team, ranking in sides:
            paper = next((p for p in ranking if p not in taken), None)
            if paper is not None and len(drafted) < count:
                drafted.append((paper, team))
                taken.add(paper)
        if len(drafted) == before:
            break
    return drafted


def _agreed(first: Sequence[int], second: Sequence[int], count: int) -> list[int]:
    """The papers with which both rankings begin, in the same order."""
    same: list[int] = []
    for ours, theirs in zip(first[:count], second[:count], strict=False):
        if ours != theirs:
            break
        same.append(ours)
    return same
