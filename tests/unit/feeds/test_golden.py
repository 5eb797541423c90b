"""Every specimen of a feed is read as its expectation says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.feeds import KINDS
from tests.golden.feeds.pairs import SPECIMENS, as_read, expected


@pytest.mark.parametrize("specimen", SPECIMENS, ids=lambda s: f"{s.parent.name}/{s.stem}")
def test_a_specimen_is_read_as_expected(specimen: Path) -> None:
    assert as_read(specimen) == json.loads(expected(specimen).read_text(encoding="utf-8"))


def test_every_kind_of_source_has_specimens() -> None:
    assert {s.parent.name for s in SPECIMENS} == {kind.name for kind in KINDS}
