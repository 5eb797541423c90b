"""The feeds behind a page: what it declares, what it links to, and where one might try."""

from __future__ import annotations

import pytest

from bot.feeds.discovery import MOST_FOUND, behind, guesses

URL = "https://kettle.example.org/blog/lids.html"
RSS = "application/rss+xml"


def page(head: str = "", body: str = "") -> bytes:
    return f"<!doctype html><html><head><title>Lids</title>{head}</head><body>{body}</body></html>".encode()


def urls(head: str = "", body: str = "", url: str = URL) -> list[str]:
    return [spec.url.removeprefix("https://kettle.example.org") for spec in behind(page(head, body), url)]


def link(href: str, media: str = RSS, rel: str = "alternate", title: str = "") -> str:
    return f'<link rel="{rel}" type="{media}" href="{href}" title="{title}">'


def test_declared_feeds_come_in_the_pages_order() -> None:
    head = link("/rss.xml") + link("/atom", "application/atom+xml") + link("feed.json", "application/feed+json")
    specs = behind(page(head), URL)
    assert [(s.url, s.kind) for s in specs] == [
        ("https://kettle.example.org/rss.xml", "feed"),
        ("https://kettle.example.org/atom", "feed"),
        ("https://kettle.example.org/blog/feed.json", "json_feed"),
    ]
    assert all(s.name == s.url for s in specs)


def test_a_feed_of_comments_comes_last() -> None:
    head = link("/c/feed", title="Kettle &raquo; Comments") + link("/comments/feed") + link("/feed", title="Kettle")
    assert urls(head) == ["/feed", "/c/feed", "/comments/feed"]


def test_a_link_in_the_text_that_looks_like_a_feed_comes_after_the_declared_ones() -> None:
    body = '<a href="/blog/index.xml">RSS</a> <a href="/blog/lid-feeding">x</a> <a href="/sitemap.xml">x</a>'
    assert urls(link("/rss"), body) == ["/rss", "/blog/index.xml"]


@pytest.mark.parametrize(
    "path",
    ["/feed", "/feed/", "/blog/rss", "/a.rss", "/news.atom", "/index.rdf", "/feed.xml", "/atom.xml", "/posts.xml"],
)
def test_what_looks_like_a_feed_is_found(path: str) -> None:
    assert urls(body=f"<a href='{path}'>x</a>") == [path]


@pytest.mark.parametrize("path", ["/", "/feedback", "/about", "/sitemap.xml", "/pom.xml", "/feeding/lids", "/x?feed=1"])
def test_what_does_not_look_like_a_feed_is_not(path: str) -> None:
    assert urls(body=f"<a href='{path}'>x</a>") == []


def test_the_same_feed_is_named_once() -> None:
    head = link("/feed") + link("https://kettle.example.org:443/feed#top") + link("http://kettle.example.org/feed")
    assert urls(head, '<a href="/feed?utm_source=page">RSS</a>') == ["/feed"]


def test_addresses_are_relative_to_the_pages_base() -> None:
    assert urls('<base href="/other/"><base href="/no/">' + link("feed.xml")) == ["/other/feed.xml"]


def test_a_feed_readers_scheme_is_taken_off() -> None:
    body = '<a href="feed://kettle.example.org/feed">x</a><a href="feed:https://kettle.example.org/rss">y</a>'
    assert urls(body=body) == ["/feed", "/rss"]


@pytest.mark.parametrize(
    "head",
    [
        link("/style.css", "text/css"),
        link("/feed.xml", rel="stylesheet alternate"),
        link("/feed.xml", rel="preload"),
        link("/de/", "text/html"),
        link("/wp-json/wp/v2/posts/1", "application/json"),
        link("/wp-json/oembed", "application/json+oembed"),
        link("/opensearch.xml", "application/opensearchdescription+xml"),
        link("/data.xml", "text/xml"),
        link("javascript:feed()"),
        link("ftp://kettle.example.org/feed"),
        link("http://[/feed"),
        link(""),
        f"<!-- {link('/feed')} -->",
        f"<script>'{link('/feed')}'</script>",
        f"<!-- {link('/feed')}",
    ],
)
def test_what_is_no_feed_is_not_named(head: str) -> None:
    assert urls(head) == []


@pytest.mark.parametrize(
    "head",
    [
        link("/feed.json", "application/json"),
        link("/feed.xml", "text/xml; charset=utf-8"),
        "<LINK REL=ALTERNATE TYPE=application/rss+xml HREF=/feed.xml>",
        "<link href='/feed' type='application/rss+xml' rel='home alternate' />",
        "<link rel=feed href=/feed>",
        "<svg class=icon /><link rel=feed href=/feed>",
        "<link\nrel='alternate'\ntype='Application/Atom+XML'\nhref='/a&#x2e;atom'>",
    ],
)
def test_odd_spellings_of_a_declaration_are_read(head: str) -> None:
    assert len(urls(head)) == 1


def test_a_page_is_no_feed_of_its_own() -> None:
    assert urls(link(URL)) == []


def test_a_known_kind_is_told_by_the_address() -> None:
    (spec,) = behind(page(link("https://github.com/kettle-lab/pour-over/releases.atom")), URL)
    assert spec.kind == "github_releases"


def test_ten_feeds_are_enough() -> None:
    assert len(urls("".join(link(f"/{n}/feed") for n in range(50)))) == MOST_FOUND


def test_a_hostile_title_becomes_one_short_line() -> None:
    title = "A\u202e&#10;&lt;b&gt; " + "x " * 5_000
    (spec,) = behind(page(link("/feed", title=title)), URL)
    assert spec.title.startswith("A <b> x")
    assert len(spec.title) <= 200


@pytest.mark.parametrize(("encoding", "said"), [("gb18030", "gb2312"), ("utf-8", "gb2312"), ("utf-16", "")])
def test_titles_come_through_in_the_pages_encoding(encoding: str, said: str) -> None:
    data = page(link("/feed", title="茶壶评测")).decode().encode(encoding)
    assert [spec.title for spec in behind(data, URL, said)] == ["茶壶评测"]


def test_an_encoding_is_read_from_the_page_where_the_server_says_none() -> None:
    data = page('<meta charset="gbk">' + link("/feed", title="茶壶")).decode().encode("gbk")
    assert [spec.title for spec in behind(data, URL)] == ["茶壶"]


@pytest.mark.parametrize("charset", ["punycode", "zlib", "utf-7", "no such", "a\0b", "x" * 10_000])
def test_an_encoding_that_is_a_trick_is_not_used(charset: str) -> None:
    assert [spec.title for spec in behind(page(link("/feed", title="Pot")) + b"\xff", URL, charset)] == ["Pot"]


def test_guesses_are_made_in_the_part_of_the_site_and_at_its_root() -> None:
    site = "https://kettle.example.org:8443"
    paths = ["feed", "rss.xml", "atom.xml", "index.xml", "feed.xml"]
    expected = [f"{site}{folder}/{path}" for path in paths for folder in ("/blog", "")]
    assert list(guesses("https://ada@kettle.example.org:8443/blog/lids/one.html?x=1#y")) == expected


@pytest.mark.parametrize("path", ["", "/index.html", "/2026/03/lids", "/@ada/1"])
def test_a_file_a_year_or_a_person_is_no_part_of_a_site(path: str) -> None:
    assert guesses(f"https://kettle.example.org{path}") == guesses("https://kettle.example.org/")
    assert len(guesses("https://kettle.example.org/")) == 5


def test_a_persons_page_may_be_one_of_mastodon() -> None:
    assert guesses("https://toots.example.org/@ada")[0] == "https://toots.example.org/@ada.rss"


@pytest.mark.parametrize("url", ["", "x", "http://[", "ftp://kettle.example.org/", "mailto:ada@kettle.example.org"])
def test_nothing_is_guessed_of_what_is_no_web_address(url: str) -> None:
    assert guesses(url) == ()


@pytest.mark.parametrize(
    "piece",
    [
        "<link ",
        '<a "',
        '<a "<a "',
        "<!--",
        "<script ",
        "<script>",
        "<a href=/feed>",
        "<link rel='",
        "<a a=b ",
        "< a",
        "\0",
    ],
)
@pytest.mark.timeout(20)
def test_a_page_made_to_be_slow_is_not(piece: str) -> None:
    assert len(behind((piece * (2_000_000 // len(piece))).encode(), URL)) <= MOST_FOUND
