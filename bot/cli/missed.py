"""What audits say of a reader's digests, for a script and for a person."""

from __future__ import annotations

from ranking.selection.missed import Missed


def missed_json(missed: Missed) -> dict[str, object] | None:
    """The share of likes that digests miss, null where it is not known yet; null altogether before the first audit."""
    if not missed.drawn:
        return None
    return {
        "share": missed.lost,
        "interval": missed.lost_interval,
        "audited": missed.drawn,
        "rated": missed.rated,
        "below": {
            "papers": missed.below,
            "liked": missed.liked_below,
            "interval": missed.liked_below_interval,
            "if_unrated": missed.if_unrated,
        },
    }


def missed_words(missed: Missed) -> str | None:
    """One sentence; None before the first audit."""
    if not missed.drawn:
        return None
    drawn = "1 paper was" if missed.drawn == 1 else f"{missed.drawn} papers were"
    said = f"{drawn} drawn from below the cut to tell what your digests miss"
    if not missed.rated:
        return f"{said}; none of them has stars yet."
    if missed.lost is None or missed.lost_interval is None:
        return f"{said}: the days of the draws had no like as yet, in the digest or below."
    low, high = missed.lost_interval
    return f"{said}: by the stars of {missed.rated}, {missed.lost:.0%} of your likes ({low:.0%} to {high:.0%})."
