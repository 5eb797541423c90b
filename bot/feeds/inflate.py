"""A body as it arrives, decoded no further than the limit: a few bytes may claim to be gigabytes."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from bot.errors import FetchError

_ENCODINGS = ("gzip", "x-gzip", "deflate")
_STEP = 1_000_000
"""Bytes that are decoded at a stretch, some milliseconds' work."""
_MEMBER = b"\x1f\x8b"
"""How each part of a gzip document of several begins."""


class Body:
    """Collects decoded bytes up to `limit`, which holds for the bytes on the wire too.

    Raises FetchError where there are more, or where they cannot be decoded.
    """

    def __init__(self, encoding: str, limit: int) -> None:
        encoding = encoding.strip().lower()
        if encoding not in ("", "identity", *_ENCODINGS):
            raise FetchError("The answer came in an encoding that was not asked for.")
        self._inflate = _inflater() if encoding in _ENCODINGS else None
        self._limit = limit
        self._parts: list[bytes] = []
        self._wire = 0
        self._size = 0

    def add(self, chunk: bytes) -> Iterator[None]:
        """One more piece, as it came over the wire. To be run to its end: it pauses after each megabyte it decodes,
        so that the caller may do something else in between."""
        self._wire += len(chunk)
        self._count(self._wire)
        if self._inflate is None:
            self._keep(chunk)
            return
        part = b""
        while chunk or len(part) == _STEP:  # a full step may have left more behind than it was given
            part, chunk = self._decoded(chunk)
            self._keep(part)
            yield

    @property
    def size(self) -> int:
        """Decoded bytes so far."""
        return self._size

    def whole(self) -> bytes:
        """Everything, decoded, once the last piece has come."""
        if self._inflate and self._wire and not self._inflate.eof:
            raise FetchError("The compressed document ends in the middle.")
        return b"".join(self._parts)

    def _decoded(self, chunk: bytes) -> tuple[bytes, bytes]:
        """At most a step's worth of bytes, and what is left to decode."""
        assert self._inflate is not None  # noqa: S101 - for the type checker
        if self._inflate.eof:
            if not chunk.startswith(_MEMBER):
                return b"", b""  # what follows the document is no part of it
            self._inflate = _inflater()
        inflate = self._inflate
        try:
            part = inflate.decompress(chunk, _STEP)
        except zlib.error as error:
            raise FetchError("The compressed document is damaged.") from error
        return part, inflate.unused_data if inflate.eof else inflate.unconsumed_tail

    def _keep(self, part: bytes) -> None:
        self._size += len(part)
        self._count(self._size)
        self._parts.append(part)

    def _count(self, size: int) -> None:
        if size > self._limit:
            raise FetchError(f"The document is larger than {self._limit / 1e6:g} MB.")


def _inflater() -> zlib._Decompress:
    return zlib.decompressobj(wbits=47)  # 32 + 15: the header says whether it is gzip or zlib
