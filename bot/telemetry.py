"""What the product says of itself to its operator: events as log lines, the same events counted, secrets never.

A line is a moment, a level, an event's name and its fields (`source_read source=cs.CV new=12`). Secrets are taken out
of the finished text, so it makes no difference whether one stood in a message, an argument or a traceback, nor which
library wrote it. Knows nothing of what the events mean.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from types import TracebackType
from typing import TextIO
from urllib.parse import quote, quote_plus, unquote

LOG = logging.getLogger("bot")
HIDDEN = "***"
SHORTEST_SECRET = 3
"""Anything shorter stands everywhere, and hiding it would hide the log."""
QUIET = ("httpx", "httpcore", "telegram", "apscheduler", "alembic")
"""Libraries that tell of every request or tick; httpx tells its address, which holds the bot's token."""
SPELLINGS: tuple[Callable[[str], str], ...] = (
    str,
    quote,
    quote_plus,
    lambda text: quote(text, safe=""),
    lambda text: repr(text)[1:-1],
    lambda text: json.dumps(text)[1:-1],
    lambda text: json.dumps(text, ensure_ascii=False)[1:-1],
)
"""How a secret looks plain, in addresses, as a literal and in JSON."""


class Counters:
    """How often each event happened since the start. Threads may share it."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._lock = threading.Lock()

    def add(self, name: str) -> None:
        with self._lock:
            self._counts[name] += 1

    def __getitem__(self, name: str) -> int:
        with self._lock:
            return self._counts[name]

    def snapshot(self) -> Mapping[str, int]:
        """All counts at one moment, by name."""
        with self._lock:
            return dict(sorted(self._counts.items()))


class Telemetry:
    """Where the product reports its events."""

    def __init__(self) -> None:
        self.counters = Counters()

    def event(self, name: str, /, **fields: object) -> None:
        """Counts the event and logs it with its fields, None left out; as a warning where `error` is one of them."""
        self.counters.add(name)
        said = [f"{key}={_value(value)}" for key, value in fields.items() if value is not None]
        level = logging.INFO if fields.get("error") is None else logging.WARNING
        LOG.log(level, "%s", " ".join([name, *said]))


def _value(value: object) -> str:
    """A field as one word, or quoted with everything escaped that could start another line or field."""
    text = str(value)
    plain = text.isprintable() and text and not re.search(r'[\s"=]', text)
    return text if plain else json.dumps(text, ensure_ascii=not text.replace("\n", "").isprintable())


class Redaction:
    """Replaces every secret in a text, also as it looks once quoted for an address, a literal or JSON."""

    def __init__(self, secrets: Iterable[str]) -> None:
        forms = {form for secret in secrets for form in _forms(secret) if len(form) >= SHORTEST_SECRET}
        longest_first = sorted(forms, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, longest_first))) if forms else None

    def __call__(self, text: str) -> str:
        return self._pattern.sub(HIDDEN, text) if self._pattern else text


def _forms(secret: str) -> set[str]:
    """The secret itself and, of a bot token, its second half, each in every spelling it may be met in."""
    plain = {secret, unquote(secret)}
    if re.match(r"\d+:", secret):
        plain.add(secret.partition(":")[2])
    return {form(text) for text in plain for form in SPELLINGS}


class LineFormatter(logging.Formatter):
    """One record as text, in UTC, with the secrets taken out last of all."""

    def __init__(self, redact: Redaction) -> None:
        super().__init__("%(asctime)sZ %(levelname)s %(name)s: %(message)s", datefmt="%Y-%m-%dT%H:%M:%S")
        self.converter = time.gmtime
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        return self._redact(super().format(record))


def configure(level: str, secrets: Iterable[str], stream: TextIO | None = None) -> None:
    """Sends the log to standard error from `level` on; secrets never come out, not in a crash's traceback either."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(LineFormatter(Redaction(secrets)))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(capture=True)
    logging.raiseExceptions = False  # else a line that can't be written is shown raw, arguments and all
    sys.excepthook = _crashed
    threading.excepthook = _thread_crashed


def _crashed(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    LOG.critical("crashed", exc_info=(kind, error, trace))


def _thread_crashed(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None:
        _crashed(args.exc_type, args.exc_value, args.exc_traceback)
