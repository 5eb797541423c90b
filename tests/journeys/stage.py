"""Where a journey plays: Telegram, the feeds and the bot's home, which all outlive the bot."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.app.desk import configure_sources, open_desk
from bot.app.running import Running, running_bot
from bot.ports import Worker
from bot.services.desk import Desk
from bot.settings import Access, Embed, Secret, Settings
from bot.telemetry import Telemetry
from tests.fakes.arxiv_days import MORNING, announced, rss
from tests.fakes.clock import FakeClock
from tests.fakes.feed_server import FeedServer
from tests.fakes.memory_channel import MemoryChannel
from tests.fakes.telegram_rules import Json
from tests.fakes.telegram_server import TelegramServer, buttons
from tests.fakes.worker import ThreadWorker

ADMIN = 1
READER = 42
STRANGER = 999
CATEGORY = "/rss/cs.CV"

_NUMBERED = re.compile(r"^(\d+)\. (.+?)(?:  |$)", re.MULTILINE)


@dataclass(slots=True)
class Stage:
    """`worker` None is a process of its own, as in production; the usual one is a thread, which starts sooner."""

    telegram: TelegramServer
    feeds: FeedServer
    home: Path
    clock: FakeClock
    telemetry: Telemetry = field(default_factory=Telemetry)
    worker: Worker | None = field(default_factory=ThreadWorker)
    said: dict[str, Any] = field(default_factory=dict)
    """Settings that differ from the usual ones."""
    ticking: bool = False
    """Whether the bot ticks by itself; else its ticks are the test's to make."""

    @property
    def database_url(self) -> str:
        return f"sqlite:///{self.home / 'bandu.sqlite'}"

    @property
    def settings(self) -> Settings:
        usual = Settings(
            home=self.home,
            database_url=Secret(self.database_url),
            token=Secret(self.telegram.token),
            api_url=self.telegram.url,
            access=Access.INVITE,
            admins=frozenset({ADMIN}),
            allow=frozenset({READER}),
            arxiv_rss_url=f"{self.feeds.url}/rss",
            arxiv_api_url=f"{self.feeds.url}/api/query",
            arxiv_html_url=f"{self.feeds.url}/html",
            private_hosts=frozenset({self.feeds.host}),
            embed=Embed("off"),
        )
        return replace(usual, **self.said)

    @contextlib.asynccontextmanager
    async def bot(self) -> AsyncIterator[Running]:
        """The bot, up."""
        async with running_bot(
            self.settings, self.telemetry, self.clock, worker=self.worker, ticking=self.ticking
        ) as running:
            yield running

    @contextlib.asynccontextmanager
    async def looking(self) -> AsyncIterator[Desk]:
        """The use cases on the same database, as a command has them while the bot runs or lies still."""
        worker = self.worker or ThreadWorker()
        async with open_desk(self.settings, MemoryChannel(), worker, self.telemetry, self.clock) as desk:
            await configure_sources(desk, self.settings)
            yield desk

    def announce(self, numbers: Iterable[int], at: datetime = MORNING) -> None:
        """The day's announcement has these invented papers."""
        self.feeds.serve(CATEGORY, rss(announced(numbers), at))

    async def reply(self, user: int, text: str, lang: str = "en") -> str:
        """Says something and gives the next message's text."""
        before = len(self.telegram.chat(user))
        self.telegram.say(user, text, lang)
        after = await self.telegram.until(lambda: self.telegram.chat(user)[before:])
        return str(after[0]["text"])

    async def digest(self, user: int) -> list[Json]:
        """Asks for a digest and gives the messages it came in."""
        before = len(digests(self.telegram, user))
        self.telegram.say(user, "/digest")
        return (await self.telegram.until(lambda: digests(self.telegram, user)[before:]))[:]

    async def tap(self, user: int, message_id: int, button: str) -> str:
        """Taps a button and gives what the bot answered."""
        query = self.telegram.tap(user, message_id, button)
        answer = await self.telegram.until(lambda: self.telegram.answer_to(query))
        return str((answer or {}).get("text", ""))

    async def rate(self, user: int, message: Json, rank: int, stars: int) -> str:
        """Taps a star of the item at that place of the message, and waits until the row shows it."""
        told = await self.tap(user, message["message_id"], star_rows(message)[rank - 1][stars - 1]["callback_data"])
        wanted = "★" * stars + "☆" * (5 - stars)
        await self.telegram.until(lambda: drawn(self.telegram, user, message["message_id"])[rank - 1] == wanted)
        return told


class Heard(Telemetry):
    """Tells a test when an event first happens."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.heard = asyncio.Event()

    def event(self, name: str, /, **fields: object) -> None:
        super().event(name, **fields)
        if name == self._name:
            self.heard.set()


def star_rows(message: Json) -> list[list[Json]]:
    """The five star buttons of each item, in order."""
    rows = [[b for b in row if b["text"] in "☆★"] for row in buttons(message)]
    return [row for row in rows if len(row) == 5]


def drawn(telegram: TelegramServer, user: int, message_id: int) -> list[str]:
    """The stars under a message as they stand now, one text an item."""
    message = next(m for m in telegram.chat(user) if m["message_id"] == message_id)
    return ["".join(b["text"] for b in row) for row in star_rows(message)]


def digests(telegram: TelegramServer, user: int) -> list[Json]:
    """The messages with stars under numbered items."""
    return [m for m in telegram.chat(user) if star_rows(m) and _NUMBERED.search(m["text"])]


def titles(messages: Iterable[Json]) -> list[str]:
    """The titles of numbered items, in order."""
    return [found[2] for m in messages for found in _NUMBERED.finditer(m["text"])]


def texts(telegram: TelegramServer, user: int) -> list[str]:
    return [str(m["text"]) for m in telegram.chat(user)]
