"""What the use cases need from the outside, as protocols. Adapters implement them; tests hand in fakes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from bot.domain import Entry
from bot.message import Message, Rows
from ranking.domain import Vectors

Clock = Callable[[], datetime]
"""The present moment, aware, in UTC."""

R_co = TypeVar("R_co", covariant=True)
R = TypeVar("R")


class Job(Protocol[R_co]):
    """A frozen question to a worker process, which knows how to answer itself."""

    def run(self) -> R_co: ...


class Worker(Protocol):
    """Where CPU work is done, off the event loop."""

    async def run(self, job: Job[R]) -> R:
        """The job's answer. Raises WorkFailed; RankingError of the job passes through."""
        ...


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Fetched:
    """A document, or None as `body` where the server says it has not changed; `url` is where redirects led.

    `media` and `charset` are what the server calls it ("text/html", "gb2312"), in lower case, "" where it does not.
    """

    body: bytes | None
    url: str
    etag: str = ""
    last_modified: str = ""
    media: str = ""
    charset: str = ""


class Fetcher(Protocol):
    async def fetch(self, url: str, etag: str = "", last_modified: str = "") -> Fetched:
        """One conditional GET, redirects followed. Raises FetchError."""
        ...


class ArxivSearch(Protocol):
    """arXiv's search interface: slow (a request every three seconds), so what is asked together comes together."""

    async def by_ids(self, ids: Sequence[str]) -> tuple[Entry, ...]:
        """The papers with these identifiers, in no order; those arXiv does not know are missing. Raises SourceError."""
        ...

    async def by_title(self, title: str) -> tuple[Entry, ...]:
        """Papers whose titles have these words, best first, at most ten. Raises SourceError."""
        ...

    async def submitted(self, category: str, since: datetime, until: datetime) -> tuple[Entry, ...]:
        """Every paper of the category first submitted in `[since, until)`, newest first. Raises SourceError."""
        ...


class Channel(Protocol):
    """Where messages go: Telegram, or a terminal."""

    def split(self, message: Message) -> Sequence[Message]:
        """Parts that each fit into one message of the channel, split between blocks."""
        ...

    async def send(self, chat_id: int, message: Message) -> int:
        """Sends one part and returns its message id. Raises a DeliveryError."""
        ...

    async def edit_rows(self, chat_id: int, message_id: int, rows: Rows) -> None:
        """Puts other buttons under a message; the same buttons again are no error. Raises a DeliveryError."""
        ...


class Embedder(Protocol):
    """Where sentence vectors come from."""

    @property
    def model(self) -> str:
        """Names whose vectors these are: those of two models are never compared."""
        ...

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """One vector of length 1 a text, in their order, under the texts' keys.

        All or nothing. Raises EmbeddingFailed; EmbeddingRefused where other texts may fare better.
        """
        ...

    async def aclose(self) -> None: ...
