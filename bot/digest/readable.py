"""Titles and abstracts as a person reads them: LaTeX becomes Unicode, odd characters go, white space is folded.

Sources write a mixture of prose and LaTeX that nobody compiled, so this never raises: what cannot be understood is
shown as it was written. It knows no paper and no channel.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bot.digest.latex import from_latex

_MARKS = re.compile(r"[\\${~^_]|--|``|''")
_CONTROLS = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ue000-\uf8ff\ufeff\ufffe\uffff]"
)
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_SPACE_BEFORE_STOP = re.compile(r"(?<=[\w)”]) +([,.;:!?])(?=\s|$)")
_LONGEST = 20_000
"""Longer texts are whole pages: they are shown as written, for the converter takes time in proportion to the square."""


@lru_cache(maxsize=256)
def readable(text: str) -> str:
    """The text with LaTeX as Unicode and all white space folded to single spaces. Never raises."""
    clean = _CONTROLS.sub("", _SURROGATES.sub("\ufffd", text))
    if _MARKS.search(clean) and len(clean) <= _LONGEST:
        clean = _SPACE_BEFORE_STOP.sub(r"\1", _folded(_understood(clean)))
    return _folded(clean)


def _understood(text: str) -> str:
    """The LaTeX converted, or the text itself where it is broken beyond that."""
    try:
        converted = from_latex(text)
    except Exception:  # noqa: BLE001 - a boundary: the converter is given hostile text and fails in many ways
        return text
    mangled = not converted.strip() or ("%s" in converted and "%s" not in text)
    return text if mangled else converted


def _folded(text: str) -> str:
    return " ".join(text.split())
