"""Where sentences end, in English and Chinese text that has been made readable. Knows nothing of papers."""

from __future__ import annotations

import re

_END = re.compile(r"((?<![.!?…])[.!?…]+[\"'”’)\]]*)\s+|([。！？；]+[”’」』）]*)\s*")
_NEAR = 60
"""Characters beside a full stop that decide what it is."""
_WORD_BEFORE = re.compile(r"[(\[“\"']*([^\s(\[“\"']+)$")
_OPENING = re.compile(r"[\"'“‘(\[$]*[A-Z0-9\u0370-\u03ff\u4e00-\u9fff]")
_NEVER_LAST_WORDS = """
    e.g i.e fig figs eq eqs eqn sec tab ref refs vs cf viz resp approx dr prof mr mrs ms st no vol pp ch al.
    incl w.r.t a.k.a def thm prop lem
"""
_NEVER_LAST = frozenset(_NEVER_LAST_WORDS.split())
"""Abbreviations that a sentence does not end with."""
_SELDOM_LAST_WORDS = """
    al etc ca u.s u.k inc ltd co jr sr ph.d b.sc m.sc
"""
_SELDOM_LAST = frozenset(_SELDOM_LAST_WORDS.split())
_STARTERS_WORDS = """
    we the this these our in it to however moreover furthermore additionally while although for by with as
    they its finally experiments extensive code here thus specifically based on at when that such then both
    a an
"""
_STARTERS = frozenset(_STARTERS_WORDS.split())
"""Words that begin a sentence after what is otherwise taken for an abbreviation or an initial."""


def sentences(text: str) -> list[str]:
    """The sentences in order, each with its full stop; together they are the text."""
    found: list[str] = []
    start = 0
    for end in _END.finditer(text):
        if end[1] and not _ends_here(
            text[max(start, end.start() - _NEAR) : end.start()], end[1], text[end.end() : end.end() + _NEAR]
        ):
            continue
        _add(found, text[start : end.end()])
        start = end.end()
    _add(found, text[start:])
    return found


def _add(found: list[str], sentence: str) -> None:
    if stripped := sentence.strip():
        found.append(stripped)


def _ends_here(before: str, stop: str, after: str) -> bool:
    """Whether a Western full stop between these two ends a sentence."""
    if not _OPENING.match(after) and not (stop[0] in "!?" and after[:1].isupper()):
        return _starts_with_a_name(after)
    if not stop.startswith(".") or stop.startswith(".."):
        return True
    word = _WORD_BEFORE.search(before)
    last = word[1].casefold() if word else ""
    if last in _NEVER_LAST:
        return False
    if last in _SELDOM_LAST or (len(last) == 1 and last.isalpha() and word is not None and word[1].isupper()):
        return after.split(maxsplit=1)[0].casefold().strip(",:") in _STARTERS
    return True


def _starts_with_a_name(after: str) -> bool:
    """A sentence may begin with a name written small at first and large later (`pySLAM`, `iVPT`)."""
    first = after.split(maxsplit=1)[0] if after.strip() else ""
    return bool(re.match(r"[a-z]{1,3}[A-Z]", first))
