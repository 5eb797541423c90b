"""Ratings as a table, out and in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.domain import ArxivId
from bot.portable.ratings_csv import RatingRow, read, write

AT = datetime(2026, 5, 3, 8, 30, tzinfo=timezone(timedelta(hours=2)))
ROW = RatingRow("arxiv:2605.93004", "2605.93004", 'Ropes, "knots" 😀', "https://arxiv.org/abs/2605.93004", 4, AT, "tap")


def test_the_table_has_the_columns_in_their_order_and_times_in_utc() -> None:
    assert write([ROW]) == (
        "paper_id,arxiv_id,title,url,stars,rated_at,source\n"
        'arxiv:2605.93004,2605.93004,"Ropes, ""knots"" 😀",https://arxiv.org/abs/2605.93004,4,2026-05-03T06:30:00+00:00,tap\n'
    )


def test_rows_come_by_time_and_paper_whatever_their_order() -> None:
    rows = [RatingRow(key, "", key, "", 2, at) for key, at in (("b", AT), ("a", AT), ("c", None))]
    text = write(rows)
    assert text == write(reversed(rows))
    assert [line.partition(",")[0] for line in text.splitlines()[1:]] == ["c", "a", "b"]


def test_a_title_that_looks_like_a_formula_is_left_as_it_is() -> None:
    assert "=1+1" in write([RatingRow("p", "", "=1+1", "", 2, None)]).split(",")


def test_what_was_written_is_read_again() -> None:
    item = read(write([ROW]), "r.csv").items[0]
    assert (item.entry.key, item.entry.title, item.entry.url) == (ROW.paper_id, ROW.title, ROW.url)
    assert item.entry.arxiv == ArxivId("2605.93004")
    assert (item.rating, item.rated_at, item.source, item.line, item.file) == (4, AT.astimezone(UTC), "tap", 2, "r.csv")


def test_columns_may_come_in_any_order_and_others_are_passed_over() -> None:
    history = read("\ufeffStars,colour, Title\r\n5.0,red,T\r\n\r\n3,blue,U\r\n")
    assert [(item.entry.title, item.rating) for item in history.items] == [("T", 5), ("U", 3)]
    assert history.skipped == ()


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (",T,,2026-05-03", "no stars"),
        ("many,T,,", "stars are not a number"),
        ("0,T,,", "stars are not a whole number from 1 to 5"),
        ("4.5,T,,", "stars are not a whole number from 1 to 5"),
        ("nan,T,,", "stars are not a whole number from 1 to 5"),
        ("inf,T,,", "stars are not a whole number from 1 to 5"),
        ("4, ,,", "neither title nor link nor arXiv id"),
        ("4,T,,soon", "the time of the rating cannot be read"),
        ("4,T,,0001-01-01T00:00:00+23:00", "the time of the rating cannot be read"),
        ('4,"' + "x" * 200_000 + '",,', "not a row of a table: field larger than field limit (131072)"),
    ],
)
def test_a_row_that_cannot_be_used_is_reported_and_the_others_are_read(row: str, why: str) -> None:
    history = read(f"stars,title,url,rated_at\n2,A,,\n{row}\n3,B,,\n")
    assert [item.entry.title for item in history.items] == ["A", "B"]
    assert [(one.line, one.why) for one in history.skipped] == [(3, why)]


def test_a_table_without_stars_is_reported_once() -> None:
    history = read("a,b\n1,2\n3,4\n", "x.csv")
    assert history.items == ()
    assert [(one.line, one.why, one.file) for one in history.skipped] == [(1, "no column named stars", "x.csv")]


def test_a_time_without_zone_is_utc() -> None:
    assert read("stars,title,rated_at\n2,A,2026-05-03\n").items[0].rated_at == datetime(2026, 5, 3, tzinfo=UTC)
