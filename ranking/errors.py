"""What can go wrong in ranking, told apart by what the caller does next.

RankingError
├── BadRatings        the caller's input is wrong: stars outside 1..5, lengths that differ, a naive time
├── BadEmbedding      the embedder answered in a wrong shape: rank without it
├── NotFitted         the space or the model was asked before it had learnt
└── ArtifactRefused   stored bytes are damaged, foreign or of another space: rebuild from the ratings
"""

from __future__ import annotations


class RankingError(Exception):
    """Base of all errors of this package."""


class BadRatings(RankingError, ValueError):
    """Ratings that cannot be learnt from as given."""


class BadEmbedding(RankingError, ValueError):
    """Vectors from the embedder whose number or length is not what was asked for."""


class NotFitted(RankingError):
    """Asked for something that exists only after `fit`."""


class ArtifactRefused(RankingError):
    """Stored bytes that are damaged, foreign, or made for another space."""
