"""Which reader a verb speaks of: R is a Telegram user id or a local name."""

from __future__ import annotations

from bot.domain import Reader
from bot.errors import BadInput
from bot.services.desk import Desk

LOCAL = "me"
"""The reader of the terminal, who exists from the first command on."""


def reader_of(desk: Desk, key: str) -> Reader:
    """The reader of that key. Raises NoSuchReader; only `me` is made where it is missing."""
    if key == LOCAL:
        return desk.store.readers.ensure(LOCAL, desk.clock(), admitted=True)
    return desk.store.readers.get(key)


def new_reader(desk: Desk, key: str) -> Reader:
    """The reader of that key, made if new; whoever the operator imports a history for is admitted."""
    name = key.strip()
    if not 0 < len(name) <= 64 or not name.isprintable():
        raise BadInput("A reader is a Telegram user id or a short local name.")
    return desk.store.readers.ensure(name, desk.clock(), admitted=True)
