"""Files and folders of history: what is read, in which order, and what is told of the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import BadInput
from bot.portable import BYTE_LIMIT, FORMATS, RatingRow, Skipped, read_history, write_ratings

NOTE = "1. [t](https://a.example/{}) ★★\n"


def put(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_folder_is_read_by_path_notes_and_tables_alike(tmp_path: Path) -> None:
    put(tmp_path / "h" / "202605" / "0502.md", NOTE.format(2))
    put(tmp_path / "h" / "202604" / "0430.MD", NOTE.format(1))
    put(tmp_path / "h" / "202605" / "more" / "r.csv", "stars,title\n5,T\n")
    put(tmp_path / "h" / "picture.png", b"\x89PNG")
    history = read_history(tmp_path / "h")
    assert [(item.file, item.rating) for item in history.items] == [
        ("h/202604/0430.MD", 2),
        ("h/202605/0502.md", 2),
        ("h/202605/more/r.csv", 5),
    ]
    assert (history.read, history.skipped) == (3, ())


def test_one_file_is_named_with_its_folder_so_that_its_day_is_known(tmp_path: Path) -> None:
    item = read_history(put(tmp_path / "202605" / "0502.md", NOTE.format(1))).items[0]
    assert item.file == "202605/0502.md"
    assert item.rated_at is not None
    assert item.rated_at.date().isoformat() == "2026-05-02"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "the file is empty"),
        (b" \n", "the file is empty"),
        (b"1. [t](https://a.example) \xff", "the file is not UTF-8 text"),
        (b"\x00\x01" + NOTE.encode(), "the file is not text"),
        (b"# README\n", "the file holds no items"),
        (b"x" * (BYTE_LIMIT + 1), "the file is larger than 20 MB"),
    ],
    ids=["empty", "blank", "undecodable", "binary", "other", "huge"],
)
def test_an_unusable_file_is_one_skipped_line_and_the_rest_is_read(tmp_path: Path, content: bytes, why: str) -> None:
    put(tmp_path / "h" / "a.md", content)
    put(tmp_path / "h" / "b.md", NOTE.format(1))
    history = read_history(tmp_path / "h")
    assert (len(history.items), history.read) == (1, 1)
    assert history.skipped == (Skipped(0, why, "h/a.md"),)


def test_read_counts_items_without_stars_too(tmp_path: Path) -> None:
    history = read_history(put(tmp_path / "n.md", "1. [a](https://a.example)\n2. [b](https://b.example) ★\n"))
    assert history.read == 2
    assert [(one.line, one.why) for one in history.skipped] == [(1, "no stars")]


def test_a_named_format_reads_a_file_of_any_suffix(tmp_path: Path) -> None:
    path = put(tmp_path / "notes.txt", NOTE.format(1))
    assert read_history(path, "note").read == 1
    with pytest.raises(BadInput, match="--format"):
        read_history(path)


@pytest.mark.parametrize("name", ["", "nope", "x" * 5_000, "a\0b"])
def test_a_path_that_leads_nowhere_is_one_sentence(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    with pytest.raises(BadInput):
        read_history(folder / name)


def test_an_unknown_format_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="'xls' cannot be read; there is note, csv, opml or auto"):
        read_history(tmp_path, "xls")
    with pytest.raises(BadInput, match="cannot be written as 'note'; there is csv"):
        write_ratings([], "note")


def test_what_is_exported_is_imported(tmp_path: Path) -> None:
    row = RatingRow("p", "", "T", "https://a.example", 3, None, "tap")
    assert read_history(put(tmp_path / "r.csv", write_ratings([row], "csv"))).items[0].rating == 3


def test_every_format_is_read_or_written_and_no_suffix_is_claimed_twice() -> None:
    assert all(one.read or one.write for one in FORMATS)
    suffixes = [suffix for one in FORMATS for suffix in one.suffixes]
    assert len(suffixes) == len(set(suffixes))
