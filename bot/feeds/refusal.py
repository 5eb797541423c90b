"""What a server says where it gives no document: its status, and when it wants to be asked again. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from bot.errors import FetchError

LONGEST_PAUSE = timedelta(days=1)
"""Whoever asks to be left alone for longer is asked again after a day."""


def refusal(host: str, status: int, retry_after: str, now: datetime) -> FetchError:
    """The error for an answer without a document; `retry_after` is the header's value, "" where there is none."""
    until = _until(retry_after.strip(), now)
    pause = min(max(until - now, timedelta(0)), LONGEST_PAUSE) if until else timedelta(0)
    sentence = f"{host} answered {status}{_name(status)}{_asks(retry_after.strip(), until)}."
    return FetchError(sentence, status=status, retry_after=pause.total_seconds())


def _until(retry_after: str, now: datetime) -> datetime | None:
    """The moment that is named by a number of seconds or a date; None for anything else."""
    if retry_after.isascii() and retry_after.isdecimal() and len(retry_after) < 7:
        return now + timedelta(seconds=int(retry_after))
    try:
        return parsedate_to_datetime(retry_after).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _asks(retry_after: str, until: datetime | None) -> str:
    if until is None:
        return ""
    if retry_after.isdecimal():
        return f" and asks for a pause of {int(retry_after)} s"
    return f" and asks for a pause until {until:%Y-%m-%d %H:%M} UTC"


def _name(status: int) -> str:
    try:
        return f" ({HTTPStatus(status).phrase})"
    except ValueError:
        return ""
