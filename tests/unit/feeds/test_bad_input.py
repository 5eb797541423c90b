"""Feeds as servers really send them: slips are set right, what is odd stays with its entry, and nothing is lost."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.domain import Entry, ParsedFeed
from bot.feeds import feed
from bot.feeds.text import LONGEST_TEXT

BASE = "https://kettle.example.org/feeds/all.xml"
LAST = "<item><title>Last</title><link>https://kettle.example.org/last</link></item>"


def rss(items: str, head: str = "") -> str:
    return f"<?xml version='1.0'?>\n<rss version='2.0'><channel><title>Tea</title>{head}{items}</channel></rss>"


def read(document: str | bytes, url: str = BASE) -> ParsedFeed:
    return feed.parse(document.encode() if isinstance(document, str) else document, url)


def first(item: str) -> Entry:
    """The entry that an item is read as; the one behind it must come through, and nothing be wrong with the feed."""
    got = read(rss(item + LAST))
    assert [e.title for e in got.entries[1:]] == ["Last"]
    assert got.trouble is None
    return got.entries[0]


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Pots &amp; pans", "Pots & pans"),
        ("Pots & pans", "Pots & pans"),
        ("Pots&pans;", "Pots&pans;"),
        ("AT&T; 5 < 6 <3", "AT&T; 5 < 6 <3"),
        ("Tea&nbsp;time&mdash;now&rsquo;s&hellip;", "Tea time—now’s…"),
        ("Caf&eacute; &#233; &#xE9;", "Café é é"),
        ("quoted &#147;tea&#148; &#150; ok", "quoted “tea” – ok"),
        ("A\0 cup&#0; of&#x0; t&#1;ea\x0b", "A cup of tea"),
        ("half &#xD800; &#55357; pair", "half pair"),
        ("pair &#55356;&#57205; &#xD83C;&#xDF75;", "pair 🍵 🍵"),
        ("beyond &#99999999; &#x110000; &#xFFFE;", "beyond"),
        ("\ufeffmarks\ufeff\ufffe\uffff", "marks"),
        ("<![CDATA[a <b>bold</b> &amp; tea]]>", "a bold & tea"),
        ("<![CDATA[outer <![CDATA[inner]]> rest]]>", "outer inner rest"),
        ("stray ]]> end", "stray end"),
        ("A &lt;i&gt;slanted&lt;/i&gt; claim", "A slanted claim"),
        ("x\u202eevil\u2066turned\u2069\u202c", "xevilturned"),
        ("النص \u200fهنا", "النص \u200fهنا"),
    ],
)
def test_a_slip_in_one_title_is_set_right_and_the_feed_is_whole(written: str, title: str) -> None:
    assert first(f"<item><title>{written}</title></item>").title == title


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_half_a_character_in_a_wide_encoding_costs_that_character_alone(encoding: str, mark: str) -> None:
    document = (mark + rss("<item><title>T\ud800ee 茶</title></item>" + LAST)).encode(encoding, "surrogatepass")
    assert [e.title.replace("\ufffd", "") for e in read(document).entries] == ["Tee 茶", "Last"]


@pytest.mark.parametrize(
    ("date", "moment"),
    [
        ("Tue, 03 Mar 2026 08:00:00 GMT", datetime(2026, 3, 3, 8, tzinfo=UTC)),
        ("Tue, 03 Mar 2026 08:00:00 +0800", datetime(2026, 3, 3, tzinfo=UTC)),
        ("2026-03-03T08:00:00.25+01:00", datetime(2026, 3, 3, 7, tzinfo=UTC)),
        ("Tue, 03 Mar 2126 08:00:00 GMT", datetime(2126, 3, 3, 8, tzinfo=UTC)),
        ("Tue, 03 Mar 9999 23:59:59 GMT", None),
        ("Tue, 03 Mar 0026 08:00:00 GMT", None),
        ("32 Foo 99999", None),
        ("9" * 5_000, None),
        ("", None),
    ],
)
def test_a_date_is_a_moment_or_none_and_never_an_error(date: str, moment: datetime | None) -> None:
    assert first(f"<item><title>T</title><pubDate>{date}</pubDate></item>").published == moment


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("/a/b", "https://kettle.example.org/a/b"),
        ("c", "https://kettle.example.org/feeds/c"),
        ("//other.example.org/d", "https://other.example.org/d"),
        ("https://ada:s3cret@kettle.example.org:8443/x?a=@b", "https://kettle.example.org:8443/x?a=@b"),
        ("https://kettle.example.org/@ada", "https://kettle.example.org/@ada"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("https://" + "a" * 3_000, ""),
    ],
)
def test_a_link_is_absolute_without_a_password_and_opens_a_page(link: str, address: str) -> None:
    assert first(f"<item><title>T</title><link>{link}</link></item>").url == address


def test_a_feed_behind_a_password_gives_it_to_none_of_its_entries() -> None:
    item = "<item><title>T</title><link>/x</link><guid>https://ada:s3cret@kettle.example.org/x</guid></item>"
    text = "&lt;img src='/p.png'&gt; &lt;a href='/q'&gt;q&lt;/a&gt;"
    linking = f"<item><title>T</title><description>{text}</description></item>"
    entries = read(rss(item + linking), "https://ada:s3cret@kettle.example.org/feed").entries
    assert "s3cret" not in repr(entries)
    assert [entries[0].url, entries[1].outward] == ["https://kettle.example.org/x", ("https://kettle.example.org/q",)]


def test_xml_base_counts_for_links_and_for_what_stands_in_texts() -> None:
    content = '<content type="html">&lt;a href="d"&gt;x&lt;/a&gt;</content>'
    document = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://base.example.org/a/"><title>T</title>'
        f'<entry xml:base="b/"><title>One</title><link href="c"/>{content}</entry></feed>'
    )
    (entry,) = read(document).entries
    assert entry.url == "https://base.example.org/a/b/c"
    assert entry.outward == ("https://base.example.org/a/b/d",)


def test_the_page_comes_before_attachments_and_counters_of_clicks() -> None:
    links = "".join(f"<link rel='{r}' href='/{r}'/>" for r in ("self", "enclosure", "alternate"))
    atom = f"<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>One</title>{links}</entry></feed>"
    assert read(atom).entries[0].url == "https://kettle.example.org/alternate"
    counted = (
        "<item xmlns:feedburner='http://rssnamespace.org/feedburner/ext/1.0'><title>T</title>"
        "<link>https://clicks.example.net/~r/1</link>"
        "<feedburner:origLink>https://kettle.example.org/1</feedburner:origLink></item>"
    )
    assert first(counted).url == "https://kettle.example.org/1"


def test_entries_with_one_guid_and_different_links_are_all_kept() -> None:
    items = "".join(
        f"<item><title>T{n}</title><link>/{n}</link><guid isPermaLink='false'>same</guid></item>" for n in range(3)
    )
    assert [(e.key, e.url) for e in read(rss(items)).entries] == [
        ("same", f"https://kettle.example.org/{n}") for n in range(3)
    ]


@pytest.mark.timeout(60)
@pytest.mark.parametrize("piece", ["tea ", "&lt;p&gt;tea&lt;/p&gt; ", "a", "<p>tea</p>"])
def test_an_entry_of_ten_megabytes_is_cut_and_the_next_one_is_read(piece: str) -> None:
    long = piece * (10_000_000 // len(piece))
    text = f"<![CDATA[{long}]]>" if "<" in piece else long
    entry = first(f"<item><title>Long</title><description>{text}</description></item>")
    assert 0 < len(entry.abstract) <= LONGEST_TEXT


def test_a_content_that_stands_alone_is_the_text_whatever_its_type_is_called() -> None:
    atom = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>One</title><summary/>
      <content type="text/plain">1 &lt; 2</content></entry><entry><title>Two</title>
      <content type="application/octet-stream">PGI+dGVhPC9iPg==</content></entry></feed>"""
    assert [e.abstract for e in read(atom).entries] == ["1 < 2", "tea"]


def test_the_language_is_the_nearest_that_is_declared() -> None:
    atom = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB"><entry><title>Tea</title></entry>
      <entry xml:lang="de"><title>Der Tee</title></entry><entry><title>茶壶的三维重建</title></entry></feed>"""
    assert [e.language for e in read(atom).entries] == ["en", "de", "zh"]


@pytest.mark.parametrize(
    ("document", "trouble"),
    [
        (
            rss("<item><title>One</title></item>" + LAST).removesuffix("</channel></rss>"),
            "ends in the middle; 2 entries",
        ),
        (rss("<item><title>One</title>" + LAST), None),
        (rss("<item><b><title>One</title></item></b>" + LAST), None),
        (rss("<item><title>One</title></item><!-- <item><title>Lost</title></item>" + LAST), "could be read"),
        (rss("<item><media:title>One</media:title><title>One</title></item>" + LAST), None),
    ],
    ids=["cut", "an item left open", "crossed", "a comment left open", "a prefix that is not declared"],
)
def test_a_slip_is_trouble_only_where_something_is_missing(document: str, trouble: str | None) -> None:
    got = read(document)
    assert got.entries[0].title == "One"
    assert (got.trouble is None) if trouble is None else (got.trouble is not None and trouble in got.trouble)
