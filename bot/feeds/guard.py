"""Refuses documents that are small to send and endless to read. Knows what makes an XML parser slow, and no feeds."""

from __future__ import annotations

import re

from bot.errors import ParseError

_ENTITY = re.compile(rb"<!ENTITY[^\"'>]*+(?:\"[^\"]*+|'[^']*+)?")
_NESTED = re.compile(rb"&[A-Za-z_]")
_MOST_ENTITIES = 300
"""The three standard sets of XHTML declare 253."""
_MOST_GROWTH = 10_000_000
_MOST_TAGS = 400_000
"""About ten times what the largest feeds have; feedparser takes some 20 s for them."""


_TEXT = re.compile(rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL)
"""What a parser passes over as one piece, however many tags an article in it has."""


def refuse_what_would_never_end(xml: bytes) -> None:
    """Raises ParseError where entities stand in entities or would grow tenfold, or elements come by the million."""
    declared = _ENTITY.findall(xml)
    nested = any(map(_NESTED.search, declared))
    growth = max(map(len, declared), default=0) * xml.count(b"&")
    if nested or len(declared) > _MOST_ENTITIES or growth > _MOST_GROWTH:
        raise ParseError("The document declares entities that would make it far larger than it is.")
    if xml.count(b"<") > _MOST_TAGS and _elements(xml) > _MOST_TAGS:
        raise ParseError("The document has more elements than a feed has.")


def _elements(xml: bytes) -> int:
    return xml.count(b"<") - sum(found[0].count(b"<") - 1 for found in _TEXT.finditer(xml))
