"""A fetcher without a network: addresses with what they answer."""

from __future__ import annotations

from bot.errors import FetchError
from bot.ports import Fetched


class FakeFetcher:
    """`answers` by address: a document, an exception to raise, or None for 304; any other address is offline."""

    def __init__(self) -> None:
        self.answers: dict[str, bytes | Exception | None] = {}
        self.asked: list[tuple[str, str, str]] = []
        """(address, etag, last_modified) of each request, in order."""

    async def fetch(self, url: str, etag: str = "", last_modified: str = "") -> Fetched:
        self.asked.append((url, etag, last_modified))
        if url not in self.answers:
            raise FetchError(f"No connection to {url}.", offline=True)
        answer = self.answers[url]
        if isinstance(answer, Exception):
            raise answer
        return Fetched(answer, url, etag='"v1"', last_modified="Sun, 22 Nov 2026 08:00:00 GMT")
