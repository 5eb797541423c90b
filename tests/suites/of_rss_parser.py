"""rss-parser's files come without expectations here, so feedparser's own reading of them stands in, as it comes."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import feedparser

from tests.suites.claims import Claim, Field, Said, moment

BASE = "https://kettle.example.org/"


def read(folder: Path) -> Said:
    """What feedparser, with its sanitizing and its own detection of encodings, reads of each entry.

    Where a link leads through a counter of clicks, the page behind it is claimed.
    """
    claims: list[Claim] = []
    for file in sorted(f for f in folder.rglob("*") if f.is_file()):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = feedparser.parse(io.BytesIO(file.read_bytes()), response_headers={"content-location": BASE})
            said = [e for e in found.entries if e.get("title") or e.get("summary")]
            for index, entry in enumerate(said):
                claims.extend(Claim(file, index, field, value, base=BASE) for field, value in _of(entry))
    return Said(tuple(claims))


def _of(entry: Any) -> Iterator[tuple[Field, str]]:
    for key, field in (("title", Field.TITLE), ("summary", Field.TEXT)):
        if entry.get(key):
            yield field, entry[key]
    if link := entry.get("feedburner_origlink") or entry.get("link"):
        yield Field.LINK, link
    if date := entry.get("published_parsed") or entry.get("updated_parsed"):
        yield Field.DATE, moment(*date)
