"""Comparing rankers and estimating what is missed: from the ledger's items and the reader's stars to figures."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain import DigestItem, ItemSlot, Reader
from bot.errors import BadInput
from bot.services.audits import Audits
from bot.services.comparisons import Comparisons
from bot.store.comparisons import Comparison
from ranking.domain import Rating
from tests.fakes.papers import NOON, bring, digest, paper_id
from tests.unit.services.conftest import Office


def show(office: Office, reader: Reader, slot: str, marks: dict[int, dict[str, object]], stars: dict[int, int]) -> None:
    """A digest of the papers that `marks` names, some of which then get stars."""
    bring(office.store, marks)
    records = office.store.papers.get(paper_id(n) for n in marks)
    plain = digest(reader, [records[paper_id(n)] for n in marks])
    items: list[DigestItem] = []
    for item, said in zip(plain.items, marks.values(), strict=True):
        items.append(replace(item, **said))  # type: ignore[arg-type]
    office.store.ledger.hand_over(reader, slot, replace(plain, items=tuple(items)), NOON)
    for number, given in stars.items():
        office.store.ratings.give(reader.id, Rating(paper_id(number), given, NOON), "tap")


async def test_a_comparison_says_who_won_how_many_digests(office: Office, reader: Reader):
    comparisons = Comparisons(office.store, office.worker, office.clock)
    await comparisons.start(reader, "centroid")
    running = await comparisons.under_way(reader)
    assert running == Comparison("centroid", office.clock())
    for n in range(3):
        marks = {10 * n + 1: {"team": "current"}, 10 * n + 2: {"team": "centroid"}}
        show(office, reader, f"{n}", marks, {10 * n + 1: 5, 10 * n + 2: 1})
    outcome = await comparisons.outcome(reader, running)
    assert (outcome.wins, outcome.losses, outcome.ties, outcome.rate, outcome.p) == (3, 0, 0, 1.0, 0.25)
    await comparisons.stop(reader)
    assert await comparisons.under_way(reader) is None


async def test_there_is_no_comparison_with_a_stranger(office: Office, reader: Reader):
    with pytest.raises(BadInput, match="centroid or newest"):
        await Comparisons(office.store, office.worker, office.clock).start(reader, "psychic")


async def test_what_is_missed_is_estimated_from_audited_papers(office: Office, reader: Reader):
    audits = Audits(office.store, office.worker)
    assert (await audits.estimate(reader)).liked_below is None
    audited: dict[str, object] = {"slot": ItemSlot.AUDIT, "drawn_with": 0.01}
    show(office, reader, "one", {1: {}, 2: {}, 3: audited}, {1: 5, 2: 1, 3: 1})
    show(office, reader, "two", {4: {}, 5: audited}, {4: 4, 5: 5})
    found = await audits.estimate(reader)
    assert (found.drawn, found.rated, found.shown_likes) == (2, 2, 2)
    assert found.liked_below == pytest.approx(0.5)
    assert found.lost == pytest.approx(100 / 102)
