"""A line of authors to names, as arXiv writes them: commas, "and", affiliations in brackets."""

from __future__ import annotations

import re

_BRACKETED = re.compile(r"\s*\([^()]*+\)")
_BORDER = re.compile(r"\s*[,;]\s*(?:and\s+|&\s+)?|\s+(?:and|&)\s+")
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "phd", "md"})
_MOST_NAMES = 5_000
"""The longest author list on arXiv has fewer."""


def split_names(line: str) -> tuple[str, ...]:
    """The names in order, without affiliations; "Jr." and the like stay with the name before them."""
    names: list[str] = []
    for piece in _BORDER.split(_without_brackets(line), maxsplit=_MOST_NAMES):
        name = piece.strip(" ,;")
        if names and name.lower().rstrip(".") in _SUFFIXES:
            names[-1] += f", {name}"
        elif name:
            names.append(name)
    return tuple(names)


def _without_brackets(line: str) -> str:
    """Bracketed parts go, one level of nesting included; an unclosed bracket goes with what follows up to a comma."""
    line = _BRACKETED.sub("", _BRACKETED.sub("", line))
    return re.sub(r"\s*\([^,;]*|\)", "", line)
