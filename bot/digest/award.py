"""The prize that a paper won or was up for, as its authors' comment states it. Says nothing where that is not clear."""

from __future__ import annotations

import re

_PRIZE = re.compile(
    r"\b(?:best|outstanding|distinguished|test[- ]of[- ]time)(?: \w+){0,2} (?:paper|poster|demo)s?(?: award)?"
    r"(?:[ ,-]+(?:honou?rable mention|finalist|candidate|nominee|nomination|runner[- ]up))?"
    r"|\b(?:best )?(?:paper )?award (?:candidate|finalist|nominee|winner)|\b(?:paper|test[- ]of[- ]time) award",
    re.IGNORECASE,
)
_UNSURE = re.compile(r"\b(?:submit\w*|under review|not?|challenge|competition|extend\w*|extension|previous)\b", re.I)
_CLAUSE = re.compile(r"[.;|](?=\s|$)")
_LONGEST = 2_000


def award(comment: str) -> str | None:
    """The prize as the comment writes it ("Best Paper Award"); None where it names none, or another paper's."""
    for clause in _CLAUSE.split(" ".join(comment[:_LONGEST].split())):
        found = _PRIZE.search(clause)
        if found is not None and not _UNSURE.search(clause):
            return found[0][0].upper() + found[0][1:]
    return None
