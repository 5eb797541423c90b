"""The test server's own rules over plain HTTP: it refuses what Telegram refuses, keeps what Telegram keeps."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import httpx
import pytest

from tests.fakes.telegram_limits import Limits
from tests.fakes.telegram_server import TelegramServer, buttons

READER = 42
GROUP = -100
Json = dict[str, Any]


@pytest.fixture
def server() -> Iterator[TelegramServer]:
    with TelegramServer() as server:
        server.meet(READER)
        yield server


def call(server: TelegramServer, method: str, token: str | None = None, **params: Any) -> Json:
    """The JSON answer to a request with form parameters, as bots send them."""
    form = {k: v if isinstance(v, str) else json.dumps(v) for k, v in params.items()}
    answer = httpx.post(f"{server.url}/bot{token or server.token}/{method}", data=form, timeout=10)
    body: Json = answer.json()
    assert body.get("error_code", 200) == answer.status_code
    return body


def send(server: TelegramServer, text: str = "hello", chat_id: int = READER, **params: Any) -> Json:
    return call(server, "sendMessage", chat_id=chat_id, text=text, **params)


def keyboard(*rows: list[str]) -> Json:
    return {"inline_keyboard": [[{"text": d, "callback_data": d} for d in row] for row in rows]}


def refusal(answer: Json) -> tuple[int, str]:
    assert not answer["ok"]
    return answer["error_code"], answer["description"]


# Who is asking and for what


def test_a_bot_with_another_token_is_not_let_in(server: TelegramServer) -> None:
    assert refusal(call(server, "getMe", token="1:other")) == (401, "Unauthorized")


def test_a_method_that_does_not_exist_is_not_found(server: TelegramServer) -> None:
    assert refusal(call(server, "sendPigeon")) == (404, "Not Found")


def test_the_bot_learns_who_it_is(server: TelegramServer) -> None:
    assert call(server, "getMe")["result"]["username"] == "test_bot"


def test_a_method_whose_answer_is_true_is_answered_though_nothing_is_kept(server: TelegramServer) -> None:
    assert call(server, "sendChatAction", chat_id=READER, action="typing")["result"] is True


def test_a_method_without_an_answer_here_says_so(server: TelegramServer) -> None:
    answer = call(server, "sendDice", chat_id=READER)
    assert refusal(answer) == (501, "the test server has no answer for sendDice")


def test_an_unknown_parameter_is_refused(server: TelegramServer) -> None:
    assert refusal(send(server, colour="red")) == (400, "Bad Request: unknown parameter colour")


def test_a_parameter_of_the_wrong_kind_is_refused(server: TelegramServer) -> None:
    code, said = refusal(send(server, reply_markup={"inline_keyboard": "no"}))
    assert (code, "inline_keyboard" in said) == (400, True)


def test_commands_are_kept_by_scope_and_language(server: TelegramServer) -> None:
    chinese = [{"command": "help", "description": "帮助"}]
    call(server, "setMyCommands", commands=chinese, language_code="zh")
    assert call(server, "getMyCommands", language_code="zh")["result"] == chinese
    assert call(server, "getMyCommands")["result"] == []


# Messages


def test_html_is_stored_as_plain_text_and_entities_in_utf16_units(server: TelegramServer) -> None:
    html = '😀 <b>a &lt; b</b> <a href="https://x.org/?a=1&amp;b=2">link</a>\n<blockquote expandable>x</blockquote>'
    message = send(server, html, parse_mode="HTML")["result"]
    assert message["text"] == "😀 a < b link\nx"
    assert message["entities"] == [
        {"type": "bold", "offset": 3, "length": 5},
        {"type": "text_link", "url": "https://x.org/?a=1&b=2", "offset": 9, "length": 4},
        {"type": "expandable_blockquote", "offset": 14, "length": 1},
    ]


def test_only_the_first_hundred_entities_are_kept(server: TelegramServer) -> None:
    message = send(server, "<b>x</b> " * 101, parse_mode="HTML")["result"]
    assert len(message["entities"]) == 100


@pytest.mark.parametrize("html", ["a < b", "<b>open", "<h1>x</h1>", "a & b"])
def test_html_that_cannot_be_parsed_is_refused(server: TelegramServer, html: str) -> None:
    code, said = refusal(send(server, html, parse_mode="HTML"))
    assert (code, said.startswith("Bad Request: can't parse entities")) == (400, True)


@pytest.mark.parametrize("text", ["", "  \n", "<b> </b>"])
def test_a_message_without_text_is_refused(server: TelegramServer, text: str) -> None:
    assert refusal(send(server, text, parse_mode="HTML"))[0] == 400
    assert server.chat(READER) == []


def test_the_length_is_counted_in_utf16_units_after_the_markup_is_gone(server: TelegramServer) -> None:
    assert send(server, "<b>" + "😀" * 2048 + "</b>", parse_mode="HTML")["ok"]
    assert refusal(send(server, "😀" * 2048 + "x")) == (400, "Bad Request: message is too long")


def test_callback_data_has_one_to_sixty_four_bytes(server: TelegramServer) -> None:
    assert send(server, reply_markup=keyboard(["读" * 21]))["ok"]
    assert refusal(send(server, reply_markup=keyboard(["读" * 22]))) == (400, "Bad Request: BUTTON_DATA_INVALID")


def test_a_keyboard_has_at_most_a_hundred_buttons_in_rows_of_eight(server: TelegramServer) -> None:
    row = list("abcde")
    too_long = (400, "Bad Request: reply markup is too long")
    assert send(server, reply_markup=keyboard(*[row] * 20))["ok"]
    assert refusal(send(server, reply_markup=keyboard(*[row] * 20, ["x"]))) == too_long
    assert refusal(send(server, reply_markup=keyboard(list("abcdefghi")))) == too_long


def test_a_button_without_a_label_is_refused(server: TelegramServer) -> None:
    blank = {"inline_keyboard": [[{"text": " ", "callback_data": "x"}]]}
    assert refusal(send(server, reply_markup=blank))[0] == 400


def test_a_chat_where_nobody_spoke_is_not_found(server: TelegramServer) -> None:
    assert refusal(send(server, chat_id=7)) == (400, "Bad Request: chat not found")
    server.say(7, "/start")
    assert send(server, chat_id=7)["ok"]


def test_a_reader_who_blocked_the_bot_is_not_reached_until_they_write_again(server: TelegramServer) -> None:
    server.block(READER)
    assert refusal(send(server)) == (403, "Forbidden: bot was blocked by the user")
    server.say(READER, "/start")
    assert send(server)["ok"]


# Edits, taps, answers


def test_an_edit_changes_the_message_as_it_stands(server: TelegramServer) -> None:
    sent = send(server, "old", reply_markup=keyboard(["a"]))["result"]
    call(server, "editMessageText", chat_id=READER, message_id=sent["message_id"], text="new")
    (message,) = server.chat(READER)
    assert (message["text"], buttons(message)) == ("new", [])


def test_an_edit_of_the_buttons_leaves_the_text(server: TelegramServer) -> None:
    sent = send(server, "text", reply_markup=keyboard(["a"]))["result"]
    edit = {"chat_id": READER, "message_id": sent["message_id"]}
    call(server, "editMessageReplyMarkup", **edit, reply_markup=keyboard(["b"]))
    (message,) = server.chat(READER)
    assert (message["text"], buttons(message)[0][0]["text"]) == ("text", "b")


def test_an_edit_that_changes_nothing_is_refused(server: TelegramServer) -> None:
    sent = send(server, reply_markup=keyboard(["a"]))["result"]
    edit = {"chat_id": READER, "message_id": sent["message_id"], "reply_markup": keyboard(["a"])}
    assert "message is not modified" in refusal(call(server, "editMessageReplyMarkup", **edit))[1]


def test_a_message_that_was_deleted_cannot_be_edited(server: TelegramServer) -> None:
    sent = send(server)["result"]
    server.delete(READER, sent["message_id"])
    answer = call(server, "editMessageText", chat_id=READER, message_id=sent["message_id"], text="x")
    assert refusal(answer) == (400, "Bad Request: message to edit not found")


def test_a_tap_needs_a_button_that_is_there(server: TelegramServer) -> None:
    sent = send(server, reply_markup=keyboard(["a", "b"]))["result"]
    with pytest.raises(LookupError):
        server.tap(READER, sent["message_id"], "c")


def test_a_tap_by_a_label_that_two_buttons_share_is_not_guessed(server: TelegramServer) -> None:
    twice = {"inline_keyboard": [[{"text": "☆", "callback_data": d} for d in "12"]]}
    sent = send(server, reply_markup=twice)["result"]
    with pytest.raises(LookupError):
        server.tap(READER, sent["message_id"], "☆")
    server.tap(READER, sent["message_id"], "2")
    assert updates(server)[0]["callback_query"]["data"] == "2"


def test_a_tap_is_answered_once(server: TelegramServer) -> None:
    sent = send(server, reply_markup=keyboard(["a"]))["result"]
    query = server.tap(READER, sent["message_id"], "a")
    assert server.answer_to(query) is None
    assert call(server, "answerCallbackQuery", callback_query_id=query, text="Thanks")["ok"]
    assert server.answer_to(query) == {"callback_query_id": query, "text": "Thanks"}
    assert "query is too old" in refusal(call(server, "answerCallbackQuery", callback_query_id=query))[1]


def test_an_old_tap_cannot_be_answered(server: TelegramServer) -> None:
    sent = send(server, reply_markup=keyboard(["a"]))["result"]
    query = server.tap(READER, sent["message_id"], "a")
    server.expire_queries()
    assert "query is too old" in refusal(call(server, "answerCallbackQuery", callback_query_id=query))[1]


def test_an_answer_to_a_tap_has_at_most_two_hundred_units(server: TelegramServer) -> None:
    sent = send(server, reply_markup=keyboard(["a"]))["result"]
    query = server.tap(READER, sent["message_id"], "a")
    assert refusal(call(server, "answerCallbackQuery", callback_query_id=query, text="x" * 201))[0] == 400


# Updates


def updates(server: TelegramServer, **params: Any) -> list[Json]:
    found: list[Json] = call(server, "getUpdates", **params)["result"]
    return found


def test_updates_come_again_until_they_are_acknowledged(server: TelegramServer) -> None:
    server.say(READER, "one")
    server.say(READER, "two")
    first, second = updates(server)
    assert updates(server) == [first, second]
    assert updates(server, offset=first["update_id"] + 1) == [second]
    assert updates(server, offset=second["update_id"] + 1) == []
    assert server.pending == 0


def test_a_negative_offset_keeps_the_last_updates_only(server: TelegramServer) -> None:
    for text in ("one", "two", "three"):
        server.say(READER, text)
    assert [u["message"]["text"] for u in updates(server, offset=-2)] == ["two", "three"]
    assert server.pending == 2


def test_the_number_of_updates_can_be_limited(server: TelegramServer) -> None:
    for text in ("one", "two", "three"):
        server.say(READER, text)
    assert len(updates(server, limit=2)) == 2


def test_a_long_poll_answers_as_soon_as_somebody_writes(server: TelegramServer) -> None:
    with ThreadPoolExecutor() as pool:
        poll = pool.submit(updates, server, timeout=60)
        server.say(READER, "/start", lang="zh-hans")
        (update,) = poll.result(timeout=10)
    message = update["message"]
    assert message["from"]["language_code"] == "zh-hans"
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]


def test_a_second_poll_ends_the_first(server: TelegramServer) -> None:
    with ThreadPoolExecutor() as pool:
        polls = [pool.submit(call, server, "getUpdates", timeout=60) for _ in range(2)]
        ended, running = wait(polls, timeout=10, return_when=FIRST_COMPLETED)
        assert [refusal(poll.result())[0] for poll in ended] == [409]
        server.say(READER, "hello")
        assert [poll.result(timeout=10)["ok"] for poll in running] == [True]


def test_kinds_of_updates_that_the_bot_did_not_ask_for_are_not_kept(server: TelegramServer) -> None:
    updates(server, allowed_updates=["callback_query"])
    server.say(READER, "hello")
    assert updates(server) == []


def test_polling_is_refused_while_a_webhook_is_set(server: TelegramServer) -> None:
    call(server, "setWebhook", url="http://127.0.0.1:9/hook")
    assert refusal(call(server, "getUpdates"))[0] == 409
    call(server, "deleteWebhook")
    assert updates(server) == []


def test_pending_updates_are_dropped_on_request(server: TelegramServer) -> None:
    server.say(READER, "old")
    call(server, "deleteWebhook", drop_pending_updates=True)
    assert updates(server) == []


class Hook:
    """A webhook that takes updates, after refusing the first `refusals` of them."""

    def __init__(self, refusals: int = 0) -> None:
        self.bodies: list[tuple[Json, str | None]] = []
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                hook.bodies.append((body, self.headers["X-Telegram-Bot-Api-Secret-Token"]))
                self.send_response(500 if len(hook.bodies) <= refusals else 200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                """Tests print nothing."""

        self.http = HTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.http.serve_forever)

    def __enter__(self) -> Hook:
        self.thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.http.shutdown()
        self.thread.join()
        self.http.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http.server_port}/hook"


def test_updates_are_posted_to_the_webhook_with_its_secret(server: TelegramServer) -> None:
    with Hook() as hook:
        call(server, "setWebhook", url=hook.url, secret_token="s3cret")
        server.say(READER, "hello")
        server.wait_for(lambda: server.pending == 0)
    (body, secret), *more = hook.bodies
    assert (body["message"]["text"], secret, more) == ("hello", "s3cret", [])


def test_an_update_that_the_webhook_refuses_is_posted_again_before_the_next(server: TelegramServer) -> None:
    with Hook(refusals=1) as hook:
        server.say(READER, "one")
        server.say(READER, "two")
        call(server, "setWebhook", url=hook.url)
        server.wait_for(lambda: server.pending == 0)
    assert [body["message"]["text"] for body, _ in hook.bodies] == ["one", "one", "two"]


def test_a_webhook_that_is_down_is_told_of_in_the_info_and_loses_nothing(server: TelegramServer) -> None:
    call(server, "setWebhook", url="http://127.0.0.1:9/hook")
    server.say(READER, "hello")

    def info() -> Json:
        found: Json = call(server, "getWebhookInfo")["result"]
        return found

    server.wait_for(lambda: "last_error_message" in info())
    assert info()["pending_update_count"] == 1


# Limits


@pytest.fixture
def limited() -> Iterator[tuple[TelegramServer, list[float]]]:
    """A server with Telegram's limits and the hand of its clock."""
    hand = [0.0]
    with TelegramServer(limits=Limits(), clock=lambda: hand[0]) as server:
        for chat_id in (*range(1, 41), GROUP):
            server.meet(chat_id)
        yield server, hand


def test_a_chat_takes_a_burst_and_then_one_message_a_second(limited: tuple[TelegramServer, list[float]]) -> None:
    server, hand = limited
    assert all(send(server, chat_id=1)["ok"] for _ in range(5))
    refused = send(server, chat_id=1)
    assert refusal(refused) == (429, "Too Many Requests: retry after 1")
    assert refused["parameters"] == {"retry_after": 1}
    hand[0] += 1
    assert send(server, chat_id=1)["ok"]
    assert refusal(send(server, chat_id=1))[0] == 429


def test_thirty_messages_a_second_go_out_in_all(limited: tuple[TelegramServer, list[float]]) -> None:
    server, hand = limited
    assert all(send(server, chat_id=chat_id)["ok"] for chat_id in range(1, 31))
    assert refusal(send(server, chat_id=31))[0] == 429
    hand[0] += 1
    assert send(server, chat_id=31)["ok"]


def test_a_group_takes_twenty_messages_a_minute(limited: tuple[TelegramServer, list[float]]) -> None:
    server, hand = limited
    for _ in range(20):
        assert send(server, chat_id=GROUP)["ok"]
        hand[0] += 1
    assert send(server, chat_id=GROUP)["parameters"] == {"retry_after": 40}
    hand[0] += 40
    assert send(server, chat_id=GROUP)["ok"]


# Faults


def test_an_ordered_error_comes_as_often_as_ordered(server: TelegramServer) -> None:
    server.fail("sendMessage", 500, "Internal Server Error", times=2)
    assert [send(server)["ok"] for _ in range(3)] == [False, False, True]
    assert [c.error for c in server.calls] == [500, 500, None]


def test_an_ordered_pause_names_its_seconds(server: TelegramServer) -> None:
    server.throttle("*", 3)
    assert send(server)["parameters"] == {"retry_after": 3}


@pytest.mark.parametrize("done", [False, True])
def test_a_cut_connection_leaves_the_bot_in_doubt(server: TelegramServer, done: bool) -> None:
    server.cut("sendMessage", done=done)
    with pytest.raises(httpx.RemoteProtocolError):
        send(server)
    assert len(server.chat(READER)) == done


@pytest.mark.parametrize("done", [False, True])
def test_a_hanging_call_gets_no_answer(server: TelegramServer, done: bool) -> None:
    server.hang("sendMessage", done=done)
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(
            f"{server.url}/bot{server.token}/sendMessage",
            data={"chat_id": READER, "text": "x"},
            timeout=httpx.Timeout(5, read=0.2),
        )
    assert len(server.chat(READER)) == done


def test_a_poll_can_be_cut_too(server: TelegramServer) -> None:
    server.cut("getUpdates", done=False)
    with pytest.raises(httpx.RemoteProtocolError):
        updates(server)
    assert updates(server) == []


def test_waiting_in_vain_ends_with_the_last_calls(server: TelegramServer) -> None:
    send(server, "the last words")
    with pytest.raises(TimeoutError, match="the last words"):
        server.wait_for(lambda: False, timeout=0.01)
