"""What of a text is sent to an embedder: enough for its window, and nothing that it cannot read.

A vector is kept under the key of the whole text, so the cut may change without touching what is kept.
"""

from __future__ import annotations

LONGEST = 2_400
"""Characters. E5 reads 512 tokens, about 2,000 characters of English; 99 of 100 abstracts are shorter."""


def excerpt(text: str) -> str:
    """The beginning of the text, cut between words where it has any, as text that can be written in UTF-8."""
    clean = text.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")
    if len(clean) <= LONGEST:
        return clean
    cut = clean[: LONGEST + 1].rpartition(" ")[0]
    return cut if len(cut) > LONGEST // 2 else clean[:LONGEST]
