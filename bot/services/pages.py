"""A source that is read in pages: from the first one onwards, until there is none, or it has been enough."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from hashlib import sha256

from bot.domain import ParsedFeed
from bot.errors import SourceError
from bot.ports import Fetched, Fetcher
from bot.store.batch import Counts

MOST_PAGES = 20
_NOTHING = ParsedFeed(())


@dataclass(frozen=True, slots=True)
class Page:
    """One page as parsed, and the fingerprint of its bytes; a last one without either may say what is wrong."""

    feed: ParsedFeed
    digest: str = ""


async def read_on(
    first: Fetched, fetcher: Fetcher, parse: Callable[[Fetched], Awaitable[ParsedFeed]]
) -> AsyncIterator[Page]:
    """The first page, which has been fetched, and those it leads to. Raises SourceError only for the first.

    What came before a page that cannot be had is kept: the trouble is told by a last page without entries.
    """
    page = await _page(first, parse)
    yield page
    known, asked = {page.digest}, {first.url}
    while (onwards := page.feed.onwards) and onwards not in asked:
        if len(asked) == MOST_PAGES:
            yield _trouble(f"The source has more than {MOST_PAGES} pages; the rest was not read.")
            return
        asked.add(onwards)
        try:
            page = await _page(await fetcher.fetch(onwards), parse)
        except SourceError as error:
            yield _trouble(f"Page {len(asked)} could not be read: {error}")
            return
        if page.digest in known:
            return
        known.add(page.digest)
        yield page


def fingerprint(data: bytes) -> str:
    """Tells one document from another; as long to work out as the document is."""
    return sha256(data).hexdigest()


async def _page(fetched: Fetched, parse: Callable[[Fetched], Awaitable[ParsedFeed]]) -> Page:
    return Page(await parse(fetched), await asyncio.to_thread(fingerprint, fetched.body or b""))


def _trouble(sentence: str) -> Page:
    return Page(ParsedFeed((), sentence))


@dataclass(frozen=True, slots=True)
class Taken:
    """What the pages so far came to: counts of entries, and the document that they make up, without its entries."""

    feed: ParsedFeed = _NOTHING
    seen: int = 0
    new: int = 0
    revised: int = 0
    digests: tuple[str, ...] = ()

    def and_then(self, page: Page, counts: Counts) -> Taken:
        """With one more page, whose entries are stored. What the first page says of the source holds."""
        first = self.feed if self.digests else replace(page.feed, entries=())
        return Taken(
            feed=replace(first, trouble=first.trouble or page.feed.trouble),
            seen=self.seen + len(page.feed.entries),
            new=self.new + counts.new,
            revised=self.revised + counts.revised,
            digests=(*self.digests, page.digest),
        )

    @property
    def digest(self) -> str:
        """The fingerprint of all pages; of a single one it is that page's own."""
        return self.digests[0] if len(self.digests) == 1 else fingerprint("".join(self.digests).encode())
