"""What a model is learnt from: the reader's stars, what they stated, and what they passed over, as one job."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain import Reader
from bot.services.spaces import KnownVectors
from bot.store import Store
from bot.store.lessons import Lesson
from bot.store.models import StoredSpace
from ranking.domain import Interest, Paper
from ranking.jobs import Train

PASSED_OVER_AFTER = timedelta(days=2)
"""A paper that was sent and not rated for so long was probably seen and let go."""
PASSED_OVER = 500
"""Papers of this kind that are learnt from at most: those sent last."""


def lesson_of(store: Store, reader: Reader, most: int) -> Lesson:
    """The reader's ratings, of very many the newest, and interests as they are now."""
    return Lesson(store.ratings.of(reader.id)[-most:], store.interests.of(reader.id))


async def training_job(
    store: Store,
    vectors: KnownVectors,
    reader: Reader,
    space: StoredSpace,
    *,
    lesson: Lesson,
    at: datetime,
    previous: bytes | None = None,
) -> Train:
    """The job that learns a lesson as it was at that time."""
    papers, shown, interests = await asyncio.to_thread(_material, store, reader, lesson, at)
    seeds = [interest.paper for interest in interests if interest.paper is not None]
    known = await vectors([*papers, *seeds])
    return Train(space.data, papers, lesson.ratings, interests, shown, known, previous)


def _material(
    store: Store, reader: Reader, lesson: Lesson, at: datetime
) -> tuple[tuple[Paper, ...], tuple[str, ...], tuple[Interest, ...]]:
    """The papers of the lesson, the ids of those passed over among them, and the interests with their seed papers."""
    rated = {rating.paper_id for rating in lesson.ratings}
    passed = store.papers.passed_over(reader.id, at - PASSED_OVER_AFTER, PASSED_OVER)
    seeds = {interest.text for interest in lesson.interests if interest.kind == "paper"}
    records = store.papers.get({*rated, *passed, *seeds})
    # A lesson of the past may name a paper by an id that it had before it turned out to be one with another.
    known = {*rated, *(records[paper_id].paper.id for paper_id in rated if paper_id in records)}
    shown = tuple(paper_id for paper_id in passed if paper_id not in known)
    papers = tuple(replace(records[i].paper, id=i) for i in records if i in rated or i in shown)
    interests = tuple(
        replace(i, paper=records[i.text].paper) if i.kind == "paper" and i.paper is None and i.text in records else i
        for i in lesson.interests
    )
    return papers, shown, interests
