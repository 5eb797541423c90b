"""In which order sources are read, so that no host, and nothing that is dead, keeps the others waiting. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import urlsplit

from bot.domain import Source

_NEVER = datetime.min.replace(tzinfo=UTC)


def turns(sources: Iterable[Source]) -> list[list[Source]]:
    """The sources of each host, as a queue. In a queue, and among the queues: those that did not fail the last time
    first, then by how long they have been due; one never read has been due for ever."""
    queues: dict[str, list[Source]] = {}
    for source in sorted(sources, key=_turn):
        queues.setdefault(host_of(source), []).append(source)
    return list(queues.values())


def _turn(source: Source) -> tuple[bool, datetime, int]:
    return source.failures > 0, source.next_at or _NEVER, source.id


def host_of(source: Source) -> str:
    """The host that a source is read from, with its port; "" for what is no address."""
    try:
        return urlsplit(source.url).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""
