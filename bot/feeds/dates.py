"""The moments that a feed names, out of what feedparser made of them. Odd dates are no dates.

A date in the future is kept as it is claimed: what is new is what was not seen before, whatever its date.
"""

from __future__ import annotations

from calendar import timegm
from datetime import UTC, datetime
from time import struct_time

from bot.feeds.document import Raw

_OF_AN_ENTRY = ("published_parsed", "updated_parsed", "created_parsed")
_OF_A_FEED = ("updated_parsed", "published_parsed")
_EARLIEST = datetime(1800, 1, 1, tzinfo=UTC)
_LATEST = datetime(2200, 1, 1, tzinfo=UTC)


def published(raw: Raw) -> datetime | None:
    """When the entry says it came out, else when it was changed; aware, in UTC."""
    return _first(raw, _OF_AN_ENTRY)


def built(channel: Raw) -> datetime | None:
    """When the document says it was made, else when it was published; aware, in UTC."""
    return _first(channel, _OF_A_FEED)


def _first(raw: Raw, keys: tuple[str, ...]) -> datetime | None:
    return next((at for key in keys if (at := _moment(dict.get(raw, key)))), None)


def _moment(value: object) -> datetime | None:
    if not isinstance(value, struct_time):
        return None
    try:
        at = datetime.fromtimestamp(timegm(value), UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return at if _EARLIEST <= at < _LATEST else None
