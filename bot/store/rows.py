"""Rows to domain values and back, in one place. Nothing here runs a statement."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from bot.domain import (
    ArxivId,
    Digest,
    DigestItem,
    Found,
    ItemSlot,
    Language,
    Link,
    LinkKind,
    PaperRecord,
    Reader,
    Schedule,
    Source,
    SourceState,
    Visited,
    Why,
)
from ranking.domain import Paper, Reason, embedded_text, text_key


def paper_values(record: PaperRecord) -> dict[str, Any]:
    """What is stored of a record, without its `seq`."""
    paper = record.paper
    return {
        "id": paper.id,
        "arxiv_id": record.arxiv.text if record.arxiv else None,
        "version": record.arxiv.version if record.arxiv else None,
        "doi": record.doi,
        "title": paper.title,
        "abstract": paper.abstract,
        "authors": list(paper.authors),
        "categories": list(paper.categories),
        "comment": paper.comment,
        "url": record.url,
        "links": [_link_values(x) for x in record.links],
        "image": record.image,
        "affiliations": list(record.affiliations),
        "venue": record.venue,
        "language": record.language,
        "words": record.words,
        "published": paper.published,
        "first_seen": record.first_seen,
        "text_key": text_key(embedded_text(paper)) if paper.title or paper.abstract else None,
    }


def paper_record(row: sa.Row[Any]) -> PaperRecord:
    return PaperRecord(
        seq=row.seq or 0,
        paper=Paper(
            id=row.id,
            title=row.title,
            abstract=row.abstract,
            authors=tuple(row.authors),
            categories=tuple(row.categories),
            published=row.published,
            comment=row.comment,
        ),
        url=row.url,
        first_seen=row.first_seen,
        arxiv=ArxivId(row.arxiv_id, row.version) if row.arxiv_id else None,
        doi=row.doi,
        links=tuple(_link(*values) for values in row.links),
        image=row.image,
        affiliations=tuple(row.affiliations),
        venue=row.venue,
        language=row.language,
        words=row.words,
    )


def reader(row: sa.Row[Any]) -> Reader:
    times = tuple(time.fromisoformat(x) for x in row.times)
    return Reader(
        id=row.id,
        key=row.key,
        language=Language(row.language) if row.language else Language.ENGLISH,
        has_spoken=row.language is not None,
        zone=row.zone,
        schedule=Schedule(times, frozenset(row.weekdays), row.scheduled_at),
        length=row.length,
        admitted=row.admitted,
        reachable=row.reachable,
    )


def source(row: sa.Row[Any]) -> Source:
    return Source(
        id=row.id,
        name=row.name,
        url=row.url,
        kind=row.kind,
        etag=row.etag,
        last_modified=row.last_modified,
        digest=row.digest,
        state=SourceState(row.state) if row.state else None,
        fetched_at=row.fetched_at,
        error=row.error,
        shared=row.shared,
        title=row.title,
        next_at=row.next_at,
        failures=row.failures,
        good_at=row.good_at,
        news_at=row.news_at,
        checked_to=row.checked_to,
        past=tuple(Visited(datetime.fromisoformat(at), seen, new) for at, seen, new in row.past),
        ttl=None if row.ttl is None else timedelta(seconds=row.ttl),
        skip_days=frozenset(row.skip_days),
    )


def item_values(item: DigestItem) -> dict[str, Any]:
    return {
        "rank": item.rank,
        "paper_id": item.record.paper.id,
        "stars": item.stars,
        "low": item.interval[0],
        "high": item.interval[1],
        "p_like": item.p_like,
        "summary": item.summary,
        "tips": item.tips,
        "reasons": [[r.kind, r.label, r.contribution, r.stars] for r in item.reasons],
        "slot": item.slot.value,
        "venue": item.venue,
        "drawn_with": item.drawn_with,
        "team": item.team,
        "facet": item.facet,
    }


def digest_item(row: sa.Row[Any], record: PaperRecord, rating: int | None) -> DigestItem:
    return DigestItem(
        rank=row.rank,
        record=record,
        stars=row.stars,
        interval=(row.low, row.high),
        p_like=row.p_like,
        summary=row.summary,
        tips=row.tips,
        reasons=tuple(Reason(*raw) for raw in row.reasons),
        slot=ItemSlot(row.slot),
        venue=row.venue,
        rating=rating,
        drawn_with=row.drawn_with,
        team=row.team,
        facet=row.facet,
    )


def emptiness_value(digest: Digest) -> str | None:
    """Why a digest is empty: a word, or a word with its day and its sources."""
    if digest.empty is None or not (digest.empty_day or digest.empty_sources):
        return digest.empty.value if digest.empty else None
    day = digest.empty_day.isoformat() if digest.empty_day else None
    return json.dumps([digest.empty.value, day, digest.empty_sources], ensure_ascii=False)


def emptiness(value: str | None) -> tuple[Why | None, date | None, tuple[str, ...]]:
    """The reason, its day and its sources, out of what `emptiness_value` made of them."""
    if not value or not value.startswith("["):
        return (Why(value) if value else None), None, ()
    why, day, sources = json.loads(value)
    return Why(why), date.fromisoformat(day) if day else None, tuple(sources)


def _link_values(link: Link) -> list[str]:
    since = [link.since.isoformat()] if link.since else []
    return [link.kind.value, link.url, link.found_in.value, *since]


def _link(kind: str, url: str, found_in: str, since: str = "") -> Link:
    return Link(LinkKind(kind), url, Found(found_in), datetime.fromisoformat(since) if since else None)
