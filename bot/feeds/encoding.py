"""Bytes to UTF-8, whatever they came in. Knows XML's ways of saying the encoding and nothing else of feeds.

feedparser does this too, with patterns that take hours on a hostile first line; after this it finds UTF-8 and a short
declaration that says so.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_DECLARED = re.compile(rb"<\?xml[^>]{0,100}?encoding\s?=\s?[\"']([\w.:-]{1,40})[\"']")
_DECLARATION = re.compile(r"<\?xml[^<>]*+>")
_SUPERSETS = {"gb2312": "gb18030", "iso8859-1": "cp1252", "ascii": "utf-8"}
"""What is declared, by Python's name, and what is meant by it in practice."""
_NO_TEXT = frozenset({"idna", "punycode", "raw-unicode-escape", "unicode-escape", "undefined", "utf-7"})
_HEAD = 300
_NEW_DECLARATION = b"<?xml version='1.0' encoding='utf-8'?>\n"


def as_utf8(data: bytes) -> bytes:
    """The document in UTF-8, under a declaration that says so; what fits no encoding is read as Windows-1252."""
    for encoding in _candidates(data):
        try:
            text = data.decode(encoding)
            break
        except (UnicodeError, LookupError):
            continue
    else:
        text = data.decode("cp1252", "replace")
    text = text.lstrip("\ufeff \t\r\n")
    declared = _DECLARATION.match(text)
    return _NEW_DECLARATION + text[declared.end() if declared else 0 :].encode("utf-8", "replace")


def _candidates(data: bytes) -> Iterator[str]:
    """Encodings in the order of trust: a mark at the start, the declaration, UTF-8."""
    yield from (encoding for mark, encoding in _MARKS if data.startswith(mark))
    if found := _DECLARED.search(data[:_HEAD]):
        yield _python_name(found[1].decode())
    yield "utf-8"


def _python_name(declared: str) -> str:
    try:
        name = codecs.lookup(declared).name
    except LookupError:
        return "utf-8"
    return "utf-8" if name in _NO_TEXT else _SUPERSETS.get(name, name)
