"""How much a paper serves each facet, and which facet it is in the digest for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ranking.arrays import Floats
from ranking.domain import Facet
from ranking.facets.liked import NEWEST, likes_of
from ranking.facets.likeness import Likeness
from ranking.model import RelevanceModel
from ranking.space import PaperMatrix

FLOOR = 4.0
"""A paper serves a facet from so many deviations above an ordinary paper on.

Five of six unseen papers on a facet's topic did, and one in seven of papers drawn from all.
"""
_FLAT = 1e-6


def facet_scores(
    model: RelevanceModel, facets: Sequence[Facet], papers: PaperMatrix, likeness: Likeness | None = None
) -> Floats:
    """The affinity (papers, facets) of each paper to each facet, in standard deviations above an ordinary paper.

    It is the mean likeness to the facet's papers, measured against the same of the background: its median, and how
    far the lower half lies from it. Papers of a facet that the model has not rated count for nothing; a facet without
    any scores 0.
    """
    if not facets:
        return np.zeros((len(papers), 0))
    members = _members(model.rated_.papers, facets)
    likeness = likeness or Likeness(model.space)
    seen = likeness.directions(members)
    share = _shares(facets, members.ids)
    scores = likeness.to_groups(likeness.directions(papers), seen, share)
    background = likeness.to_groups(likeness.directions(model.space.background_), seen, share)
    if not len(background):
        return np.zeros_like(scores)
    ordinary = np.median(background, axis=0)
    # Only the lower half tells how ordinary papers differ: on the upper side stand those that serve the facet, and
    # where a quarter of all papers do, a plain standard deviation puts none of them further than 1.7 above the mean.
    below = np.minimum(background - ordinary, 0.0)
    spread = np.sqrt(2.0 * (below**2).mean(axis=0))
    measured: Floats = (scores - ordinary) / np.where(spread > _FLAT, spread, 1.0)
    measured[:, ~share.any(axis=1)] = 0.0
    return measured


def facets_served(facets: Sequence[Facet], scores: Floats) -> tuple[str | None, ...]:
    """The name of the facet that each paper serves most, by its scores (papers, facets); None where it serves none."""
    if not facets or not len(scores):
        return (None,) * len(scores)
    best = scores.argmax(axis=1)
    return tuple(facets[j].name if scores[i, j] >= FLOOR else None for i, j in enumerate(best))


def likeness_to_likes(model: RelevanceModel, papers: PaperMatrix, likeness: Likeness) -> Floats:
    """The likeness (likes, papers) of the newest 500 likes to each of these, in standard deviations."""
    liked = likes_of(model)
    newest = liked[slice(max(0, len(liked) - NEWEST), len(liked))]
    return likeness.between(likeness.directions(newest), likeness.directions(papers))


def _members(rated: PaperMatrix, facets: Sequence[Facet]) -> PaperMatrix:
    """The rated papers that are in a facet."""
    wanted = {paper for facet in facets for paper in facet.papers}
    return rated[np.array([i for i, paper in enumerate(rated.ids) if paper in wanted], dtype=np.int64)]


def _shares(facets: Sequence[Facet], ids: tuple[str, ...]) -> Floats:
    """Which papers a facet is the mean of: (facets, papers), rows that sum to 1, or zeros."""
    place = {paper: i for i, paper in enumerate(ids)}
    share = np.zeros((len(facets), len(ids)))
    for j, facet in enumerate(facets):
        share[j, [place[paper] for paper in facet.papers if paper in place]] = 1.0
    totals = share.sum(axis=1, keepdims=True)
    parts: Floats = np.divide(share, totals, out=np.zeros_like(share), where=totals > 0)
    return parts
