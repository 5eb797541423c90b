"""Whatever a server sends, a parser gives entries that hold together, or says in a sentence why not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.domain import ParsedFeed
from bot.errors import ParseError
from bot.feeds import KINDS, parse
from bot.feeds.names import split_names
from bot.feeds.text import LONGEST_TEXT, fold, plain
from tests.golden.feeds.pairs import SPECIMENS

BASE = "https://kettle.example.org/feeds/all.xml"
FRAGMENTS = [
    "<rss version='2.0'><channel>",
    "<feed xmlns='http://www.w3.org/2005/Atom'>",
    "</channel></rss>",
    "<item>",
    "</item>",
    "<entry>",
    "</entry>",
    "<title type='html'>",
    "<title>",
    "</title>",
    "<link href='http://[' rel='alternate'/>",
    "<link>//x:y@[/</link>",
    "<description>",
    "</description>",
    "<![CDATA[",
    "]]>",
    "<guid>",
    "</guid>",
    "<pubDate>Mon, 99 Foo 99999 25:61</pubDate>",
    "<updated>0000-00-00T99:99</updated>",
    "<!DOCTYPE x [<!ENTITY a 'b'>]>",
    "<!",
    "<![if",
    "&a;",
    "&#xD800;",
    "&#99999999999;",
    "<media:content xmlns:media='http://search.yahoo.com/mrss/' url='javascript:x'/>",
    "<content mode='base64'>////</content>",
    "\ufffe\x00",
    "arXiv:2603.00101v1 Announce Type: new Abstract: ",
    "tea",
]
kinds = st.sampled_from([kind.name for kind in KINDS])
specimens = st.sampled_from([s.read_bytes() for s in SPECIMENS])


def read(kind: str, data: bytes) -> ParsedFeed | None:
    try:
        feed = parse(kind, data, BASE)
    except ParseError:
        return None
    for entry in feed.entries:
        assert entry.title or entry.abstract
        assert entry.url == "" or entry.url.startswith(("http://", "https://"))
        assert entry.published is None or entry.published.tzinfo is not None
        texts = (entry.title, entry.abstract, entry.comment, *entry.authors, *entry.categories)
        assert all(text == fold(text, 400_000) for text in texts)
    return feed


@given(kinds, st.binary(max_size=200))
def test_no_bytes_break_a_parser(kind: str, data: bytes) -> None:
    read(kind, data)


@given(kinds, st.lists(st.sampled_from(FRAGMENTS), max_size=30), st.sampled_from(["utf-8", "utf-16", "utf-7"]))
def test_no_heap_of_fragments_breaks_a_parser(kind: str, pieces: list[str], encoding: str) -> None:
    read(kind, "".join(pieces).encode(encoding, "replace"))


@given(kinds, specimens, st.data())
def test_no_cut_and_no_flipped_byte_breaks_a_parser(kind: str, specimen: bytes, data: st.DataObject) -> None:
    end = data.draw(st.integers(0, len(specimen)))
    at = data.draw(st.integers(0, len(specimen) - 1))
    flipped = specimen[:at] + bytes([specimen[at] ^ data.draw(st.integers(1, 255))]) + specimen[at + 1 :]
    read(kind, specimen[:end])
    read(kind, flipped)


@given(st.data())
def test_a_feed_cut_anywhere_never_has_more_entries_and_says_that_it_is_cut(data: st.DataObject) -> None:
    specimen = next(s for s in SPECIMENS if s.stem == "day").read_bytes().rstrip()
    whole = read("arxiv_rss", specimen)
    part = read("arxiv_rss", specimen[: data.draw(st.integers(1_000, len(specimen) - 1))])
    assert whole is not None
    assert part is not None
    assert len(part.entries) <= len(whole.entries)
    assert part.trouble is not None
    assert "ends in the middle" in part.trouble


@given(st.text() | st.lists(st.sampled_from(["<", ">", "&", "a", "/", "!", "-", '"', " ", "script", ";"])).map("".join))
def test_no_markup_breaks_the_reading_of_text(markup: str) -> None:
    text = plain(markup)
    assert text == fold(text)
    assert len(text) <= LONGEST_TEXT


@given(st.text("Aa ,;()&and.", max_size=60))
def test_names_are_never_empty_and_never_hold_a_comma_but_for_a_suffix(line: str) -> None:
    for name in split_names(line):
        assert name == name.strip()
        assert name
        assert "(" not in name
