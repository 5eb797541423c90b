"""Ways in which a feed is damaged or turned hostile on its way: pure, by a seeded generator, and never far larger."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

LONGEST = 400_000
CHARSETS = ("", "utf-8", "iso-8859-1", "gb2312", "big5", "utf-16", "utf-7", "x-unknown", "base64", "idna", "\0")
FRAGMENTS = (
    b"<rss version='2.0'><channel>",
    b"<feed xmlns='http://www.w3.org/2005/Atom'>",
    b"</channel></rss>",
    b"<item>",
    b"</item>",
    b"<entry>",
    b"</entry>",
    b"<title type='html'>",
    b"<title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>",
    b"</title>",
    b"<link href='http://[' rel='alternate'/>",
    b"<link>//x:y@[/</link>",
    b"<content type='application/octet-stream'>////</content>",
    b"<content mode='base64'>AAAA</content>",
    b"<guid isPermaLink='false'></guid>",
    b"<pubDate>Mon, 99 Foo 99999 25:61</pubDate>",
    b"<updated>0000-00-00T99:99</updated>",
    b"<dc:date>-1-1-1T::</dc:date>",
    b"<author>a@" + b"b" * 500 + b"</author>",
    b"<media:content url='javascript:x' medium='image'/>",
    b"<skipDays><day>Monday</day>",
    b"<ttl>1e9</ttl>",
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"-->",
    b"<!DOCTYPE x [<!ENTITY a 'b'><!ENTITY % p SYSTEM 'file:///etc/passwd'>%p;]>",
    b"<!ENTITY a SYSTEM 'http://127.0.0.1:1/'>",
    b"&a;",
    b"&nbsp;",
    b"&#0;",
    b"&#xD800;",
    b"&#xD83C;&#xDF75;",
    b"&#99999999999;",
    b"&",
    b"<",
    b"<?xml version='1.0' encoding='utf-16'?>",
    b"<?php",
    b"\0",
    b"\xff\xfe",
    b"\xef\xbf\xbf",
    b"\xed\xa0\x80",
    b"xml:base='http://['",
    b"xmlns:x='\xf0\x9f\x8d\xb5'",
    b"&lt;script&gt;",
    b"&lt;a href='&amp;#x1F375;",
    b"arXiv:2603.00101v1 Announce Type: new Abstract: ",
)
_TAG = re.compile(rb"</?[A-Za-z][^<>]{0,80}>")


def mutated(data: bytes, random: Random) -> bytes:
    """The document after one to five kinds of damage."""
    for _ in range(random.randint(1, 5)):
        damage = random.choice(MUTATIONS)
        data = damage(data, random)[:LONGEST]
    return data


def flip(data: bytes, random: Random) -> bytes:
    at = _place(data, random)
    return data[:at] + bytes([random.randrange(256)]) + data[at + 1 :]


def cut(data: bytes, random: Random) -> bytes:
    return data[: _place(data, random)]


def drop(data: bytes, random: Random) -> bytes:
    start, end = _slice(data, random)
    return data[:start] + data[end:]


def repeat(data: bytes, random: Random) -> bytes:
    start, end = _slice(data, random)
    return data[:end] + data[start:end] * random.choice((1, 2, 30)) + data[end:]


def move(data: bytes, random: Random) -> bytes:
    start, end = _slice(data, random)
    rest = data[:start] + data[end:]
    at = _place(rest, random)
    return rest[:at] + data[start:end] + rest[at:]


def insert(data: bytes, random: Random) -> bytes:
    at = _place(data, random)
    return data[:at] + random.choice(FRAGMENTS) * random.choice((1, 1, 1, 2, 200)) + data[at:]


def nest(data: bytes, random: Random) -> bytes:
    """One of its tags, opened again and again."""
    tags: list[bytes] = _TAG.findall(data[:LONGEST]) or [b"<item>"]
    at = _place(data, random)
    return data[:at] + random.choice(tags) * random.choice((2, 50, 3_000)) + data[at:]


def unbalance(data: bytes, random: Random) -> bytes:
    """Without one of its tags."""
    tags = list(_TAG.finditer(data))
    if not tags:
        return data
    found = random.choice(tags)
    return data[: found.start()] + data[found.end() :]


def lie(data: bytes, random: Random) -> bytes:
    """In another encoding than it says, or saying another."""
    names = ("utf-8", "utf-16", "utf-16-be", "utf-32-le", "cp1252", "gb18030", "shift_jis", "utf-7")
    text = data.decode("utf-8", "replace")
    if random.random() < 0.5:
        text = re.sub(
            r"<\?xml[^>]{0,200}\?>", f"<?xml version='1.0' encoding='{random.choice(names)}'?>", text, count=1
        )
    return text.encode(random.choice(names), "replace")


MUTATIONS: tuple[Callable[[bytes, Random], bytes], ...] = (
    flip,
    cut,
    drop,
    repeat,
    move,
    insert,
    insert,
    nest,
    unbalance,
    lie,
)


def _place(data: bytes, random: Random) -> int:
    return random.randint(0, len(data))


def _slice(data: bytes, random: Random) -> tuple[int, int]:
    start = _place(data, random)
    return start, min(len(data), start + random.choice((1, 10, 200, 5_000)))
