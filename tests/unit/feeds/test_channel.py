"""What a feed says of itself, whatever form it is in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain import ParsedFeed
from bot.feeds import arxiv_rss, feed

SY = "xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'"


def rss(head: str) -> ParsedFeed:
    document = (
        f"<?xml version='1.0'?><rss version='2.0' {SY}><channel><title>Tea &amp; more</title>{head}</channel></rss>"
    )
    return feed.parse(document.encode(), "https://kettle.example.org/")


def test_a_channel_tells_its_title_and_when_it_was_made() -> None:
    got = rss(
        "<pubDate>Mon, 02 Mar 2026 04:00:00 GMT</pubDate><lastBuildDate>Tue, 03 Mar 2026 04:00:00 -0400</lastBuildDate>"
    )
    assert (got.title, got.built) == ("Tea & more", datetime(2026, 3, 3, 8, tzinfo=UTC))
    assert rss("<pubDate>Mon, 02 Mar 2026 04:00:00 GMT</pubDate>").built == datetime(2026, 3, 2, 4, tzinfo=UTC)
    assert rss("").built is None


def test_an_atom_feed_tells_them_too() -> None:
    document = (
        "<feed xmlns='http://www.w3.org/2005/Atom'><title type='html'>&lt;b&gt;Tea&lt;/b&gt;</title>"
        "<updated>2026-03-03T04:00:00Z</updated></feed>"
    )
    got = feed.parse(document.encode(), "")
    assert (got.title, got.built) == ("Tea", datetime(2026, 3, 3, 4, tzinfo=UTC))


@pytest.mark.parametrize(
    ("head", "ttl"),
    [
        ("<ttl>60</ttl>", timedelta(hours=1)),
        ("<ttl> 1440 </ttl>", timedelta(days=1)),
        ("<ttl>0</ttl>", None),
        ("<ttl>-5</ttl>", None),
        ("<ttl>99999999999</ttl>", None),
        ("<ttl>999999</ttl>", None),
        ("<ttl>soon</ttl>", None),
        ("<ttl>٣</ttl>", None),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", timedelta(minutes=30)),
        ("<sy:updatePeriod> Daily </sy:updatePeriod>", timedelta(days=1)),
        ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", timedelta(days=1)),
        ("<sy:updatePeriod>never</sy:updatePeriod>", None),
        ("<ttl>5</ttl><sy:updatePeriod>weekly</sy:updatePeriod>", timedelta(minutes=5)),
        ("", None),
    ],
)
def test_how_long_it_stays_fresh_is_said_in_two_ways(head: str, ttl: timedelta | None) -> None:
    assert rss(head).ttl == ttl


def test_the_days_on_which_nothing_comes_are_weekdays() -> None:
    days = "<skipDays><day>Saturday</day>\n <day> Sunday </day><day>Someday</day></skipDays>"
    assert rss(days).skip_days == {6, 7}
    assert rss("<skipDays></skipDays>").skip_days == frozenset()
    assert rss("").skip_days == frozenset()


def test_arxivs_feed_tells_all_of_it() -> None:
    document = (
        "<rss version='2.0'><channel><title>cs.CV updates on arXiv.org</title>"
        "<lastBuildDate>Tue, 03 Mar 2026 05:00:13 +0000</lastBuildDate>"
        "<skipDays><day>Sunday</day><day>Saturday</day></skipDays></channel></rss>"
    )
    got = arxiv_rss.parse(document.encode(), "")
    assert (got.title, got.built) == ("cs.CV updates on arXiv.org", datetime(2026, 3, 3, 5, 0, 13, tzinfo=UTC))
    assert got.skip_days == {6, 7}
