"""The tags of a web page that links and listings need, in one pass and bounded time. Builds no tree of the page.

A general HTML parser promises no bound on hostile pages. What stands in comments and scripts is no part of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

_UNREAD = re.compile(
    r"<!--(?>.*?-->|.*)|<(script|style|template|svg|textarea)(?![\w-])[^<>]{0,2000}+(?<!/)>(?>.*?</\1|.*)",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(
    r"<(?P<name>[A-Za-z][A-Za-z0-9]{0,20}+)(?![\w-])"
    r"(?P<rest>(?:[^<>\"']++|\"[^\"]*+\"|'[^']*+'){0,90}+)>"
)
_ATTRIBUTE = re.compile(r"([^\s\"'<>/=]++)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'<>`]++))")
_MOST_ATTRIBUTES = 40


@dataclass(frozen=True, slots=True)
class Tag:
    """An opening tag: its name and attributes in lower case, entities decoded, and where it ends in the markup."""

    name: str
    attributes: dict[str, str]
    end: int

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")


def visible(markup: str) -> str:
    """The markup without comments, scripts and styles; one that is never closed takes the rest with it."""
    return _UNREAD.sub(" ", markup)


def tags(markup: str, *names: str) -> Iterator[Tag]:
    """The opening tags of these names, in the page's order; of a repeated attribute the first counts."""
    for found in _TAG.finditer(markup):
        name = found["name"].lower()
        if name in names:
            yield Tag(name, _attributes(found["rest"]), found.end())


def _attributes(rest: str) -> dict[str, str]:
    read: dict[str, str] = {}
    for found in _ATTRIBUTE.finditer(rest):
        read.setdefault(found[1].lower(), unescape(found[2] or found[3] or found[4] or ""))
        if len(read) >= _MOST_ATTRIBUTES:
            break
    return read
