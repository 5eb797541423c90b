"""The words of the field that everything else is built from: paper, rating, reason, score.

Values only. Nothing here learns, reads a clock or knows where a paper came from.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

MIN_STARS = 1
MAX_STARS = 5
LIKE_STARS = 4
"""A rating of this many stars or more is a like, where a probability of liking is spoken of."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What is read of a paper to rank it. `published`, where known, is an aware datetime."""

    id: str
    title: str
    abstract: str = ""
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    published: datetime | None = None
    comment: str = ""

    def __post_init__(self) -> None:
        if self.published is not None and self.published.tzinfo is None:
            raise ValueError(f"paper {self.id!r}: published has no time zone")


@dataclass(frozen=True, slots=True)
class Rating:
    """Stars that a reader gave a paper, 1 to 5; `at`, where known, is an aware datetime."""

    paper_id: str
    stars: int
    at: datetime | None = None

    def __post_init__(self) -> None:
        if not MIN_STARS <= self.stars <= MAX_STARS:
            raise ValueError(f"stars must lie in {MIN_STARS}..{MAX_STARS}, not {self.stars}")
        if self.at is not None and self.at.tzinfo is None:
            raise ValueError(f"rating of {self.paper_id!r}: the time has no time zone")


ReasonKind = Literal["term", "author", "category", "paper", "facet"]


@dataclass(frozen=True, slots=True)
class Reason:
    """One part of a score. `contribution` is in the units of the decision function.

    `label` is the term, the author's name, the category, the id of a rated paper or the facet's name;
    `stars` is the reader's rating where the reason is a rated paper.
    """

    kind: ReasonKind
    label: str
    contribution: float
    stars: int | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Reasons, largest first by absolute contribution; their sum plus `rest` is the score."""

    reasons: tuple[Reason, ...]
    rest: float


@dataclass(frozen=True, slots=True)
class Scored:
    """What the model says of one paper: the order (`score`), the stars expected, and how sure it is.

    `interval` is the central 80 % of the predicted stars; `p_like` the probability of 4 stars or more.
    """

    paper_id: str
    score: float
    stars: float
    interval: tuple[float, float]
    p_like: float
    explanation: Explanation
