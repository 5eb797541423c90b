"""What other parsers' suites expect of titles, links, dates and texts, and how much of it is read. Counts, no times."""

from __future__ import annotations

from tests.bench.measure import Outcome, Table
from tests.bench.processes import ROOT
from tests.bench.setting import Setting
from tests.suites.claims import Field
from tests.suites.count import SUITES, Count, count

FEEDS = ROOT.parent / "shared" / "data" / "feeds"
_HEAD = ("suite", *Field, "not compared", "not right")


def run(setting: Setting) -> Outcome:
    """One row for each suite; nothing where they are absent."""
    if setting.scale.name != "full" or not FEEDS.exists():
        return Outcome((), {"suites": 0}, ("Left out: needs a full run and ../shared beside the checkout.",))
    counts = {name: count(read(FEEDS / name)) for name, read in SUITES}
    table = Table("Right of what can be compared", _HEAD, tuple(_row(name, c) for name, c in counts.items()))
    notes = (
        "feedparser's and gofeed's files carry their expectations. rss_parser's carry none here: feedparser's own "
        "reading of the same bytes stands in for them.",
        "Expectations are read as our texts are: markup read away, on one line. Those that are markup alone, and a "
        "second text beside the first, are not compared.",
    )
    return Outcome((), {"suites": len(counts), **_totals(counts)}, notes, (table,))


def _row(name: str, counted: Count) -> tuple[str, ...]:
    shares = (f"{counted.right[field]:,}/{counted.comparable[field]:,}" for field in Field)
    odd = sorted({miss.claim.file.name for miss in counted.misses})
    return (name, *shares, f"{counted.apart.total():,}", ", ".join(odd) or "none")


def _totals(counts: dict[str, Count]) -> dict[str, int]:
    return {
        "claims compared": sum(c.comparable.total() for c in counts.values()),
        "claims right": sum(c.right.total() for c in counts.values()),
    }
