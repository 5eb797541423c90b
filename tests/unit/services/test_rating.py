"""Stars: given, changed, taken back, by whom they may be."""

from __future__ import annotations

import pytest

from bot.domain import Delivery, DeliveryKind, Reader
from bot.errors import BadInput
from bot.message import line
from bot.store.ledger import Part
from bot.store.schema import papers
from ranking.domain import Rating
from tests.fakes.papers import TODAY, arxiv_id, bring, digest, paper_id
from tests.unit.services.conftest import Office


@pytest.fixture
def shown(office: Office, reader: Reader) -> Delivery:
    """A digest of papers 1, 2 and 3, in two parts."""
    return show(office, reader, [1, 2, 3])


def show(office: Office, reader: Reader, numbers: list[int], slot: str = "one") -> Delivery:
    bring(office.store, numbers)
    records = office.store.papers.get(paper_id(n) for n in numbers)
    delivery = office.store.ledger.claim(reader, DeliveryKind.NOW, slot, TODAY, office.clock())
    assert delivery is not None
    composed = digest(reader, [records[paper_id(n)] for n in numbers])
    parts = [Part(line("first"), (1, 2)), Part(line("second"), (3,))]
    office.store.ledger.plan(delivery, composed, parts, office.clock())
    return delivery


def given(office: Office, reader: Reader) -> dict[str, int]:
    return {r.paper_id: r.stars for r in office.store.ratings.of(reader.id)}


async def test_a_tap_on_the_fifth_star_stores_five(office: Office, reader: Reader, shown: Delivery):
    done = await office.ratings.rate_item(reader, shown.id, 3, 5)
    assert given(office, reader) == {paper_id(3): 5}
    assert (done.stars, done.ratings) == (5, {(shown.id, 3): 5})
    assert done.part is not None
    assert done.part.body == line("second")
    assert office.telemetry.counters["paper_rated"] == 1


async def test_another_tap_changes_the_stars_and_shows_those_of_the_other_items(
    office: Office, reader: Reader, shown: Delivery
):
    await office.ratings.rate_item(reader, shown.id, 1, 2)
    await office.ratings.rate_item(reader, shown.id, 2, 4)
    done = await office.ratings.rate_item(reader, shown.id, 1, 5)
    assert done.ratings == {(shown.id, 1): 5, (shown.id, 2): 4}


async def test_no_stars_take_the_rating_back(office: Office, reader: Reader, shown: Delivery):
    await office.ratings.rate_item(reader, shown.id, 1, 2)
    done = await office.ratings.rate_item(reader, shown.id, 1, 0)
    assert (done.stars, done.ratings, given(office, reader)) == (0, {}, {})
    assert (await office.ratings.rate_item(reader, shown.id, 1, 0)).stars == 0


async def test_a_digest_of_somebody_else_is_not_rated(office: Office, reader: Reader, shown: Delivery):
    other = office.store.readers.ensure("43", office.clock(), admitted=True)
    with pytest.raises(BadInput, match="does not belong to a digest of yours"):
        await office.ratings.rate_item(other, shown.id, 1, 5)
    assert given(office, reader) == given(office, other) == {}
    assert office.telemetry.counters["paper_rated"] == 0


@pytest.mark.parametrize(("delivery", "rank"), [(0, 4), (0, 0), (1, 1), (10**17, 1), (0, 10**17)])
async def test_a_button_that_was_never_there_rates_nothing(
    office: Office, reader: Reader, shown: Delivery, delivery: int, rank: int
):
    with pytest.raises(BadInput):
        await office.ratings.rate_item(reader, shown.id + delivery, rank, 5)
    assert given(office, reader) == {}


async def test_a_paper_that_is_gone_is_rated_all_the_same(office: Office, reader: Reader, shown: Delivery):
    with office.store.database.write() as connection:
        connection.execute(papers.delete())
    done = await office.ratings.rate_item(reader, shown.id, 1, 4)
    assert given(office, reader) == {paper_id(1): 4}
    assert (done.stars, done.part is not None) == (4, True)


@pytest.mark.parametrize("stars", [-1, 6])
async def test_stars_go_from_none_to_five(office: Office, reader: Reader, stars: int):
    with pytest.raises(BadInput, match=r"^Stars go from 0 to 5\.$"):
        await office.ratings.rate(reader, paper_id(1), stars)
    assert given(office, reader) == {}


async def test_a_paper_is_rated_by_its_id_before_it_is_known(office: Office, reader: Reader):
    await office.ratings.rate(reader, paper_id(7), 3)
    assert given(office, reader) == {paper_id(7): 3}
    await office.ratings.rate(reader, paper_id(7), 0)
    assert given(office, reader) == {}


async def test_a_tap_counts_over_an_import_that_claims_a_later_date(office: Office, reader: Reader, shown: Delivery):
    tomorrow = Rating(paper_id(1), 1, office.clock.advance(days=1))
    office.store.ratings.record(reader.id, [tomorrow], "import")
    office.clock.advance(days=-1)
    await office.ratings.rate_item(reader, shown.id, 1, 5)
    assert given(office, reader) == {paper_id(1): 5}


async def test_the_model_is_learnt_soon_after_a_rating(office: Office, reader: Reader, shown: Delivery):
    await office.ratings.rate_item(reader, shown.id, 1, 5)
    await office.training.settled()
    assert office.store.models.model(reader.id).ratings == 1


@pytest.mark.parametrize(
    "name",
    [arxiv_id(2), f"arXiv:{arxiv_id(2)}v3", f"https://arxiv.org/abs/{arxiv_id(2)}", "2", "2.", " 2 "],
)
async def test_a_paper_is_found_by_its_id_its_link_or_its_number(
    office: Office, reader: Reader, shown: Delivery, name: str
):
    found = await office.ratings.find(reader, name)
    assert found is not None
    assert found.paper.id == paper_id(2)


@pytest.mark.parametrize("name", ["", "0", "4", "-1", "²", "٢", "two", "99999999999999999999", "2611.99999", "; DROP"])
async def test_anything_else_finds_no_paper(office: Office, reader: Reader, shown: Delivery, name: str):
    assert await office.ratings.find(reader, name) is None


async def test_a_number_means_an_item_of_the_last_digest(office: Office, reader: Reader, shown: Delivery):
    show(office, reader, [7, 8, 9], "two")
    found = await office.ratings.find(reader, "1")
    assert found is not None
    assert found.paper.id == paper_id(7)


async def test_a_number_means_nothing_to_who_had_no_digest(office: Office, reader: Reader):
    assert await office.ratings.find(reader, "1") is None
