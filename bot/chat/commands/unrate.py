"""/unrate <arXiv id, link or item number>: takes stars back."""

from __future__ import annotations

from dataclasses import replace

from bot.chat.command import Call, Command
from bot.chat.commands import rate
from bot.errors import BadInput
from bot.message import Message
from bot.texts import later


async def run(call: Call) -> Message:
    if not call.args.strip():
        raise BadInput(later("Use it like this: /unrate 2503.14485 (or an item's number)."))
    return await rate.run(replace(call, args=f"{call.args.strip()} 0"))


COMMAND = Command("unrate", later("Take your stars back: /unrate 2503.14485"), run)
