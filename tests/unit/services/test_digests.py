"""A reader's digest: what is drawn, in which order, and why there may be none."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain import Reader, Why
from bot.errors import WorkFailed
from bot.services.catalogue import catalogue
from ranking.domain import Facet, Rating
from ranking.jobs import Rank
from tests.fakes.papers import NOON, TODAY, bring, entries, entry, paper_id
from tests.unit.services.conftest import Office

ORCHARDS = {"title": "Apples in orchards", "abstract": "We count apples in old orchards from point clouds of trees."}
HERRING = {"title": "Herring in sonar", "abstract": "We count herring in sonar frames recorded under fishing boats."}


def ids(digest) -> list[str]:
    return [item.record.paper.id for item in digest.items]


async def test_before_anything_was_read_the_digest_says_so(office: Office, reader: Reader):
    digest = await office.digests.build(reader, TODAY)
    assert (digest.items, digest.empty, digest.drawn_to) == ((), Why.NOTHING_YET, 0)
    assert office.worker.jobs == []


async def test_when_nothing_is_new_the_digest_says_so(office: Office, reader: Reader):
    bring(office.store, [1], office.clock() - timedelta(days=8))
    digest = await office.digests.build(reader, TODAY)
    assert (digest.items, digest.empty) == ((), Why.NOTHING_NEW)


async def test_imported_history_alone_is_nothing_yet(office: Office, reader: Reader):
    catalogue(office.store, "import", entries([1, 2]), NOON, news=False)
    assert (await office.digests.build(reader, TODAY)).empty is Why.NOTHING_YET


async def test_it_has_as_many_items_as_the_reader_wants_of_all_that_is_new(office: Office, reader: Reader):
    bring(office.store, range(1, 21))
    for length in (6, 3):
        digest = await office.digests.build(replace(reader, length=length), TODAY)
        assert [item.rank for item in digest.items] == list(range(1, length + 1))
        assert (digest.considered, digest.drawn_to, digest.day, digest.empty) == (20, 20, TODAY, None)


async def test_without_ratings_the_newest_come_first(office: Office, reader: Reader):
    for number, day in ((1, 18), (2, 21), (3, 19)):
        told = entry(number, published=datetime(2026, 11, day, tzinfo=UTC))
        catalogue(office.store, "a", [told], NOON, news=True)
    assert ids(await office.digests.build(reader, TODAY)) == [paper_id(2), paper_id(3), paper_id(1)]


async def test_stars_decide_the_order(office: Office, reader: Reader):
    past = [entry(n, **(ORCHARDS if n < 25 else HERRING)) for n in range(20, 30)]
    catalogue(office.store, "import", past, NOON, news=False)
    catalogue(office.store, "a", [entry(1, **HERRING), entry(2, **ORCHARDS)], NOON, news=True)
    for liked in (ORCHARDS, HERRING):
        for number, one in zip(range(20, 30), past, strict=True):
            stars = 5 if one.title == liked["title"] else 1
            office.store.ratings.give(reader.id, Rating(paper_id(number), stars, NOON), "tap")
        digest = await office.digests.build(reader, TODAY)
        assert digest.items[0].record.paper.title == liked["title"]
        assert digest.items[0].stars > digest.items[1].stars


async def test_titles_of_rated_papers_that_reasons_name_are_with_it(office: Office, reader: Reader):
    catalogue(office.store, "import", [entry(20, **ORCHARDS)], NOON, news=False)
    office.store.ratings.give(reader.id, Rating(paper_id(20), 5, NOON), "tap")
    catalogue(office.store, "a", [entry(1, **ORCHARDS), entry(2, **HERRING)], NOON, news=True)
    digest = await office.digests.build(reader, TODAY)
    named = {r.label for item in digest.items for r in item.reasons if r.kind == "paper"}
    assert named == {paper_id(20)}
    assert digest.titles == {paper_id(20): "Apples in orchards"}


async def test_titles_of_papers_that_are_gone_are_left_out(office: Office):
    assert await office.digests.titles([]) == {}


async def test_building_counts_for_nothing(office: Office, reader: Reader):
    bring(office.store, [1, 2, 3])
    first = await office.digests.build(reader, TODAY)
    assert await office.digests.build(reader, TODAY) == first


async def test_the_worker_s_trouble_reaches_who_asked(office: Office, reader: Reader):
    bring(office.store, [1])
    office.worker.failures = [WorkFailed("The worker died.")]
    with pytest.raises(WorkFailed):
        await office.digests.build(reader, TODAY)


async def test_today_is_the_reader_s(office: Office, reader: Reader):
    office.clock.set(datetime(2026, 11, 22, 20, 0, tzinfo=UTC))
    assert office.digests.today(reader) == date(2026, 11, 22)
    assert office.digests.today(replace(reader, zone="Asia/Shanghai")) == date(2026, 11, 23)


async def test_one_paper_is_predicted_alone_with_the_stars_it_has(office: Office, reader: Reader):
    bring(office.store, [1, 2])
    record = office.store.papers.get([paper_id(2)])[paper_id(2)]
    assert (await office.digests.predict(reader, record)).rating is None
    office.store.ratings.give(reader.id, Rating(paper_id(2), 4, NOON), "tap")
    item = await office.digests.predict(reader, record)
    assert (item.rank, item.record.paper.id, item.rating) == (1, paper_id(2), 4)
    assert len(office.worker.jobs[-1].papers) == 1
    assert isinstance(office.worker.jobs[-1], Rank)


def rate_history(office: Office, reader: Reader, count: int = 8) -> None:
    """A past of so many rated papers, of which those on orchards are liked."""
    past = [entry(n, **(ORCHARDS if n % 2 else HERRING), url=f"https://a.example/{n}") for n in range(900, 900 + count)]
    catalogue(office.store, "import", past, NOON, news=False)
    for n in range(900, 900 + count):
        office.store.ratings.give(reader.id, Rating(paper_id(n), 5 if n % 2 else 1, NOON), "tap")


def varied(office: Office, first: int, count: int = 40) -> None:
    """So many new papers that have little in common."""
    told = [
        entry(
            n,
            title=f"Tale {n} of a{n}x, b{n}y and c{n}z",
            abstract=f"Word{n % 9}q word{n % 7}r d{n}v e{n}w.",
            published=NOON - timedelta(hours=n),
        )
        for n in range(first, first + count)
    ]
    catalogue(office.store, "a", told, NOON, news=True)


def slots(digest) -> list[str]:
    return [item.slot.value for item in digest.items]


async def test_the_first_digest_of_a_week_audits_one_paper_and_the_others_none(office: Office, reader: Reader):
    rate_history(office, reader)
    seen = []
    for day in range(9):
        office.clock.set(NOON + timedelta(days=day))
        varied(office, 1 + 40 * day)
        digest = await office.delivering.hand_over(reader, f"day {day}")
        seen.append(slots(digest).count("audit"))
        assert len(digest.items) == 6
    # From a Sunday to the Monday of the week after next: three weeks are touched.
    assert seen == [1, 1, 0, 0, 0, 0, 0, 0, 1]


async def test_an_audited_paper_is_kept_with_its_probability(office: Office, reader: Reader):
    rate_history(office, reader)
    varied(office, 1)
    digest = await office.delivering.hand_over(reader, "one")
    assert slots(digest) == ["top"] * 4 + ["audit", "explore"]
    audited = office.store.audits.of(reader.id).audited
    assert audited == ((digest.items[4].drawn_with, None),)
    assert audited[0][0] == pytest.approx(1 / 35)


async def test_a_digest_that_is_composed_again_is_the_same(office: Office, reader: Reader):
    rate_history(office, reader)
    varied(office, 1)
    first = await office.digests.build(reader, TODAY)
    assert "audit" in slots(first)
    office.open(office.store)
    assert await office.digests.build(reader, TODAY) == first


async def test_another_day_draws_another_paper(office: Office, reader: Reader):
    rate_history(office, reader)
    varied(office, 1)
    days = [await office.digests.build(reader, TODAY + timedelta(days=n)) for n in range(6)]
    assert len({digest.items[4].record.paper.id for digest in days}) > 1


async def test_papers_of_a_muted_facet_are_considered_and_not_shown(office: Office, reader: Reader):
    rate_history(office, reader)
    varied(office, 1)
    catalogue(office.store, "a", [entry(500, **ORCHARDS)], NOON, news=True)
    assert paper_id(500) in ids(await office.digests.build(reader, TODAY))
    liked = tuple(paper_id(n) for n in range(901, 908, 2))
    office.store.facets.keep(reader.id, [Facet("trees", liked, muted=True)], NOON)
    digest = await office.digests.build(reader, TODAY)
    assert paper_id(500) not in ids(digest)
    assert (digest.considered, len(digest.items)) == (41, 6)


async def test_a_comparison_drafts_the_digests_of_its_reader_alone(office: Office, reader: Reader):
    other = office.store.readers.ensure("43", NOON, admitted=True)
    rate_history(office, reader)
    varied(office, 1)
    office.store.comparisons.start(reader.id, "newest", NOON)
    teams = [item.team for item in (await office.digests.build(reader, TODAY)).items if item.slot.value == "top"]
    assert sorted(str(team) for team in teams) == ["current", "current", "newest", "newest"]
    assert {item.team for item in (await office.digests.build(other, TODAY)).items} == {None}


async def test_a_day_of_which_all_is_muted_says_so(office: Office, reader: Reader):
    rate_history(office, reader)
    far = [entry(n, title=f"Tale {n} of a{n}x", abstract=f"Word{n % 9}q d{n}v.") for n in range(1, 41)]
    catalogue(office.store, "import", far, NOON, news=False)
    catalogue(office.store, "a", [entry(500, **ORCHARDS)], NOON, news=True)
    assert ids(await office.digests.build(reader, TODAY)) == [paper_id(500)]
    liked = tuple(paper_id(n) for n in range(901, 908, 2))
    office.store.facets.keep(reader.id, [Facet("trees", liked, muted=True)], NOON)
    digest = await office.digests.build(reader, TODAY)
    assert (digest.items, digest.considered, digest.empty) == ((), 1, Why.ALL_MUTED)
