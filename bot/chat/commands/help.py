"""/help: every command in one line each, from the table that the menu is made of."""

from __future__ import annotations

from bot.chat.command import Call, Command
from bot.message import Block, Message, Span
from bot.texts import later


async def run(call: Call) -> Message:
    # The table imports this module, so it is looked up when asked and not when imported.
    from bot.chat.commands import COMMANDS  # noqa: PLC0415

    lines = "\n".join(f"/{command.name} – {call.t(command.help)}" for command in COMMANDS)
    stars = call.t("Tap the stars under an item to rate it: one to five for how much it matters to you.")
    return Message((Block((Span(lines),)), Block((Span(stars),))))


COMMAND = Command("help", later("Show all commands"), run)
