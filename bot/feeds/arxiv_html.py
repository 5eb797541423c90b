"""The first figure of a paper in the HTML that arXiv makes of it with LaTeXML. Pure, and bounded as pages are not.

https://info.arxiv.org/about/accessible_HTML.html
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.feeds.markup import Tag, tags, visible
from bot.feeds.reference import web_address

LONGEST = 5_000_000
"""Characters of a page that are looked through."""
SMALLEST = 100
"""Pixels, either way, below which a picture is an icon."""
_MOST_TAGS = 5_000
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|webp)$", re.IGNORECASE)
_ORNAMENT = re.compile(r"logo|icon|badge|emoji|orcid", re.IGNORECASE)
_FIGURE_END = re.compile(r"</figure\s*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FindFigure:
    """The job: a page and its address to the address of its first figure, or None."""

    data: bytes
    url: str

    def run(self) -> str | None:
        return first_figure(self.data, self.url)


def first_figure(data: bytes, url: str) -> str | None:
    """The address of the first picture in a figure that is no table, logo or icon; None where there is none."""
    page = visible(data.decode("utf-8", "replace")[:LONGEST])
    base, inside, is_figure = url, 0, False
    for count, tag in enumerate(tags(page, "base", "figure", "img")):
        if count >= _MOST_TAGS:
            break
        if tag.name == "base":
            base = web_address(tag.get("href").strip(), url) or url
        elif tag.name == "figure":
            is_figure, inside = _shows_a_figure(tag), tag.end
        elif is_figure and not _FIGURE_END.search(page, inside, tag.end) and (found := _picture(tag, base)):
            return found
    return None


def _shows_a_figure(tag: Tag) -> bool:
    """LaTeXML calls figures `ltx_figure`, tables `ltx_table`, and listings and algorithms `ltx_float`."""
    return "ltx_figure" in tag.get("class").split()


def _picture(tag: Tag, base: str) -> str:
    if _ORNAMENT.search(f"{tag.get('class')} {tag.get('src')} {tag.get('alt')}"[:2_000]):
        return ""
    if any(side.isdecimal() and int(side) < SMALLEST for side in (tag.get("width")[:6], tag.get("height")[:6])):
        return ""
    source = tag.get("src").strip()
    address = "" if source.startswith("data:") else web_address(source, base)
    return address if address and _PICTURE.search(urlsplit(address).path) else ""
