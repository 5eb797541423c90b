"""Stars: given, changed, taken back. A rating is stored before anybody is answered, and learning starts soon after."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from bot.domain import Outgoing, PaperRecord, Reader
from bot.errors import BadInput
from bot.identity import name_in
from bot.ports import Clock
from bot.services.training import Training
from bot.store import Store
from bot.telemetry import Telemetry
from bot.texts import later
from ranking.domain import MAX_STARS, Rating


@dataclass(frozen=True, slots=True)
class RatedItem:
    """What a tap changed: the stars the paper has now (0: none), and the digest part that shows it."""

    stars: int
    part: Outgoing | None
    ratings: dict[tuple[int, int], int]
    """Stars of every item of that delivery, by (delivery, rank)."""


class Ratings:
    def __init__(self, store: Store, training: Training, clock: Clock, telemetry: Telemetry) -> None:
        self._store = store
        self._training = training
        self._clock = clock
        self._telemetry = telemetry

    async def rate_item(self, reader: Reader, delivery: int, rank: int, stars: int) -> RatedItem:
        """Rates an item of a digest of this reader's own; 0 takes back. Raises BadInput for anybody else's."""
        done = await asyncio.to_thread(self._rate_item, reader, delivery, rank, stars)
        self._learn(reader, stars, "tap")
        return done

    async def rate(self, reader: Reader, paper_id: str, stars: int) -> None:
        """Rates a paper by its id, known here or not; 0 takes back."""
        await asyncio.to_thread(self._write, reader, paper_id, stars, "command")
        self._learn(reader, stars, "command")

    async def named(self, reader: Reader, name: str) -> str | None:
        """The id of the paper that a reader means, known here or not: as for `find`."""
        return await asyncio.to_thread(self._named, reader, name)

    async def find(self, reader: Reader, name: str) -> PaperRecord | None:
        """The paper that a reader means: an arXiv id, a DOI, a link, or an item's number in their last digest."""
        return await asyncio.to_thread(self._find, reader, name)

    def _rate_item(self, reader: Reader, delivery_id: int, rank: int, stars: int) -> RatedItem:
        delivery = self._store.ledger.find(delivery_id)
        paper_id = self._store.ledger.paper_of(delivery_id, rank)
        if delivery is None or delivery.reader.id != reader.id or paper_id is None:
            raise BadInput(later("This button does not belong to a digest of yours."))
        self._write(reader, paper_id, stars, "tap")
        part = self._store.ledger.part_showing(delivery_id, rank)
        return RatedItem(stars, part, self._store.ledger.stars(delivery))

    def _write(self, reader: Reader, paper_id: str, stars: int, source: str) -> None:
        if stars == 0:
            self._store.ratings.take_back(reader.id, paper_id)
        elif 1 <= stars <= MAX_STARS:
            self._store.ratings.give(reader.id, Rating(paper_id, stars, self._clock()), source)
        else:
            raise BadInput(later("Stars go from 0 to 5."))

    def _find(self, reader: Reader, name: str) -> PaperRecord | None:
        paper_id = self._named(reader, name)
        return self._store.papers.get([paper_id]).get(paper_id) if paper_id else None

    def _named(self, reader: Reader, name: str) -> str | None:
        if called := name_in(name):
            known = self._store.papers.known([called]).get(called)
            return known or (called if called.startswith("arxiv:") else None)
        number = name.strip().rstrip(".")
        delivery = self._store.ledger.last(reader.id)
        if not number.isascii() or not number.isdigit() or delivery is None or len(number) > 4:
            return None
        return self._store.ledger.paper_of(delivery.id, int(number))

    def _learn(self, reader: Reader, stars: int, how: str) -> None:
        self._telemetry.event("paper_rated", reader=reader.id, stars=stars, how=how)
        self._training.learn_soon(reader)
