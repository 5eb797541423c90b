"""`python -m tests.properties.fuzz_feeds --seconds 60`: damaged feeds to every parser, for as long as one likes.

Stops at nothing: what broke a parser, or took it long, is written to a folder and named at the end. Exit 1 where
something broke. The same seed gives the same documents.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from bot.errors import ParseError
from bot.feeds import KINDS, parse
from tests.golden.feeds.pairs import BASE, SPECIMENS
from tests.properties.feed_mutations import CHARSETS, mutated
from tests.properties.feed_shape import assert_holds_together

_PATIENCE = 2.0
"""Seconds; the longest documents have 0.4 MB."""
_BAR = 30


@dataclass(slots=True)
class Found:
    """What one run did: documents read and refused, and those that broke a parser or took it long."""

    read: int = 0
    refused: int = 0
    broke: list[str] = field(default_factory=list)
    slow: list[str] = field(default_factory=list)
    slowest: float = 0.0


def main(arguments: list[str]) -> int:
    """Runs until the time is over; says what was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.properties.fuzz_feeds", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpus", type=Path, help="folder of feeds to damage besides the specimens")
    options = parser.parse_args(arguments)
    corpus = [s.read_bytes() for s in SPECIMENS]
    if options.corpus:
        corpus += [f.read_bytes() for f in sorted(options.corpus.rglob("*")) if f.is_file()]
    folder = Path(tempfile.mkdtemp(prefix="bandu-fuzz-"))
    found = fuzz(corpus, Random(options.seed), options.seconds, folder)
    sys.stderr.write("\n")
    told = [f"{found.read:,} read, {found.refused:,} refused, slowest {found.slowest:.2f} s"]
    for title, names in (("broke", found.broke), ("slow", found.slow)):
        told += [f"{title}: {len(names)}", *(f"  {name}" for name in names)]
    sys.stdout.write("\n".join(told) + "\n")
    return 1 if found.broke else 0


def fuzz(corpus: list[bytes], random: Random, seconds: float, folder: Path) -> Found:
    """Damages and reads until the time is over; what is remarkable is written to the folder."""
    found = Found()
    start = time.monotonic()
    while (spent := time.monotonic() - start) < seconds:
        data, charset, kind = mutated(random.choice(corpus), random), random.choice(CHARSETS), random.choice(KINDS).name
        began = time.process_time()
        problem = _problem(found, kind, data, charset)
        took = time.process_time() - began
        found.slowest = max(found.slowest, took)
        if problem or took > _PATIENCE:
            file = folder / f"{found.read + found.refused}.{kind}"
            file.write_bytes(data)
            (found.broke if problem else found.slow).append(f"{file} {charset!r}: {problem or f'{took:.1f} s'}")
        _show(spent / seconds, found)
    return found


def _problem(found: Found, kind: str, data: bytes, charset: str) -> str:
    """What went wrong, in one line; "" where nothing did."""
    try:
        assert_holds_together(parse(kind, data, BASE, charset))
        found.read += 1
    except ParseError:
        found.refused += 1
    except Exception as error:  # noqa: BLE001  whatever a parser raises is what is looked for
        where = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__} in {where.name}, {where.line}: {str(error)[:100]!r}"
    return ""


def _show(part: float, found: Found) -> None:
    done = int(_BAR * part)
    tally = f"{found.read:,} read, {found.refused:,} refused, {len(found.broke)} broke, {len(found.slow)} slow"
    sys.stderr.write(f"\r[{'#' * done}{'.' * (_BAR - done)}] {tally} ")
    sys.stderr.flush()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
