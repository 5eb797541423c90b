"""The moment an entry names, out of what feedparser made of it. Odd dates are no dates."""

from __future__ import annotations

from calendar import timegm
from datetime import UTC, datetime
from time import struct_time

from bot.feeds.document import Raw

_KEYS = ("published_parsed", "updated_parsed", "created_parsed")
_EARLIEST = datetime(1800, 1, 1, tzinfo=UTC)


def published(raw: Raw) -> datetime | None:
    """When the entry says it came out, else when it was changed; aware, in UTC."""
    return next((at for key in _KEYS if (at := _moment(dict.get(raw, key)))), None)


def _moment(value: object) -> datetime | None:
    if not isinstance(value, struct_time):
        return None
    try:
        at = datetime.fromtimestamp(timegm(value), UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return at if at >= _EARLIEST else None
