"""Reading what an embeddings endpoint answered: taken for hostile, all of it or nothing of it.

The form is OpenAI's: https://platform.openai.com/docs/api-reference/embeddings/object
"""

from __future__ import annotations

import json
import math
import struct
from typing import NoReturn

from bot.errors import EmbeddingRefused

_ENDLESS = "The embeddings endpoint answered with numbers that are not finite."
WIDEST = 8_192
"""Numbers of a vector; the widest that are offered anywhere have 4,096."""


def vectors_in(body: bytes, count: int) -> tuple[int, bytes]:
    """The width and the `count` vectors of an answer as little-endian float32, each brought to length 1.

    A vector of zeros stays as it is: it says nothing, and is not asked for again. Raises EmbeddingRefused.
    """
    try:
        answer = json.loads(body, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise EmbeddingRefused("The embeddings endpoint answered with something that is not JSON.") from error
    data = answer.get("data") if isinstance(answer, dict) else None
    if not isinstance(data, list) or len(data) != count:
        many = len(data) if isinstance(data, list) else "no"
        raise EmbeddingRefused(f"The embeddings endpoint answered {count} texts with {many} vectors.")
    rows = [_row(item, place) for place, item in enumerate(data)]
    width = len(rows[0])
    if any(len(row) != width for row in rows) or not 0 < width <= WIDEST:
        raise EmbeddingRefused("The vectors of the embeddings endpoint have lengths that cannot be used.")
    return width, b"".join(_packed(row) for row in rows)


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _row(item: object, place: int) -> list[float]:
    if not isinstance(item, dict) or item.get("index", place) != place:
        raise EmbeddingRefused("The vectors of the embeddings endpoint are not in the order of the texts.")
    row = item.get("embedding")
    if not isinstance(row, list) or not all(type(number) in (int, float) for number in row):
        raise EmbeddingRefused("The embeddings endpoint answered with something that is not a vector of numbers.")
    return row


def _packed(row: list[float]) -> bytes:
    try:
        largest = max(map(abs, row))
        # The largest first: the square of a huge number is not finite.
        scaled = [number / largest for number in row] if largest else row
        length = math.hypot(*scaled) or 1.0
        packed = struct.pack(f"<{len(row)}f", *(number / length for number in scaled))
    except OverflowError as error:
        raise EmbeddingRefused(_ENDLESS) from error
    if not math.isfinite(length):
        raise EmbeddingRefused(_ENDLESS)
    return packed
