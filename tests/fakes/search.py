"""arXiv's search interface in memory: it knows some papers, may be down, and remembers what it was asked."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime

from bot.domain import Entry
from bot.errors import FetchError
from bot.identity import fingerprint


class FakeSearch:
    """`down` answers 503, `slow` never answers; `asked` are ids, sorted, and titles, in the order of asking."""

    def __init__(self, *known: Entry) -> None:
        self.known = list(known)
        self.down = False
        self.slow = False
        self.asked: list[tuple[str, ...] | str] = []

    async def by_ids(self, ids: Sequence[str]) -> tuple[Entry, ...]:
        await self._answer(tuple(sorted(ids)))
        return tuple(entry for entry in self.known if entry.arxiv and entry.arxiv.text in ids)

    async def by_title(self, title: str) -> tuple[Entry, ...]:
        await self._answer(title)
        start = fingerprint(title)[:6]
        return tuple(entry for entry in self.known if fingerprint(entry.title).startswith(start))

    async def submitted(self, category: str, since: datetime, until: datetime) -> tuple[Entry, ...]:
        raise AssertionError("articles ask for no days")

    async def _answer(self, asked: tuple[str, ...] | str) -> None:
        self.asked.append(asked)
        if self.slow:
            await asyncio.Event().wait()
        if self.down:
            raise FetchError("arXiv's search answers 503.", status=503)
