"""Lists of feeds, as other programs write them and as people break them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.cli.files import xml_text
from bot.domain import SourceSpec
from bot.portable import opml, read_history
from bot.portable.opml import MOST, Outline, Outlines

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
PLAIN = """<?xml version="1.0" encoding="ISO-8859-1"?>
<opml version="1.1">
  <head><title>mySubscriptions</title></head>
  <body>
    <outline text="Robots" title="Robots">
      <outline text="Orchard notes" type="rss" xmlUrl="https://orchard.example/feed" htmlUrl="https://orchard.example/"/>
      <outline text="Deeper"><outline title="Sonar &amp; herring" xmlurl="http://sonar.example/rss?a=1&amp;b=2"/></outline>
    </outline>
    <outline text="Sea ice" type="RSS" url="https://ice.example/atom.xml" version="RSS"/>
  </body>
</opml>
"""
FEEDS = (
    Outline("https://orchard.example/feed", "Orchard notes", 6),
    Outline("http://sonar.example/rss?a=1&b=2", "Sonar & herring", 7),
    Outline("https://ice.example/atom.xml", "Sea ice", 9),
)

INCLUDED = "another list is included here, which is not followed"


def body(inner: str, version: str = "2.0") -> str:
    return f'<opml version="{version}"><body>\n{inner}\n</body></opml>'


def whys(found: Outlines) -> list[tuple[int, str]]:
    return [(one.line, one.why) for one in found.skipped]


def test_feeds_are_found_in_folders_of_any_depth_under_any_spelling_of_the_attributes():
    assert opml.read(PLAIN) == Outlines(FEEDS, ())


@pytest.mark.parametrize("version", ["1.0", "1.1", "2.0", "", "9"])
def test_every_version_is_read_alike(version: str):
    [feed] = opml.read(body('<outline XMLURL="https://a.example/f" Text="A"/>', version)).feeds
    assert feed == Outline("https://a.example/f", "A", 2)


def test_the_same_address_twice_is_one_feed():
    twice = body('<outline xmlUrl="https://a.example/f" text="A"/><outline xmlUrl="https://A.example/f#x" text="B"/>')
    assert [f.title for f in opml.read(twice).feeds] == ["A"]


@pytest.mark.parametrize(
    ("outline", "why"),
    [
        ('<outline xmlUrl="ftp://a.example/f"/>', "this is not an address that feeds are read from"),
        ('<outline xmlUrl="https://"/>', "this is not an address that feeds are read from"),
        ('<outline xmlUrl="javascript:alert(1)"/>', "this is not an address that feeds are read from"),
        (f'<outline xmlUrl="https://a.example/{"x" * 2_000}"/>', "this is not an address that feeds are read from"),
        ('<outline text="Empty" type="rss"/>', "a feed without an address"),
        ('<outline text="Empty" xmlUrl=" "/>', "a feed without an address"),
        (
            '<outline type="include" url="https://a.example/me.opml"/>',
            "another list is included here, which is not followed",
        ),
        (
            '<outline type="link" url="https://a.example/me.opml"/>',
            "another list is included here, which is not followed",
        ),
    ],
)
def test_what_cannot_be_used_is_told_with_its_line_and_the_others_are_read(outline: str, why: str):
    good = '<outline xmlUrl="https://good.example/f"/>'
    found = opml.read(body(f"{good}\n{outline}\n<outline xmlUrl='https://too.example/f'/>"))
    assert [f.url for f in found.feeds] == ["https://good.example/f", "https://too.example/f"]
    assert whys(found) == [(3, why)]


def test_outlines_of_other_things_are_passed_over():
    others = (
        '<outline type="song" url="https://a.example/x.mp3"/><outline text="just words"/><outline htmlUrl="https://a"/>'
    )
    assert opml.read(body(others)) == Outlines((), ())


def test_a_list_that_breaks_off_is_read_up_to_there():
    found = opml.read(PLAIN[: PLAIN.index("</outline>\n    <outline text=")])
    assert found.feeds == FEEDS[:2]
    assert [why for _, why in whys(found)] == ["from here on the list is not well-formed"]


def test_ampersands_that_nobody_escaped_and_names_of_htmls_letters_are_understood():
    wild = '<outline text="Caf&eacute; &unknown; AT&T &#8211; &#x41; &lt;" xmlUrl="https://a.example/?copy=1&copy=2&amp;c=3"/>'
    assert opml.read(body(wild)).feeds == (
        Outline("https://a.example/?copy=1&copy=2&c=3", "Café &unknown; AT&T – A <", 2),
    )


@pytest.mark.parametrize("number", ["0", "11", "55296", "9999999", "xffffff", "xD800"])
def test_references_to_what_is_no_character_leave_nothing(number: str):
    [feed] = opml.read(body(f'<outline text="a&#{number};b" xmlUrl="https://a.example/f"/>')).feeds
    assert feed.title == "ab"


BOMB = '<!DOCTYPE opml [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {chr(b)} "{f"&{chr(b - 1)};" * 10}">' for b in range(ord("b"), ord("k"))
)


@pytest.mark.parametrize(
    "doctype",
    [
        BOMB + "]>",
        '<!DOCTYPE opml [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE opml [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;]>',
    ],
    ids=["bomb", "file", "parameter"],
)
def test_declared_entities_are_refused_and_nothing_of_them_is_put_in(doctype: str):
    found = opml.read(doctype + body('<outline text="&j;" xmlUrl="https://a.example/&j;"/>'))
    assert found.feeds == ()
    assert [why for _, why in whys(found)] == ["the list declares entities, as no list of feeds does"]


def test_a_document_type_without_entities_is_nothing_bad():
    named = '<!DOCTYPE opml SYSTEM "http://127.0.0.1:9/opml.dtd">' + body('<outline xmlUrl="https://a.example/f"/>')
    assert len(opml.read(named).feeds) == 1


@pytest.mark.parametrize("text", ["", "not xml", "<html><body>page</body></html>", '{"feeds": []}', "<rss/>"])
def test_what_is_no_list_is_told_to_be_none(text: str):
    found = opml.read(text, "a.opml")
    assert found.feeds == ()
    assert [(s.why, s.file) for s in found.skipped] == [("the file is not an OPML list", "a.opml")]


def test_five_thousand_feeds_are_read_and_no_more():
    many = "\n".join(f'<outline text="Feed {n}" xmlUrl="https://a.example/{n}"/>' for n in range(MOST + 1))
    found = opml.read(body(many))
    assert len(found.feeds) == MOST == 5_000
    assert [why for _, why in whys(found)] == ["more than 5000 feeds are in the list; the rest was not read"]


def test_outlines_in_outlines_without_end_do_no_harm():
    deep = "<outline>" * 50_000 + '<outline xmlUrl="https://a.example/f"/>' + "</outline>" * 50_000
    assert len(opml.read(body(deep)).feeds) == 1


@pytest.mark.parametrize("filling", ["&" * 200_001, "x" * 5_000_000], ids=["ampersands", "letters"])
def test_what_is_larger_than_a_list_is_not_read(filling: str):
    found = opml.read(body(f'<outline text="{filling}" xmlUrl="https://a.example/f"/>'))
    assert (found.feeds, whys(found)) == ((), [(0, "the file is larger than a list of feeds is")])


def test_titles_are_escaped_and_illegal_characters_left_out():
    title = "a < b & \"c\" > 'd' \x07\x00 </outline>\n]]> 中文"
    written = opml.write([SourceSpec("x", 'https://a.example/?q="<&', "feed", title)], NOON)
    [feed] = opml.read(written).feeds
    assert (feed.url, feed.title) == ('https://a.example/?q="<&', "a < b & \"c\" > 'd' </outline> ]]> 中文")
    assert "Sun, 22 Nov 2026 12:00:00 +0000" in written


def test_a_feed_without_a_title_is_called_its_address_and_comes_back_without_one():
    written = opml.write([SourceSpec("x", "https://a.example/f", "feed")], NOON)
    assert 'text="https://a.example/f"' in written
    assert opml.read(written).feeds[0].title == ""


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-16", "utf-16"),
        ("latin-1", "iso-8859-1"),
        ("gb18030", "gb2312"),
        ("utf-8-sig", "utf-8"),
        ("cp1252", "utf-8"),
    ],
)
def test_a_file_is_read_in_whatever_encoding_it_came(encoding: str, declared: str, tmp_path: Path):
    title = "中文" if encoding == "gb18030" else "Café"
    text = f'<?xml version="1.0" encoding="{declared}"?>' + body(
        f'<outline text="{title}" xmlUrl="https://a.example/f"/>'
    )
    file = tmp_path / "feeds.opml"
    file.write_bytes(text.encode(encoding))
    history = read_history(file, "auto", xml_text)
    assert [feed.title for feed in history.feeds] == [title]
    assert (history.read, history.items, history.skipped) == (1, (), ())
    assert history.feeds[0].line == 2


def test_an_empty_list_is_a_file_without_items(tmp_path: Path):
    file = tmp_path / "feeds.opml"
    file.write_text(body(""))
    [skipped] = read_history(file, "opml", xml_text).skipped
    assert skipped.why == "the file holds no items"


def test_a_title_turns_no_text_around():
    said = "a\u202e b&#x2066;c&#x202e;&#10;2. d&#x9b;31m"
    [feed] = opml.read(body(f'<outline text="{said}" xmlUrl="https://a.example/f"/>')).feeds
    assert feed.title == "a bc 2. d31m"
