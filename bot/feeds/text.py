"""Feed text to one line of plain text. What comes in is hostile: unclosed, nested, endless, or full of controls.

Every pattern here reads each character a bounded number of times, which a general HTML parser does not promise.
"""

from __future__ import annotations

import re
from html import unescape

LONGEST_TEXT = 20_000
"""Characters kept of one text: a feed may carry whole articles, and an abstract is far shorter."""
LONGEST_TITLE = 1_000
CUT = "…"
"""Ends what was cut because it is too long."""
LONGEST_LINE = 200_000
"""Of names: a paper of the big experiments has some three thousand authors."""
_LONGEST_MARKUP = 400_000

_TAG = re.compile(
    r"<(?P<close>/?)(?P<name>[A-Za-z][\w:.-]*+)"
    r"(?:(?>[^<>\"']|\"[^\"]{0,2000}+\"|'[^']{0,2000}+')*+>|[^<>]*+>)"
    r"|<!--|<!\[CDATA\[|\]\]>|<[!?][^<>]*+>"
)
_UNREAD = frozenset(["script", "style", "template", "noscript", "iframe", "svg"])
"""Elements whose content is no text of the item."""
_EMBEDDED = frozenset(["noscript", "iframe", "svg"])
"""Of these, those that are nothing but left open by mistake where they are not closed; what follows is read."""
_INLINE_NAMES = (
    "a abbr acronym b bdi bdo big cite code del dfn em font i ins kbd mark q s samp small span strike strong sub sup tt"
    " u var wbr"
)
_INLINE = frozenset(_INLINE_NAMES.split())
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\u202a-\u202e\u2066-\u2069]")
"""Controls, lone surrogates, and the marks that turn the direction of whatever text follows the feed's."""


def fold(text: str, longest: int = LONGEST_TEXT) -> str:
    """The text on one line, without controls; at most `longest` characters, cut between words."""
    line = " ".join(_CONTROLS.sub("", text[:_LONGEST_MARKUP]).split())
    if len(line) <= longest:
        return line
    cut = line[: longest - 2]
    return (cut.rpartition(" ")[0] or cut) + f" {CUT}"


def plain(markup: str, longest: int = LONGEST_TEXT) -> str:
    """The readable text of HTML, folded: no tags, no scripts or styles, entities decoded."""
    markup = markup[:_LONGEST_MARKUP]
    pieces: list[str] = []
    unclosed: set[str] = set()
    at = 0
    while found := _TAG.search(markup, at):
        pieces.append(unescape(markup[at : found.start()]))
        at = found.end()
        name = (found["name"] or "").lower()
        if found[0] == "<!--":
            at = _after(markup, "-->", at)
        elif name in _UNREAD and not found["close"] and not found[0].endswith("/>") and name not in unclosed:
            end = _after(markup, f"</{name}", at)
            if end == len(markup) and name in _EMBEDDED:
                unclosed.add(name)
            else:
                at = end
        if name not in _INLINE:
            pieces.append(" ")
    pieces.append(unescape(markup[at:]))
    return fold("".join(pieces), longest)


def _after(markup: str, end: str, at: int) -> int:
    """Where reading goes on: at a closing tag, behind a comment's end, or nowhere, as in a browser."""
    found = re.compile(re.escape(end), re.IGNORECASE).search(markup, at)
    if found is None:
        return len(markup)
    return found.end() if end == "-->" else found.start()
