"""The files that verbs read and write."""

from __future__ import annotations

from pathlib import Path

from bot.cli.console import Console
from bot.errors import BadInput
from bot.feeds.encoding import as_utf8


def xml_text(data: bytes) -> str:
    """The text of a document in XML in whatever encoding, without its declaration, the lines as they were."""
    return as_utf8(data).decode("utf-8").partition("\n")[2]


def write_out(text: str, path: Path | None, console: Console) -> None:
    """Writes the text as UTF-8, line ends as they are. Raises BadInput where the file cannot be written."""
    if path is None:
        console.out.write(text)
        return
    try:
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {error.strerror}.") from error
