"""A reader's interests kept apart: facets found in their likes, labelled, and how much a paper serves each.

Knows the model and its space; nothing of digests, shares or chats.
"""

from __future__ import annotations

from ranking.facets.finding import find_facets
from ranking.facets.likeness import Likeness, likened_rows
from ranking.facets.serving import FLOOR, facet_scores, facets_served, likeness_to_likes

__all__ = ["FLOOR", "Likeness", "facet_scores", "facets_served", "find_facets", "likened_rows", "likeness_to_likes"]
