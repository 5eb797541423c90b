"""Likes into clusters: average link until what is left to join is no more alike than ordinary papers are.

Average link: Sokal & Michener, A statistical method for evaluating systematic relationships (1958). Unlike a number
of clusters chosen by silhouette, the border between "alike" and "ordinary" hardly moves with one more rating.
"""

from __future__ import annotations

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from ranking.arrays import Floats, Ints

ALIKE = 0.5
"""Mean likeness of two clusters, in standard deviations, from which on they are one."""
MOST = 8


def clusters(alike: Floats, least: int) -> list[Ints]:
    """Groups of at least `least` papers by their likeness (n, n), as indices: at most 8, largest first, none shared.

    The order of the papers decides between equals only.
    """
    if len(alike) < max(2, least):
        return []
    labels = _joined(alike)
    groups = _large(labels, least)
    if groups:
        # A paper joined early may by now be more like another cluster than like its own.
        groups = _large(_nearest(alike, groups), least)
    return groups


def mean_likeness(alike: Floats, groups: list[Ints]) -> Floats:
    """The mean likeness (n, groups) of each paper to the members of each group, itself left out."""
    inside = np.zeros((len(alike), len(groups)))
    for j, group in enumerate(groups):
        inside[group, j] = 1.0
    sums = alike @ inside - inside * np.diag(alike)[:, None]
    counts = inside.sum(axis=0)[None] - inside
    means: Floats = np.divide(sums, counts, out=np.zeros_like(sums), where=counts > 0)
    return means


def _joined(alike: Floats) -> Ints:
    symmetric = (alike + alike.T) / 2.0
    np.fill_diagonal(symmetric, 0.0)
    highest = max(float(symmetric.max()), ALIKE)
    apart = highest - symmetric
    np.fill_diagonal(apart, 0.0)
    tree = linkage(squareform(apart, checks=False), "average")
    return np.asarray(fcluster(tree, highest - ALIKE, "distance"), dtype=np.int64)


def _nearest(alike: Floats, groups: list[Ints]) -> Ints:
    """The group (n,) that each paper is most like; -1 where it is not like any."""
    means = mean_likeness(alike, groups)
    return np.where(means.max(axis=1) > ALIKE, means.argmax(axis=1), -1)


def _large(labels: Ints, least: int) -> list[Ints]:
    found = [np.flatnonzero(labels == label) for label in np.unique(labels[labels >= 0])]
    kept = [group for group in found if len(group) >= least]
    return sorted(kept, key=lambda group: (-len(group), int(group[0])))[:MOST]
