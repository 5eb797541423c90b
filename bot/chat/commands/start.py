"""/start: a welcome, and what to do first."""

from __future__ import annotations

from bot.chat.command import Call, Command
from bot.message import Message, line
from bot.texts import later


async def run(call: Call) -> Message:
    t = call.t
    return line(
        t(
            "Welcome. Every day I read your sources, rank what is new for you and send the best as a digest; "
            "your stars teach me your taste.\n\n"
            "/digest sends one now, /schedule 08:30 sends one every day, /timezone sets your time zone, "
            "/help shows the rest."
        )
    )


COMMAND = Command("start", later("Say hello and see how it works"), run)
