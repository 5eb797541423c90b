"""What a feed says of itself: its name, when it was made, and when it is worth reading again. Knows no entries."""

from __future__ import annotations

from datetime import timedelta

from bot.domain import Entry, ParsedFeed
from bot.feeds.dates import built
from bot.feeds.document import Document, string, text
from bot.feeds.text import LONGEST_TITLE

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_PERIODS = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(weeks=1),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}
"""Of the syndication module; its monthly and yearly are no exact lengths."""
_LONGEST = timedelta(days=365)
_MOST_DIGITS = 6


def parsed_feed(document: Document, entries: tuple[Entry, ...], trouble: str | None) -> ParsedFeed:
    """The entries under what their document says of itself."""
    channel = document.channel
    return ParsedFeed(
        entries,
        trouble,
        title=text(channel, "title", LONGEST_TITLE),
        built=built(channel),
        ttl=_ttl(document),
        skip_days=frozenset(n for n, day in enumerate(_WEEKDAYS, start=1) if day in document.skip_days),
    )


def _ttl(document: Document) -> timedelta | None:
    """RSS's own word in minutes, else the syndication module's; None where it is odd or longer than a year."""
    minutes = _count(string(document.channel, "ttl"))
    period = _PERIODS.get(string(document.channel, "sy_updateperiod").lower())
    if minutes:
        ttl = timedelta(minutes=minutes)
    elif period:
        ttl = period / (_count(string(document.channel, "sy_updatefrequency")) or 1)
    else:
        return None
    return ttl if ttl <= _LONGEST else None


def _count(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else 0
