"""Cutting a text to a length in UTF-16 units without breaking a word where it can, or a character ever."""

from __future__ import annotations

import unicodedata

ELLIPSIS = "…"

_JOINER = "\u200d"
_MARKS = ("Mn", "Mc", "Me")


def utf16_units(text: str) -> int:
    """UTF-16 code units of the text: two for a character beyond U+FFFF, as Telegram counts."""
    return len(text) + sum(c > "\uffff" for c in text)


def shorten(text: str, limit: int) -> str:
    """The text if it has at most `limit` UTF-16 units, else its beginning and `…`, cut after a word.

    A text without spaces in its last half (Chinese, an address) is cut between characters, where a
    character is what is seen as one: accents, joined emoji and flags stay whole. No room at all gives the
    empty text.
    """
    if utf16_units(text) <= limit:
        return text
    if limit < 1:
        return ""
    end = _whole(text, _prefix(text, limit - 1))
    space = next((i for i in range(end, end // 2, -1) if text[i].isspace()), end)
    return text[:space].rstrip() + ELLIPSIS


def _prefix(text: str, limit: int) -> int:
    """How many characters of the text take at most `limit` units."""
    used = 0
    for index, char in enumerate(text):
        used += 2 if char > "\uffff" else 1
        if used > limit:
            return index
    return len(text)


def _whole(text: str, end: int) -> int:
    while 0 < end < len(text) and _inside(text, end):
        end -= 1
    return end


def _inside(text: str, index: int) -> bool:
    """Whether a cut before `index` would go through what is seen as one character (Unicode UAX 29, in
    outline)."""
    before, after = text[index - 1], text[index]
    if _JOINER in (before, after) or unicodedata.category(after) in _MARKS or "\U0001f3fb" <= after <= "\U0001f3ff":
        return True
    if _is_half(before) and _is_half(after):
        return True
    return _is_flag(after) and _flags_before(text, index) % 2 == 1


def _is_half(char: str) -> bool:
    return "\ud800" <= char <= "\udfff"


def _is_flag(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _flags_before(text: str, index: int) -> int:
    start = index
    while start and _is_flag(text[start - 1]):
        start -= 1
    return index - start
