"""What a message without a command means: an address alone is one to be read, unless it is a paper's."""

from __future__ import annotations

import re

from bot.identity import parse_arxiv, parse_doi

_ADDRESS = re.compile(r"(?:https?|feed):\S+", re.IGNORECASE)


def pasted_source(text: str) -> str | None:
    """The address that is all of the text, or None where there is none, or it names one paper."""
    word = text.strip()
    if not _ADDRESS.fullmatch(word) or parse_arxiv(word) or parse_doi(word):
        return None
    return word
