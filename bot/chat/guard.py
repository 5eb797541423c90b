"""The door: every update passes here before anything is read from it but who sent it.

A stranger gets one polite sentence a day and nothing else; an invitation in `/start CODE` is the only thing of theirs
that is looked at.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from datetime import date

from telegram import Chat, Update

from bot.domain import Reader
from bot.ports import Clock
from bot.services.membership import Membership
from bot.texts import language_of

REMEMBERED = 10_000
"""Strangers remembered as told today, at most."""


class Guard:
    def __init__(self, membership: Membership, clock: Clock) -> None:
        self._membership = membership
        self._clock = clock
        self._told: OrderedDict[int, date] = OrderedDict()

    async def admit(self, update: Update) -> Reader | None:
        """The reader behind an update from their private chat with the bot; None for anybody and anywhere else."""
        user, chat = update.effective_user, update.effective_chat
        if user is None or user.is_bot or chat is None or chat.type != Chat.PRIVATE:
            return None
        language = language_of(user.language_code)
        reader = await asyncio.to_thread(self._membership.reader, user.id, language)
        code = _invitation(update)
        if reader is None and code:
            reader = await asyncio.to_thread(self._membership.redeem, user.id, code, language)
        return reader

    def may_be_told(self, user_id: int) -> bool:
        """Whether a stranger has not been answered yet today."""
        today = self._clock().date()
        if self._told.get(user_id) == today:
            return False
        self._told[user_id] = today
        self._told.move_to_end(user_id)
        if len(self._told) > REMEMBERED:
            self._told.popitem(last=False)
        return True


def _invitation(update: Update) -> str:
    text = (update.message.text if update.message else None) or ""
    command, _, code = text.partition(" ")
    return code.strip()[:64] if command.partition("@")[0] == "/start" else ""
