"""Bytes to UTF-8, whatever they came in. Knows XML's ways of saying the encoding and nothing else of feeds.

feedparser does this too, with patterns that take hours on a hostile first line; after this it finds UTF-8 and a short
declaration that says so. Who is believed first is RFC 7303's order: the mark at the start, the server, the declaration.
"""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
"""Beginnings that leave no choice, the longer first; the last four are a document's first character without a mark."""
_DECLARED = re.compile(rb"<\?xml[^>]{0,100}?encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{1,40})[\"']")
_DECLARATION = re.compile(r"<\?xml[^<>]*+>")
_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "iso8859-1": "cp1252", "ascii": "utf-8"}
"""What is declared, by Python's name, and what is meant by it in practice."""
_NO_TEXT = frozenset({"idna", "punycode", "raw-unicode-escape", "unicode-escape", "undefined", "utf-7"})
_STRAY = {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)}
"""Bytes that are no UTF-8, as `surrogateescape` writes them, and the letters of Windows-1252 that they stand for."""
_HEAD = 300
_TOLERATED = 100
"""One character in so many that stand above ASCII may be broken before a declared encoding is taken for a lie."""
_NEW_DECLARATION = b"<?xml version='1.0' encoding='utf-8'?>\n"


def as_utf8(data: bytes, charset: str = "") -> bytes:
    """The document in UTF-8, under a declaration that says so. `charset` is what the server called it.

    Single bytes that fit no encoding are read as Windows-1252, and the rest stays as it is.
    """
    text = _text(data, charset).lstrip("\ufeff \t\r\n\0")
    declared = _DECLARATION.match(text)
    return _NEW_DECLARATION + text[declared.end() if declared else 0 :].encode("utf-8", "replace")


def _text(data: bytes, charset: str) -> str:
    wide = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    if wide:
        return data.decode(wide, "replace")
    claimed = _claimed(data, charset)
    for encoding in dict.fromkeys((*claimed, "utf-8")):
        try:
            return data.decode(encoding)
        except UnicodeError:
            continue
    for encoding in claimed:
        text = "" if encoding == "utf-8" else data.decode(encoding, "replace")
        if text and text.count("\ufffd") * _TOLERATED <= sum(c > "\x7f" for c in text):
            return text
    return data.decode("utf-8", "surrogateescape").translate(_STRAY)


def _claimed(data: bytes, charset: str) -> tuple[str, ...]:
    """The encodings that are spoken for, in the order of trust; none that is unknown.

    A document that calls itself UTF-8 and holds as such is believed against a server that says Latin-1 of everything.
    """
    if data.startswith(codecs.BOM_UTF8):
        return ("utf-8",)
    found = _DECLARED.search(data[:_HEAD])
    declared = _python_name(found[1].decode()) if found else ""
    served = _python_name(charset)
    both = (declared, served) if (declared, served) == ("utf-8", "cp1252") else (served, declared)
    return tuple(filter(None, both))


def _python_name(said: str) -> str:
    """Python's name for an encoding that writes ASCII as ASCII does; "" for any other."""
    try:
        name = codecs.lookup(said.strip(" \"'")).name if said else ""
        usable = bool(name) and name not in _NO_TEXT and b"<?xml".decode(name) == "<?xml"
    except (LookupError, ValueError):
        return ""
    return _SUPERSETS.get(name, name) if usable else ""
