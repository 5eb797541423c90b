"""The state behind the Bot API server: chats, messages as they stand, taps that wait for an answer, commands.

Pure bookkeeping without a network; each answer of a method is made here, each refusal in Telegram's own
words.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

from tests.fakes.telegram_limits import Flood
from tests.fakes.telegram_rules import ApiError, Json
from tests.fakes.telegram_updates import Updates, Webhook

_OLD_QUERY = "Bad Request: query is too old and response timeout expired or query ID is invalid"
_SAME = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)


class Chats:
    """What Telegram knows. `now` gives seconds since the epoch; `flood` is None where no limits are kept."""

    def __init__(self, bot_id: int, now: Callable[[], float], flood: Flood | None) -> None:
        self.me: Json = {"id": bot_id, "is_bot": True, "first_name": "Test", "username": "test_bot"}
        self.updates = Updates()
        self.answers: dict[str, Json] = {}
        self.blocked: set[int] = set()
        self.known: set[int] = set()
        self._now = now
        self._flood = flood
        self._messages: dict[tuple[int, int], Json] = {}
        self._queries: set[str] = set()
        self._commands: dict[str, Any] = {}
        self._message_ids = count(1)
        self._query_ids = count(1)

    def messages(self, chat_id: int) -> list[Json]:
        """The bot's messages in one chat, in order."""
        return [m for (chat, _), m in self._messages.items() if chat == chat_id]

    def message(self, chat_id: int, message_id: int) -> Json:
        return self._messages[chat_id, message_id]

    def written(self, user: Json, chat_id: int) -> Json:
        """A person's new message, still without content."""
        self.known.add(chat_id)
        self.blocked.discard(chat_id)
        return {**self._stamp(chat_id), "from": user}

    def open_query(self) -> str:
        query = str(next(self._query_ids))
        self._queries.add(query)
        return query

    def expire_queries(self) -> None:
        self._queries.clear()

    def remove(self, chat_id: int, message_id: int) -> None:
        del self._messages[chat_id, message_id]

    def answer(self, method: str, params: Json, parts: Json) -> Any:
        """The answer to a request whose parameters and parts were found good. Raises ApiError."""
        return _ANSWERS[method](self, params, parts)

    def _stamp(self, chat_id: int) -> Json:
        return {"message_id": next(self._message_ids), "date": int(self._now()), "chat": chat(chat_id)}

    def _found(self, params: Json, purpose: str) -> Json:
        try:
            return self._messages[params["chat_id"], params["message_id"]]
        except KeyError:
            raise ApiError(400, f"Bad Request: message to {purpose} not found") from None

    def _open_chat(self, chat_id: int) -> None:
        if chat_id not in self.known:
            raise ApiError(400, "Bad Request: chat not found")
        if chat_id in self.blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")

    def _send(self, params: Json, parts: Json) -> Json:
        chat_id = params["chat_id"]
        self._open_chat(chat_id)
        if self._flood and (pause := self._flood.pause(chat_id)):
            raise ApiError(429, f"Too Many Requests: retry after {pause}", {"retry_after": pause})
        message = {**self._stamp(chat_id), "from": self.me, **{k: v for k, v in parts.items() if v}}
        self._messages[chat_id, message["message_id"]] = message
        return message

    def _edit(self, params: Json, parts: Json) -> Json:
        self._open_chat(params["chat_id"])
        message = self._found(params, "edit")
        content = ("text", "entities", "reply_markup") if "text" in parts else ("reply_markup",)
        new = {k: parts[k] for k in content if parts.get(k)}
        if new == {k: message[k] for k in content if k in message}:
            raise ApiError(400, _SAME)
        for key in content:
            message.pop(key, None)
        message.update(new, edit_date=int(self._now()))
        return message

    def _delete(self, params: Json, parts: Json) -> bool:
        self._found(params, "delete")
        self.remove(params["chat_id"], params["message_id"])
        return True

    def _answer_query(self, params: Json, parts: Json) -> bool:
        query = params["callback_query_id"]
        if query not in self._queries:
            raise ApiError(400, _OLD_QUERY)
        self._queries.discard(query)
        self.answers[query] = params
        return True

    def _get_me(self, params: Json, parts: Json) -> Json:
        return {**self.me, "can_join_groups": True, "can_read_all_group_messages": False}

    def _set_webhook(self, params: Json, parts: Json) -> bool:
        self.updates.drop(params)
        self.updates.allow(params)
        self.updates.webhook = Webhook(params["url"], params.get("secret_token")) if params["url"] else None
        return True

    def _delete_webhook(self, params: Json, parts: Json) -> bool:
        self.updates.drop(params)
        self.updates.webhook = None
        return True

    def _webhook_info(self, params: Json, parts: Json) -> Json:
        hook, error = self.updates.webhook, self.updates.last_error
        return {
            "url": hook.url if hook else "",
            "has_custom_certificate": False,
            "pending_update_count": len(self.updates.waiting),
            **({"last_error_message": error, "last_error_date": int(self._now())} if error else {}),
        }

    def _set_commands(self, params: Json, parts: Json) -> bool:
        self._commands[_scope(params)] = params["commands"]
        return True

    def _get_commands(self, params: Json, parts: Json) -> Any:
        return self._commands.get(_scope(params), [])

    def _delete_commands(self, params: Json, parts: Json) -> bool:
        self._commands.pop(_scope(params), None)
        return True


def chat(chat_id: int) -> Json:
    """A private chat, or a group where the id is negative."""
    if chat_id < 0:
        return {"id": chat_id, "type": "supergroup", "title": "Group"}
    return {"id": chat_id, "type": "private", "first_name": f"Reader {chat_id}"}


def _scope(params: Json) -> str:
    return f"{params.get('scope') or ''}/{params.get('language_code') or ''}"


_ANSWERS: dict[str, Callable[[Chats, Json, Json], Any]] = {
    "getme": Chats._get_me,
    "sendmessage": Chats._send,
    "editmessagetext": Chats._edit,
    "editmessagereplymarkup": Chats._edit,
    "deletemessage": Chats._delete,
    "answercallbackquery": Chats._answer_query,
    "setwebhook": Chats._set_webhook,
    "deletewebhook": Chats._delete_webhook,
    "getwebhookinfo": Chats._webhook_info,
    "setmycommands": Chats._set_commands,
    "getmycommands": Chats._get_commands,
    "deletemycommands": Chats._delete_commands,
}

ANSWERED = frozenset(_ANSWERS)
