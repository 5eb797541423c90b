"""Whatever JSON a server makes up, and whatever page a reader pastes: entries that hold together, or a sentence."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.domain import ParsedFeed
from bot.errors import ParseError
from bot.feeds import parse
from bot.feeds.discovery import MOST_FOUND, behind, guesses
from bot.feeds.rewrites import rewrites
from bot.feeds.text import fold

BASE = "https://kettle.example.org/feeds/all.json"
KINDS = st.sampled_from(["json_feed", "hf_daily", "openreview", "feed"])
TEXTS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            "2603.00001",
            "https://arxiv.org/abs/2603.00001",
            "https://github.com/kettle-lab/pot",
            "http://[",
            "https://kettle.example.org:0/",
            "2026-03-02T00:00:00Z",
            "9999-12-31T23:59:59-23:59",
            "0001-01-01T00:00:00+23:59",
            "image/png",
            "\ud800",
            "\u202e",
        ]
    ),
)
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), TEXTS)
_NAMES = """
    version title items notes paper content value id url summary abstract authors author name attachments image tags
    content_html content_text date_published pdate language next_url external_url githubRepo projectPage mediaUrls
    organization venue venueid keywords pdf code count error message publishedAt thumbnail
"""
NAMES = st.sampled_from(_NAMES.split())
VALUES: st.SearchStrategy[Any] = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=6), max_leaves=25
)
ITEMS = st.lists(st.dictionaries(NAMES, VALUES, max_size=8) | VALUES, max_size=4)
DOCUMENTS = st.one_of(
    VALUES,
    ITEMS,
    st.builds(lambda items, rest: {**rest, "title": "T", "items": items}, ITEMS, st.dictionaries(NAMES, VALUES)),
    st.builds(lambda notes: {"notes": [{"content": n} for n in notes]}, ITEMS),
    st.builds(lambda papers: [{"paper": p} for p in papers], ITEMS),
)


def read(kind: str, data: bytes, url: str = BASE, charset: str = "") -> ParsedFeed | None:
    try:
        feed = parse(kind, data, url, charset)
    except ParseError:
        return None
    for entry in feed.entries:
        assert entry.title or entry.abstract
        addresses = (entry.url, entry.image, *entry.outward, *(link.url for link in entry.links), feed.onwards)
        assert all(a == "" or a.startswith(("http://", "https://")) for a in addresses)
        assert entry.published is None or entry.published.tzinfo is not None
        texts = (entry.title, entry.abstract, entry.venue, entry.key, *entry.authors, *entry.categories)
        assert all(text == fold(text, 400_000) for text in (*texts, *entry.affiliations))
    return feed


@given(KINDS, DOCUMENTS)
def test_no_json_breaks_a_parser(kind: str, value: Any) -> None:
    read(kind, json.dumps(value).encode())


@given(KINDS, DOCUMENTS, TEXTS, TEXTS)
def test_neither_address_nor_encoding_breaks_a_parser(kind: str, value: Any, url: str, charset: str) -> None:
    read(kind, json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass"), url, charset)


@given(ITEMS)
def test_one_odd_item_never_loses_the_others(items: list[Any]) -> None:
    whole = {"title": "T", "items": [{"title": "First"}, *items, {"title": "Last"}]}
    feed = read("json_feed", json.dumps(whole).encode())
    assert feed is not None
    assert (feed.entries[0].title, feed.entries[-1].title) == ("First", "Last")


PIECES = st.lists(
    st.sampled_from(
        [
            "<link rel=alternate type=application/rss+xml ",
            "href='/feed'",
            'href="http://["',
            "<a href=",
            "/rss.xml",
            "<base href='//[' >",
            "title='\ud800'",
            ">",
            '"',
            "<!--",
            "-->",
            "<dt class=ptitle>",
            "<input name=query_author value='Ada'>",
            "@InProceedings{booktitle = {(CVPR)}, year = {2026}, month = {June}}",
            "<a href='?day=all'>",
        ]
    )
    | st.text(max_size=5),
    max_size=30,
)


@given(PIECES, TEXTS, TEXTS)
def test_no_page_breaks_discovery_or_a_listing(pieces: list[str], url: str, charset: str) -> None:
    data = "".join(pieces).encode("utf-8", "surrogatepass")
    for base in (url, BASE):
        specs = behind(data, base, charset)
        assert len(specs) <= MOST_FOUND
        assert all(s.url.startswith(("http://", "https://")) and s.title == fold(s.title) for s in specs)
        read("cvf", data, base, charset)


HOSTS = """
    arxiv.org github.com huggingface.co openreview.net openaccess.thecvf.com youtube.com reddit.com medium.com
    a.substack.com mastodon.social bsky.app
"""


@given(
    st.text(max_size=40)
    | st.builds(
        "https://{}/{}".format,
        st.sampled_from(HOSTS.split()),
        st.text(max_size=30) | st.sampled_from(["search/?query=\ud800", "group?id=ICLR.cc/2026/\u0663", "list/cs.CV"]),
    )
)
def test_no_address_breaks_what_is_known_of_addresses(url: str) -> None:
    found = rewrites(url, "https://rss.arxiv.org/rss", "https://export.arxiv.org/api/query")
    for address in (*(spec.url for spec in found), *guesses(url)):
        assert address.startswith(("http://", "https://"))
        assert address.isprintable()
