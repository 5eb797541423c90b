"""When two titles are one: the same letters, whatever the case, accents, hyphens, TeX and markup around them.

Pure. A title is a name of its paper only together with the first author's surname, and where it is long enough to be
telling. Equality alone is asked for, never likeness: "nearly the same" is not transitive, so what is merged would hang
on the order in which papers come.
"""

from __future__ import annotations

import html
import re
import unicodedata
from hashlib import sha256

TELLING = 24
"""Letters of a title that is telling; a letter of Chinese, Japanese or Korean counts for three."""
_WIDE = "\u2e80"
_LONGEST = 1_000

_GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lamda mu nu xi omicron pi rho sigma tau upsilon phi chi"
    " psi omega"
)
_LETTERS = {name: unicodedata.lookup(f"GREEK SMALL LETTER {name}") for name in _GREEK.split()} | {
    "lambda": "λ",
    "o": "ø",
    "l": "ł",
    "ss": "ß",
    "ae": "æ",
    "oe": "œ",
    "aa": "å",
    "i": "i",
}
_COMMAND = re.compile(r"\\(?:var)?([A-Za-z]{1,30})(?![A-Za-z])")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_NO_LETTER = re.compile(r"[\W_]+")
_NO_NAME = re.compile(r"\([^()]{0,300}\)|\bet\s+al\b\.?|\d+", re.IGNORECASE)
_SUFFIXES = ("jr", "sr", "ii", "iii", "iv", "phd", "md")


def title_name(title: str, authors: tuple[str, ...]) -> str:
    """The name that a title gives a paper, or "" where it is too short or nobody is named."""
    letters, surname = fingerprint(title), surname_of(authors[0]) if authors else ""
    if not surname or _weight(letters) < TELLING:
        return ""
    return f"title:{sha256(f'{letters}:{surname}'.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def fingerprint(title: str) -> str:
    """The letters and digits of a title, in lower case, without accents."""
    text = title[:_LONGEST]
    if "&" in text:
        text = html.unescape(text)
    if "<" in text:
        text = _TAG.sub("", text)
    if "\\" in text:
        text = _COMMAND.sub(lambda found: _LETTERS.get(found[1].lower(), ""), text)
    return _letters(text)


def surname_of(author: str) -> str:
    """The letters of the last of a name's words ("Ada B. Spout", "Spout, Ada B."), suffixes and notes aside."""
    name = _NO_NAME.sub(" ", author[:_LONGEST])
    words = [letters for word in name.partition(",")[0].split() if (letters := _letters(word))]
    while len(words) > 1 and words[-1] in _SUFFIXES:
        words.pop()
    return words[-1] if words else ""


def _weight(letters: str) -> int:
    return len(letters) if letters.isascii() else sum(3 if letter >= _WIDE else 1 for letter in letters)


def _letters(text: str) -> str:
    """Decomposed, so that an accent is a sign of its own, which is no letter and goes."""
    if text.isascii():
        return _NO_LETTER.sub("", text).lower()
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return _NO_LETTER.sub("", folded)
