"""Telegram's HTML as Telegram stores it: plain text and entities counted in UTF-16 units."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

SHOWN_ENTITIES = 100
"""Entities beyond this many are dropped without a word."""

_TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "s": "strikethrough",
    "code": "code",
    "pre": "pre",
    "tg-spoiler": "spoiler",
}


def parse_html(text: str) -> tuple[str, list[dict[str, Any]]]:
    """The plain text and its entities in order. The markup has been found valid before."""
    parser = _Parser()
    parser.feed(text)
    parser.close()
    found = sorted(parser.entities, key=lambda e: (e["offset"], -e["length"]))
    return parser.plain, found[:SHOWN_ENTITIES]


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.plain = ""
        self.entities: list[dict[str, Any]] = []
        self._open: list[tuple[int, dict[str, Any]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open.append((utf16_length(self.plain), _entity(tag, dict(attrs))))

    def handle_endtag(self, tag: str) -> None:
        offset, entity = self._open.pop()
        length = utf16_length(self.plain) - offset
        if length:
            self.entities.append({**entity, "offset": offset, "length": length})

    def handle_data(self, data: str) -> None:
        self.plain += data


def _entity(tag: str, attrs: dict[str, str | None]) -> dict[str, Any]:
    match tag:
        case "a":
            return {"type": "text_link", "url": attrs["href"]}
        case "blockquote":
            return {"type": "expandable_blockquote" if "expandable" in attrs else "blockquote"}
        case _:
            return {"type": _TYPES[tag]}
