"""A picture from the internet to a small one that can be trusted: its pixels alone, drawn anew.

Nothing of the file is kept but what it shows: no metadata, no profile, no second frame. Pillow is loaded when a picture
comes and only in the process that runs the job.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain import CheckedPicture

if TYPE_CHECKING:
    from PIL.Image import Image

FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
"""What is told by the bytes themselves, whatever the server says. SVG is a program, not a picture."""
MOST_PIXELS = 50_000_000
"""A picture that claims more is not decoded: 200 MB at four bytes a pixel."""
LEAST = (200, 100)
MOST_ASPECT = 6.0
"""Banners and rules are longer, teasers seldom are."""
MOST_SCANS = 100
"""Of a JPEG that is drawn in steps: ten are usual, and each is decoded over the whole picture."""
FIT = 1_280
MOST_BYTES = 300_000
_SCAN = b"\xff\xda"
"""Begins each; no picture data have these two bytes."""
_QUALITIES = (85, 75, 60)
_LESS = 0.75
_WHITE = (255, 255, 255)


@dataclass(frozen=True, slots=True)
class Shrink:
    """The job: a file's bytes to a picture of at most 1280 by 1280 and 300 kB, or None where it is not fit to show."""

    data: bytes

    def run(self) -> CheckedPicture | None:
        from PIL import Image  # noqa: PLC0415 - heavy, and needed for hostile bytes alone

        try:
            with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(self.data), formats=FORMATS) as opened:
                kind = opened.format
                if not _is_fit(*opened.size) or (kind == "JPEG" and self.data.count(_SCAN) > MOST_SCANS):
                    return None
                picture = _drawn(opened)
        except Exception:  # noqa: BLE001 - decoders raise what they like on hostile input
            return None
        picture.thumbnail((FIT, FIT), Image.Resampling.LANCZOS)
        return _saved(picture, lossless=kind in ("PNG", "GIF"))


def _is_fit(width: int, height: int) -> bool:
    if width * height > MOST_PIXELS or width < LEAST[0] or height < LEAST[1]:
        return False
    return max(width / height, height / width) <= MOST_ASPECT


def _drawn(opened: Image) -> Image:
    """The first frame in RGB on white, turned as its camera was held, without anything beside the pixels."""
    from PIL import Image, ImageOps  # noqa: PLC0415 - as above

    opened.draft("RGB", (FIT, FIT))  # of a large JPEG only what is needed is decoded
    upright = ImageOps.exif_transpose(opened)
    if upright.mode.startswith("I"):  # sixteen bits of grey, which a plain conversion would clip
        upright = upright.convert("I").point(lambda value: value / 256).convert("L")
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        whole = upright.convert("RGBA")
        drawn = Image.new("RGB", whole.size, _WHITE)
        drawn.paste(whole, mask=whole.getchannel("A"))
    else:
        drawn = upright.convert("RGB")
    drawn.info = {}
    return drawn


def _saved(picture: Image, *, lossless: bool) -> CheckedPicture:
    """The picture in as few bytes as allowed: as PNG where it came so and it fits, else as JPEG, then smaller."""
    if lossless and len(data := _encoded(picture, "PNG", optimize=True)) <= MOST_BYTES:
        return CheckedPicture(data, ".png", *picture.size)
    while True:
        for quality in _QUALITIES:
            data = _encoded(picture, "JPEG", quality=quality, optimize=True)
            if len(data) <= MOST_BYTES:
                return CheckedPicture(data, ".jpg", *picture.size)
        width, height = (max(1, int(side * _LESS)) for side in picture.size)
        picture = picture.resize((width, height))


def _encoded(picture: Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()
