"""What holds for every entry that any parser gives, however bad the document was."""

from __future__ import annotations

from datetime import timedelta

from bot.domain import Entry, ParsedFeed
from bot.feeds.text import LONGEST_TITLE, fold

_NO_LIMIT = 400_000


def assert_holds_together(feed: ParsedFeed) -> None:
    """Entries say something, on one line each, with addresses that open; what is wrong is one sentence."""
    for entry in feed.entries:
        _assert_entry(entry)
    assert feed.title == fold(feed.title, _NO_LIMIT)
    assert feed.built is None or feed.built.utcoffset() == timedelta(0)
    assert feed.ttl is None or timedelta(0) < feed.ttl <= timedelta(days=366)
    assert feed.skip_days <= set(range(1, 8))
    assert feed.trouble is None or (feed.trouble.endswith(".") and "\n" not in feed.trouble)


def _assert_entry(entry: Entry) -> None:
    assert entry.title or entry.abstract
    assert len(entry.title) <= LONGEST_TITLE
    assert entry.published is None or entry.published.utcoffset() == timedelta(0)
    texts = (entry.title, entry.abstract, entry.comment, entry.key, *entry.authors, *entry.categories)
    assert all(text == fold(text, _NO_LIMIT) for text in texts)
    addresses = (entry.url, entry.image, *entry.outward, *(link.url for link in entry.links))
    assert all(url == "" or url.startswith(("http://", "https://")) for url in addresses)
    assert all(url == fold(url, _NO_LIMIT) and " " not in url for url in addresses)
    assert "@" not in entry.url.partition("://")[2].partition("/")[0].partition("?")[0].partition("#")[0]
    assert len(entry.language) in (0, 2)
    assert entry.words >= 0
