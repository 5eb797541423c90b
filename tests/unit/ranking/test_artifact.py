from __future__ import annotations

import json
from hashlib import sha256

import numpy as np
import pytest
from scipy import sparse

from ranking.artifact import Array, pack, pack_rows, unpack
from ranking.errors import ArtifactRefused

_MAGIC = b"BANDU\x00\x00\x01"


def _forged(header: object, payload: bytes = b"") -> bytes:
    """Bytes with a right checksum around any header."""
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    body = len(text).to_bytes(4, "little") + text + payload
    return _MAGIC + sha256(body).digest() + body


def test_what_was_packed_is_read_again() -> None:
    rows = sparse.csr_array(np.array([[0, 1.5], [2, 0]], dtype=np.float32))
    singles, floats = np.arange(6, dtype=np.float32).reshape(2, 3), np.array([0.1])
    data = pack("thing", {"name": "n", "ids": ["a", "\ud83d"]}, {"s": singles, "f": floats} | pack_rows("r", rows))
    packed = unpack(data, "thing")
    assert packed.text("name") == "n"
    assert packed.texts("ids") == ("a", "\ud83d")
    np.testing.assert_array_equal(packed.singles("s", None, 3), singles)
    np.testing.assert_array_equal(packed.floats("f", 1), floats)
    np.testing.assert_array_equal(packed.rows("r", 2, 2).toarray(), rows.toarray())


def test_the_same_input_gives_the_same_bytes_in_either_byte_order() -> None:
    numbers = np.arange(4, dtype="<f4")
    assert pack("thing", {}, {"a": numbers}) == pack("thing", {}, {"a": numbers.astype(">f4")})


@pytest.mark.parametrize("data", [b"", b"BANDU", _MAGIC, b"\x80\x04K\x01.", b"PK\x03\x04" * 20])
def test_foreign_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ArtifactRefused):
        unpack(data, "thing")


def test_bytes_of_another_kind_are_refused() -> None:
    with pytest.raises(ArtifactRefused, match="a 'space', not a model"):
        unpack(pack("space", {}, {}), "model")


@pytest.mark.parametrize(
    "data",
    [
        _forged([]),
        _forged({"kind": "thing"}),
        _forged({"kind": "thing", "values": {}, "arrays": [["a", "|O", [1]]]}, b"12345678"),
        _forged({"kind": "thing", "values": {}, "arrays": [["a", "<f4", [-1]]]}, b"1234"),
        _forged({"kind": "thing", "values": {}, "arrays": [["a", "<f4", [1e9]]]}, b"1234"),
        _forged({"kind": "thing", "values": {}, "arrays": [["a", "<f4", [2]]]}, b"1234"),
        _forged({"kind": "thing", "values": {}, "arrays": []}, b"left over"),
        _forged({"kind": "thing", "values": {}, "arrays": None}),
        _forged(b"[" * 100_000),
        _forged(b"\xff\xfe"),
    ],
)
def test_a_header_that_makes_no_sense_is_refused_though_its_checksum_is_right(data: bytes) -> None:
    with pytest.raises(ArtifactRefused, match="cannot be read"):
        unpack(data, "thing")


def test_accessors_refuse_what_is_missing_or_of_another_type_or_shape() -> None:
    nan = np.array([np.nan], dtype=np.float32)
    packed = unpack(pack("thing", {"n": 1, "list": [1]}, {"a": np.zeros(3, np.float32), "nan": nan}), "thing")
    for ask in (
        lambda: packed.text("n"),
        lambda: packed.texts("n"),
        lambda: packed.texts("list"),
        lambda: packed.singles("b", None),
        lambda: packed.floats("a", 3),
        lambda: packed.singles("a", 4),
        lambda: packed.singles("a", None, 1),
        lambda: packed.singles("nan", 1),
    ):
        with pytest.raises(ArtifactRefused):
            ask()


@pytest.mark.parametrize(
    ("indices", "starts"),
    [([0, 2], [0, 1, 2]), ([0, -1], [0, 1, 2]), ([0, 1], [1, 1, 2]), ([0, 1], [0, 2, 1]), ([0, 1], [0, 3, 2])],
)
def test_a_matrix_that_points_outside_is_refused(indices: list[int], starts: list[int]) -> None:
    arrays: dict[str, Array] = {
        "r.data": np.ones(2, np.float32),
        "r.indices": np.array(indices, np.int32),
        "r.indptr": np.array(starts, np.int64),
    }
    with pytest.raises(ArtifactRefused):
        unpack(pack("thing", {}, arrays), "thing").rows("r", 2, 2)
