"""Bytes for what was learnt: a checksum, a JSON header and plain arrays. No pickle, so loading runs no code.

Layout: 8 bytes magic, 32 bytes SHA-256 of all that follows, 4 bytes length of the header, the header, the arrays
one after another in the header's order. Knows nothing of spaces or models; they say what belongs inside.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from math import prod
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from ranking.arrays import Csr, Floats, Ints, Singles
from ranking.errors import ArtifactRefused

_MAGIC = b"BANDU\x00\x00\x01"
_BODY = len(_MAGIC) + 32
_DTYPES = {"<f8": np.float64, "<f4": np.float32, "<f2": np.float16, "<i8": np.int64, "<i4": np.int32}

Array = NDArray[np.generic]
_Number = TypeVar("_Number", np.float16, np.float32, np.float64, np.int32, np.int64)


def pack(kind: str, header: Mapping[str, object], arrays: Mapping[str, Array]) -> bytes:
    """The bytes of one artifact; the same input gives the same bytes."""
    plain = {name: _little(array) for name, array in arrays.items()}
    described = [[name, array.dtype.str, list(array.shape)] for name, array in plain.items()]
    text = json.dumps({"kind": kind, "values": dict(header), "arrays": described}, sort_keys=True).encode()
    body = len(text).to_bytes(4, "little") + text + b"".join(array.tobytes() for array in plain.values())
    return _MAGIC + sha256(body).digest() + body


def _little(array: Array) -> Array:
    array = np.ascontiguousarray(array)
    return array.astype(array.dtype.newbyteorder("<"), copy=False)


def pack_rows(name: str, rows: Csr) -> dict[str, Array]:
    """The three arrays of a sparse matrix, to be read back with `Packed.rows`."""
    return {
        f"{name}.data": rows.data.astype(np.float32),
        f"{name}.indices": rows.indices.astype(np.int32),
        f"{name}.indptr": rows.indptr.astype(np.int64),
    }


@dataclass(frozen=True, slots=True)
class Packed:
    """An artifact that was read. Every accessor checks what it hands out and raises ArtifactRefused otherwise."""

    values: Mapping[str, object]
    arrays: Mapping[str, Array]

    def text(self, name: str) -> str:
        value = self.values.get(name)
        if not isinstance(value, str):
            raise ArtifactRefused(f"The stored bytes hold no text {name!r}.")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        value = self.values.get(name)
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise ArtifactRefused(f"The stored bytes hold no list of texts {name!r}.")
        return tuple(value)

    def singles(self, name: str, *shape: int | None) -> Singles:
        """The named array of finite float32; None in the shape stands for any length."""
        return self._array(name, np.float32, shape)

    def floats(self, name: str, *shape: int | None) -> Floats:
        """The same in float64."""
        return self._array(name, np.float64, shape)

    def halves(self, name: str, *shape: int | None) -> Singles:
        """The same in float16, as float32."""
        return self._array(name, np.float16, shape).astype(np.float32)

    def indices(self, name: str, below: int) -> Ints:
        """The named array of whole numbers from 0 to below `below`."""
        values = self._array(name, np.int64, (None,))
        if len(values) and not 0 <= values.min() <= values.max() < below:
            raise ArtifactRefused(f"The stored array {name!r} points outside its columns.")
        return values

    def rows(self, name: str, count: int, columns: int) -> Csr:
        """The named sparse matrix of `count` rows and `columns` columns."""
        data = self.singles(f"{name}.data", None)
        indices = self._array(f"{name}.indices", np.int32, (len(data),))
        starts = self._array(f"{name}.indptr", np.int64, (count + 1,))
        steps = np.diff(starts)
        if starts[0] != 0 or starts[-1] != len(data) or (steps < 0).any():
            raise ArtifactRefused(f"The stored matrix {name!r} is not well formed.")
        if len(indices) and not 0 <= indices.min() <= indices.max() < columns:
            raise ArtifactRefused(f"The stored matrix {name!r} points outside its columns.")
        return sparse.csr_array((data, indices, starts.astype(np.int32)), shape=(count, columns))

    def _array(self, name: str, dtype: type[_Number], shape: tuple[int | None, ...]) -> NDArray[_Number]:
        array = self.arrays.get(name)
        if array is None or array.dtype != dtype or array.ndim != len(shape):
            raise ArtifactRefused(f"The stored bytes hold no fitting array {name!r}.")
        if any(want is not None and want != got for want, got in zip(shape, array.shape, strict=True)):
            raise ArtifactRefused(f"The stored array {name!r} has the wrong shape.")
        if not np.isfinite(array).all():
            raise ArtifactRefused(f"The stored array {name!r} holds what is not a number.")
        return array.astype(dtype, copy=False)


def unpack(data: bytes, kind: str) -> Packed:
    """Read what `pack` wrote; anything else is refused with ArtifactRefused."""
    if data[: len(_MAGIC)] != _MAGIC:
        raise ArtifactRefused(f"These bytes are not a stored {kind}.")
    body = data[_BODY:]
    if sha256(body).digest() != data[len(_MAGIC) : _BODY]:
        raise ArtifactRefused(f"The stored {kind} is damaged.")
    try:
        size = int.from_bytes(body[:4], "little")
        header = json.loads(body[4 : 4 + size])
        if header["kind"] != kind:
            raise ArtifactRefused(f"The stored bytes are a {header['kind']!r}, not a {kind}.")
        return Packed(header["values"], _arrays(header["arrays"], body[4 + size :]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ArtifactRefused(f"The stored {kind} has a header that cannot be read.") from error


def _arrays(described: list[tuple[str, str, list[int]]], payload: bytes) -> dict[str, Array]:
    arrays: dict[str, Array] = {}
    at = 0
    for name, dtype, shape in described:
        kind = np.dtype(_DTYPES[dtype])
        if any(length < 0 for length in shape):
            raise ValueError("negative length")
        count = prod(shape)
        if at + count * kind.itemsize > len(payload):
            raise ValueError("arrays longer than the bytes")
        arrays[name] = np.frombuffer(payload, kind, count, at).reshape(shape)
        at += count * kind.itemsize
    if at != len(payload):
        raise ValueError("bytes left over")
    return arrays
