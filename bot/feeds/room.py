"""How many large documents may be in memory at once, however many are fetched: from when one proves large until whoever
asked for it has let go of it. A hundred that unpack to the limit would else be gigabytes."""

from __future__ import annotations

import asyncio
import contextlib
import weakref

from bot.ports import Fetched

SMALL = 1_000_000
"""Bytes that any document may have; nearly all have fewer."""
LARGE_AT_ONCE = 4


class Room:
    """The places for large documents, shared by all that is fetched."""

    def __init__(self) -> None:
        self._places = asyncio.Semaphore(LARGE_AT_ONCE)

    def place(self) -> Place:
        """What one document takes; nothing yet."""
        return Place(self._places)


class Place:
    """One document's place, if it needs one."""

    def __init__(self, places: asyncio.Semaphore) -> None:
        self._places = places
        self._taken = False

    async def hold(self, size: int) -> None:
        """Waits for a place where so many bytes are many, and it has none yet."""
        if size > SMALL and not self._taken:
            await self._places.acquire()
            self._taken = True

    def leave(self) -> None:
        """Gives the place back: no document came of it."""
        if self._taken:
            self._taken = False
            self._places.release()

    def keep_for(self, document: Fetched) -> None:
        """Gives the place back when nobody holds the document any more."""
        if self._taken:
            self._taken = False
            weakref.finalize(document, _release, asyncio.get_running_loop(), self._places).atexit = False


def _release(loop: asyncio.AbstractEventLoop, places: asyncio.Semaphore) -> None:
    """The last to let go may be another thread, or come after the loop."""
    with contextlib.suppress(RuntimeError):
        loop.call_soon_threadsafe(places.release)
