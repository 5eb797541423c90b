"""Reasons for a score as data, adding up to it exactly. The bot words them."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from ranking.domain import Explanation, Reason, ReasonKind
from ranking.interests import PREFIX
from ranking.scoring import Measured, Score
from ranking.signals import Rated
from ranking.space import PaperMatrix, PaperSpace

_Key = tuple[ReasonKind, str]
_Parts = dict[_Key, float]


def explain_score(space: PaperSpace, rated: Rated, score: Score, paper: PaperMatrix, most: int) -> Explanation:
    """The `most` largest reasons for the score of one paper (a matrix of one row), largest first, and the rest.

    The contributions and the rest add up to the score.
    """
    total = float(score.of(paper)[0])
    parts: _Parts = defaultdict(float)
    stars: dict[str, int] = {}
    for part in score.parts:
        _add_names(parts, space, part, paper)
        _add_neighbours(parts, stars, rated, part, paper)
    ordered = sorted(_joined(parts).items(), key=lambda item: (-abs(item[1]), item[0]))
    reasons = tuple(
        Reason(kind, label, contribution, stars.get(label) if kind == "paper" else None)
        for (kind, label), contribution in _chosen(ordered, most)
    )
    return Explanation(reasons, total - sum(reason.contribution for reason in reasons))


def _chosen(ordered: list[tuple[_Key, float]], most: int) -> list[tuple[_Key, float]]:
    """The first `most`, at most half of them papers: without a word or a name the reasons would tell little."""
    papers_left = (most + 1) // 2
    chosen: list[tuple[_Key, float]] = []
    for (kind, label), contribution in ordered:
        if len(chosen) >= most or not contribution:
            break
        if kind == "paper":
            papers_left -= 1
            if papers_left < 0:
                continue
        chosen.append(((kind, label), contribution))
    return chosen


def _add_names(parts: _Parts, space: PaperSpace, part: Measured, paper: PaperMatrix) -> None:
    if not part.signal.known(paper)[0]:
        return
    columns, values = part.signal.by_column(paper)
    for column, value in zip(columns.tolist(), values.tolist(), strict=True):
        parts[_named(space, column)] += value * part.factor


def _named(space: PaperSpace, column: int) -> _Key:
    for block in space.blocks_:
        if column < len(block.names_):
            return block.kind, block.names_[column]
        column -= len(block.names_)
    raise IndexError(column)


def _add_neighbours(parts: _Parts, stars: dict[str, int], rated: Rated, part: Measured, paper: PaperMatrix) -> None:
    added = part.signal.by_rated(paper)
    if not len(added) or not part.signal.known(paper)[0]:
        return
    for place in np.flatnonzero(added):
        name, given = rated.papers.ids[place], int(rated.stars[place])
        if name.startswith(PREFIX):
            parts["interest", name.removeprefix(PREFIX)] += float(added[place]) * part.factor
        else:
            parts["paper", name] += float(added[place]) * part.factor
            stars[name] = given


def _joined(parts: _Parts) -> _Parts:
    """A word that the paper has in a pair which speaks the same way is told with the pair, not twice."""
    joined = dict(parts)
    pairs = [key for key in parts if key[0] == "term" and " " in key[1]]
    for pair in sorted(pairs, key=lambda key: (-abs(parts[key]), key)):
        for word in pair[1].split(" "):
            single: _Key = ("term", word)
            if joined.get(single, 0.0) * parts[pair] > 0:
                joined[pair] += joined.pop(single)
    return joined
