"""Updates on their way to the bot: kept until they are acknowledged, by long polling or by a webhook."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import Any

from aiogram.types import Update

from tests.fakes.telegram_rules import ApiError

_NOT_ASKED_FOR = {"chat_member", "message_reaction", "message_reaction_count"}
"""Kinds that Telegram sends only to bots that list them in allowed_updates."""


@dataclass(frozen=True, slots=True)
class Webhook:
    url: str
    secret: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        return {"X-Telegram-Bot-Api-Secret-Token": self.secret} if self.secret else {}


@dataclass(slots=True)
class Updates:
    """The queue. It outlives the bot: what was not acknowledged comes again after a restart."""

    webhook: Webhook | None = None
    last_error: str | None = None
    waiting: list[dict[str, Any]] = field(default_factory=list)
    _allowed: list[str] = field(default_factory=list)
    _ids: Any = field(default_factory=lambda: count(1000))

    def push(self, kind: str, value: dict[str, Any]) -> int | None:
        """Queues an update and returns its id, or None where the bot did not ask for this kind."""
        if kind not in self._allowed if self._allowed else kind in _NOT_ASKED_FOR:
            return None
        update = {"update_id": next(self._ids), kind: value}
        Update.model_validate(update)
        self.waiting.append(update)
        return int(update["update_id"])

    def allow(self, params: dict[str, Any]) -> None:
        """Takes over `allowed_updates`; where it is missing the earlier choice stays."""
        if "allowed_updates" in params:
            self._allowed = list(params["allowed_updates"])

    def poll(self, params: dict[str, Any]) -> list[dict[str, Any]]:
        """What getUpdates returns now: everything before `offset` is acknowledged and forgotten."""
        if self.webhook is not None:
            raise ApiError(
                409,
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
            )
        offset = params.get("offset", 0)
        first = self.waiting[offset:][0]["update_id"] if offset < 0 and self.waiting else offset
        self.acknowledge(first)
        return self.waiting[: params.get("limit", 100)]

    def acknowledge(self, before: int) -> None:
        self.waiting = [u for u in self.waiting if u["update_id"] >= before]

    def drop(self, params: dict[str, Any]) -> None:
        if params.get("drop_pending_updates"):
            self.waiting.clear()
