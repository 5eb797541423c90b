"""JSON from strangers: bytes to values, and from a value what is wanted of it or nothing. Knows no feed's format."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from itertools import islice

from bot.errors import ParseError
from bot.feeds.charsets import as_text
from bot.feeds.reference import web_address
from bot.feeds.text import LONGEST_TEXT, fold

Object = dict[str, object]

_EARLIEST = datetime(1800, 1, 1, tzinfo=UTC)
_LONGEST_MOMENT = 40


def read_json(data: bytes, charset: str = "") -> object:
    """The value that the document is. Raises ParseError, also where it is nested beyond measure."""
    if not data.strip(b"\0 \t\r\n"):
        raise ParseError("The document is empty.")
    text = as_text(data, charset).strip("\ufeff\0 \t\r\n")
    if text[:1] not in ("{", "["):
        raise ParseError("The document is something else, not JSON.")
    try:
        value: object = json.loads(text, strict=False)
    except ValueError as error:
        line = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise ParseError(f"The document begins as JSON and is broken{line}.") from error
    except RecursionError as error:
        raise ParseError("The document is nested far deeper than a feed is.") from error
    return value


def members(value: object) -> Object:
    """The object, or an empty one."""
    return value if isinstance(value, dict) else {}


def listed(value: object, most: int) -> tuple[object, ...]:
    """The first `most` values of the list, or none."""
    return tuple(islice(value, most)) if isinstance(value, list) else ()


def words_of(value: object, longest: int = LONGEST_TEXT) -> str:
    """A text or a number on one line; "" for everything else."""
    if isinstance(value, bool):
        return ""
    if isinstance(value, int | float):
        return str(value)
    return fold(value, longest) if isinstance(value, str) else ""


def address_of(value: object, base: str = "") -> str:
    """The http or https address that a text is, relative to `base`; "" for everything else, a number among it."""
    return web_address(fold(value), base) if isinstance(value, str) else ""


def distinct(values: tuple[object, ...]) -> tuple[str, ...]:
    """The texts among the values, each once, in their order."""
    return tuple(dict.fromkeys(filter(None, map(words_of, values))))


def moment(value: object) -> datetime | None:
    """A moment as ISO 8601 or as milliseconds since 1970; aware, in UTC; None where it is odd."""
    try:
        if isinstance(value, str) and len(value) <= _LONGEST_MOMENT:
            at = datetime.fromisoformat(value.strip())
        elif isinstance(value, int | float) and not isinstance(value, bool):
            at = datetime.fromtimestamp(value / 1000, UTC)
        else:
            return None
        at = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return at if at >= _EARLIEST else None
