"""The README shows what the product prints: its picture is drawn from the specimen day."""

from __future__ import annotations

from pathlib import Path

from tests.picture.__main__ import FILE
from tests.picture.specimen_digest import digest_message
from tests.picture.svg import picture


async def test_the_readmes_picture_is_what_the_product_says_today(tmp_path: Path) -> None:
    drawn = picture(await digest_message(tmp_path))
    assert FILE.read_text(encoding="utf-8") == drawn, "draw it anew with: python -m tests.picture"
