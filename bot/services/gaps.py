"""Filling what arXiv's feed lacked: into the catalogue, as news of that source, and into what is said of the source.

Knows nothing of when to look and whether the search's answer is whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain import Entry, Source, SourceReport, SourceState
from bot.services.catalogue import catalogue
from bot.store import Store

FETCHED = "fetched from arXiv's search."
"""How a sentence ends that says that the papers are here all the same."""


@dataclass(frozen=True, slots=True)
class Filled:
    """How many papers the feed lacked, and the source as it stands now; None where it lacked none."""

    missing: int = 0
    report: SourceReport | None = None


def fill(store: Store, source: Source, answer: Sequence[Entry], at: datetime, since: datetime) -> Filled:
    """Stores what the source lacks of the search's answer; what it lacked of this announcement is counted from `since`.

    Comments of authors are taken in where there is none yet: feeds do not carry them.
    """
    now = next((s for s in store.sources.of_kind(source.kind) if s.id == source.id), None)
    if now is None:  # taken away while the search was asked
        return Filled()
    known = store.announced.known(now.name, [str(entry.arxiv) for entry in answer])
    _take_in_comments(store, now, [e for e in answer if e.comment and str(e.arxiv) in known], at)
    missing = [_as_announced(entry) for entry in answer if str(entry.arxiv) not in known]
    if not missing:
        return Filled()
    counts = catalogue(store, now.name, missing, at, news=True, shared=now.shared)
    state, sentence = _said(now, store.announced.filled(now.name, since))
    store.sources.found(now.id, state, sentence)
    return Filled(len(missing), SourceReport(now.name, state, counts.new, error=sentence))


def _take_in_comments(store: Store, source: Source, answer: Sequence[Entry], at: datetime) -> None:
    """What authors say beside their papers: where it appeared, where the code is."""
    known = store.papers.get(f"arxiv:{entry.arxiv}" for entry in answer)
    bare = {name for name, record in known.items() if not record.paper.comment}
    told = [_comment_alone(entry) for entry in answer if f"arxiv:{entry.arxiv}" in bare]
    catalogue(store, source.name, told, at, news=False, shared=source.shared)


def _said(source: Source, missing: int) -> tuple[SourceState, str]:
    """The state of a source whose feed lacked so many papers: what is worse than incomplete stays what it is."""
    noun = "1 paper" if missing == 1 else f"{missing} papers"
    sentence = f"{noun} missing in the feed {'was' if missing == 1 else 'were'} {FETCHED}"
    told = (source.error or "").endswith(FETCHED)
    if source.state in (SourceState.FAILED, SourceState.STALE):
        return source.state, (source.error or "") if told else f"{source.error} {sentence}"
    before = f"{source.error} " if source.state is SourceState.INCOMPLETE and source.error and not told else ""
    return SourceState.INCOMPLETE, before + sentence


def _as_announced(entry: Entry) -> Entry:
    """Under the name that the feed would give it, so that its coming there later is no second sighting."""
    version = entry.arxiv.version if entry.arxiv and entry.arxiv.version else 1
    return replace(entry, key=f"oai:arXiv.org:{entry.arxiv}v{version}")


def _comment_alone(entry: Entry) -> Entry:
    """Without its text, which may be worded a little otherwise than in the feed: that is no revision."""
    return replace(_as_announced(entry), abstract="", published=None, links=())
