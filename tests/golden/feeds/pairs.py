"""The pairs in this folder: `<kind>/<name>.xml` as it comes from a server, `<kind>/<name>.json` as it must be read.

A page ends in `.html`; JSON from a server, so as not to be taken for an expectation, in `.body`.

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
SPECIMENS = tuple(sorted(f for f in FOLDER.glob("*/*") if f.suffix in (".xml", ".html", ".body")))
BASE = "https://kettle.example.org/feeds/all.xml"


def as_read(specimen: Path) -> dict[str, Any]:
    """What the parser of the specimen's kind makes of it, as JSON values without what is empty."""
    try:
        feed = parse(specimen.parent.name, specimen.read_bytes(), BASE)
    except ParseError as error:
        return {"refused": str(error)}
    entries = [{k: v for k, v in asdict(e, dict_factory=_said).items() if v} for e in feed.entries]
    value: dict[str, Any] = json.loads(json.dumps({"trouble": feed.trouble, "entries": entries}, default=_moment))
    return value


def _said(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The fields of a value; since when a link is known is no parser's to say."""
    return {key: value for key, value in pairs if key != "since"}


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
