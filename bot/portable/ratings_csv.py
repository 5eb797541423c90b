"""Ratings as a table, out and in again: one row a rating, exact to the letter.

Cells are written as they are. A title that begins with `=` could be taken for a formula by a spreadsheet, but any guard
(a leading apostrophe, say) would come back as part of the title, and coming back unchanged is what this file is for.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.domain import ArxivId, Entry
from bot.identity import parse_arxiv, parse_doi
from bot.portable.history import History, HistoryItem
from bot.portable.skipped import Skipped
from ranking.domain import MAX_STARS, MIN_STARS

COLUMNS = ("paper_id", "arxiv_id", "title", "url", "stars", "rated_at", "source")
_EARLIEST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class RatingRow:
    """A rating with what names its paper; "" where a paper has no arXiv id or address. `rated_at` is aware."""

    paper_id: str
    arxiv_id: str
    title: str
    url: str
    stars: int
    rated_at: datetime | None
    source: str = ""


class _RowError(ValueError):
    """A row that gives no rating; its text is the reason."""


def write(rows: Iterable[RatingRow]) -> str:
    """The table with its header, by time of rating and paper, lines ending in a line feed; times in UTC."""
    ordered = sorted(rows, key=lambda row: (row.rated_at or _EARLIEST, row.paper_id))
    return "".join(",".join(map(_cell, cells)) + "\n" for cells in (COLUMNS, *map(_cells, ordered)))


def read(text: str, file: str = "") -> History:
    """The ratings of a table; columns may come in any order, and others are passed over.

    Needed are `stars` and one of title, url and arxiv_id. A time without a zone is taken as UTC. Rows that cannot be
    used are skipped with their line and the reason; nothing is raised.
    """
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    header: list[str] | None = None
    items: list[HistoryItem] = []
    skipped: list[Skipped] = []
    for line, cells in _records(rows):
        if isinstance(cells, csv.Error):
            skipped.append(Skipped(line, f"not a row of a table: {cells}", file))
        elif header is None:
            header = [name.strip().casefold() for name in cells]
            if "stars" not in header:
                return History((), 0, (Skipped(line, "no column named stars", file),))
        elif any(cells):
            try:
                items.append(_item(dict(zip(header, cells, strict=False)), line, file))
            except _RowError as reason:
                skipped.append(Skipped(line, str(reason), file))
    return History(tuple(items), len(items), tuple(skipped))


def _records(rows: Iterator[list[str]]) -> Iterator[tuple[int, list[str] | csv.Error]]:
    """Each record with the line it begins at; a damaged one does not end the table."""
    line = 1
    while True:
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, error
        else:
            yield line, cells
        line = rows.line_num + 1  # type: ignore[attr-defined]  # a csv reader counts the lines it has taken


def _item(row: dict[str, str], line: int, file: str) -> HistoryItem:
    named = parse_arxiv(row.get("arxiv_id", ""))
    arxiv = ArxivId(named.text) if named else None
    title, url = row.get("title", ""), row.get("url", "")
    if not (arxiv or title.strip() or url.strip()):
        raise _RowError("neither title nor link nor arXiv id")
    return HistoryItem(
        entry=Entry(title=title, url=url, arxiv=arxiv, doi="" if arxiv else _doi(row), key=row.get("paper_id", "")),
        rating=_stars(row.get("stars", "")),
        rated_at=_time(row.get("rated_at", "")),
        line=line,
        file=file,
        source=row.get("source", ""),
    )


def _doi(row: dict[str, str]) -> str:
    """Only where it is the paper's id: what else a table says of a paper must not make two papers one."""
    return parse_doi(row.get("paper_id", ""))


def _stars(text: str) -> int:
    try:
        stars = float(text)
    except ValueError:
        raise _RowError("no stars" if not text.strip() else "stars are not a number") from None
    if not stars.is_integer() or not MIN_STARS <= stars <= MAX_STARS:
        raise _RowError(f"stars are not a whole number from {MIN_STARS} to {MAX_STARS}")
    return int(stars)


def _time(text: str) -> datetime | None:
    if not text.strip():
        return None
    try:
        at = datetime.fromisoformat(text.strip())
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        raise _RowError("the time of the rating cannot be read") from None


def _cells(row: RatingRow) -> tuple[str, ...]:
    at = row.rated_at.astimezone(UTC).isoformat() if row.rated_at else ""
    return (row.paper_id, row.arxiv_id, row.title, row.url, str(row.stars), at, row.source)


def _cell(text: str) -> str:
    """Quoted where need be; the csv module of Python 3.11 leaves a lone carriage return bare, which splits the row."""
    return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in ',"\r\n') else text
