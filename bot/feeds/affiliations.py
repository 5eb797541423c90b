"""Affiliations in an answer of arXiv's search, which feedparser keeps of the last author alone. Reads bytes, once.

Each author of an entry may have several: `<author><name>…</name><arxiv:affiliation>…</arxiv:affiliation></author>`.
"""

from __future__ import annotations

import re
from html import unescape

from bot.feeds.text import LONGEST_TITLE, fold

MOST = 50
"""Kept of one entry; the big experiments name hundreds."""
_ENTRY = re.compile(rb"<entry[\s>]")
_ID = re.compile(rb"<id>\s{0,99}+([^<>\s]{1,500}+)\s{0,99}+</id>")
_GIVEN = re.compile(rb"<arxiv:affiliation(?:\s[^<>]{0,200}+)?>([^<>]{1,1000}+)</arxiv:affiliation>")


def affiliations(data: bytes) -> dict[str, tuple[str, ...]]:
    """The affiliations that are given, each once and in order, by the id of their entry as it is written."""
    if b"arxiv:affiliation" not in data:
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for entry in _ENTRY.split(data)[1:]:
        key = _ID.search(entry)
        given = (fold(unescape(m[1].decode("utf-8", "replace")), LONGEST_TITLE) for m in _GIVEN.finditer(entry))
        if key is not None and (distinct := tuple(dict.fromkeys(filter(None, given)))[:MOST]):
            found.setdefault(key[1].decode("utf-8", "replace"), distinct)
    return found
