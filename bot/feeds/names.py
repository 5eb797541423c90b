"""A line of authors to names, as arXiv writes them: commas, "and", affiliations in brackets."""

from __future__ import annotations

import re

_BRACKETED = re.compile(r"\s*\([^()]*+\)")
_BORDER = re.compile(r"\s*[,;]\s*(?:and\s+|&\s+)?|\s+(?:and|&)\s+")
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "phd", "md"})
_INITIALS = re.compile(r"(?:[^\W\d_]\.[ -]?){1,5}")
_WHOLE = re.compile(r"[^\W\d_][^\d,]{0,60} [^\d,]{0,60}[^\W\d_]\.?")
"""A given name and a surname, as far as blanks tell."""
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


def names_in(line: str) -> tuple[str, ...]:
    """The names in the one line that a feed gives for an entry's authors; a line that may be a single name is one.

    "Spout, A. B., Lid, C." (bioRxiv) is turned round, "Ada Spout; Bertram Lid" (IEEE) divided, and so are commas where
    each piece between them has a given name and a surname.
    """
    if ";" in line:
        return _pieces(line, ";")
    pieces = _pieces(line, ",")
    if any(map(_INITIALS.fullmatch, pieces[1:])):
        return _turned(pieces)
    whole = tuple(re.sub(r"^(?:and|&) ", "", piece) for piece in pieces)
    return whole if len(whole) > 1 and all(map(_WHOLE.fullmatch, whole)) else (line,)


def _pieces(line: str, border: str) -> tuple[str, ...]:
    return tuple(filter(None, (piece.strip() for piece in line.split(border, 2 * _MOST_NAMES))))


def _turned(pieces: tuple[str, ...]) -> tuple[str, ...]:
    """Initials come before the surname they follow; what has none, as a consortium, stays."""
    names: list[str] = []
    for piece in pieces:
        if names and "." not in names[-1] and _INITIALS.fullmatch(piece):
            names[-1] = f"{piece} {names[-1]}"
        else:
            names.append(piece)
    return tuple(names)


def _without_brackets(line: str) -> str:
    """Bracketed parts go, one level of nesting included; an unclosed bracket goes with what follows up to a comma."""
    line = _BRACKETED.sub("", _BRACKETED.sub("", line))
    return re.sub(r"\s*\([^,;]*|\)", "", line)
