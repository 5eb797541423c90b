"""Sightings of one paper under different names: joined once they turn out to be one, and nothing of them is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.domain import Announce, ArxivId, DeliveryKind, Entry, Found, Link, LinkKind, PaperRecord, Reader
from bot.message import line
from bot.services.catalogue import catalogue
from bot.store import Store
from bot.store.batch import Counts
from bot.store.ledger import Part
from bot.store.schema import articles, digest_items, papers, pictures, sightings
from ranking.domain import Facet, Interest, Rating
from tests.fakes.papers import NOON, bring, digest, entry, paper_id

DAY = timedelta(days=1)
DOI = "10.5555/tea.1"
ARTICLE = entry(
    1,
    arxiv=None,
    doi=DOI,
    url="https://j.example.org/1",
    title="Kettles, as They Were",
    authors=("Eve Other",),
    key="j1",
)
"""The same paper in a journal that gave it another title: known to be one only by its DOI."""
ARTICLE_ID = f"doi:{DOI}"
BOTH = entry(1, doi=DOI)
PAGE = entry(1, arxiv=None, url="https://open.example.org/1.html", venue="TeaConf 2026", abstract="", key="p1")


def put(store: Store, *said: Entry, at: datetime = NOON, source: str = "a") -> Counts:
    return catalogue(store, source, said, at, news=True)


def only(store: Store) -> PaperRecord:
    (one,) = store.papers.corpus(9)
    return one


def rows(store: Store, query: sa.Select) -> list[tuple]:
    with store.database.read() as connection:
        return [tuple(row) for row in connection.execute(query)]


def apart(store: Store) -> None:
    """The preprint and the article as two papers, the article seen first."""
    assert put(store, ARTICLE, source="journal") == Counts(new=1)
    assert put(store, entry(1), at=NOON + DAY) == Counts(new=1)
    assert store.papers.count() == 2


def test_proceedings_and_preprint_are_one_by_their_title(store: Store):
    put(store, PAGE, source="proceedings")
    assert put(store, entry(1, comment="12 pages")) == Counts()
    one = only(store)
    assert (one.paper.id, one.venue, one.paper.comment) == (paper_id(1), "TeaConf 2026", "12 pages")
    assert one.url == "https://arxiv.org/abs/2611.00001"
    assert one.paper.abstract == entry(1).abstract


def test_a_better_name_takes_the_place_of_the_id(store: Store):
    put(store, ARTICLE)
    assert only(store).paper.id == ARTICLE_ID
    assert put(store, BOTH, at=NOON + DAY) == Counts()
    assert (only(store).paper.id, only(store).seq, only(store).first_seen) == (paper_id(1), 1, NOON)


def test_a_sighting_that_names_both_joins_what_was_stored_apart(store: Store):
    apart(store)
    assert put(store, BOTH, at=NOON + 2 * DAY) == Counts()
    one = only(store)
    assert (one.paper.id, one.doi, one.seq, one.first_seen) == (paper_id(1), DOI, 1, NOON)
    seen = rows(store, sa.select(sightings.c.source, sightings.c.key, sightings.c.paper_id).order_by(sightings.c.id))
    assert seen == [("journal", "j1", paper_id(1)), ("a", entry(1).key, paper_id(1))]


def test_what_comes_after_a_joining_is_news_also_for_who_drew_the_last_number(store: Store, reader: Reader):
    apart(store)
    delivery = store.ledger.claim(reader, DeliveryKind.NOW, "today", NOON.date(), NOON)
    assert delivery is not None
    shown = list(store.papers.get([ARTICLE_ID, paper_id(1)]).values())
    store.ledger.plan(delivery, digest(reader, shown), (Part(line("A digest."), (1, 2)),), NOON)
    put(store, BOTH)
    put(store, entry(2))
    assert [r.paper.id for r in store.papers.unseen(reader.id, NOON - DAY, 9, again=False)] == [paper_id(2)]


def test_one_batch_may_name_what_its_parts_do_not(store: Store):
    assert put(store, ARTICLE, entry(1), BOTH) == Counts(new=1)
    assert only(store).seq == 1


def test_a_paper_is_found_by_every_name_it_has_had(store: Store):
    apart(store)
    put(store, BOTH)
    found = store.papers.get([ARTICLE_ID, "doi:10.5555/nothing", paper_id(1)])
    assert list(found) == [ARTICLE_ID, paper_id(1)]
    assert {record.paper.id for record in found.values()} == {paper_id(1)}
    assert store.papers.known([ARTICLE_ID, "url:nothing"]) == {ARTICLE_ID: paper_id(1)}


def test_of_two_ratings_by_one_reader_the_later_stays_and_is_learnt(store: Store, reader: Reader):
    other = store.readers.ensure("43", NOON, admitted=True)
    apart(store)
    store.ratings.give(reader.id, Rating(ARTICLE_ID, 5, NOON + DAY), "tap")
    store.ratings.give(reader.id, Rating(paper_id(1), 2, NOON), "tap")
    store.ratings.give(other.id, Rating(ARTICLE_ID, 1, NOON), "tap")
    before = store.ratings.revision(reader.id), store.ratings.revision(other.id)
    put(store, BOTH)
    assert store.ratings.of(reader.id) == (Rating(paper_id(1), 5, NOON + DAY),)
    assert store.ratings.of(other.id) == (Rating(paper_id(1), 1, NOON),)
    assert store.ratings.revision(reader.id) > before[0]
    assert store.ratings.revision(other.id) > before[1]


def test_a_rating_without_a_date_gives_way(store: Store, reader: Reader):
    apart(store)
    store.ratings.record(reader.id, [Rating(paper_id(1), 4, NOON), Rating(ARTICLE_ID, 1, None)], "import")
    put(store, BOTH)
    assert store.ratings.of(reader.id) == (Rating(paper_id(1), 4, NOON),)


def test_what_was_rated_before_it_was_known_by_any_name_is_rated(store: Store, reader: Reader):
    store.ratings.give(reader.id, Rating(ARTICLE_ID, 4, NOON), "command")
    put(store, BOTH)
    assert store.ratings.of(reader.id) == (Rating(paper_id(1), 4, NOON),)


def test_a_rating_under_an_older_id_is_one_of_the_paper(store: Store, reader: Reader):
    apart(store)
    put(store, BOTH)
    store.ratings.give(reader.id, Rating(ARTICLE_ID, 3, NOON), "tap")
    assert store.ratings.stars(reader.id, [paper_id(1)]) == {paper_id(1): 3}
    assert store.ratings.take_back(reader.id, ARTICLE_ID)


def test_what_was_sent_under_an_older_id_is_not_sent_again(store: Store, reader: Reader):
    apart(store)
    stale = store.papers.get([ARTICLE_ID])[ARTICLE_ID]
    first = store.ledger.claim(reader, DeliveryKind.NOW, "one", NOON.date(), NOON)
    store.ledger.plan(first, digest(reader, [stale]), [Part(line("part"), (1,))], NOON)
    put(store, BOTH)
    assert store.ledger.paper_of(first.id, 1) == paper_id(1)
    assert store.papers.unseen(reader.id, NOON - DAY, 9, again=True) == ()
    second = store.ledger.claim(reader, DeliveryKind.NOW, "two", NOON.date(), NOON)
    store.ledger.plan(second, digest(reader, [stale]), [Part(line("part"), (1,))], NOON)
    shown = rows(store, sa.select(digest_items.c.paper_id))
    assert shown == [(paper_id(1),)] * 2
    assert [item.record.paper.id for item in store.ledger.digest(second).items] == [paper_id(1)]


def test_seeds_and_facets_name_the_paper_that_stays(store: Store, reader: Reader):
    apart(store)
    store.interests.say(reader.id, [Interest("paper", ARTICLE_ID, 1.0), Interest("words", "tea", 1.0)], NOON)
    store.interests.say(reader.id, [Interest("paper", paper_id(1), -1.0)], NOON + DAY)
    store.facets.keep(reader.id, [Facet("tea", (ARTICLE_ID, "arxiv:2611.00009", paper_id(1)))], NOON)
    put(store, BOTH)
    assert store.interests.of(reader.id) == (Interest("words", "tea", 1.0), Interest("paper", paper_id(1), -1.0))
    assert store.facets.of(reader.id)[0].papers == (paper_id(1), "arxiv:2611.00009")


def test_articles_and_pictures_of_both_are_one_each(store: Store):
    apart(store)
    with store.database.write() as connection:
        for paper, names in ((ARTICLE_ID, ["arxiv:1", "arxiv:2"]), (paper_id(1), ["arxiv:2", "arxiv:3"])):
            connection.execute(articles.insert().values(paper_id=paper, names=names, state="waiting"))
        for paper, file in ((ARTICLE_ID, "1.webp"), (paper_id(1), "")):
            connection.execute(pictures.insert().values(paper_id=paper, state="x", file=file))
    put(store, BOTH)
    ((paper, names),) = rows(store, sa.select(articles.c.paper_id, articles.c.names))
    assert (paper, sorted(names)) == (paper_id(1), ["arxiv:1", "arxiv:2", "arxiv:3"])
    assert rows(store, sa.select(pictures.c.paper_id, pictures.c.file)) == [(paper_id(1), "1.webp")]


def test_two_sightings_of_one_source_under_one_key_are_one(store: Store):
    put(store, replace(ARTICLE, key="same"), source="a")
    put(store, entry(1, key="same"), source="a", at=NOON + DAY)
    put(store, BOTH, source="b", at=NOON + 2 * DAY)
    seen = rows(store, sa.select(sightings.c.source, sightings.c.seen_at).order_by(sightings.c.source))
    assert seen == [("a", NOON), ("b", NOON + 2 * DAY)]


def test_joining_two_papers_is_no_revision_but_a_later_version_is(store: Store):
    put(store, replace(ARTICLE, abstract="The journal has words of its own, and rather more of them. " * 3))
    put(store, entry(1), at=NOON + DAY)
    assert put(store, BOTH, at=NOON + 2 * DAY) == Counts()
    assert rows(store, sa.select(papers.c.revised_at)) == [(None,)]
    second = entry(1, abstract="We look again.", arxiv=ArxivId("2611.00001", 2), announce=Announce.REPLACE)
    assert put(store, second, at=NOON + 3 * DAY) == Counts(revised=1)
    assert put(store, second, at=NOON + 4 * DAY) == Counts()
    assert rows(store, sa.select(papers.c.revised_at)) == [(NOON + 3 * DAY,)]


def test_a_paper_that_was_revised_stays_so_under_its_better_id(store: Store):
    put(store, ARTICLE)
    put(store, replace(ARTICLE, abstract="Kettles were not as they are. " * 9), at=NOON + DAY)
    put(store, BOTH, at=NOON + 2 * DAY, source="b")
    assert rows(store, sa.select(papers.c.id, papers.c.revised_at)) == [(paper_id(1), NOON + DAY)]


def test_a_new_version_with_the_same_words_is_nothing(store: Store):
    put(store, entry(1))
    again = entry(
        1, abstract=entry(1).abstract.replace(" ", "\n"), arxiv=ArxivId("2611.00001", 2), announce=Announce.REPLACE
    )
    assert put(store, again, at=NOON + DAY) == Counts()
    assert only(store).arxiv == ArxivId("2611.00001", 2)


@pytest.mark.parametrize("first", [0, 1])
def test_what_became_news_only_when_joined_keeps_the_number_it_had(store: Store, first: int):
    """The part that was no news (a replacement never seen before) has none of its own."""
    one, two = [(ARTICLE, "j"), (entry(1, announce=Announce.REPLACE), "a")][:: 1 if first else -1]
    put(store, one[0], source=one[1])
    put(store, two[0], source=two[1])
    put(store, replace(BOTH, announce=Announce.REPLACE), source="c")
    assert only(store).seq == 1


def test_entries_that_link_one_generic_page_stay_apart(store: Store):
    issue = "https://j.example.org/current"
    listed = [Entry(f"Kettle number {n}", issue, f"Text {n}.") for n in range(5)]
    assert put(store, *listed) == Counts(new=5)
    assert put(store, *listed, at=NOON + DAY) == Counts()


def test_entries_under_one_guid_stay_apart(store: Store):
    listed = [Entry(f"Kettle number {n}", f"https://j.example.org/{n}", key="always") for n in range(5)]
    assert put(store, *listed) == Counts(new=5)


def test_papers_that_share_the_doi_of_their_volume_stay_apart(store: Store):
    volume = "10.1007/978-3-031-00000-1"
    assert put(store, *(entry(n, doi=volume) for n in range(1, 6))) == Counts(new=5)
    assert only_doi(store) == {""}


def only_doi(store: Store) -> set[str]:
    return {record.doi for record in store.papers.corpus(99)}


def test_a_column_under_one_heading_stays_apart(store: Store):
    title = "What we read about machine vision this week"
    listed = [Entry(title, f"https://b.example.org/{n}", authors=("Ada Spout", "Bo Lid")) for n in range(5)]
    assert put(store, *listed) == Counts(new=5)


def test_links_of_both_are_kept(store: Store):
    code = Link(LinkKind.CODE, "https://code.example.org/tea", Found.HUGGING_FACE)
    page = Link(LinkKind.ADDRESS, "https://tea.example.org/", Found.FEED)
    put(store, replace(ARTICLE, links=(code,)))
    put(store, entry(1, links=(page,)))
    put(store, BOTH)
    assert set(only(store).links) == {code, page}


def test_sightings_that_share_only_a_stored_paper_both_add_to_it(store: Store):
    code = Link(LinkKind.CODE, "https://code.example.org/tea", Found.HUGGING_FACE)
    page = Link(LinkKind.ADDRESS, "https://tea.example.org/", Found.FEED)
    put(store, BOTH)
    put(store, replace(ARTICLE, links=(code,)), entry(1, links=(page,)), at=NOON + DAY)
    assert set(only(store).links) == {code, page}


def test_another_sources_longer_abstract_is_no_revision_and_its_next_one_is(store: Store):
    put(store, ARTICLE, source="a")
    assert put(store, replace(ARTICLE, abstract="Said otherwise. " * 20), source="b") == Counts()
    assert put(store, replace(ARTICLE, abstract="And now quite otherwise. " * 20), source="b") == Counts(revised=1)


def test_many_papers_are_joined_in_one_batch(store: Store):
    numbers = range(1, 601)
    printed = {"arxiv": None, "url": "https://j.example.org/", "key": ""}
    journal = [entry(n, **printed, doi=f"10.5555/{n}", title=f"As printed, number {n}") for n in numbers]
    put(store, *journal)
    bring(store, numbers)
    assert store.papers.count() == 1200
    assert put(store, *(entry(n, doi=f"10.5555/{n}") for n in numbers), at=NOON + DAY) == Counts()
    assert store.papers.count() == 600
    assert {record.seq for record in store.papers.corpus(999)} == set(numbers)
