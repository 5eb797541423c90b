"""/digest: the digest of what is new, now. It counts as sent."""

from __future__ import annotations

from bot.chat.command import Call, Command
from bot.message import Message
from bot.texts import later


async def run(call: Call) -> Message | None:
    await call.desk.delivering.ask(call.reader, call.request)
    return None


COMMAND = Command("digest", later("Send today's digest now"), run)
