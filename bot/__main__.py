"""`bandu` and `python -m bot`."""

from __future__ import annotations

import os
import sys

from bot.cli import main as run_cli


def main() -> None:
    """Runs the command line and ends the process with its exit code."""
    sys.exit(run_cli(sys.argv[1:], os.environ))


if __name__ == "__main__":
    main()
