"""Draws the README's picture anew."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from tests.picture.specimen_digest import digest_message
from tests.picture.svg import picture

FILE = Path(__file__).parent / "digest.svg"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        message = asyncio.run(digest_message(Path(folder)))
    FILE.write_text(picture(message), encoding="utf-8")


if __name__ == "__main__":
    main()
