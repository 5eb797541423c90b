"""A reader's sources: offered, chosen, numbered, left, written out; what belongs to one is told to no other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import count

import pytest

from bot.domain import ParsedFeed, Reader, SourceSpec
from bot.errors import BadInput
from bot.ports import Fetched
from bot.services.look import Finding, Look
from bot.services.previews import MOST, Previews
from bot.services.sources import Sources
from bot.store import Store
from bot.store.subscriptions import Joined
from bot.telemetry import Telemetry
from tests.fakes.clock import FakeClock
from tests.fakes.fetcher import FakeFetcher

SHARED = "https://example.org/shared"
LAB = "https://lab.example/feed"


async def parse(_kind: str, fetched: Fetched) -> ParsedFeed:
    return ParsedFeed((), title=(fetched.body or b"").decode())


def write_list(feeds: Sequence[SourceSpec], _at: datetime) -> str:
    return "\n".join(f"{feed.url} {feed.title}".strip() for feed in feeds)


@pytest.fixture
def numbers() -> Iterator[int]:
    return count(7)


@pytest.fixture
def other(store: Store, clock: FakeClock) -> Reader:
    return store.readers.ensure("77", clock(), admitted=True)


@pytest.fixture
def sources(store: Store, clock: FakeClock, numbers: Iterator[int]) -> Sources:
    store.sources.add("shared", SHARED, "feed")
    fetcher = FakeFetcher()
    fetcher.answers |= {LAB: b"The lab", SHARED: b"All of us"}
    finding = Finding(parse, lambda _: "feed", lambda _: (), lambda *_: (), lambda _: ())
    previews = Previews(clock, lambda: next(numbers))
    return Sources(store, Look(fetcher, finding, clock), previews, clock, Telemetry(), write_list=write_list)


async def names(sources: Sources, reader: Reader) -> list[str]:
    return [r.source.name for r in await sources.of(reader)]


async def test_what_was_offered_is_subscribed_to_when_chosen(sources: Sources, reader: Reader, other: Reader):
    offered = await sources.offer(reader, LAB)
    assert offered.read == (False,)
    spec, joined = await sources.choose(reader, offered.number, 0)
    assert (spec.url, spec.title, joined) == (LAB, "The lab", Joined.NEW)
    assert await names(sources, reader) == ["shared", "lab.example/feed"]
    assert await names(sources, other) == ["shared"]


async def test_a_second_tap_changes_nothing(sources: Sources, reader: Reader):
    offered = await sources.offer(reader, LAB)
    await sources.choose(reader, offered.number, 0)
    assert (await sources.choose(reader, offered.number, 0))[1] is Joined.ALREADY
    assert (await sources.offer(reader, LAB)).read == (True,)


async def test_what_another_reader_has_is_offered_as_if_it_were_new(sources: Sources, reader: Reader, other: Reader):
    await sources.choose(reader, (await sources.offer(reader, LAB)).number, 0)
    offered = await sources.offer(other, LAB)
    assert offered.read == (False,)
    assert (await sources.choose(other, offered.number, 0))[1] is Joined.NEW


async def test_a_preview_of_another_reader_an_unknown_one_and_an_old_one_are_refused_alike(
    sources: Sources, reader: Reader, other: Reader, clock: FakeClock
):
    offered = await sources.offer(reader, LAB)
    tries = [(other, offered.number, 0), (reader, offered.number + 1, 0), (reader, offered.number, 1)]
    for who, number, choice in tries:
        with pytest.raises(BadInput, match="too old"):
            await sources.choose(who, number, choice)
    clock.advance(timedelta(days=1, seconds=1))
    with pytest.raises(BadInput, match="too old"):
        await sources.choose(reader, offered.number, 0)
    assert await names(sources, reader) == ["shared"]


def test_so_many_previews_are_kept_and_the_oldest_go_first(clock: FakeClock, numbers: Iterator[int]):
    previews = Previews(clock, lambda: next(numbers))
    kept = [previews.keep(1, [SourceSpec("x", LAB, "feed")]) for _ in range(MOST + 1)]
    assert previews.chosen(1, kept[0], 0) is None
    assert previews.chosen(1, kept[1], 0) is not None


async def test_a_hundred_sources_of_ones_own_are_the_most(sources: Sources, reader: Reader):
    many = [SourceSpec("", f"https://example.org/{n}", "") for n in range(101)]
    joined = await sources.take_in(reader, many)
    assert joined == (*[Joined.NEW] * 100, Joined.FULL)
    with pytest.raises(BadInput, match="100 sources"):
        await sources.choose(reader, (await sources.offer(reader, LAB)).number, 0)


async def test_a_shared_source_is_left_and_taken_up_again_by_its_number(sources: Sources, reader: Reader):
    assert (await sources.unsubscribe(reader, 1)).name == "shared"
    assert [r.wanted for r in await sources.of(reader)] == [False]
    with pytest.raises(BadInput, match="no such number"):
        await sources.unsubscribe(reader, 1)
    assert (await sources.offer(reader, SHARED)).read == (False,)
    assert (await sources.come_back(reader, 1)).name == "shared"
    assert [r.wanted for r in await sources.of(reader)] == [True]


@pytest.mark.parametrize("number", [0, -1, 2, 10_000])
async def test_a_number_that_is_not_there_is_one_sentence(sources: Sources, reader: Reader, number: int):
    with pytest.raises(BadInput, match="no such number"):
        await sources.unsubscribe(reader, number)


async def test_another_readers_source_has_no_number(sources: Sources, reader: Reader, other: Reader):
    await sources.take_in(reader, [SourceSpec("", LAB, "")])
    with pytest.raises(BadInput, match="no such number"):
        await sources.unsubscribe(other, 2)
    assert await names(sources, reader) == ["shared", "lab.example/feed"]


async def test_a_list_holds_what_the_reader_reads_and_keys_of_their_own_alone(
    sources: Sources, store: Store, reader: Reader, other: Reader
):
    store.sources.add("paid", "https://ada:hunter2@paid.example/feed", "feed")
    await sources.take_in(reader, [SourceSpec("", f"{LAB}?token=mine", "", "The lab")])
    await sources.take_in(other, [SourceSpec("", "https://secret.example/", "")])
    assert await sources.listed(reader, whole=True) == (f"{SHARED} shared\n{LAB}?token=mine The lab", 1)
    assert await sources.listed(reader, whole=False) == (f"{SHARED} shared", 2)


async def test_what_is_shared_has_a_name_and_an_address_of_its_own(sources: Sources, store: Store):
    lab = SourceSpec("lab", LAB, "")
    whys = await sources.share([lab, lab, SourceSpec("again", LAB + "#x", ""), SourceSpec("shared", PAGE, "")])
    assert whys == (
        None,
        "That address is read already, as 'lab'.",
        "That address is read already, as 'lab'.",
        "There is a source named 'shared' already.",
    )
    assert [s.name for s in store.sources.all()] == ["shared", "lab"]


PAGE = "https://page.example/"


async def test_what_readers_have_of_their_own_may_be_given_to_everybody(
    sources: Sources, store: Store, reader: Reader, other: Reader
):
    await sources.take_in(reader, [SourceSpec("", LAB, "")])
    assert await sources.share([SourceSpec("the lab", LAB, "feed")]) == (None,)
    assert await names(sources, other) == ["shared", "the lab"]
    assert len(store.sources.all()) == 2
