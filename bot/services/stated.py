"""What a reader types about their interests, taken apart: authors, categories, seed papers, phrases and free words.

Pure. Whether a seed paper is known here is for others to say.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from bot.errors import BadInput
from bot.identity import parse_arxiv
from bot.texts import later
from ranking.domain import Interest, InterestKind

LONGEST = 300
"""Characters of one interest."""

_PREFIXES: tuple[tuple[InterestKind, tuple[str, ...]], ...] = (
    ("author", ("author", "au", "作者")),
    ("category", ("category", "cat", "类别", "分类")),
    ("paper", ("paper", "arxiv", "论文")),
)
_PREFIXED = re.compile(r"(\w+)\s*[:：]\s*(.*)", re.DOTALL)
_CATEGORY = re.compile(r"[a-z]+(?:-[a-z]+)?\.[A-Za-z]{2}(?:-[a-z]{2,4})?")
_QUOTED = r"\"[^\"]*\"|“[^”]*”|「[^」]*」"
_ITEM = re.compile(rf"(?:{_QUOTED}|[^,，、;；\n])+")
_QUOTES = '"“”「」'


def parse_interests(text: str, weight: float) -> tuple[Interest, ...]:
    """The interests in a list separated by commas, semicolons or line breaks, each once, with that weight.

    Raises BadInput for one that is too long, or that calls itself a paper and is none.
    """
    found = {(i.kind, i.text.casefold()): i for i in _interests(text, weight)}
    return tuple(found.values())


def cleaned(text: str) -> str:
    """The text without characters that cannot be seen, white space folded to single spaces."""
    seen = "".join(" " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c)[0] != "C")
    return " ".join(seen.split())


def _interests(text: str, weight: float) -> Iterator[Interest]:
    for item in _ITEM.findall(text):
        kind, said = _kind_of(cleaned(item))
        if len(said) > LONGEST:
            raise BadInput(later("That is too long for one interest: 300 characters are the most."))
        if said:
            yield Interest(kind, said, weight)


def _kind_of(item: str) -> tuple[InterestKind, str]:
    prefixed = _PREFIXED.fullmatch(item)
    for kind, prefixes in _PREFIXES:
        if prefixed and prefixed[1].casefold() in prefixes:
            said = prefixed[2].strip(_QUOTES + " ")
            return kind, (_paper(said) if kind == "paper" else said)
    if parse_arxiv(item):
        return "paper", _paper(item)
    if _CATEGORY.fullmatch(item):
        return "category", item
    return "words", item.strip(_QUOTES + " ")


def _paper(said: str) -> str:
    arxiv = parse_arxiv(said)
    if arxiv is None:
        raise BadInput(later("A paper is named by its arXiv id or link."))
    return f"arxiv:{arxiv.text}"
