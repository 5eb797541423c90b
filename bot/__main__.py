"""`bandu` and `python -m bot`."""

from __future__ import annotations

import io
import os
import sys

from bot.cli import main as run_cli


def main() -> None:
    """Runs the command line and ends the process with its exit code.

    What it prints is UTF-8 wherever it runs, as what it writes to files is: titles are in every script, and `★` is not
    in all encodings. A file's name that is no text is printed escaped, which JSON reads as it was. What it writes is
    its owner's alone: a database holds what people read.
    """
    os.umask(0o077)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(run_cli(sys.argv[1:], os.environ))


if __name__ == "__main__":
    main()
