"""What all parsers promise, and what belongs to the table of kinds."""

from __future__ import annotations

import contextlib

import pytest

from bot.domain import Announce, ArxivId, SourceSpec
from bot.errors import ParseError
from bot.feeds import KINDS, arxiv_sources, feed, is_news, kind_of, parse
from bot.feeds.announcement import read_announcement
from bot.feeds.names import names_in, split_names
from bot.feeds.text import LONGEST_TEXT, fold, plain

KIND_NAMES = [kind.name for kind in KINDS]
NO_FEEDS = {
    "nothing": b"",
    "blanks": b" \n\t ",
    "zeros": bytes(100),
    "a web page": b"<!doctype html><html><head><title>Sign in</title></head><body><p>Hello</body></html>",
    "text": b"Service unavailable",
    "JSON": b'{"items": [{"title": "x"}]}',
    "other XML": b"<?xml version='1.0'?><catalog><tea/></catalog>",
    "a picture": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "EBCDIC": "<?xml version='1.0' encoding='cp037'?><tea/>".encode("cp037"),
}


def rss(items: str, before: str = "") -> bytes:
    text = f"<?xml version='1.0'?>\n{before}<rss version='2.0'><channel><title>Tea</title>{items}</channel></rss>"
    return text.encode()


@pytest.mark.parametrize("kind", KIND_NAMES)
@pytest.mark.parametrize("data", NO_FEEDS.values(), ids=NO_FEEDS.keys())
def test_what_is_no_feed_is_refused_in_one_sentence(kind: str, data: bytes) -> None:
    with pytest.raises(ParseError) as caught:
        parse(kind, data, "https://kettle.example.org/")
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)


def test_a_kind_that_is_not_known_is_refused_in_a_sentence() -> None:
    with pytest.raises(ParseError, match="'gopher'"):
        parse("gopher", b"<rss/>", "")


@pytest.mark.parametrize("kind", ["arxiv_rss", "arxiv_api", "github_releases", "feed"])
def test_a_feed_without_entries_is_empty_and_no_trouble(kind: str) -> None:
    got = parse(kind, rss(""), "https://kettle.example.org/")
    assert got.entries == ()
    assert got.trouble is None


def test_the_default_set_is_a_source_for_each_category() -> None:
    assert arxiv_sources("http://127.0.0.1:8000/rss/", ["cs.CV", "cs.LG"]) == (
        SourceSpec("arXiv cs.CV", "http://127.0.0.1:8000/rss/cs.CV", "arxiv_rss"),
        SourceSpec("arXiv cs.LG", "http://127.0.0.1:8000/rss/cs.LG", "arxiv_rss"),
    )
    assert arxiv_sources("https://rss.arxiv.org/rss", []) == ()


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://rss.arxiv.org/atom/cs.CV", "arxiv_rss"),
        ("http://export.arxiv.org/api/query?search_query=all:tea", "arxiv_api"),
        ("https://export.arxiv.org/rss/cs.CV", "arxiv_rss"),
        ("https://huggingface.co/api/daily_papers?date=2026-03-02", "hf_daily"),
        ("https://huggingface.co/api/models", "feed"),
        ("https://api2.openreview.net/notes?content.venueid=ICLR.cc/2026/Conference", "openreview"),
        ("https://openreview.net/group?id=ICLR.cc/2026/Conference", "feed"),
        ("https://openaccess.thecvf.com/CVPR2026?day=all", "cvf"),
        ("https://openaccess.thecvf.com/content/CVPR2026/html/Spout_paper.html", "feed"),
        ("https://github.com/kettle-lab/pour-over/releases.atom", "github_releases"),
        ("https://www.github.com/kettle-lab/pour-over/tags.atom", "github_releases"),
        ("https://github.com/kettle-lab/pour-over/commits.atom", "feed"),
        ("https://rss.arxiv.org.example.org/x", "feed"),
        ("https://kettle.example.org/feed", "feed"),
        ("http://[", "feed"),
        ("", "feed"),
    ],
)
def test_the_kind_of_a_source_is_known_by_its_address(url: str, kind: str) -> None:
    assert kind_of(url) == kind


def test_proceedings_are_no_news_and_everything_else_is() -> None:
    assert [kind.name for kind in KINDS if not is_news(kind.name)] == ["openreview", "cvf"]
    assert is_news("a kind of another version")


def test_a_document_whose_entities_would_outgrow_it_is_refused() -> None:
    bomb = f'<!DOCTYPE rss [\n<!ENTITY a "{"tea" * 10_000}">\n]>'
    with pytest.raises(ParseError, match="entities"):
        feed.parse(rss(f"<item><title>{'&a;' * 10_000}</title></item>", bomb), "")


def test_a_bomb_in_another_encoding_is_refused_too() -> None:
    bomb = f'<!DOCTYPE rss [\n<!ENTITY a "{"tea" * 10_000}">\n]>'
    data = rss(f"<item><title>{'&a;' * 10_000}</title></item>", bomb).decode()
    with pytest.raises(ParseError, match="entities"):
        feed.parse(("\ufeff" + data).encode("utf-16-be"), "")


def test_an_entity_that_stands_for_a_word_is_read() -> None:
    declared = '<!DOCTYPE rss [\n<!ENTITY pot "teapot">\n]>'
    got = feed.parse(rss("<item><title>A &pot;</title></item>", declared), "")
    assert [e.title for e in got.entries] == ["A teapot"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32", "iso-8859-1", "cp1252"])
@pytest.mark.parametrize("declared", [True, False])
def test_letters_come_through_in_every_encoding(encoding: str, declared: bool) -> None:
    name = encoding.removesuffix("-sig").removesuffix("-be")
    head = f"<?xml version='1.0' encoding='{name}'?>" if declared else ""
    text = f"{head}\n<rss version='2.0'><channel><item><title>Voilà</title><link>/à</link></item></channel></rss>"
    got = feed.parse(text.encode(encoding), "https://kettle.example.org/")
    assert [(e.title, e.url) for e in got.entries] == [("Voilà", "https://kettle.example.org/à")]
    assert got.trouble is None


def test_an_encoding_that_is_a_trick_is_not_used() -> None:
    text = "<?xml version='1.0' encoding='utf-7'?><rss version='2.0'><channel>+ADw-item+AD4-</channel></rss>"
    assert feed.parse(text.encode(), "").entries == ()


@pytest.mark.parametrize(
    "data",
    [
        b"\n" * 200_000 + b"<rss>",
        b"<?" + b"encoding='" * 20_000,
        b"<rss version='2.0'><channel><item><author>" + b"a" * 200_000 + b"</author></item></channel></rss>",
        b"<!DOCTYPE x [\n" + b"<!ENTITY " * 20_000,
        b"<rss" + b" " * 200_000,
    ],
    ids=["blank lines", "declarations", "a long name", "entities", "blanks"],
)
@pytest.mark.timeout(20)
def test_a_document_made_to_be_slow_is_not(data: bytes) -> None:
    with contextlib.suppress(ParseError):
        feed.parse(data, "")


def test_a_document_of_more_elements_than_a_feed_has_is_refused() -> None:
    with pytest.raises(ParseError, match="more elements"):
        feed.parse(rss("<a>" * 400_001), "")


def test_one_bad_entry_never_loses_the_others() -> None:
    items = (
        "<item><title>One</title><link>http://[</link><pubDate>32 Foo 99999</pubDate></item>"
        "<item><title>Two</title><link>https://kettle.example.org:99999999/</link></item>"
        "<item><title/><description/></item>"
        "<item><title>Three</title><link>https://kettle.example.org/3</link></item>"
    )
    got = feed.parse(rss(items), "https://kettle.example.org/")
    assert [(e.title, e.url) for e in got.entries] == [
        ("One", ""),
        ("Two", ""),
        ("Three", "https://kettle.example.org/3"),
    ]


def test_an_entry_of_nothing_but_markup_counts_and_has_something_to_show() -> None:
    got = feed.parse(rss("<item><title>&lt;img src='x.png'&gt;&lt;/img&gt;</title></item>"), "")
    assert [e.title for e in got.entries] == ["<img src='x.png'></img>"]


def test_the_longest_author_list_comes_through_whole() -> None:
    names = [f"Experimenter {n} Collaborating" for n in range(3_000)]
    item = (
        "<item><title>T</title><guid>oai:arXiv.org:2603.00001v1</guid>"
        f"<dc:creator xmlns:dc='http://purl.org/dc/elements/1.1/'>{', '.join(names)}</dc:creator></item>"
    )
    assert parse("arxiv_rss", rss(item), "").entries[0].authors == tuple(names)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Ada Spout", ["Ada Spout"]),
        ("Ada Spout, Bertram Lid", ["Ada Spout", "Bertram Lid"]),
        ("Ada Spout and Bertram Lid", ["Ada Spout", "Bertram Lid"]),
        ("Ada Spout, Bertram Lid, and Dora Glaze", ["Ada Spout", "Bertram Lid", "Dora Glaze"]),
        ("Ada Spout; Bertram Lid & Dora Glaze", ["Ada Spout", "Bertram Lid", "Dora Glaze"]),
        ("Bertram Lid, Jr., Ada Spout", ["Bertram Lid, Jr.", "Ada Spout"]),
        ("Ada Spout (Pottery, Kiln), Bertram Lid (1 and 2) ((1) A, (2) B)", ["Ada Spout", "Bertram Lid"]),
        ("Ada Spout (Pottery, Bertram Lid", ["Ada Spout", "Bertram Lid"]),
        ("Sandra Anderson, Alexandra Band", ["Sandra Anderson", "Alexandra Band"]),
        (" , ,and ", []),
        ("", []),
    ],
)
def test_a_line_of_authors_is_split_into_names(line: str, names: list[str]) -> None:
    assert list(split_names(line)) == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Spout, A., Lid, B. C., Glaze, D.", ["A. Spout", "B. C. Lid", "D. Glaze"]),
        ("Émile, É.-J., Kettle Consortium, Lid, B.", ["É.-J. Émile", "Kettle Consortium", "B. Lid"]),
        ("Spout, Ada", ["Spout, Ada"]),
        ("Ada Spout, Bertram Lid, and Dora van Glaze", ["Ada Spout", "Bertram Lid", "Dora van Glaze"]),
        ("Ada Spout;Bertram Lid", ["Ada Spout", "Bertram Lid"]),
        ("Spout, Ada; Lid, Bertram", ["Spout, Ada", "Lid, Bertram"]),
        ("Ada Spout, Jr.", ["Ada Spout, Jr."]),
        ("Kettles, Pots and Pans 24", ["Kettles, Pots and Pans 24"]),
        ("壶先生，茶小姐", ["壶先生，茶小姐"]),
        ("", [""]),
        ("Ada Spout", ["Ada Spout"]),
        ("Spout, A.", ["A. Spout"]),
    ],
)
def test_the_one_line_of_an_entrys_authors_is_read(line: str, names: list[str]) -> None:
    assert list(names_in(line)) == names


def test_an_announcement_is_told_from_the_abstract() -> None:
    got = read_announcement("arXiv:2603.00001v2 Announce Type: replace-cross Abstract: Tea.")
    assert got is not None
    assert (got.arxiv, got.announce, got.abstract) == (ArxivId("2603.00001", 2), Announce.REPLACE_CROSS, "Tea.")
    assert read_announcement("We say arXiv:2603.00001v2 Announce Type: new") is None
    assert read_announcement("arXiv:2613.00001v2 Announce Type: new") is None


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One</p><p>two</p>", "One two"),
        ("t<b>w</b>o", "two"),
        ("a &lt; b &amp;amp; c", "a < b &amp; c"),
        ("if a < b then", "if a < b then"),
        ("<script>x</script >y<style>z", "y"),
        ("<!-- <p>no</p> -->yes<!-- never", "yes"),
        ("<![CDATA[kept]]>", "kept"),
        ("<img alt='a > b' src=x>picture", "picture"),
        ('<a title="open>rest', "rest"),
        ("&#xD800;&#0;&bogus;&#99999999;", "\ufffd\ufffd&bogus;\ufffd"),
    ],
)
def test_markup_is_read_away(markup: str, text: str) -> None:
    assert plain(markup) == text


def test_a_text_is_cut_between_words_and_says_so() -> None:
    long = fold("word " * 10_000)
    assert len(long) <= LONGEST_TEXT
    assert long.endswith("word …")
