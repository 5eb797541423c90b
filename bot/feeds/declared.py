"""The language that a feed declares of an entry, as it is written there; `bot.feeds.language` judges it."""

from __future__ import annotations

from bot.feeds.document import Raw, dicts, string


def declared_language(raw: Raw, channel: Raw) -> str:
    """The tag ("en-us") that the entry carries, else its texts, else the feed; "" where none does."""
    details = [value for key in ("title_detail", "summary_detail") if isinstance(value := dict.get(raw, key), dict)]
    said = (string(raw, "language"), *(string(d, "language") for d in (*dicts(raw, "content"), *details)))
    return next(filter(None, said), "") or string(channel, "language")
