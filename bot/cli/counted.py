"""How many of what, in the terminal's English."""

from __future__ import annotations


def counted(n: int, one: str, more: str = "") -> str:
    """`n` with the word for so many; `more` is given where it is not `one` with an s."""
    return f"{n} {one if n == 1 else more or one + 's'}"
