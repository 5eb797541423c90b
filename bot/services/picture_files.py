"""The folder of cached pictures: files named by what is in them, the oldest dropped when they grow too many."""

from __future__ import annotations

import contextlib
import os
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

MOST_BYTES = 200_000_000
"""Some thousand pictures."""


class PictureFiles:
    """Plain functions on a folder that is made when it is first needed."""

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES) -> None:
        self._folder = folder
        self._most = most_bytes

    def keep(self, data: bytes, suffix: str) -> str:
        """Writes the picture, whole or not at all, makes room for it, and gives its name within the folder."""
        name = sha256(data).hexdigest()[:32] + suffix
        self._folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=self._folder, suffix=".part", delete=False) as out:
            out.write(data)
        os.replace(out.name, self._folder / name)
        self._make_room(name)
        return name

    def path(self, name: str) -> Path | None:
        """Where the picture lies; None where it was dropped."""
        path = self._folder / name
        return path if name and Path(name).name == name and path.is_file() else None

    def _make_room(self, newest: str) -> None:
        """Drops the oldest until the rest fits; the one just written stays."""
        files: list[tuple[float, int, Path]] = []
        for path in self._folder.iterdir():
            with contextlib.suppress(OSError):  # another process may have dropped it
                seen = path.stat()
                files.append((seen.st_mtime, seen.st_size, path))
        total = sum(size for _, size, _ in files)
        for _, size, path in sorted(files):
            if total <= self._most:
                break
            if path.name != newest:
                path.unlink(missing_ok=True)
                total -= size
