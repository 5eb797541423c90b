"""What a source is called in front of readers: by its title or the operator's name, never by all of an address."""

from __future__ import annotations

from bot.address import shown
from bot.digest.readable import readable
from bot.digest.tips import cut
from bot.domain import Source, SourceSpec

LONGEST = 80


def source_name(source: Source) -> str:
    """The name of a source that the reader reads. The name of a reader's own is the store's, and says of others'."""
    named = source.name if source.shared and "://" not in source.name else ""
    return title(named or source.title) or shown(source.url)


def feed_name(feed: SourceSpec) -> str:
    """The name of a feed that somebody may read."""
    return title(feed.title) or shown(feed.url)


def title(text: str) -> str:
    """What a feed or the operator calls something, on one short line."""
    return cut(readable(text), LONGEST)
