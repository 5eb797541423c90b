"""Reasons for a score as data, adding up to it exactly. The bot words them."""

from __future__ import annotations

from collections import defaultdict

from ranking.arrays import Csr
from ranking.domain import Explanation, Reason, ReasonKind
from ranking.scoring import Measured, Score
from ranking.signals import Nearest, Profile
from ranking.space import PaperMatrix, PaperSpace

_Key = tuple[ReasonKind, str]
_Parts = dict[_Key, float]


def explain_score(space: PaperSpace, score: Score, paper: PaperMatrix, most: int) -> Explanation:
    """The `most` largest reasons for the score of one paper (a matrix of one row), largest first, and the rest.

    The contributions and the rest add up to the score.
    """
    total = float(score.of(paper)[0])
    parts: _Parts = defaultdict(float)
    stars: dict[str, int] = {}
    for part in score.parts:
        if isinstance(part.signal, Profile):
            _add_names(parts, space, part.signal, part.factor, paper)
        else:
            _add_neighbours(parts, stars, part, part.signal, paper)
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


def _add_names(parts: _Parts, space: PaperSpace, profile: Profile, factor: float, paper: PaperMatrix) -> None:
    row: Csr = paper.rows
    for column, value in zip(row.indices.tolist(), row.data.tolist(), strict=True):
        if not profile.rated_columns[column]:
            # Nothing the reader said: it is part of the rest, not a reason.
            continue
        parts[_named(space, column)] += value * float(profile.coef[column]) * factor


def _named(space: PaperSpace, column: int) -> _Key:
    for block in space.blocks_:
        if column < len(block.names_):
            return block.kind, block.names_[column]
        column -= len(block.names_)
    raise IndexError(column)


def _add_neighbours(parts: _Parts, stars: dict[str, int], part: Measured, nearest: Nearest, paper: PaperMatrix) -> None:
    if not nearest.known(paper)[0]:
        return
    rated = nearest.rated
    for paper_id, given, added in zip(rated.papers.ids, rated.stars, nearest.parts(paper), strict=True):
        if added:
            parts["paper", paper_id] += float(added) * part.factor
            stars[paper_id] = int(given)


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
