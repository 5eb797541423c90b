"""A message before any channel's markup: plain text spans in blocks, with buttons.

A channel escapes, measures and splits; blocks are the borders it may split at. The JSON form is what the ledger keeps
until a part is sent, so that what goes out after a restart is what was composed before it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Style(StrEnum):
    PLAIN = "plain"
    BOLD = "bold"
    ITALIC = "italic"
    CODE = "code"
    FOLDED = "folded"
    """A quotation that the reader unfolds."""


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one style; with `url` it is a link. Line breaks are written as they are."""

    text: str
    style: Style = Style.PLAIN
    url: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """`data` is what comes back on a tap: 1 to 64 bytes, made by `digest.actions`."""

    label: str
    data: str


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Text that stays together, and the rows of buttons that go with it."""

    spans: tuple[Span, ...]
    rows: Rows = ()


@dataclass(frozen=True, slots=True)
class Message:
    """Blocks in order, set apart by an empty line."""

    blocks: tuple[Block, ...]

    @property
    def rows(self) -> Rows:
        return tuple(row for block in self.blocks for row in block.rows)


def line(text: str, rows: Rows = ()) -> Message:
    """A message of one plain sentence."""
    return Message((Block((Span(text),), rows),))


def dumps(message: Message) -> str:
    """The message as JSON text."""
    return json.dumps([_block_out(b) for b in message.blocks], ensure_ascii=False, separators=(",", ":"))


def loads(text: str) -> Message:
    """The message that `dumps` wrote."""
    return Message(tuple(_block_in(b) for b in json.loads(text)))


def _block_out(block: Block) -> list[Any]:
    return [
        [[s.text, s.style.value, s.url] for s in block.spans],
        [[[b.label, b.data] for b in row] for row in block.rows],
    ]


def _block_in(raw: list[Any]) -> Block:
    spans, rows = raw
    return Block(
        tuple(Span(text, Style(style), url) for text, style, url in spans),
        tuple(tuple(Button(label, data) for label, data in row) for row in rows),
    )
