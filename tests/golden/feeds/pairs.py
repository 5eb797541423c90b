"""The pairs in this folder: `<kind>/<name>.xml` as it comes from a server, `<kind>/<name>.json` as it must be read.

`python -m tests.golden.feeds.pairs` writes the expectations anew; read the difference before keeping it.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.errors import ParseError
from bot.feeds import parse

FOLDER = Path(__file__).parent
SPECIMENS = tuple(sorted(FOLDER.glob("*/*.xml")))
BASE = "https://kettle.example.org/feeds/all.xml"


def as_read(specimen: Path) -> dict[str, Any]:
    """What the parser of the specimen's kind makes of it, as JSON values without what is empty."""
    try:
        feed = parse(specimen.parent.name, specimen.read_bytes(), BASE)
    except ParseError as error:
        return {"refused": str(error)}
    entries = [{k: v for k, v in asdict(e).items() if v} for e in feed.entries]
    value: dict[str, Any] = json.loads(json.dumps({"trouble": feed.trouble, "entries": entries}, default=_moment))
    return value


def expected(specimen: Path) -> Path:
    return specimen.with_suffix(".json")


def _moment(value: datetime) -> str:
    return value.isoformat()


def main() -> None:
    for specimen in SPECIMENS:
        text = json.dumps(as_read(specimen), ensure_ascii=False, indent=1)
        expected(specimen).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
