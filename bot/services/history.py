"""A reader's past in and out: ratings from files, with the papers they are about, and back again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain import Entry, Reader
from bot.identity import names_of
from bot.ports import Clock
from bot.store import Store
from bot.store.ratings import RatedPaper
from ranking.domain import Rating


@dataclass(frozen=True, slots=True)
class PastRating:
    """One item of a history: the paper, the stars (None: mentioned, not rated), and when."""

    entry: Entry
    stars: int | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Imported:
    """How many ratings and papers the reader has from this history; the same again for the same history."""

    ratings: int
    papers: int


class History:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def take_in(self, reader: Reader, past: Sequence[PastRating], source: str) -> Imported:
        """Stores papers and ratings; of two ratings of one paper the later counts, of one day the one that stands last.

        The papers are history, not news: no digest draws on them. Taking the same in again changes nothing. An item
        whose key is the id of a paper that is known here is that paper, as in a table that was exported here.
        """
        by_key = self._store.papers.known(p.entry.key for p in past if p.entry.key)
        named = [(names_of(p.entry), p.entry) for p in past if p.entry.key not in by_key]
        self._store.papers.record(source, named, self._clock(), news=False)
        ids = self._store.papers.known(names[0] for names, _ in named) | by_key
        papers = [by_key.get(p.entry.key) or ids[names_of(p.entry)[0]] for p in past]
        rated = [Rating(paper, p.stars, p.at) for paper, p in zip(papers, past, strict=True) if p.stars is not None]
        rated.sort(key=lambda r: (r.at is not None, r.at))
        latest = {rating.paper_id: rating for rating in rated}
        self._store.ratings.record(reader.id, latest.values(), source)
        return Imported(len(latest), len(set(papers)))

    def ratings(self, reader: Reader) -> tuple[RatedPaper, ...]:
        """Everything this reader has rated, in the stable order of exports."""
        return self._store.ratings.rated(reader.id)
