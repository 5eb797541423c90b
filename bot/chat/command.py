"""What a command is: a name, a line of help, and one function from a call to a reply."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.domain import Reader
from bot.message import Message
from bot.services.desk import Desk
from bot.texts import Texts


@dataclass(frozen=True, slots=True)
class Call:
    """One use of a command by an admitted reader. `request` is unique to it and stays the same if it comes twice."""

    reader: Reader
    t: Texts
    args: str
    request: str
    desk: Desk


Run = Callable[[Call], Awaitable[Message | None]]
"""Answers a call; None where the answer comes by itself. Raises BadInput with a sentence marked `later`."""


@dataclass(frozen=True, slots=True)
class Command:
    """`help` is one line, marked `later`, shown in Telegram's menu and by /help."""

    name: str
    help: str
    run: Run
