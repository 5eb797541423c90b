"""Which items a message shows, read from its buttons."""

from __future__ import annotations

from bot.digest.actions import Rate, decode
from bot.message import Message


def ranks_shown(message: Message) -> tuple[int, ...]:
    """Ranks of the digest items that have stars in this message, in order."""
    actions = (decode(button.data) for row in message.rows for button in row)
    return tuple(dict.fromkeys(action.rank for action in actions if isinstance(action, Rate)))
