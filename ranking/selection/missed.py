"""What an audit takes and finds, as plain values: they travel to a process that loads no scientific library."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Audited:
    """A paper drawn from below the cut with this probability; `liked` is None where the reader gave no stars."""

    drawn_with: float
    liked: bool | None


@dataclass(frozen=True, slots=True)
class Missed:
    """What audits say. Each share has its 95 % interval; both are None while no audited paper is rated.

    `below` is the number of papers below the cut on the audited days, `liked_below` the share of them that the reader
    would like, `lost` the share of all likes of those days that stood there. Both shares suppose that audited papers
    left without stars are liked as often as the rated ones; `if_unrated` is what `liked_below` would be if none, or
    all, of them were liked, so it needs no such belief.
    """

    drawn: int
    rated: int
    below: float
    shown_likes: int
    liked_below: float | None = None
    liked_below_interval: tuple[float, float] | None = None
    lost: float | None = None
    lost_interval: tuple[float, float] | None = None
    if_unrated: tuple[float, float] | None = None
