"""The commands, in the order of Telegram's menu. A new one is a new file and one line here."""

from __future__ import annotations

from bot.chat.command import Command
from bot.chat.commands import (
    digest,
    help,
    interests,
    language,
    model,
    rate,
    schedule,
    sources,
    start,
    status,
    timezone,
    unrate,
    why,
)

COMMANDS: tuple[Command, ...] = (
    start.COMMAND,
    digest.COMMAND,
    rate.COMMAND,
    unrate.COMMAND,
    why.COMMAND,
    interests.COMMAND,
    sources.COMMAND,
    schedule.COMMAND,
    timezone.COMMAND,
    language.COMMAND,
    model.COMMAND,
    status.COMMAND,
    help.COMMAND,
)
