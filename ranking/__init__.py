"""Ranking papers for one reader from that reader's stars: pure and synchronous, on numpy and scikit-learn.

Knows no Telegram, database, network, clock or event loop. The names below are loaded when first asked for, so that
the values (`ranking.domain`) and the questions of a worker (`ranking.jobs`) cost no scientific library to import.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ranking.domain import Explanation, Paper, Rating, Reason, Scored
    from ranking.errors import ArtifactRefused, BadEmbedding, BadRatings, NotFitted, RankingError
    from ranking.model import RelevanceModel
    from ranking.space import PaperSpace

__all__ = [
    "ArtifactRefused",
    "BadEmbedding",
    "BadRatings",
    "Explanation",
    "NotFitted",
    "Paper",
    "PaperSpace",
    "RankingError",
    "Rating",
    "Reason",
    "RelevanceModel",
    "Scored",
]

_HOMES = {
    "ranking.domain": ("Explanation", "Paper", "Rating", "Reason", "Scored"),
    "ranking.errors": ("ArtifactRefused", "BadEmbedding", "BadRatings", "NotFitted", "RankingError"),
    "ranking.model": ("RelevanceModel",),
    "ranking.space": ("PaperSpace",),
}


def __getattr__(name: str) -> object:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module 'ranking' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
