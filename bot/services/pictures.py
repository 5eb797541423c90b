"""Teaser pictures: looked for in the background, for papers that stood in a digest, a few at a time.

Where a source gave a picture it is taken, else the first figure of the paper's own page on arXiv. Nothing waits for a
picture, and a picture that cannot be had costs nothing but itself. Who was shown a paper is not kept here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from http import HTTPStatus
from pathlib import Path

from bot.domain import CheckedPicture, Found, PaperRecord, Picture
from bot.errors import FetchError, WorkFailed
from bot.ports import Clock, Fetcher, Job, Worker
from bot.services.picture_files import PictureFiles
from bot.store import Store
from bot.store.pictures import PictureState, StoredPicture
from bot.telemetry import Telemetry

PAST = timedelta(days=7)
"""Of digests older than that nobody looks for pictures any more."""
AT_ONCE = 4
"""Papers that are looked after in one round."""
MOST_BYTES = 8_000_000
PAUSES = (timedelta(hours=1), timedelta(hours=6), timedelta(days=1))
"""Before the second, third and last try."""
_TRANSIENT = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS})


@dataclass(frozen=True, slots=True)
class Studio:
    """What is done to bytes, as jobs for a worker: `figure` finds a page's first figure, `shrink` checks a picture."""

    worker: Worker
    figure: Callable[[bytes, str], Job[str | None]]
    shrink: Callable[[bytes], Job[CheckedPicture | None]]


class Pictures:
    """`html_url` is where arXiv keeps its pages of papers, `folder` the cache."""

    def __init__(
        self,
        store: Store,
        fetcher: Fetcher,
        studio: Studio,
        clock: Clock,
        telemetry: Telemetry,
        *,
        folder: Path,
        html_url: str,
    ) -> None:
        self._store = store.pictures
        self._fetcher = fetcher
        self._studio = studio
        self._clock = clock
        self._telemetry = telemetry
        self._files = PictureFiles(folder)
        self._html_url = html_url.rstrip("/")

    async def catch_up(self, most: int = AT_ONCE) -> int:
        """Looks for the pictures of some papers that stood in a digest lately; returns how many it found."""
        now = self._clock()
        wanted = await asyncio.to_thread(self._store.wanted, now - PAST, now, most)
        ready = 0
        for record, tries in wanted:
            try:
                outcome = await self._look(record)
            except FetchError as error:
                outcome = self._later(tries if error.offline else tries + 1)
            except WorkFailed:
                outcome = self._later(tries + 1)
            await asyncio.to_thread(self._store.put, record.paper.id, outcome)
            ready += outcome.state is PictureState.READY
        if wanted:
            self._telemetry.event("pictures", looked=len(wanted), found=ready)
        return ready

    async def of(self, records: Iterable[PaperRecord]) -> dict[str, Picture]:
        """The pictures in the cache by paper id; papers that have none there are left out."""
        return await asyncio.to_thread(self._of, [record.paper.id for record in records])

    def _of(self, ids: list[str]) -> dict[str, Picture]:
        found: dict[str, Picture] = {}
        for key, kept in self._store.of(ids).items():
            path = self._files.path(kept.file)
            if kept.state is PictureState.READY and path is not None and kept.found_in is not None:
                found[key] = Picture(kept.url, kept.found_in, str(path.resolve()), kept.width, kept.height)
        return found

    async def _look(self, record: PaperRecord) -> StoredPicture:
        """The first candidate that can be shown. Raises FetchError where one may yet come, WorkFailed."""
        trouble: FetchError | None = None
        for way in self._ways(record):
            try:
                found = await way()
            except FetchError as error:
                trouble = trouble or (error if _may_pass(error) else None)
                continue
            if found is not None:
                return found
        if trouble is not None:
            raise trouble
        return StoredPicture(PictureState.NONE)

    def _ways(self, record: PaperRecord) -> Iterator[Callable[[], Awaitable[StoredPicture | None]]]:
        if record.image:
            yield partial(self._fetched, record.image, Found.FEED)
        if record.arxiv is not None:
            yield partial(self._first_figure, f"{self._html_url}/{record.arxiv.text}")

    async def _fetched(self, url: str, found_in: Found) -> StoredPicture | None:
        """The picture at this address in the cache; None where it is none that can be shown. Raises FetchError."""
        answer = await self._fetcher.fetch(url)
        is_picture = answer.media in ("", "application/octet-stream") or answer.media.startswith("image/")
        if not answer.body or not is_picture or len(answer.body) > MOST_BYTES:
            return None
        checked = await self._studio.worker.run(self._studio.shrink(answer.body))
        if checked is None:
            return None
        name = await asyncio.to_thread(self._files.keep, checked.data, checked.suffix)
        return StoredPicture(PictureState.READY, url, found_in, name, checked.width, checked.height)

    async def _first_figure(self, page: str) -> StoredPicture | None:
        """The first figure of the page in the cache. Raises FetchError."""
        try:
            answer = await self._fetcher.fetch(page)
        except FetchError as error:
            if error.status == HTTPStatus.NOT_FOUND:
                raise FetchError("arXiv has not made the page, or not yet.") from error
            raise
        figure = await self._studio.worker.run(self._studio.figure(answer.body or b"", answer.url))
        return await self._fetched(figure, Found.FIGURE) if figure else None

    def _later(self, tries: int) -> StoredPicture:
        """To be tried again after so many tries that counted: one without any connection does not."""
        if tries > len(PAUSES):
            return StoredPicture(PictureState.NONE, tries=tries)
        return StoredPicture(PictureState.FAILED, tries=tries, next_at=self._clock() + PAUSES[max(tries - 1, 0)])


def _may_pass(error: FetchError) -> bool:
    """Whether another try may fare better: no answer, a busy or a failing server; what is missing is missing."""
    return error.status == 0 or error.status in _TRANSIENT or error.status >= HTTPStatus.INTERNAL_SERVER_ERROR
