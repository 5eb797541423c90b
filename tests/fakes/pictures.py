"""Pictures for tests, drawn here: sound ones, and those that strangers send to do harm."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from PIL import Image


def drawn(width: int = 640, height: int = 400, kind: str = "PNG", mode: str = "RGB", **options: Any) -> bytes:
    """A picture of noise and lines, so that it neither packs to nothing nor is a plain colour."""
    noise = Image.effect_noise((width, height), 60)
    return encoded(noise.convert(mode), kind, **options)


def encoded(picture: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def flat(width: int = 640, height: int = 400, colour: Any = (200, 30, 30), mode: str = "RGB") -> bytes:
    return encoded(Image.new(mode, (width, height), colour), "PNG")


def animated() -> bytes:
    """A GIF of two frames: red, then blue."""
    red, blue = (Image.new("RGB", (300, 200), colour) for colour in ("red", "blue"))
    return encoded(red, "GIF", save_all=True, append_images=[blue], duration=100, comment=b"made at home")


def with_place() -> bytes:
    """A JPEG that says where it was taken, and that the camera was held upright."""
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    exif[0x013B] = "Ada Example"
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    return encoded(Image.new("RGB", (400, 300), "green"), "JPEG", exif=exif, comment=b"secret place")


def png_of(width: int, height: int, packed: bytes = b"") -> bytes:
    """A PNG that claims a size, whatever its data says."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", packed or zlib.compress(b"\0")), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


def bomb() -> bytes:
    """A few kilobytes that unpack to 400 MB of pixels."""
    packer = zlib.compressobj(9)
    row = bytes(20_001)
    packed = b"".join(packer.compress(row * 100) for _ in range(20)) + packer.flush()
    return png_of(20_000, 20_000, packed)


def text_bomb() -> bytes:
    """A PNG whose comment unpacks to 200 MB."""
    said = b"Comment\0\0" + zlib.compress(bytes(200_000_000), 9)
    sound = flat()
    return sound[:33] + _chunk(b"zTXt", said) + sound[33:]


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
