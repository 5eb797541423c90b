"""The bytes of a page or a JSON document to text. XML says its encoding in its own way: that is `bot.feeds.encoding`.

UTF-8 comes before what is declared, because text in another encoding is almost never valid UTF-8, and servers declare
what they were set up with.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OF_THE_WEB = re.compile(
    r"cp125[0-8]|cp949|cp932|gb2312|gbk|gb18030|big5(?:hkscs)?|hz|euc_(?:jp|kr)|shift_jis|iso2022_(?:jp|kr)|koi8-[ru]|"
    r"iso8859-\d{1,2}"
)
"""What Python calls the encodings that pages are in; it knows others that are no text, or endless to decode."""
_SUPERSETS = {"gb2312": "gb18030", "iso8859-1": "cp1252"}
_META = re.compile(rb"<meta[^<>]{0,200}?charset\s?=\s?[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_HEAD = 4_000


def as_text(data: bytes, charset: str = "") -> str:
    """The document's text; `charset` is what the server calls its encoding. What fits no encoding is replaced."""
    for encoding in _candidates(data, charset):
        try:
            return data.decode(encoding)
        except UnicodeError:
            continue
    return data.decode("utf-8", "replace")


def _candidates(data: bytes, charset: str) -> Iterator[str]:
    yield from (encoding for mark, encoding in _MARKS if data.startswith(mark))
    if data[:1] and data[1:2] == b"\0":
        yield "utf-16-le"
    elif data[:1] == b"\0":
        yield "utf-16-be"
    yield "utf-8"
    declared = _META.search(data[:_HEAD])
    for name in (charset, declared[1].decode() if declared else ""):
        if known := _python_name(name):
            yield known


def _python_name(declared: str) -> str:
    try:
        name = codecs.lookup(declared).name if declared else ""
    except (LookupError, ValueError):
        return ""
    return _SUPERSETS.get(name, name) if _OF_THE_WEB.fullmatch(name) else ""
