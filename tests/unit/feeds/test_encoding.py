"""Whose word about the encoding counts: the first bytes', the server's, the document's own. A lie costs little."""

from __future__ import annotations

import pytest

from bot.feeds import feed, parse
from bot.feeds.encoding import as_utf8

BASE = "https://kettle.example.org/"


def document(title: str, declared: str = "") -> str:
    head = f"<?xml version='1.0' encoding='{declared}'?>" if declared else ""
    return f"{head}<rss version='2.0'><channel><title>T</title><item><title>{title}</title></item></channel></rss>"


def title(data: bytes, charset: str = "") -> str:
    (entry,) = feed.parse(data, BASE, charset).entries
    return entry.title


@pytest.mark.parametrize(
    ("written", "declared", "served", "text"),
    [
        ("gb2312", "", "gb2312", "茶壶镕"),
        ("gb18030", "gb2312", "", "茶壶镕"),
        ("gbk", "utf-8", "GBK", "茶壶的重建"),
        ("big5", "utf-8", "big5", "茶壺的重建"),
        ("shift_jis", "", "Shift_JIS", "急須"),
        ("cp1252", "", "iso-8859-1", "“Voilà”"),
        ("cp1252", "iso-8859-1", "windows-1252", "“Voilà”"),
        ("koi8-r", "windows-1251", "koi8-r", "Чайник"),
        ("utf-8", "utf-8", "iso-8859-1", "茶 “Voilà”"),
        ("utf-8", "", "us-ascii", "茶"),
        ("utf-8", "", "utf-16", "茶"),
        ("utf-8", "utf-16", "", "茶"),
        ("utf-8", "ucs-4", "x-unknown", "茶"),
        ("utf-8", "cp037", "cp037", "茶"),
        ("utf-8", "", "base64", "茶"),
        ("utf-8-sig", "gb2312", "gb2312", "茶"),
        ("utf-16", "utf-8", "iso-8859-1", "茶"),
        ("cp1252", "utf-8", "utf-8", "“Voilà”"),
        ("cp1252", "", "", "“Voilà”"),
    ],
)
def test_the_encoding_is_the_one_that_fits(written: str, declared: str, served: str, text: str) -> None:
    if written == "gb2312":
        written = "gb18030"
    assert title(document(text, declared).encode(written), served) == text


@pytest.mark.parametrize("kind", ["feed", "arxiv_rss", "arxiv_api"])
def test_every_reader_of_feeds_hears_the_server(kind: str) -> None:
    said = "<rss version='2.0'><channel><title>茶壶</title></channel></rss>".encode("gb18030")
    assert parse(kind, said, BASE, "gb18030").title == "茶壶"


def test_a_stray_byte_costs_itself_alone() -> None:
    text = "茶壶的三维重建" * 20
    utf8 = document(text + "X", "utf-8").encode()
    assert title(utf8.replace(b"X", b"\x93")) == text + "“"
    assert title(utf8.replace(b"X", b"\xe8\x8c")).startswith(text)
    assert title(document(text + "X").encode("gb18030").replace(b"X", b"\xff"), "gb2312").startswith(text)


def test_what_comes_out_is_utf8_and_says_so() -> None:
    got = as_utf8("<?xml version='1.0' encoding='gb2312' standalone='yes'?>\n<rss>茶</rss>".encode("gb2312"))
    assert got.decode() == "<?xml version='1.0' encoding='utf-8'?>\n\n<rss>茶</rss>"
