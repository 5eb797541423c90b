"""History in and out: every portable format in one table, and the reading of a file or a folder.

A new format is one file and one line in FORMATS. Ratings are not stored here, and readers are not known.
"""

from __future__ import annotations

import os.path
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from bot.errors import BadInput
from bot.portable import note, opml, ratings_csv
from bot.portable.history import History, HistoryItem, articles_apart, from_note
from bot.portable.ratings_csv import RatingRow
from bot.portable.skipped import Skipped
from bot.services.history import PastRating

__all__ = [
    "FORMATS",
    "Format",
    "History",
    "HistoryItem",
    "RatingRow",
    "Skipped",
    "past_of",
    "read_history",
    "write_ratings",
]

XmlText = Callable[[bytes], str]
"""The text of a document that says itself how it is encoded, its lines as they were."""

BYTE_LIMIT = 20_000_000
"""A history of one person is never this long; what is has another content."""


@dataclass(frozen=True, slots=True)
class Format:
    """A portable format: `read` takes text and the file's path as text, `write` the rows; None where it cannot.

    A document in `xml` says itself how it is encoded; any other is UTF-8.
    """

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[str, str], History] | None
    write: Callable[[Iterable[RatingRow]], str] | None
    xml: bool = False


def read_note(text: str, file: str) -> History:
    """A daily note as history; an item without stars is read, and reported as giving no rating."""
    parsed = note.parse(text, file)
    skipped = tuple(replace(one, file=file) for one in parsed.skipped)
    return History(tuple(from_note(item, file) for item in parsed.items), len(parsed.items), skipped)


def read_opml(text: str, file: str) -> History:
    """A list of feeds as what somebody reads."""
    found = opml.read(text, file)
    return History((), len(found.feeds), found.skipped, found.feeds)


FORMATS: tuple[Format, ...] = (
    Format("note", (".md", ".markdown"), read_note, None),
    Format("csv", (".csv",), ratings_csv.read, ratings_csv.write),
    Format("opml", (".opml",), read_opml, None, xml=True),
)


def read_history(path: Path, format: str = "auto", xml: XmlText = bytes.decode) -> History:
    """The history in a file, or in all files below a folder, sorted by path.

    `format` is a name in FORMATS, or `auto`: by suffix. A file that cannot be read is one skipped line (line 0) and
    the others are read; files are named with the folder they lie in. `xml` decodes documents in XML. Raises BadInput
    where the format is unknown, or nothing readable is at `path`.
    """
    readers = _readers(format)
    if os.path.isdir(path):
        folder = path.resolve()
        files = sorted(p for p in folder.rglob("*") if p.suffix.lower() in readers and p.is_file())
        if not files:
            raise BadInput(f"The folder {path} holds no file of a known format.")
        return _joined([_read_file(p, folder.parent, readers[p.suffix.lower()], xml) for p in files])
    if not os.path.isfile(path):
        raise BadInput(f"There is no file or folder {path}.")
    read = readers.get(path.suffix.lower()) if format == "auto" else next(iter(readers.values()))
    if read is None:
        raise BadInput(f"The format of {path.name} is not known from its name: give it with --format.")
    return _joined([_read_file(path.resolve(), path.resolve().parent.parent, read, xml)])


def past_of(history: History) -> tuple[PastRating, ...]:
    """The history as the use case takes it in, without where each item stood."""
    return tuple(PastRating(item.entry, item.rating, item.rated_at) for item in history.items)


def write_ratings(rows: Iterable[RatingRow], format: str) -> str:
    """The rows in a format of FORMATS. Raises BadInput where the format is unknown or cannot be written."""
    write = next((f.write for f in FORMATS if f.name == format), None)
    if write is None:
        raise BadInput(f"Ratings cannot be written as {format!r}; there is {_names(f for f in FORMATS if f.write)}.")
    return write(rows)


def _readers(format_name: str) -> dict[str, Format]:
    """The format of each suffix, of those that can be read."""
    chosen = [f for f in FORMATS if format_name in ("auto", f.name)]
    readers = {suffix: f for f in chosen if f.read for suffix in f.suffixes}
    if not readers:
        raise BadInput(f"{format_name!r} cannot be read; there is {_names(f for f in FORMATS if f.read)} or auto.")
    return readers


def _names(formats: Iterable[Format]) -> str:
    return ", ".join(f.name for f in formats)


def _read_file(path: Path, base: Path, format: Format, xml: XmlText) -> History:
    """One file, named by its path below `base`; anything but text of a sensible size is one skipped line."""
    name = path.relative_to(base).as_posix()
    try:
        with path.open("rb") as file:
            data = file.read(BYTE_LIMIT + 1)
        trouble = _trouble(data, format)
        text = "" if trouble else (xml if format.xml else bytes.decode)(data)
    except OSError as error:
        trouble = f"the file cannot be opened: {error.strerror or 'unknown reason'}"
    except UnicodeDecodeError:
        trouble = "the file is not UTF-8 text"
    if trouble:
        return History((), 0, (Skipped(0, trouble, name),))
    history = format.read(text, name) if format.read else History((), 0, ())
    if history.items or history.feeds or history.skipped:
        return history
    return History((), 0, (Skipped(0, "the file holds no items", name),))


def _trouble(data: bytes, format: Format) -> str | None:
    """Why these bytes are no history, or None."""
    if len(data) > BYTE_LIMIT:
        return f"the file is larger than {BYTE_LIMIT // 1_000_000} MB"
    if b"\0" in data and not format.xml:
        return "the file is not text"
    return None if data.strip() else "the file is empty"


def _joined(parts: list[History]) -> History:
    return History(
        items=articles_apart([item for part in parts for item in part.items]),
        read=sum(part.read for part in parts),
        skipped=tuple(line for part in parts for line in part.skipped),
        feeds=tuple(feed for part in parts for feed in part.feeds),
    )
