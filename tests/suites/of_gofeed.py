"""gofeed's files, each beside a JSON file of what it makes of it: as RSS, as Atom, or in one form for both."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.suites.claims import Claim, Field, Said

_DATES = ("publishedParsed", "pubDateParsed", "updatedParsed", "date_published")
_TEXTS = ("description", "summary", "content", "content_text", "content_html")


def read(folder: Path) -> Said:
    """The claims about titles, links, dates and texts of entries."""
    claims: list[Claim] = []
    for file in sorted([*folder.rglob("*.xml"), *folder.rglob("*json/*.json")]):
        json_beside = file.with_name(f"{file.stem}_expected.json")
        expected = file.with_suffix(".json") if file.suffix == ".xml" else json_beside
        if expected.exists():
            found = json.loads(expected.read_text(encoding="utf-8"))
            for index, item in enumerate(found.get("items") or found.get("entries") or ()):
                claims.extend(Claim(file, index, field, value) for field, value in _of(item))
    return Said(tuple(claims))


def _of(item: dict[str, Any]) -> Iterator[tuple[Field, str]]:
    if title := item.get("title"):
        yield Field.TITLE, title
    if link := item.get("link") or item.get("url") or _first_page(item.get("links") or ()):
        yield Field.LINK, link
    if date := next((item[key] for key in _DATES if item.get(key)), None):
        yield Field.DATE, date
    text = next((item[key] for key in _TEXTS if item.get(key)), None)
    if text := text.get("value") if isinstance(text, dict) else text:
        yield Field.TEXT, text


def _first_page(links: Any) -> str | None:
    """The address of the page among Atom's links; RSS's own form gives addresses alone."""
    if links and isinstance(links[0], str):
        return str(links[-1])
    return next((x["href"] for x in links if x.get("rel", "alternate") == "alternate" and x.get("href")), None)
