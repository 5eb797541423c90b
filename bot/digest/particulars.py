"""What is told of a paper beside its words, where a source gave it: whence, how long to read, in which language."""

from __future__ import annotations

import math

from bot.digest.readable import readable
from bot.digest.tips import cut
from bot.domain import Found, PaperRecord
from bot.texts import Texts, later

WORDS_A_MINUTE = 220
CHARACTERS_A_MINUTE = 400
"""Of a language that is written without spaces, where every character counts as a word."""
_UNSPACED = ("zh", "ja")
WHOLE_TEXT = 300
"""Words from which on a text is more than an abstract."""
_MOST_AFFILIATIONS = 4
_LONGEST_AFFILIATION = 80

PLACES = {
    Found.ABSTRACT: later("from the abstract"),
    Found.COMMENT: later("from the authors' comment"),
    Found.FEED: later("from the feed"),
    Found.NOTE: later("from your notes"),
    Found.ARTICLE: later("from an article about it"),
    Found.HUGGING_FACE: later("from Hugging Face"),
    Found.PROCEEDINGS: later("from the proceedings"),
    Found.FIGURE: later("the paper's first figure"),
}
"""Where something was found, in words."""


def minutes_of(record: PaperRecord) -> int | None:
    """How long the text takes to read; None where the source carried no whole text."""
    if record.words < WHOLE_TEXT:
        return None
    return max(1, math.ceil(record.words / (CHARACTERS_A_MINUTE if record.language in _UNSPACED else WORDS_A_MINUTE)))


def reading(record: PaperRecord, t: Texts) -> tuple[str, ...]:
    """How long a whole text takes, and its language if it is not the reader's; nothing where there is none."""
    minutes = minutes_of(record)
    if minutes is None:
        return ()
    return tuple(filter(None, (t.n("{n} min read", "{n} min read", minutes), foreign(record, t))))


def foreign(record: PaperRecord, t: Texts) -> str:
    """The language of the source in words where it is not the reader's, else ""."""
    name = t.language_name(record.language) if record.language != t.language.value else ""
    return t("in {language}", language=name) if name else ""


def affiliations_of(record: PaperRecord, t: Texts) -> str:
    """The first affiliations that were given, on one line; "" where none was."""
    given = (cut(" ".join(readable(a).split()), _LONGEST_AFFILIATION) for a in record.affiliations)
    return t("; ").join([a for a in dict.fromkeys(given) if a][:_MOST_AFFILIATIONS])
