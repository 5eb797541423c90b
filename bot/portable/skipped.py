"""What an import could not use, said so that a person finds the place. Knows no format."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Skipped:
    """A line (1 is the first; 0 is the whole file) that gave no rating, and the reason in a few words."""

    line: int
    why: str
    file: str = ""
