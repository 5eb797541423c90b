"""Whatever is handed in, history is read without an error; what is written as a table comes back."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain import ArxivId
from bot.portable import RatingRow, note, ratings_csv, read_note
from bot.portable.history import HistoryItem
from bot.portable.skipped import Skipped

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
MARKS = "1. [|](|)|https://a.example|:star:|⭐|★☆|**|[|]|## |# 2026.5.3|<img src=|>|2、|（|）"
LABELS = "   - |Paper: |论文：|Tips:|Code"
PIECES = st.sampled_from([*MARKS.split("|"), *LABELS.split("|"), "\n", "\r\n", "\t", "arxiv.org/abs/2605.93004"])
NOTES = st.lists(PIECES | TEXT, max_size=40).map("".join)
ROWS = st.builds(
    RatingRow,
    paper_id=TEXT.filter(bool),
    arxiv_id=st.sampled_from(["", "2605.93004", "hep-th/9901001"]),
    title=TEXT.filter(str.strip),
    url=TEXT,
    stars=st.integers(1, 5),
    rated_at=st.none() | st.datetimes(timezones=st.just(UTC)),
    source=TEXT,
)


@given(NOTES)
@example("1. [a](https://a.example) ★\r2、b\n")
def test_any_text_is_read_as_a_note_and_every_item_keeps_the_rules(text: str) -> None:
    parsed = note.parse(text, "n.md")
    lines = [item.line for item in parsed.items]
    assert lines == sorted(set(lines))
    assert all(0 <= item.stars <= 5 and (item.title or item.url) for item in parsed.items)
    assert [one.line for one in parsed.skipped if one.why == note.NO_STARS] == [
        item.line for item in parsed.items if not item.stars
    ]
    history = read_note(text, "n.md")
    assert history.read == len(history.items) == len(parsed.items)


@given(
    st.lists(st.integers(0, 5), max_size=12), st.lists(TEXT.map(lambda t: "   - " + t.replace("\n", " ")), max_size=3)
)
def test_every_numbered_link_is_an_item_with_its_stars_whatever_stands_between(
    stars: list[int], noise: list[str]
) -> None:
    quiet = [line for line in noise if not any(mark in line for mark in ("★", "⭐", "[", "\r"))]
    lines = [f"{n}. [t{n}](https://a.example/{n}) {':star:' * count}" for n, count in enumerate(stars, 1)]
    text = "\n".join(line for item in lines for line in (item, *quiet))
    assert [item.stars for item in note.parse(text).items] == stars


@given(st.lists(ROWS, max_size=8))
def test_a_table_of_ratings_comes_back_as_it_was(rows: list[RatingRow]) -> None:
    back = ratings_csv.read(ratings_csv.write(rows))
    assert back.skipped == ()
    assert [as_row(item) for item in back.items] == sorted(
        rows, key=lambda row: (row.rated_at or datetime.min.replace(tzinfo=UTC), row.paper_id)
    )


@given(
    TEXT | st.lists(st.sampled_from(["stars", "title", ",", '"', "\n", "\r", "5", "x", "\0"]), max_size=40).map("".join)
)
def test_any_text_is_read_as_a_table(text: str) -> None:
    history = ratings_csv.read(text, "r.csv")
    assert history.read == len(history.items)
    assert all(isinstance(one, Skipped) and one.line >= 1 for one in history.skipped)


def as_row(item: HistoryItem) -> RatingRow:
    assert item.rating is not None
    arxiv = item.entry.arxiv or ArxivId("")
    entry = item.entry
    return RatingRow(entry.key, arxiv.text, entry.title, entry.url, item.rating, item.rated_at, item.source)
