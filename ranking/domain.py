"""The words of the field that everything else is built from: paper, rating, reason, score.

Values only. Nothing here learns, reads a clock or knows where a paper came from.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
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


InterestKind = Literal["words", "author", "category", "paper"]


@dataclass(frozen=True, slots=True)
class Interest:
    """What a reader said, in place of stars, they want more of (`weight` > 0) or less of (< 0).

    `text` is free text or keywords, an author's name, a category, or the id of a seed paper, whose title and abstract
    stand in `paper`. A weight of 1 is worth about two liked papers.
    """

    kind: InterestKind
    text: str
    weight: float = 1.0
    paper: Paper | None = None


@dataclass(frozen=True, slots=True)
class Facet:
    """One of a reader's interests, found in their ratings or named by them: the liked papers that it consists of.

    `share` is the part of a digest it is to have (0 to 1; None: as its part of the likes), `muted` keeps it out.
    """

    name: str
    papers: tuple[str, ...]
    share: float | None = None
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Vectors:
    """Sentence vectors that were computed before: row j of `data` (n, width) belongs to `keys[j]`.

    A key is `text_key` of the text that was embedded, so a revised abstract is a new text. Plain bytes, so that the
    bot's process carries them without a scientific library: little-endian float32.
    """

    keys: tuple[str, ...]
    width: int
    data: bytes


def embedded_text(paper: Paper) -> str:
    """What an embedder reads of a paper."""
    return f"{paper.title}. {paper.abstract}"


def text_key(text: str) -> str:
    """The name under which a text's vector is kept: its SHA-256 in hexadecimal."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


ReasonKind = Literal["term", "author", "category", "paper", "interest", "facet"]


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


Slot = Literal["top", "explore", "audit"]
"""Why a paper stands in a list: as one of the best, as the one to learn from, or drawn from below the cut."""


@dataclass(frozen=True, slots=True)
class Scored:
    """What the model says of one paper: the order (`score`), the stars expected, and how sure it is.

    `interval` is the central 80 % of the predicted stars; `p_like` the probability of 4 stars or more. The rest is said
    of a paper that was selected: its slot, the probability with which an audited one was drawn, the facet that it
    serves, and the ranking that put it there where two are compared.
    """

    paper_id: str
    score: float
    stars: float
    interval: tuple[float, float]
    p_like: float
    explanation: Explanation
    slot: Slot = "top"
    drawn_with: float | None = None
    facet: str | None = None
    team: str | None = None
