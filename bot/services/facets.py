"""A reader's facets: found in their stars, then named, muted or given a share of the digest as they like."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from bot.domain import Reader
from bot.errors import BadInput
from bot.ports import Clock, Worker
from bot.services.stated import cleaned
from bot.services.training import Training
from bot.store import Store
from bot.texts import later
from ranking.domain import Facet
from ranking.errors import ArtifactRefused
from ranking.jobs import FindFacets

LONGEST_NAME = 40


class Facets:
    def __init__(self, store: Store, worker: Worker, training: Training, clock: Clock) -> None:
        self._store = store
        self._worker = worker
        self._training = training
        self._clock = clock

    async def of(self, reader: Reader) -> tuple[Facet, ...]:
        """The facets as they are now, largest first: the first is number 1. Raises WorkFailed."""
        told = await asyncio.to_thread(self._store.facets.of, reader.id)
        try:
            return await self._found(reader, told)
        except ArtifactRefused:
            await self._training.forget()
            return await self._found(reader, told)

    async def mute(self, reader: Reader, which: str, *, muted: bool) -> Facet:
        """Keeps a facet out of the digest, or lets it in again. Raises BadInput for one that is not there."""
        found = await self.of(reader)
        facet = _named(found, which)
        return await self._keep(reader, found, facet, replace(facet, muted=muted))

    async def share(self, reader: Reader, which: str, percent: int | None) -> Facet:
        """Gives a facet that part of the digest; None: as its part of the likes. Raises BadInput beyond 100 percent."""
        found = await self.of(reader)
        facet = _named(found, which)
        wanted = None if percent is None else percent / 100
        shared = sum(other.share or 0.0 for other in found if other is not facet) + (wanted or 0.0)
        if (percent is not None and not 0 <= percent <= 100) or shared > 1.0 + 1e-9:
            raise BadInput(later("Shares go from 0 to 100 percent, and all of them together to 100."))
        return await self._keep(reader, found, facet, replace(facet, share=wanted))

    async def name(self, reader: Reader, which: str, name: str) -> Facet:
        """Gives a facet a name of the reader's own. Raises BadInput for one that is taken, empty, long or a number."""
        found = await self.of(reader)
        facet = _named(found, which)
        wanted = cleaned(name)
        if not wanted or len(wanted) > LONGEST_NAME or wanted.rstrip(".").isdigit():
            raise BadInput(later("A name has 1 to 40 characters and is not a number."))
        if any(wanted.casefold() == other.name.casefold() for other in found if other is not facet):
            raise BadInput(later("Another of your facets has that name."))
        return await self._keep(reader, found, facet, replace(facet, name=wanted))

    async def _found(self, reader: Reader, told: tuple[Facet, ...]) -> tuple[Facet, ...]:
        learnt = await self._training.learnt(reader)
        return await self._worker.run(FindFacets(learnt.space, learnt.model, told)) if learnt else ()

    async def _keep(self, reader: Reader, found: tuple[Facet, ...], before: Facet, after: Facet) -> Facet:
        """Stores what was set, each facet with the papers it has now; what has lost all its papers is let go."""
        told = [facet.name for facet in await asyncio.to_thread(self._store.facets.of, reader.id)]
        kept = [after if facet is before else facet for facet in found if facet is before or facet.name in told]
        await asyncio.to_thread(self._store.facets.keep, reader.id, kept, self._clock())
        return after


def _named(found: tuple[Facet, ...], which: str) -> Facet:
    """The facet of that number or name."""
    wanted = cleaned(which).rstrip(".").casefold()
    for number, facet in enumerate(found, start=1):
        if wanted in (str(number), facet.name.rstrip(".").casefold()):
            return facet
    raise BadInput(later("There is no such facet; /interests shows what I found in your stars."))
