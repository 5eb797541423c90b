"""The facets of a reader: clusters of what they like, under the names and settings that the reader gave them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import ceil

import numpy as np

from ranking.arrays import Csr, Floats, Ints
from ranking.domain import Facet
from ranking.facets.clusters import clusters
from ranking.facets.labels import label
from ranking.facets.liked import NEWEST, likes_of
from ranking.facets.likeness import Likeness
from ranking.model import RelevanceModel
from ranking.space import PaperMatrix, PaperSpace

_LEAST, _LEAST_SHARE = 3, 0.07
"""Likes that a facet consists of at least, and the part of all likes."""
_FOLLOWS = 0.5
"""A facet that the reader has set goes where this part of its papers went."""


def find_facets(
    model: RelevanceModel, told: Sequence[Facet] = (), likeness: Likeness | None = None
) -> tuple[Facet, ...]:
    """The interests found in the reader's likes (weights above 0), the largest first; at most 8 and those in `told`.

    `told` are facets that the reader has named, muted or given a share: they keep their name, setting and papers, as
    long as one of the papers is liked, and take in the cluster that most of those papers are in. A like is in one
    facet or in none. The same likes give the same facets in whatever order they come, up to the newest 500 likes.
    """
    liked = likes_of(model)
    claims = _claims(liked, told)
    newest = _in_order_of_ids(liked[slice(max(0, len(liked) - NEWEST), len(liked))])
    likeness = likeness or Likeness(model.space)
    seen = likeness.directions(newest)
    alike = likeness.between(seen, seen)
    least = max(_LEAST, ceil(_LEAST_SHARE * len(newest)))
    owners = _owners(newest.ids, claims)
    found: list[Ints] = []
    for group in clusters(alike, least):
        heirs = _heirs(group, alike, owners)
        for i, heir in heirs.items():
            claims[heir].append(newest.ids[i])
        free = np.array([i for i in group if i not in heirs and not owners[i]], dtype=np.int64)
        if len(free) >= least:
            found.append(free)
    kept = [replace(facet, papers=tuple(claims[facet.name])) for facet in told if claims[facet.name]]
    named = _labelled(model.space, newest, found, {facet.name for facet in told})
    return tuple(sorted([*kept, *named], key=lambda facet: (-len(facet.papers), facet.name)))


def _claims(liked: PaperMatrix, told: Sequence[Facet]) -> dict[str, list[str]]:
    """The liked papers of each facet in `told`; of two that name the same paper the first has it."""
    free = set(liked.ids)
    claims: dict[str, list[str]] = {}
    for facet in told:
        claims[facet.name] = [paper for paper in dict.fromkeys(facet.papers) if paper in free]
        free.difference_update(facet.papers)
    return claims


def _in_order_of_ids(papers: PaperMatrix) -> PaperMatrix:
    order = sorted(range(len(papers)), key=papers.ids.__getitem__)
    return papers[np.array(order, dtype=np.int64)]


def _owners(ids: tuple[str, ...], claims: dict[str, list[str]]) -> list[str]:
    """The facet that has each paper, or ""."""
    owner = {paper: name for name, papers in claims.items() for paper in papers}
    return [owner.get(paper, "") for paper in ids]


def _heirs(group: Ints, alike: Floats, owners: list[str]) -> dict[int, str]:
    """Which facet each free paper of a cluster goes to, if any went into it: the one whose papers it is most like."""
    inside: dict[str, list[int]] = {}
    for i in group.tolist():
        if owners[i]:
            inside.setdefault(owners[i], []).append(i)
    names = [name for name, rows in inside.items() if len(rows) >= _FOLLOWS * owners.count(name)]
    free = [i for i in group.tolist() if not owners[i]]
    if not names or not free:
        return {}
    nearest = np.stack([alike[free][:, inside[name]].mean(axis=1) for name in names]).argmax(axis=0)
    return {i: names[j] for i, j in zip(free, nearest.tolist(), strict=True)}


def _labelled(space: PaperSpace, liked: PaperMatrix, groups: list[Ints], taken: set[str]) -> list[Facet]:
    """The groups under names of their own; one that cannot be named in words is no facet."""
    named: list[Facet] = []
    for group in groups:
        own, others = _parted(liked.rows, group)
        name = label(space, own, others, taken)
        if name:
            taken.add(name)
            named.append(Facet(name, tuple(liked.ids[i] for i in group)))
    return named


def _parted(rows: Csr, group: Ints) -> tuple[Csr, Csr]:
    others = np.ones(rows.shape[0], dtype=np.bool_)
    others[group] = False
    return rows[group], rows[np.flatnonzero(others)]
