"""When a source is read next: its rhythm, what it asks for, and its failures, each within bounds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import ParsedFeed, Source, SourceState, Visited
from bot.pace import FIRST_RETRY, GONE, LAST_RETRY, MOST_TTL, OFTENEST, SELDOMEST, SPREAD, next_visit, rhythm

NOW = datetime(2026, 11, 20, 22, 0, tzinfo=UTC)
"""A Friday."""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FRESH = Source(1, "A", "https://a.example.org/rss")
OK, FAILED = SourceState.OK, SourceState.FAILED
WELL = [state for state in SourceState if state is not FAILED]


def with_news(every: timedelta, count: int = 20, ago: timedelta = timedelta(0)) -> Source:
    """A source that brought something new `count` times, the last time `ago`."""
    past = tuple(Visited(NOW - ago - every * n, 20, 1) for n in reversed(range(count)))
    return replace(FRESH, past=past)


def pause(source: Source, state: SourceState = OK, feed: ParsedFeed | None = None, **more: float) -> timedelta:
    return next_visit(source, state, feed, NOW, 0.5, **more) - NOW


def test_a_source_is_read_every_hour_before_its_rhythm_is_known():
    assert pause(FRESH) == HOUR


@pytest.mark.parametrize(
    ("every", "read"),
    [
        (timedelta(minutes=40), OFTENEST),
        (DAY, 2 * HOUR),
        (2 * DAY, 4 * HOUR),
        (7 * DAY, SELDOMEST),
        (90 * DAY, SELDOMEST),
    ],
)
def test_a_source_is_read_at_its_own_rhythm(every: timedelta, read: timedelta):
    assert pause(with_news(every)) == read


def test_a_source_that_falls_silent_is_read_less_and_less():
    assert [pause(with_news(HOUR, ago=ago)) for ago in (HOUR, DAY, 3 * DAY, 30 * DAY)] == [
        OFTENEST,
        2 * HOUR,
        6 * HOUR,
        SELDOMEST,
    ]


def test_visits_that_brought_nothing_new_make_no_rhythm():
    silent = replace(FRESH, past=tuple(Visited(NOW - n * DAY, 20, 0) for n in range(30)))
    assert pause(silent) == HOUR


def test_arxiv_is_read_every_hour_whatever_its_past():
    assert pause(replace(with_news(7 * DAY), kind="arxiv_rss")) == HOUR


@pytest.mark.parametrize("kind", ["cvf", "openreview"])
def test_proceedings_are_read_once_a_day(kind: str):
    assert pause(replace(FRESH, kind=kind)) == DAY


@pytest.mark.parametrize(
    ("ttl", "read"), [(timedelta(minutes=5), HOUR), (3 * HOUR, 3 * HOUR), (365 * DAY, MOST_TTL), (None, HOUR)]
)
def test_a_document_says_how_long_it_stays_fresh_and_is_believed_for_a_day(ttl: timedelta | None, read: timedelta):
    assert pause(FRESH, feed=ParsedFeed((), ttl=ttl)) == read
    assert pause(replace(FRESH, ttl=ttl), SourceState.UNCHANGED) == read


def test_what_a_new_document_says_replaces_what_the_last_one_said():
    assert pause(replace(FRESH, ttl=6 * HOUR), feed=ParsedFeed(())) == HOUR


def test_days_that_the_publisher_skips_are_skipped_in_utc():
    weekend = ParsedFeed((), skip_days=frozenset({6, 7}))
    late = NOW + timedelta(hours=1, minutes=30)
    assert next_visit(FRESH, OK, weekend, late, 0.0) == datetime(2026, 11, 21, 0, 24, tzinfo=UTC) + 2 * DAY - timedelta(
        minutes=24
    )
    known = replace(FRESH, skip_days=frozenset({6, 7}))
    assert next_visit(known, SourceState.UNCHANGED, None, late, 0.5).isoweekday() == 1
    assert next_visit(known, SourceState.UNCHANGED, None, NOW, 0.5) == NOW + HOUR


@pytest.mark.parametrize("state", [SourceState.STALE, SourceState.INCOMPLETE, FAILED])
def test_no_day_is_skipped_while_something_is_missing(state: SourceState):
    known = replace(FRESH, skip_days=frozenset({5, 6, 7}))
    assert next_visit(known, state, None, NOW, 0.5) <= NOW + HOUR


def test_nobody_is_believed_who_skips_every_day():
    assert pause(FRESH, feed=ParsedFeed((), skip_days=frozenset(range(1, 8)))) == HOUR


def test_failures_are_tried_again_ever_later_up_to_a_day():
    pauses = [pause(replace(FRESH, failures=n), FAILED) for n in range(9)]
    assert pauses[:4] == [FIRST_RETRY, 2 * FIRST_RETRY, 4 * FIRST_RETRY, 8 * FIRST_RETRY]
    assert pauses[-2:] == [LAST_RETRY, LAST_RETRY]
    assert pauses == sorted(pauses)


@pytest.mark.parametrize(("kind", "longest"), [("arxiv_rss", HOUR), ("hf_daily", HOUR), ("cvf", DAY)])
def test_what_readers_wait_for_is_tried_again_as_often_as_it_is_read(kind: str, longest: timedelta):
    away = replace(FRESH, kind=kind, failures=20)
    assert pause(away, FAILED) == longest
    assert pause(away, FAILED, retry_after=7200.0) == max(longest, 2 * HOUR)


def test_what_is_gone_is_looked_for_once_a_week():
    assert next_visit(FRESH, FAILED, None, NOW, 0.5, gone=True) == NOW + GONE


@pytest.mark.parametrize(
    ("seconds", "read"), [(60.0, FIRST_RETRY), (7200.0, 2 * HOUR), (1e9, DAY), (-5.0, FIRST_RETRY)]
)
def test_a_server_that_asks_for_a_pause_has_it_within_reason(seconds: float, read: timedelta):
    assert pause(FRESH, FAILED, retry_after=seconds) == read


SOURCES = st.builds(
    replace,
    st.just(FRESH),
    failures=st.integers(0, 10_000),
    kind=st.sampled_from(["feed", "arxiv_rss", "cvf", "hf_daily"]),
    past=st.lists(st.tuples(st.integers(0, 10**8), st.integers(0, 3)), max_size=60).map(
        lambda ago: tuple(Visited(NOW - timedelta(seconds=s), 5, n) for s, n in sorted(ago, reverse=True))
    ),
)
FEEDS = st.none() | st.builds(
    ParsedFeed,
    st.just(()),
    ttl=st.none() | st.timedeltas(),
    skip_days=st.frozensets(st.integers(-3, 12), max_size=9),
)
CHANCE = st.floats(0, 1, exclude_max=True)


@given(SOURCES, st.sampled_from(SourceState), FEEDS, CHANCE, st.floats(allow_nan=False))
def test_the_next_reading_is_neither_at_once_nor_never(
    source: Source, state: SourceState, feed: ParsedFeed | None, chance: float, retry_after: float
):
    until = next_visit(source, state, feed, NOW, chance, retry_after=retry_after) - NOW
    assert until >= FIRST_RETRY * (1 - SPREAD)
    assert until <= DAY * (1 + SPREAD) + 7 * DAY
    assert until >= min(timedelta(seconds=max(0.0, min(retry_after, 1e6))), DAY)
    if feed and feed.ttl and state is not FAILED:
        assert until >= min(feed.ttl, MOST_TTL)


@given(SOURCES, st.timedeltas(timedelta(0), timedelta(days=400)))
def test_the_longer_the_silence_the_rarer_the_reading_within_its_bounds(source: Source, longer: timedelta):
    assert rhythm(source, NOW) <= rhythm(source, NOW + longer)
    if source.kind == "feed":
        assert OFTENEST <= rhythm(source, NOW) <= SELDOMEST


@given(SOURCES, st.integers(0, 100), CHANCE)
def test_one_more_failure_never_means_an_earlier_try(source: Source, more: int, chance: float):
    worse = replace(source, failures=source.failures + more)
    now_and_then = [next_visit(s, FAILED, None, NOW, chance) for s in (source, worse)]
    assert now_and_then == sorted(now_and_then)


@given(CHANCE, CHANCE)
def test_chance_moves_a_reading_by_a_tenth_either_way(one: float, other: float):
    first, second = (next_visit(FRESH, OK, None, NOW, chance) - NOW for chance in (one, other))
    assert abs(first - second) <= 2 * SPREAD * HOUR
    assert (first <= second) == (one <= other) or abs(first - second) < timedelta(milliseconds=1)
