"""What a reader reads: looked at before it is subscribed to, listed, left. What one reads is told to no other."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.address import has_secrets, usable
from bot.digest.source_names import source_name
from bot.domain import Reader, Source, SourceSpec
from bot.errors import BadInput
from bot.identity import canonical_url
from bot.ports import Clock
from bot.services.look import Look, Preview
from bot.services.previews import Previews
from bot.store import Store
from bot.store.subscriptions import NOBODYS, Joined, Reading
from bot.telemetry import Telemetry
from bot.texts import later

MOST = 100
"""Sources of a reader's own."""
LONGEST = 60.0
"""Seconds that somebody waits for a preview."""
WriteList = Callable[[Sequence[SourceSpec], datetime], str]
"""Feeds, and the moment of writing them, to a document that other programs take in."""
EXPIRED = later("This preview is too old; send me the address again.")
FULL = later("You have 100 sources of your own, which is the most: remove one first.")
NO_SUCH = later("There is no such number; /sources shows what you read.")


@dataclass(frozen=True, slots=True)
class Offered:
    """A preview, the number by which its feeds are chosen, and which of them the reader reads already."""

    preview: Preview
    number: int
    read: tuple[bool, ...]


class Sources:
    def __init__(
        self, store: Store, look: Look, previews: Previews, clock: Clock, telemetry: Telemetry, *, write_list: WriteList
    ) -> None:
        self._store = store
        self._look = look
        self._previews = previews
        self._clock = clock
        self._telemetry = telemetry
        self._write_list = write_list

    async def look(self, typed: str, seconds: float = LONGEST, *, guessing: bool = True) -> Preview:
        """What is at or behind an address, fetched now. Raises BadInput where it is no address."""
        return await self._look.at(usable(typed), seconds, guessing=guessing)

    async def offer(self, reader: Reader, typed: str) -> Offered:
        """The same, kept for the reader to choose from."""
        preview = await self.look(typed)
        known = {canonical_url(r.source.url): r.wanted for r in await self.of(reader)}
        specs = [feed.spec for feed in preview.feeds]
        read = tuple(known.get(canonical_url(spec.url), False) for spec in specs)
        return Offered(preview, self._previews.keep(reader.id, specs), read)

    async def choose(self, reader: Reader, number: int, choice: int) -> tuple[SourceSpec, Joined]:
        """Subscribes to a feed of a preview, 0 the first. Raises BadInput where it is not, or no longer, theirs."""
        spec = self._previews.chosen(reader.id, number, choice)
        if spec is None:
            raise BadInput(EXPIRED)
        (joined,) = await self.take_in(reader, [spec])
        if joined is Joined.FULL:
            raise BadInput(FULL)
        return spec, joined

    async def take_in(self, reader: Reader, feeds: Sequence[SourceSpec]) -> tuple[Joined, ...]:
        """Subscribes to feeds without a look at them; what came of each. One without a kind gets it by its address."""
        if not feeds:
            return ()
        known = [SourceSpec(s.name, s.url, s.kind or self._look.kind_of(s.url), s.title) for s in feeds]
        subscribe = self._store.subscriptions.subscribe
        joined = await asyncio.to_thread(subscribe, reader.id, known, self._clock(), MOST)
        self._telemetry.event("sources_subscribed", reader=reader.id, new=joined.count(Joined.NEW))
        return joined

    async def of(self, reader: Reader) -> tuple[Reading, ...]:
        """What the reader reads, with the shared sources that they left, by age: the first is number 1."""
        return await asyncio.to_thread(self._store.subscriptions.of, reader.id)

    async def unsubscribe(self, reader: Reader, number: int) -> Source:
        """Ends the reading of the source of that number. Raises BadInput where there is none, or it is left already."""
        reading = await self._numbered(reader, number)
        if not reading.wanted:
            raise BadInput(NO_SUCH)
        await asyncio.to_thread(self._store.subscriptions.leave, reader.id, reading.source.id, self._clock())
        return reading.source

    async def come_back(self, reader: Reader, number: int) -> Source:
        """Takes up again the shared source of that number. Raises BadInput where there is none."""
        source = (await self._numbered(reader, number)).source
        await self.take_in(reader, [SourceSpec(source.name, source.url, source.kind)])
        return source

    async def listed(self, reader: Reader, *, whole: bool) -> tuple[str, int]:
        """What the reader reads, as a list for other programs, and how many were left out of it.

        Never in it are keys and passwords of the shared sources; those of the reader's own are where it is `whole`.
        """
        read = await asyncio.to_thread(self._store.subscriptions.read_by, reader.id)
        told = [s for s in read if not has_secrets(s.url) or (whole and not s.shared)]
        feeds = [SourceSpec(s.name, s.url, s.kind, source_name(s) if s.shared else s.title) for s in told]
        return self._write_list(feeds, self._clock()), len(read) - len(told)

    async def share(self, feeds: Sequence[SourceSpec]) -> tuple[str | None, ...]:
        """Gives sources to everybody, under their names; for each, why it could not be, or None."""
        return await asyncio.to_thread(self._share, feeds)

    def _share(self, feeds: Sequence[SourceSpec]) -> tuple[str | None, ...]:
        known = self._store.sources.all()
        names = {source.name for source in known} | set(NOBODYS)
        shared = {canonical_url(s.url): s.name for s in known if s.shared}
        theirs = {canonical_url(s.url) for s in known if not s.shared}
        said: list[str | None] = []
        fresh: list[SourceSpec] = []
        for feed in feeds:
            place = canonical_url(feed.url)
            if place in shared:
                said.append(f"That address is read already, as {shared[place]!r}.")
            elif feed.name in names:
                said.append(f"There is a source named {feed.name!r} already.")
            else:
                said.append(None)
                names.add(feed.name)
                shared[place] = feed.name
                if place not in theirs or not self._store.subscriptions.share(feed.url, feed.name):
                    fresh.append(replace(feed, kind=feed.kind or self._look.kind_of(feed.url)))
        self._store.sources.add_all(fresh)
        return tuple(said)

    async def _numbered(self, reader: Reader, number: int) -> Reading:
        readings = await self.of(reader)
        if not 1 <= number <= len(readings):
            raise BadInput(NO_SUCH)
        return readings[number - 1]
