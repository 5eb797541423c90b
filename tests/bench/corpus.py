"""The papers that the benchmarks work on: real ones of cs.CV where they lie beside the checkout, else invented ones."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from random import Random
from typing import Any

from bot.domain import Announce, ArxivId, Entry, PaperRecord
from bot.identity import first_sighting
from ranking.domain import Rating
from tests.bench.invented import invent
from tests.bench.scale import Scale

REAL = Path(__file__).resolve().parents[3] / "shared/data/papers/cs.CV_2025-03-18_2025-06-19.jsonl.gz"
LIKED = ("diffusion", "segmentation", "3d")
"""Words that the invented reader likes; both corpora have them."""
SEEN = timedelta(hours=5)
"""From an announcement to its first sighting."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """Announcements, oldest first."""

    entries: tuple[Entry, ...]
    real: bool

    @property
    def note(self) -> str:
        days = len(self.days())
        how = "real, of cs.CV, all taken as first versions" if self.real else "invented, for want of the real data"
        return f"Corpus: {len(self.entries):,} announcements on {days} days, {how}."

    def days(self) -> list[tuple[date, tuple[Entry, ...]]]:
        """The announcements of each day, in order."""
        return [(day, tuple(group)) for day, group in groupby(self.entries, _day)]

    def records(self) -> tuple[PaperRecord, ...]:
        """The papers as the store would know them, each seen some hours after it was announced."""
        return tuple(first_sighting(e, n, _moment(e) + SEEN) for n, e in enumerate(self.entries, start=1))


def load(scale: Scale) -> Corpus:
    """The real corpus for a full run where it is at hand; always the same for the same scale."""
    if scale.name == "full" and REAL.exists():
        with gzip.open(REAL, "rt", encoding="utf-8") as lines:
            return Corpus(tuple(_real(json.loads(line)) for line in lines)[: scale.papers], real=True)
    return Corpus(invent(scale.papers), real=False)


def rate(records: Sequence[PaperRecord], count: int, seed: int = 5) -> tuple[Rating, ...]:
    """Ratings of an invented reader who likes some words: half of them likes, as far as there are enough."""
    random = Random(seed)
    drawn = random.sample(records, len(records))
    drawn.sort(key=lambda r: not _likes(r))
    liked = [r for r in drawn if _likes(r)][: count // 2]
    others = [r for r in reversed(drawn) if not _likes(r)][: count - len(liked)]
    return tuple(
        Rating(r.paper.id, random.randint(4, 5) if _likes(r) else random.randint(1, 3), r.first_seen)
        for r in (*liked, *others)
    )


def _likes(record: PaperRecord) -> bool:
    text = f"{record.paper.title} {record.paper.abstract}".lower()
    return sum(word in text for word in LIKED) > 1 or LIKED[0] in text


def _day(entry: Entry) -> date:
    return _moment(entry).date()


def _moment(entry: Entry) -> datetime:
    assert entry.published is not None
    return entry.published


def _real(line: dict[str, Any]) -> Entry:
    arxiv = ArxivId(line["id"], 1)
    categories = tuple(line["categories"])
    return Entry(
        title=line["title"],
        url=arxiv.url,
        abstract=line["abstract"],
        authors=tuple(line["authors"]),
        categories=categories,
        published=datetime.fromisoformat(line["announced"]).replace(hour=4, tzinfo=UTC),
        comment=line["comment"] or "",
        arxiv=arxiv,
        announce=Announce.NEW if categories[:1] == ("cs.CV",) else Announce.CROSS,
        key=f"oai:arXiv.org:{arxiv.text}v{arxiv.version}",
    )
