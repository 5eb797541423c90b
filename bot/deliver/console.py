"""The terminal as a channel: messages as plain text on a stream, without buttons.

Titles and abstracts are other people's text: control characters, which a terminal would obey, are taken out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import count, groupby
from typing import TextIO

from bot.errors import Unreachable
from bot.message import Block, Message, Rows, Span, Style

_INDENT = "    "
_TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Marks that turn the direction of text, and so can show an address as another."""

_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60"
_TOKENS = re.compile(rf"[{_WIDE}]|[^\s{_WIDE}]+|\s+")


def to_text(message: Message, width: int | None) -> str:
    """The message as readable lines of at most `width` columns (None: not wrapped).

    Blocks are set apart by an empty line. A link's address stands after its text, folded text is indented.
    A single word or address that is longer than the line is left whole.
    """
    texts = ("\n".join(_lines(block, width)) for block in message.blocks)
    return "\n\n".join(text for text in texts if text)


class ConsoleChannel:
    """Prints messages to a stream; the ids it returns grow by one."""

    def __init__(self, stream: TextIO, width: int | None = None) -> None:
        self._stream = stream
        self._width = width
        self._ids = count(1)

    def split(self, message: Message) -> Sequence[Message]:
        """The message itself: a terminal has no limit."""
        return (message,)

    async def send(self, chat_id: int, message: Message) -> int:  # noqa: ARG002  (a terminal has one reader)
        """Prints the message and returns its id. Raises Unreachable where nobody reads the stream."""
        encoding = self._stream.encoding or "utf-8"
        text = to_text(message, self._width).encode(encoding, "replace").decode(encoding)
        try:
            self._stream.write(text + "\n\n")
            self._stream.flush()
        except OSError as error:
            raise Unreachable("nobody reads what is printed any more") from error
        return next(self._ids)

    async def edit_rows(self, chat_id: int, message_id: int, rows: Rows) -> None:
        """Does nothing: what is printed has no buttons."""


def _lines(block: Block, width: int | None) -> Iterator[str]:
    for folded, spans in groupby(block.spans, key=lambda s: s.style is Style.FOLDED):
        text = "".join(_span_text(s) for s in spans).strip("\n")
        for line in text.split("\n") if text else ():
            yield from _wrapped(line.rstrip(), _INDENT if folded else "", width)


def _span_text(span: Span) -> str:
    text, url = _clean(span.text), _clean(span.url)
    return f"{text} ({url})" if url and url != text else text


def _clean(text: str) -> str:
    return "".join(c for c in text if c == "\n" or not (unicodedata.category(c) in ("Cc", "Cs") or c in _TURNS))


def _wrapped(text: str, indent: str, width: int | None) -> Iterator[str]:
    """The text in lines of at most `width` columns; between Chinese characters it breaks anywhere."""
    line = indent
    for token in _TOKENS.findall(text):
        if width is not None and line.strip() and _columns(line) + _columns(token.rstrip()) > width:
            yield line.rstrip()
            line = indent + token.lstrip()
        else:
            line += token
    yield line.rstrip()


def _columns(text: str) -> int:
    return sum(0 if unicodedata.combining(c) else 1 + (unicodedata.east_asian_width(c) in "WF") for c in text)
