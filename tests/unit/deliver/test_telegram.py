"""Telegram's answers and failures over real HTTP, and what each means for the next step."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta

import pytest
import telegram
from telegram.error import ChatMigrated, Conflict, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from bot.deliver.telegram import TelegramChannel, delivery_error
from bot.errors import DeliveryError, Rejected, Throttled, Unreachable, Unsent, Unsettled
from bot.message import Block, Button, Message, Span, Style, line
from tests.fakes.telegram_server import TelegramServer, buttons

READER = 42


@pytest.fixture
def server() -> Iterator[TelegramServer]:
    with TelegramServer() as server:
        server.meet(READER)
        yield server


@pytest.fixture
async def channel(server: TelegramServer) -> AsyncIterator[TelegramChannel]:
    request = HTTPXRequest(read_timeout=0.5)
    async with telegram.Bot(server.token, base_url=f"{server.url}/bot", request=request) as bot:
        yield TelegramChannel(bot)


async def test_a_message_is_sent_as_html_without_a_link_preview(
    server: TelegramServer,
    channel: TelegramChannel,
) -> None:
    item = Span("A title", Style.BOLD, "https://example.org/1")
    message_id = await channel.send(READER, Message((Block((item,), ((Button("☆", "r:1"),),)),)))
    (sent,) = server.chat(READER)
    assert sent["message_id"] == message_id
    assert [e["type"] for e in sent["entities"]] == ["text_link", "bold"]
    assert buttons(sent) == [[{"text": "☆", "callback_data": "r:1"}]]
    assert server.calls[-1].params["link_preview_options"] == {"is_disabled": True}


async def test_edited_buttons_replace_the_old_ones(server: TelegramServer, channel: TelegramChannel) -> None:
    message_id = await channel.send(READER, Message((Block((Span("x"),), ((Button("☆", "r:1"),),)),)))
    await channel.edit_rows(READER, message_id, ((Button("★", "r:1"),),))
    assert buttons(server.chat(READER)[0])[0][0]["text"] == "★"
    await channel.edit_rows(READER, message_id, ())
    assert buttons(server.chat(READER)[0]) == []


async def test_a_pause_is_asked_for_in_seconds(server: TelegramServer, channel: TelegramChannel) -> None:
    server.throttle("sendMessage", 7)
    with pytest.raises(Throttled) as raised:
        await channel.send(READER, line("x"))
    assert raised.value.retry_after == 7.0
    assert server.chat(READER) == []


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (403, "Forbidden: bot was blocked by the user"),
        (403, "Forbidden: user is deactivated"),
        (400, "Bad Request: chat not found"),
        (400, "Bad Request: PEER_ID_INVALID"),
        (400, "Bad Request: not enough rights to send text messages to the chat"),
    ],
)
async def test_a_chat_that_cannot_be_written_to_is_unreachable(
    server: TelegramServer,
    channel: TelegramChannel,
    code: int,
    words: str,
) -> None:
    server.fail("sendMessage", code, words)
    with pytest.raises(Unreachable):
        await channel.send(READER, line("x"))


async def test_a_group_that_moved_is_unreachable_and_its_new_id_is_named(
    server: TelegramServer,
    channel: TelegramChannel,
) -> None:
    moved = "Bad Request: group chat was upgraded to a supergroup chat"
    server.fail("sendMessage", 400, moved, parameters={"migrate_to_chat_id": -100123})
    with pytest.raises(Unreachable, match="-100123"):
        await channel.send(READER, line("x"))


async def test_text_that_telegram_will_never_take_is_rejected(channel: TelegramChannel) -> None:
    with pytest.raises(Rejected, match="is too long"):
        await channel.send(READER, line("x" * 4097))


async def test_a_wrong_token_is_rejected(server: TelegramServer) -> None:
    async with HTTPXRequest() as request:
        bot = telegram.Bot("1:other", base_url=f"{server.url}/bot", request=request)
        with pytest.raises(Rejected):
            await TelegramChannel(bot).send(READER, line("x"))


@pytest.mark.parametrize("code", [500, 502, 503])
async def test_after_a_server_error_nobody_knows_whether_it_arrived(
    server: TelegramServer,
    channel: TelegramChannel,
    code: int,
) -> None:
    server.fail("sendMessage", code)
    with pytest.raises(Unsettled):
        await channel.send(READER, line("x"))


@pytest.mark.parametrize("done", [False, True])
async def test_after_a_cut_connection_nobody_knows_whether_it_arrived(
    server: TelegramServer,
    channel: TelegramChannel,
    done: bool,
) -> None:
    server.cut("sendMessage", done=done)
    with pytest.raises(Unsettled):
        await channel.send(READER, line("x"))
    assert len(server.chat(READER)) == done


@pytest.mark.parametrize("done", [False, True])
async def test_after_a_time_out_nobody_knows_whether_it_arrived(
    server: TelegramServer,
    channel: TelegramChannel,
    done: bool,
) -> None:
    server.hang("sendMessage", done=done)
    with pytest.raises(Unsettled):
        await channel.send(READER, line("x"))
    assert len(server.chat(READER)) == done


async def test_where_nobody_listens_it_certainly_did_not_arrive() -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))  # bound, so that no other process listens there, but not listening
        url = f"http://127.0.0.1:{reserved.getsockname()[1]}/bot"
        async with HTTPXRequest() as request:
            with pytest.raises(Unsent):
                await TelegramChannel(telegram.Bot("1:x", base_url=url, request=request)).send(READER, line("x"))


async def test_the_token_is_in_no_error_text(server: TelegramServer, channel: TelegramChannel) -> None:
    server.cut("sendMessage", done=False)
    with pytest.raises(DeliveryError) as raised:
        await channel.send(READER, line("x"))
    assert server.token not in f"{raised.value!r} {raised.value.__cause__!r}"


async def test_an_edit_that_times_out_is_unsettled_and_may_be_repeated(
    server: TelegramServer,
    channel: TelegramChannel,
) -> None:
    rows = ((Button("★", "r:1"),),)
    message_id = await channel.send(READER, line("x"))
    server.hang("editMessageReplyMarkup", done=True)
    with pytest.raises(Unsettled):
        await channel.edit_rows(READER, message_id, rows)
    await channel.edit_rows(READER, message_id, rows)
    assert buttons(server.chat(READER)[0])[0][0]["text"] == "★"


async def test_an_edit_in_a_chat_that_blocked_the_bot_is_unreachable(
    server: TelegramServer,
    channel: TelegramChannel,
) -> None:
    message_id = await channel.send(READER, line("x"))
    server.block(READER)
    with pytest.raises(Unreachable):
        await channel.edit_rows(READER, message_id, ())


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (TelegramError("Invalid server response"), Unsettled),
        (Conflict("terminated by other getUpdates request"), Rejected),
        (ChatMigrated(-1001), Unreachable),
    ],
)
def test_rare_errors_have_a_meaning_too(error: TelegramError, meaning: type[DeliveryError]) -> None:
    assert type(delivery_error(error)) is meaning


async def test_a_fraction_of_a_second_is_kept(channel: TelegramChannel) -> None:
    throttled = delivery_error(RetryAfter(timedelta(seconds=1.5)))
    assert isinstance(throttled, Throttled)
    assert throttled.retry_after == 1.5
