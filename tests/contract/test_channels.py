"""One suite for every channel: the terminal, Telegram over HTTP, and the fake that service tests use.

A new channel adds a rig to RIGS: the channel in a world of its own, and what a reader sees there.
"""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass

import pytest
import telegram

from bot.deliver.console import ConsoleChannel
from bot.deliver.telegram import TelegramChannel
from bot.message import Block, Button, Message, Span, Style, line
from bot.ports import Channel
from tests.fakes.memory_channel import MemoryChannel
from tests.fakes.telegram_server import TelegramServer

READER = 42


@dataclass(frozen=True, slots=True)
class Rig:
    """`seen` gives all text that has reached the reader."""

    channel: Channel
    seen: Callable[[], str]


@asynccontextmanager
async def console() -> AsyncIterator[Rig]:
    stream = io.StringIO()
    yield Rig(ConsoleChannel(stream), stream.getvalue)


@asynccontextmanager
async def memory() -> AsyncIterator[Rig]:
    channel = MemoryChannel()
    yield Rig(channel, lambda: "\n".join(channel.texts(READER)))


@asynccontextmanager
async def over_http() -> AsyncIterator[Rig]:
    with TelegramServer() as server:
        server.meet(READER)
        async with telegram.Bot(server.token, base_url=f"{server.url}/bot") as bot:
            yield Rig(TelegramChannel(bot), lambda: "\n".join(m["text"] for m in server.chat(READER)))


RIGS: tuple[Callable[[], AbstractAsyncContextManager[Rig]], ...] = (console, memory, over_http)


@pytest.fixture(params=RIGS, ids=lambda make: make.__name__)
async def rig(request: pytest.FixtureRequest) -> AsyncIterator[Rig]:
    async with request.param() as rig:
        yield rig


HOSTILE = Message(
    (
        Block((Span("1. <b>&amp; \"quoted\" 'title' 😀", Style.BOLD, 'https://x.org/?a="b"&c=<d>'),)),
        Block((Span("Tips\n"), Span("A < B & C > D", Style.FOLDED)), ((Button("☆", "r:1"),),)),
    ),
)


async def test_what_is_sent_is_seen(rig: Rig) -> None:
    await rig.channel.send(READER, line("Good morning."))
    assert "Good morning." in rig.seen()


async def test_ids_of_messages_differ_and_grow(rig: Rig) -> None:
    ids = [await rig.channel.send(READER, line(text)) for text in ("one", "two", "three")]
    assert ids == sorted(set(ids))


async def test_text_arrives_as_it_was_written_whatever_markup_it_resembles(rig: Rig) -> None:
    await rig.channel.send(READER, HOSTILE)
    assert "1. <b>&amp; \"quoted\" 'title' 😀" in rig.seen()
    assert "A < B & C > D" in rig.seen()


async def test_every_part_of_a_long_message_is_taken_and_nothing_is_lost(rig: Rig) -> None:
    row = tuple(Button("☆", f"r:{star}") for star in range(6))
    blocks = tuple(Block((Span(f"{n}. " + "word " * 60),), (row,)) for n in range(1, 41))
    for part in rig.channel.split(Message(blocks)):
        await rig.channel.send(READER, part)
    seen = [text.strip() for text in rig.seen().split("\n") if text.strip()]
    assert [text.split(".")[0] for text in seen] == [str(n) for n in range(1, 41)]


async def test_a_part_of_a_split_message_is_not_split_again(rig: Rig) -> None:
    parts = rig.channel.split(Message(HOSTILE.blocks * 100))
    assert all(tuple(rig.channel.split(part)) == (part,) for part in parts)


async def test_buttons_can_be_changed_changed_to_the_same_and_taken_away(rig: Rig) -> None:
    message_id = await rig.channel.send(READER, HOSTILE)
    for rows in (((Button("★", "r:1"),),), ((Button("★", "r:1"),),), ()):
        await rig.channel.edit_rows(READER, message_id, rows)


async def test_the_buttons_of_a_message_that_is_gone_are_no_error(rig: Rig) -> None:
    await rig.channel.edit_rows(READER, 999, ((Button("★", "r:1"),),))
