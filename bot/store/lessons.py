"""What a model was learnt from, as compressed bytes: small enough to keep for every model of a history.

A model's own bytes are worth nothing once the space changes; its ratings and interests give it back in any space.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from datetime import datetime

from ranking.domain import Interest, Rating
from ranking.errors import ArtifactRefused

_LARGEST = 50_000_000
"""Bytes of a lesson unpacked at most: a hundred times those of a long history, so damage cannot fill the memory."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """Ratings, oldest first, and what the reader stated. A seed paper's text is not kept, only its id."""

    ratings: tuple[Rating, ...] = ()
    interests: tuple[Interest, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.ratings or self.interests)


def pack(lesson: Lesson) -> bytes:
    ratings = [[r.paper_id, r.stars, r.at.isoformat() if r.at else None] for r in lesson.ratings]
    interests = [[i.kind, i.text, i.weight] for i in lesson.interests]
    return zlib.compress(json.dumps([ratings, interests], separators=(",", ":")).encode())


def unpack(data: bytes) -> Lesson:
    """What `pack` wrote; raises ArtifactRefused for anything else."""
    try:
        ratings, interests = json.loads(zlib.decompressobj().decompress(data, _LARGEST))
        return Lesson(
            tuple(Rating(key, stars, datetime.fromisoformat(at) if at else None) for key, stars, at in ratings),
            tuple(Interest(kind, text, weight) for kind, text, weight in interests),
        )
    except (zlib.error, ValueError, TypeError, RecursionError) as error:
        raise ArtifactRefused("What this model was learnt from cannot be read any more.") from error
