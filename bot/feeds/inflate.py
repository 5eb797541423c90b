"""A body as it arrives, decoded no further than the limit: a few bytes may claim to be gigabytes."""

from __future__ import annotations

import zlib

from bot.errors import FetchError

_ENCODINGS = ("gzip", "x-gzip", "deflate")


class Body:
    """Collects decoded bytes up to `limit`. Raises FetchError where there are more, or where they cannot be decoded."""

    def __init__(self, encoding: str, limit: int) -> None:
        encoding = encoding.strip().lower()
        if encoding not in ("", "identity", *_ENCODINGS):
            raise FetchError("The answer came in an encoding that was not asked for.")
        # 32 + 15: the header says whether it is gzip or zlib
        self._inflate = zlib.decompressobj(wbits=47) if encoding in _ENCODINGS else None
        self._limit = limit
        self._parts: list[bytes] = []
        self._size = 0

    def add(self, chunk: bytes) -> None:
        """One more piece, as it came over the wire."""
        part = self._decoded(chunk) if self._inflate else chunk
        self._size += len(part)
        if self._size > self._limit:
            raise FetchError(f"The document is larger than {self._limit / 1e6:g} MB.")
        self._parts.append(part)

    def whole(self) -> bytes:
        """Everything, decoded, once the last piece has come."""
        if self._inflate and self._parts and not self._inflate.eof:
            raise FetchError("The compressed document ends in the middle.")
        return b"".join(self._parts)

    def _decoded(self, chunk: bytes) -> bytes:
        assert self._inflate is not None  # noqa: S101 - for the type checker
        try:
            return self._inflate.decompress(chunk, self._limit - self._size + 1)
        except zlib.error as error:
            raise FetchError("The compressed document is damaged.") from error
