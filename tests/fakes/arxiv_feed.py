"""A day of arXiv's RSS, written from invented papers."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from tests.fakes.papers import arxiv_id, entry

_HEAD = """<?xml version='1.0' encoding='UTF-8'?>
<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0"><channel>
<title>cs.CV updates on arXiv.org</title><link>http://rss.arxiv.org/rss/cs.CV</link>
<pubDate>Sun, 22 Nov 2026 00:00:00 -0500</pubDate>
"""
_TAIL = "</channel></rss>\n"


def rss(numbers: Iterable[int], announce: str = "new") -> bytes:
    """The announcement of the papers of these numbers."""
    return (_HEAD + "".join(_item(number, announce) for number in numbers) + _TAIL).encode()


def _item(number: int, announce: str) -> str:
    one, name = entry(number), arxiv_id(number)
    return f"""<item><title>{escape(one.title)}</title><link>https://arxiv.org/abs/{name}</link>
<description>arXiv:{name}v1 Announce Type: {announce}
Abstract: {escape(one.abstract)}</description>
<guid isPermaLink="false">oai:arXiv.org:{name}v1</guid><category>cs.CV</category>
<pubDate>Sun, 22 Nov 2026 00:00:00 -0500</pubDate><arxiv:announce_type>{announce}</arxiv:announce_type>
<dc:rights>http://creativecommons.org/licenses/by/4.0/</dc:rights>
<dc:creator>{", ".join(one.authors)}</dc:creator></item>
"""
