"""Whatever the order and the batches in which sightings are stored, the same papers come out, with nothing lost.

Compared is everything but `seq` and `first_seen`, which say when a paper came, so they hang on the order by intent.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain import Announce, ArxivId, Entry, Found, Link, LinkKind, PaperRecord
from bot.identity import components, first_sighting, joined, names_in, names_of
from bot.services.catalogue import catalogue
from bot.store import Store, open_store
from bot.store.batch import Counts
from bot.store.schema import aliases, digest_items, facets, interests, metadata, papers, ratings, sightings
from ranking.domain import Interest, Rating
from tests.fakes.papers import NOON

TITLES = (
    "Counting Herring in the Frames of a Sonar",
    "COUNTING herring in the <i>frames</i> of a so-nar",
    "The Gait of Clockwork Animals, Measured Twice",
)
AUTHORS = (("Ada Spout", "Bo Lid", "Cy Handle"), ("Spout, Ada", "Lid, Bo"), ("Eve Other",), ())
ABSTRACTS = ("", "Herring are counted.", "Herring are counted, and then they are counted again.")

entries = st.builds(
    Entry,
    title=st.sampled_from(TITLES),
    url=st.sampled_from(["https://a.example.org/1", "http://a.example.org/1#x", "https://b.example.org/#/2", ""]),
    abstract=st.sampled_from(ABSTRACTS),
    authors=st.sampled_from(AUTHORS),
    comment=st.sampled_from(["", "12 pages"]),
    arxiv=st.none() | st.builds(ArxivId, st.sampled_from(["2603.00101", "2603.00102"]), st.none() | st.integers(1, 2)),
    doi=st.sampled_from(["", "10.5555/a", "10.5555/B", "10.48550/arXiv.2603.00101"]),
    announce=st.sampled_from([None, Announce.NEW, Announce.REPLACE]),
    links=st.sampled_from([(), (Link(LinkKind.CODE, "https://c.example.org/1", Found.FEED),)]),
    key=st.sampled_from(["", "1", "2"]),
    venue=st.sampled_from(["", "TeaConf 2026", "TeaConf 2026 (Oral)", "Submitted to the Conference on Kettles 2026"]),
    affiliations=st.sampled_from([(), ("Tea Lab",), ("Tea Lab", "Kettle Works")]),
    language=st.sampled_from(["", "en", "zh"]),
    words=st.integers(0, 3),
)
sighted = st.lists(st.tuples(entries, st.sampled_from(["a", "b"])), min_size=1, max_size=7)


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with TemporaryDirectory() as folder:
        opened = open_store(f"sqlite:///{Path(folder) / 'one.sqlite'}")
        yield opened
        opened.close()


@contextmanager
def emptied(store: Store) -> Iterator[Store]:
    """The store without a row: one file serves all examples, because making one anew takes most of the time."""
    with store.database.write() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
    yield store


def put(store: Store, batch: Sequence[tuple[Entry, str]], day: int) -> Counts:
    """Each entry with its own names: which addresses are nobody's is a document's to say, and batches are none."""
    new = revised = 0
    for source in dict.fromkeys(source for _, source in batch):
        named = [(names_of(entry), entry) for entry, of in batch if of == source]
        counts = store.papers.record(source, named, NOON + timedelta(days=day), news=True)
        new, revised = new + counts.new, revised + counts.revised
    return Counts(new, revised)


def kept(store: Store) -> tuple[object, ...]:
    """The records without what says when they came, the names, and the sightings."""
    with store.database.read() as connection:
        named = frozenset(map(tuple, connection.execute(sa.select(aliases.c.name, aliases.c.paper_id))))
        columns = (sightings.c.source, sightings.c.paper_id, sightings.c.key)
        seen = sorted(map(tuple, connection.execute(sa.select(*columns))))
    records = sorted(store.papers.corpus(99), key=lambda record: record.paper.id)
    return tuple(replace(record, seq=0, first_seen=NOON) for record in records), named, seen


def batches(sightings: Sequence[tuple[Entry, str]], cuts: Sequence[bool]) -> list[list[tuple[Entry, str]]]:
    """The sightings in order, a new batch wherever it is cut."""
    found: list[list[tuple[Entry, str]]] = [[]]
    for one, cut in zip(sightings, cuts, strict=True):
        if cut:
            found.append([])
        found[-1].append(one)
    return found


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sighted, st.data())
def test_any_order_and_any_batches_make_the_same_papers(
    store: Store, sightings: list[tuple[Entry, str]], data: st.DataObject
) -> None:
    with emptied(store):
        put(store, sightings, 0)
        at_once = kept(store)
    other = data.draw(st.permutations(sightings))
    cuts = data.draw(st.lists(st.booleans(), min_size=len(other), max_size=len(other)))
    with emptied(store):
        for day, batch in enumerate(batches(other, cuts)):
            put(store, batch, day)
        assert kept(store) == at_once
        numbered = [record.seq for record in store.papers.corpus(99) if record.seq]
        assert len(set(numbered)) == len(numbered)
        news = {names_of(e)[0] for e, _ in sightings if e.announce is not Announce.REPLACE}
        assert len(numbered) == len(set(store.papers.known(news).values())), "news is what came as news in any sighting"


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sighted)
def test_sightings_that_are_repeated_change_nothing(store: Store, sightings: list[tuple[Entry, str]]) -> None:
    with emptied(store):
        for day, one in enumerate(sightings):
            put(store, [one], day)
        before, records = kept(store), store.papers.corpus(99)
        assert put(store, sightings, 30) == Counts()
        assert (kept(store), store.papers.corpus(99)) == (before, records)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sighted, st.data())
def test_ratings_and_seeds_outlive_every_joining(
    store: Store, sightings: list[tuple[Entry, str]], data: st.DataObject
) -> None:
    with emptied(store):
        reader = store.readers.ensure("42", NOON, admitted=True)
        said: dict[str, Rating] = {}
        for day, one in enumerate(sightings):
            put(store, [one], day)
            name = names_of(one[0])[0]
            said[name] = Rating(name, data.draw(st.integers(1, 5)), NOON + timedelta(days=day))
            store.ratings.give(reader.id, said[name], "tap")
            store.interests.say(reader.id, [Interest("paper", name, 1.0)], NOON + timedelta(days=day))
        now = store.papers.known(said)
        last = {now[name]: rating for name, rating in sorted(said.items(), key=lambda item: item[1].at or NOON)}
        assert {r.paper_id: (r.stars, r.at) for r in store.ratings.of(reader.id)} == {
            paper: (rating.stars, rating.at) for paper, rating in last.items()
        }
        assert {now.get(i.text, i.text) for i in store.interests.of(reader.id)} == set(now.values())
        dangling(store)


def dangling(store: Store) -> None:
    """Nothing names a paper that is not there, by an id that it no longer has or otherwise."""
    with store.database.read() as connection:
        ids = set(connection.execute(sa.select(papers.c.id)).scalars())
        for table in (ratings, digest_items, sightings, aliases):
            assert set(connection.execute(sa.select(table.c.paper_id)).scalars()) <= ids
        assert all(set(row.papers) <= ids for row in connection.execute(sa.select(facets.c.papers)))
        known = set(connection.execute(sa.select(aliases.c.name)).scalars())
        assert set(connection.execute(sa.select(interests.c.text)).scalars()) <= known
        assert ids <= known


records = st.builds(
    first_sighting, entries, st.integers(0, 3), st.integers(0, 3).map(lambda days: NOON + timedelta(days=days))
)


@given(records, records, records)
def test_joining_is_commutative_associative_and_idempotent(
    one: PaperRecord, two: PaperRecord, three: PaperRecord
) -> None:
    assert joined(one, two) == joined(two, one)
    assert joined(joined(one, two), three) == joined(one, joined(two, three))
    assert joined(joined(one, two), two) == joined(one, two)


@given(st.lists(entries, max_size=8), st.data())
def test_components_do_not_hang_on_the_order(listed: list[Entry], data: st.DataObject) -> None:
    named = [(names_of(entry), entry) for entry in listed]
    mixed = data.draw(st.permutations(named))
    assert {frozenset(c.names) for c in components(named, {})} == {frozenset(c.names) for c in components(mixed, {})}
    assert sum(len(c.entries) for c in components(named, {})) == len(listed)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(entries, min_size=1, max_size=6))
def test_a_document_read_again_brings_nothing(store: Store, listed: list[Entry]) -> None:
    with emptied(store):
        catalogue(store, "a", listed, NOON, news=True)
        assert store.papers.count() <= len({names[0] for names, _ in names_in(listed)})
        assert catalogue(store, "a", listed, NOON + timedelta(days=1), news=True) == Counts()
