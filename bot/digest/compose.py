"""From scores to the day's list: which papers, in which order, with which words. Pure; words no sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from bot.digest.readable import readable
from bot.digest.tips import summary, tips
from bot.digest.venue import venue_of
from bot.domain import Digest, DigestItem, ItemSlot, PaperRecord, Reader, Why
from ranking.domain import MAX_STARS, MIN_STARS, Scored


def compose(
    reader: Reader,
    day: date,
    ranked: Sequence[tuple[PaperRecord, Scored]],
    *,
    length: int,
    considered: int,
    drawn_to: int,
    titles: Mapping[str, str],
    empty: Why | None,
) -> Digest:
    """The first `length` of `ranked`, which is in order, as a digest; `empty` says why, where there is none."""
    items = tuple(_item(rank, record, scored) for rank, (record, scored) in enumerate(ranked[:length], start=1))
    return Digest(
        reader=reader,
        day=day,
        items=items,
        considered=considered,
        drawn_to=drawn_to,
        empty=None if items else empty,
        titles=dict(titles),
    )


def _item(rank: int, record: PaperRecord, scored: Scored) -> DigestItem:
    paper = record.paper
    abstract = readable(paper.abstract)
    line = summary(readable(paper.title), abstract)
    stars = _within(scored.stars)
    low, high = scored.interval
    return DigestItem(
        rank=rank,
        record=record,
        stars=stars,
        interval=(min(_within(low), stars), max(_within(high), stars)),
        p_like=min(max(scored.p_like, 0.0), 1.0),
        summary=line,
        tips=tips(abstract, skip=line),
        reasons=scored.explanation.reasons,
        venue=venue_of(record),
        slot=ItemSlot(scored.slot),
        drawn_with=scored.drawn_with,
        team=scored.team,
        facet=scored.facet,
    )


def _within(stars: float) -> float:
    return min(max(stars, float(MIN_STARS)), float(MAX_STARS))
