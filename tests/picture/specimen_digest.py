"""The digest of the specimen day for the reader whose history ships with it, on a fixed morning."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bot.app.desk import open_desk
from bot.cli.terminal import specimen_digest
from bot.digest.render import render
from bot.domain import Digest
from bot.message import Message
from bot.settings import load
from bot.telemetry import Telemetry
from bot.texts import Texts
from bot.workers import InlineWorker
from tests.fakes.memory_channel import MemoryChannel

MORNING = datetime(2026, 11, 18, 8, 30, tzinfo=UTC)
FIRST_DELIVERY = 1


async def digest_message(folder: Path) -> Message:
    """The message as the channel gets it, with an item rated to show what a tap does."""
    digest = await _digest(folder)
    rated = (replace(digest.items[0], rating=5), *digest.items[1:])
    return render(replace(digest, items=rated), FIRST_DELIVERY, Texts(digest.reader.language))


async def _digest(folder: Path) -> Digest:
    settings = load({"BANDU_HOME": str(folder)}, folder, lambda _: "")
    async with open_desk(settings, MemoryChannel(), InlineWorker(), Telemetry(), lambda: MORNING) as desk:
        return await specimen_digest(desk)
