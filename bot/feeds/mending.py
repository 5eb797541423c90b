"""Slips that publishers make and that cost a strict reader the document, set right in the bytes of the document.

Knows XML's characters and references and nothing of feeds. What is mended here is read by the quick strict parser, and
nobody after it is told that anything was wrong. Every pattern reads each byte a bounded number of times.
"""

from __future__ import annotations

import re
from html import unescape
from html.entities import html5

_CONTROLS = bytes(c for c in range(32) if c not in b"\t\n\v\f\r") + b"\x7f"
_BLANKS = bytes.maketrans(b"\v\f", b"  ")
_NO_CHARACTERS = re.compile(rb"\xef\xbf[\xbe\xbf]")
"""U+FFFE and U+FFFF in UTF-8."""
_DECLARED = re.compile(rb"<!ENTITY\s{1,20}([\w.:-]{1,100})")
_CDATA = b"<![CDATA["
_SLIPS = re.compile(
    rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)"
    rb"|&\#(?P<high>x[dD][89abAB][\da-fA-F]{2}|5[56]\d{3});&\#(?P<low>x[dD][c-fC-F][\da-fA-F]{2}|5[67]\d{3});"
    rb"|&(?!(?:amp|lt|gt|quot|apos);"
    rb"|\#(?:3[2-9]|[4-9]\d|1[01]\d|12[0-7]|1[6-9]\d|[2-9]\d\d|[1-9]\d{3}|[1-4]\d{4});"
    rb"|\#x(?:[2-7][\da-fA-F]|[1-9a-cA-C][\da-fA-F]{2,3});)"
    rb"(?:\#(?P<code>[xX][\da-fA-F]{1,9}+|\d{1,9}+);|(?P<name>[A-Za-z_][\w.:-]{0,60}+);)?+"
    rb"|<(?![A-Za-z_:/!?\x80-\xff])"
    rb"|\]\]>",
    re.DOTALL,
)
"""Sections that are read as they stand; references but the five names and the common numbers; strays.

Each branch begins with a letter, not with a group: only then does the search skip to the next that can match.
"""


def mended(xml: bytes) -> bytes:
    """The document, in UTF-8, without characters that XML has not, and with every reference standing for something.

    Names of HTML become their characters; an ampersand, a `<` and marks of CDATA that mean nothing become text or go.
    """
    declared = frozenset(_DECLARED.findall(xml))
    clean = _NO_CHARACTERS.sub(b"", xml.translate(_BLANKS, _CONTROLS))
    return _SLIPS.sub(lambda found: _set_right(found, declared), clean)


def _set_right(found: re.Match[bytes], declared: frozenset[bytes]) -> bytes:
    if found[0].startswith(_CDATA):
        return _CDATA + found[0].replace(_CDATA, b"")
    if found[0].startswith(b"<!") or found["name"] in declared:
        return found[0]
    if found["high"] is not None:
        return _paired(_number(found["high"].decode()), _number(found["low"].decode()))
    if found["code"] is not None:
        return _character(_number(found["code"].decode()))
    if found["name"] is not None:
        return _named(found["name"].decode())
    return {b"&": b"&amp;", b"<": b"&lt;"}.get(found[0], b"")


def _number(code: str) -> int:
    return int(code[1:], 16) if code[0] in "xX" else int(code)


def _character(number: int) -> bytes:
    """What a number stands for: in HTML's reading, where those of Windows-1252 are letters; nothing, where nothing."""
    if number > 0x10FFFF or 0xD800 <= number < 0xE000 or (number < 32 and number not in (9, 10, 13)):
        return b""
    return _escaped(unescape(f"&#{number};"))


def _paired(high: int, low: int) -> bytes:
    """The character that a publisher wrote as the two halves which UTF-16 makes of it."""
    try:
        return (high.to_bytes(2, "big") + low.to_bytes(2, "big")).decode("utf-16-be").encode()
    except UnicodeError:
        return b""


def _named(name: str) -> bytes:
    value = html5.get(f"{name};")
    return _escaped(value) if value else f"&amp;{name};".encode()


def _escaped(text: str) -> bytes:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\ufffe", "").replace("\uffff", "").encode()
