"""Parsing as a job for a worker: a hostile document may hang or kill the process that reads it, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain import ParsedFeed
from bot.errors import ParseError, WorkFailed
from bot.feeds import parse
from bot.ports import Fetched, Worker

LIMIT = 30.0
"""Seconds that one document may take: about ten times what the largest feeds do."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a document was not read: a worker hands on values, and raises nothing of ours."""

    sentence: str


@dataclass(frozen=True, slots=True)
class ParseFeed:
    """A document of a source of some kind; `url` is where it came from, `charset` what the server called it."""

    kind: str
    data: bytes
    url: str
    charset: str = ""

    def run(self) -> ParsedFeed | Refused:
        try:
            return parse(self.kind, self.data, self.url, self.charset)
        except ParseError as error:
            return Refused(str(error))


class Parser:
    """Reads documents in a worker."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker

    async def __call__(self, kind: str, fetched: Fetched) -> ParsedFeed:
        """The entries of a document that came. Raises ParseError, also where the worker gave up on it."""
        try:
            answer = await self._worker.run(ParseFeed(kind, fetched.body or b"", fetched.url, fetched.charset))
        except WorkFailed as error:
            sentence = str(error)
            raise ParseError(f"The document could not be read: {sentence[:1].lower()}{sentence[1:]}") from error
        if isinstance(answer, Refused):
            raise ParseError(answer.sentence)
        return answer
