"""arXiv's search interface over HTTP, with its known faults made good: the port `ArxivSearch`.

A page may come empty or short although the answer says that there is more, and a result may come on two pages. Requests
go out one after the other; that they keep three seconds apart is the fetcher's business. A first request that fails is
not repeated here, so that an interface that is away costs a moment. https://info.arxiv.org/help/api/user-manual.html
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from bot.domain import Entry, ParsedFeed
from bot.errors import FetchError, SourceError
from bot.identity import parse_arxiv
from bot.ports import Fetched, Fetcher

Parse = Callable[[str, Fetched], Awaitable[ParsedFeed]]
"""(kind of source, a document that came) to entries. Raises SourceError."""
Sleep = Callable[[float], Awaitable[None]]
"""Waits so many seconds."""

PAGE = 200
"""Results asked for at once: arXiv renders a larger page so slowly that it often fails."""
MOST_PAGES = 60
IDS = 100
"""Identifiers asked for at once: the address stays short enough for every proxy."""
TITLES = 10
LONGEST_TITLE = 300

AGAIN = 2
"""How often a page is asked for again that came empty, or did not come."""
PAUSE = 5.0
LONGEST_PAUSE = 60.0
BUSY = (429, 500, 502, 503, 504)

_CATEGORY = re.compile(r"[a-z]{2,10}(?:-[a-z]{2,4})?(?:\.[A-Za-z-]{2,17})?")
_MOST_CATEGORIES = 20
_TOTAL = re.compile(rb"<(?:[A-Za-z]{1,30}:)?totalResults\b[^<>]{0,200}>\s{0,20}([0-9]{1,9})\s{0,20}<")
_HEAD = 20_000
"""Bytes within which the answer says how many results there are."""


@dataclass(frozen=True, slots=True)
class _Page:
    entries: tuple[Entry, ...]
    total: int


class ArxivApiSearch:
    """The `ArxivSearch` port: `url` is the interface's address, `sleep` waits before a request is repeated."""

    def __init__(self, fetcher: Fetcher, parse: Parse, url: str, sleep: Sleep = asyncio.sleep) -> None:
        self._fetcher = fetcher
        self._parse = parse
        self._url = url
        self._sleep = sleep

    async def by_ids(self, ids: Sequence[str]) -> tuple[Entry, ...]:
        """The papers with these identifiers, in no order; those arXiv does not know are missing. Raises SourceError."""
        known = list(dict.fromkeys(arxiv.text for arxiv in map(parse_arxiv, ids) if arxiv))
        found: list[Entry] = []
        for start in range(0, len(known), IDS):
            found.extend(await self._all({"id_list": ",".join(known[start : start + IDS])}))
        return tuple(found)

    async def by_title(self, title: str) -> tuple[Entry, ...]:
        """Papers whose titles have these words, best first, at most ten. Raises SourceError."""
        words = " ".join(re.findall(r"\w+", title[:LONGEST_TITLE]))
        if not words:
            return ()
        query = {"search_query": f'ti:"{words}"', "sortBy": "relevance", "sortOrder": "descending"}
        return (await self._page(query, 0, TITLES)).entries[:TITLES]

    async def submitted(self, category: str, since: datetime, until: datetime) -> tuple[Entry, ...]:
        """Every paper of the category first submitted in `[since, until)`, newest first. Raises SourceError.

        Several categories are written as in the address of a feed: `cs.CV+cs.RO`.
        """
        between = f"submittedDate:[{since.astimezone(UTC):%Y%m%d%H%M} TO {until.astimezone(UTC):%Y%m%d%H%M}]"
        entries = await self._all({"search_query": f"{_in(category)} AND {between}", "sortBy": "submittedDate"})
        within = [e for e in entries if e.published is None or since <= e.published < until]
        return tuple(sorted(within, key=lambda e: e.published or since, reverse=True))

    async def _all(self, query: dict[str, str]) -> tuple[Entry, ...]:
        """Every result, each once. Where some came twice, others were passed over: they are sought from the end."""
        found: dict[str, Entry] = {}
        for order in ("descending", "ascending"):
            total = await self._read(query | {"sortOrder": order} if "sortBy" in query else query, found)
            if len(found) >= total or "sortBy" not in query:
                break
        if len(found) < total and "sortBy" in query:
            raise SourceError(f"arXiv's search gave {len(found)} of {total} papers.")
        return tuple(found.values())

    async def _read(self, query: dict[str, str], found: dict[str, Entry]) -> int:
        """Puts the results of one query, page by page, into `found`, and gives how many there are said to be."""
        start = 0
        for _ in range(MOST_PAGES):
            page = await self._page(query, start, PAGE)
            found |= {str(entry.arxiv): entry for entry in page.entries}
            start += len(page.entries)
            if start >= page.total:
                return page.total
        raise SourceError(f"arXiv's search has {page.total} results: more than {MOST_PAGES} pages.")

    async def _page(self, query: dict[str, str], start: int, size: int) -> _Page:
        """One page; asked for again where it is empty and should not be. Raises SourceError."""
        address = f"{self._url}?{urlencode(query | {'start': str(start), 'max_results': str(size)})}"
        for _ in range(AGAIN + 1):
            page = await self._ask(address, patient=start > 0)
            if page.entries or page.total <= start:
                return page
            await self._sleep(PAUSE)
        raise SourceError(f"arXiv's search gave an empty page, {start} of {page.total} papers on.")

    async def _ask(self, address: str, *, patient: bool) -> _Page:
        """One answer. A search that has begun is worth some waiting for a server that is busy."""
        for left in range(AGAIN if patient else 0, -1, -1):
            try:
                fetched = await self._fetcher.fetch(address)
                break
            except FetchError as error:
                if not left or error.status not in BUSY or error.retry_after > LONGEST_PAUSE:
                    raise
                await self._sleep(max(error.retry_after, PAUSE))
        if fetched.body is None:
            raise SourceError("arXiv's search answers that nothing has changed, which was not the question.")
        said = _TOTAL.search(fetched.body, 0, _HEAD)
        feed = await self._parse("arxiv_api", fetched)
        return _Page(feed.entries, int(said[1]) if said else len(feed.entries))


def _in(category: str) -> str:
    """The query for papers of the categories, wherever they are listed; an archive stands for all its categories."""
    names = category.split("+")
    if len(names) > _MOST_CATEGORIES or not all(map(_CATEGORY.fullmatch, names)):
        raise SourceError(f"arXiv has no category {category[:100]!r}.")
    terms = [f"cat:{name}" for name in names] + [f"cat:{name}.*" for name in names if "." not in name]
    return terms[0] if len(terms) == 1 else f"({' OR '.join(terms)})"
