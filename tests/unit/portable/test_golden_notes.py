"""Whole notes of our own invention against what is read of them: 2021's form, 2022's, and slips of the hand."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from bot.portable import note

NOTES = Path(__file__).resolve().parents[2] / "golden" / "notes"
NAMES = sorted(path.relative_to(NOTES).as_posix() for path in NOTES.rglob("*.md"))


def as_json(path: Path) -> str:
    """What is read of a note, as the golden file beside it holds it; line endings come in as they are."""
    parsed = note.parse(path.read_bytes().decode("utf-8"), path.relative_to(NOTES).as_posix())
    return json.dumps(dataclasses.asdict(parsed), ensure_ascii=False, indent=1, default=str) + "\n"


@pytest.mark.parametrize("name", NAMES)
def test_a_note_is_read_as_its_golden_file_says(name: str) -> None:
    path = NOTES / name
    assert as_json(path) == path.with_suffix(".json").read_text("utf-8")


def test_there_are_golden_notes() -> None:
    assert len(NAMES) >= 3
