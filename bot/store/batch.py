"""What a batch of entries makes of the papers, worked out in memory, so that it is written in a few statements.

Entries and stored papers that share a name are one paper: each component of names becomes one row. Runs no statement.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot import identity
from bot.domain import Announce, Entry, PaperRecord
from bot.identity import Component
from bot.store import rows

NOT_NEWS = (Announce.REPLACE, Announce.REPLACE_CROSS)
LONGEST_KEY = 500

Named = tuple[tuple[str, ...], Entry]
"""An entry with all the names it gives its paper."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What one batch of entries changed."""

    new: int = 0
    revised: int = 0


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where and when the entries were sighted, and whether they are news there."""

    source: str
    at: datetime
    news: bool


@dataclass(frozen=True, slots=True)
class Stored:
    """What is stored of the papers of a batch."""

    papers: Mapping[str, PaperRecord]
    keys: Mapping[str, frozenset[str]]
    """The keys under which this source sighted a paper before."""
    hidden: frozenset[str]
    """Those that only some readers could see: no source that is read for everybody has sighted them."""
    seq: int
    """The last number given."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One paper after the batch. `moved` are ids under which it, or a part of it, was stored and is no longer."""

    before: PaperRecord | None
    after: PaperRecord
    moved: tuple[str, ...]
    is_new: bool
    is_revised: bool
    names: tuple[str, ...]
    sightings: tuple[dict[str, Any], ...]

    def values(self, at: datetime) -> dict[str, Any]:
        """The row of the paper."""
        revised = {"revised_at": at} if self.is_revised else {}
        return rows.paper_values(self.after) | {"seq": self.after.seq or None} | revised


def outcomes(found: Sequence[Component], stored: Stored, sighting: Sighting) -> tuple[Outcome, ...]:
    """What becomes of each component, numbered on as they become news."""
    done: list[Outcome] = []
    last = stored.seq
    for component in found:
        outcome = _outcome(component, stored, sighting, last + 1)
        last = max(last, outcome.after.seq)
        done.append(outcome)
    return tuple(done)


def _outcome(component: Component, stored: Stored, sighting: Sighting, seq: int) -> Outcome:
    before = [stored.papers[key] for key in sorted(component.stored)]
    best = identity.best([*component.names, *component.stored])
    sighted = [identity.first_sighting(entry, 0, sighting.at, best) for entry in component.entries]
    after = identity.all_joined([*before, *sighted])
    kept = _seq_kept(before, stored.hidden)
    if sighting.news and _makes_news(component, stored, kept):
        after = replace(after, seq=seq, first_seen=sighting.at)
    elif after.seq != kept:
        after = replace(after, seq=kept)
    again = any(stored.keys.get(key) for key in component.stored)
    return Outcome(
        before=stored.papers.get(best),
        after=after,
        moved=tuple(sorted(component.stored - {best})),
        is_new=not before,
        is_revised=bool(before) and identity.is_revised(identity.all_joined(before), after, again=again),
        names=tuple(component.names),
        sightings=tuple(_sightings(component, stored, best, sighting)),
    )


def _seq_kept(before: Iterable[PaperRecord], hidden: frozenset[str]) -> int:
    """Of papers now one, the first number under which everybody could draw it, else the last that some could; 0: none.

    What was drawn stays drawn; and nobody misses a paper because others, whose source it was, got it before.
    """
    numbered = [record for record in before if record.seq]
    public = [record.seq for record in numbered if record.paper.id not in hidden]
    return min(public) if public else max((record.seq for record in numbered), default=0)


def _makes_news(component: Component, stored: Stored, kept: int) -> bool:
    """News is what was none before, or was hidden from others and now comes by another source."""
    if all(entry.announce in NOT_NEWS for entry in component.entries):
        return False
    hidden = component.stored <= stored.hidden
    return not kept or (hidden and not any(stored.keys.get(key) for key in component.stored))


def _sightings(component: Component, stored: Stored, paper_id: str, sighting: Sighting) -> Iterable[dict[str, Any]]:
    """Rows of the sightings, each once, without those that are stored."""
    old = frozenset().union(*(stored.keys.get(key, frozenset()) for key in component.stored))
    fresh: dict[str, Announce | None] = {}
    for entry in component.entries:
        fresh.setdefault((entry.key or entry.url)[:LONGEST_KEY], entry.announce)
    for key, announce in fresh.items():
        if key not in old:
            yield {
                "source": sighting.source,
                "paper_id": paper_id,
                "key": key,
                "announce": announce.value if announce else None,
                "seen_at": sighting.at,
            }
