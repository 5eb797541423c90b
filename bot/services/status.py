"""How things stand: for /status, in numbers."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from bot.domain import Reader, Source
from bot.store import Store


@dataclass(frozen=True, slots=True)
class Status:
    """`learnt`: ratings in the model that ranks now; `held`: its number, where the reader went back to it."""

    papers: int
    ratings: int
    learnt: int
    held: int | None
    sources: tuple[Source, ...]


async def status_of(store: Store, reader: Reader) -> Status:
    """The catalogue, the reader's ratings and model, and the sources that they read, as their last fetch left them."""
    return await asyncio.to_thread(_status_of, store, reader)


def _status_of(store: Store, reader: Reader) -> Status:
    model = store.models.model(reader.id)
    return Status(
        papers=store.papers.count(),
        ratings=len(store.ratings.of(reader.id)),
        learnt=model.ratings if model else 0,
        held=model.number if model and model.pinned else None,
        sources=store.subscriptions.read_by(reader.id),
    )
