"""Articles about papers: the paper is the item, once, and the article its link."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.digest.parts import source_of
from bot.domain import Announce, ArxivId, Entry, Found, Link, LinkKind, Reader, Source, SourceSpec
from bot.identity import names_of
from bot.services.article_links import take_in
from bot.services.articles import Articles
from bot.services.catalogue import catalogue
from bot.store import Store
from bot.store.articles import ArticleState
from bot.store.batch import Counts
from bot.telemetry import Telemetry
from tests.fakes.clock import FakeClock
from tests.fakes.papers import arxiv_id, bring, entry, paper_id
from tests.fakes.search import FakeSearch

BLOG = Source(1, "Teapot Blog", "https://blog.example.org/feed", "feed")
WECHAT = Source(2, "茶壶公众号", "https://bridge.example.org/feed", "feed")
NOW = FakeClock()()
OLD = ArxivId("2603.00101")


def article(name: str, text: str, **said: object) -> Entry:
    usual = Entry(f"Read this: {name}", url=f"https://blog.example.org/{name}", abstract=text, key=f"key-{name}")
    return replace(usual, **said)  # type: ignore[arg-type]


def of_number(number: int, name: str = "one") -> Entry:
    return article(name, f"Everybody talks of https://arxiv.org/abs/{arxiv_id(number)} today.")


def link_to(name: str, since: datetime = NOW) -> Link:
    return Link(LinkKind.ARTICLE, f"https://blog.example.org/{name}", Found.FEED, since)


class Desk:
    """What these tests have in hand."""

    def __init__(self, store: Store, clock: FakeClock) -> None:
        self.store = store
        self.clock = clock
        self.search = FakeSearch()
        self.telemetry = Telemetry()
        self.articles = Articles(store, self.search, clock, self.telemetry)
        store.sources.add(BLOG.name, BLOG.url, BLOG.kind)
        store.sources.add(WECHAT.name, WECHAT.url, WECHAT.kind)

    def take(self, *entries: Entry, source: Source = BLOG) -> Counts:
        return take_in(self.store, source, entries, self.clock(), news=True)

    def news(self, reader: Reader) -> list[str]:
        """Titles of what the reader's next digest draws on, oldest news first."""
        unseen = self.store.papers.unseen(reader.id, self.clock() - timedelta(days=7), 100, again=False)
        return [record.paper.title for record in reversed(unseen)]

    def links(self, number: int) -> tuple[Link, ...]:
        return self.store.papers.get([paper_id(number)])[paper_id(number)].links

    def state(self, name: str) -> ArticleState:
        own = names_of(article(name, ""))[0]
        return self.store.articles.known([own])[own].state


@pytest.fixture
def desk(store: Store, clock: FakeClock) -> Desk:
    return Desk(store, clock)


def test_a_known_paper_gets_the_article_as_its_link_at_once(desk: Desk, reader: Reader):
    bring(desk.store, [1])
    counts = desk.take(replace(of_number(1), image="https://blog.example.org/teapot.png"))
    assert desk.news(reader) == [entry(1).title]
    assert desk.links(1) == (link_to("one"),)
    assert desk.store.papers.get([paper_id(1)])[paper_id(1)].image == "https://blog.example.org/teapot.png"
    assert (counts.new, desk.state("one")) == (1, ArticleState.LINKED)


async def test_an_unknown_paper_is_asked_for_and_is_the_news(desk: Desk, reader: Reader):
    desk.take(of_number(1), of_number(2, "two"))
    assert desk.news(reader) == []
    desk.search.known = [entry(1, announce=None), entry(2, announce=None)]
    assert await desk.articles.resolve() == 2
    assert desk.search.asked == [(arxiv_id(1), arxiv_id(2))]
    assert set(desk.news(reader)) == {entry(1).title, entry(2).title}
    assert desk.links(1) == (link_to("one"),)
    assert await desk.articles.resolve() == 0
    assert len(desk.search.asked) == 1


async def test_a_page_that_turns_out_to_be_the_paper_itself_is_no_article_any_more(desk: Desk, reader: Reader):
    """A lab's page has the title and the authors of its paper, and names it; only one reader reads the lab's feed."""
    own = SourceSpec("", "https://lab.example.org/feed", "feed")
    other = desk.store.readers.ensure("77", desk.clock(), admitted=True)
    desk.store.subscriptions.subscribe(other.id, [own], desk.clock(), 9)
    lab = desk.store.sources.all()[-1]
    three = ("Ada Invented", "Bo Madeup", "Cy Unheard")
    page = article("page", f"Paper: arXiv:{arxiv_id(1)}", title=entry(1).title, authors=three)
    desk.take(page, source=lab)
    desk.search.known = [entry(1, authors=three, announce=None)]
    await desk.articles.resolve()
    assert desk.news(other) == [entry(1).title]
    assert desk.news(reader) == []
    desk.take(entry(1, authors=three, announce=None))
    assert desk.news(reader) == [entry(1).title]
    await desk.articles.resolve()
    assert [link.url for link in desk.links(1)] == ["https://blog.example.org/page"], "and not the paper itself"
    assert desk.store.articles.waiting() == ()


async def test_a_paper_that_is_announced_meanwhile_needs_no_asking(desk: Desk, reader: Reader):
    desk.take(of_number(1))
    bring(desk.store, [1])
    await desk.articles.resolve()
    assert desk.search.asked == []
    assert desk.news(reader) == [entry(1).title]
    assert desk.links(1) == (link_to("one"),)


async def test_an_article_about_two_papers_is_a_link_of_both(desk: Desk, reader: Reader):
    bring(desk.store, [1])
    two = article("both", f"arXiv:{arxiv_id(1)} beats arXiv:{arxiv_id(2)}.")
    desk.take(two)
    assert desk.links(1) == (link_to("both"),)
    desk.search.known = [entry(2)]
    await desk.articles.resolve()
    assert desk.links(2) == (link_to("both"),)
    assert desk.news(reader) == [entry(1).title, entry(2).title]


def test_a_round_up_is_an_item_of_its_own(desk: Desk, reader: Reader):
    bring(desk.store, [1])
    desk.take(article("all", " ".join(f"arXiv:{arxiv_id(n)}" for n in (1, 2, 3, 4))))
    assert desk.news(reader) == [entry(1).title, "Read this: all"]
    assert desk.links(1) == ()


def test_a_blog_s_entry_that_names_no_paper_is_an_item_as_ever(desk: Desk, reader: Reader):
    assert desk.take(article("holidays", "We are away.")).new == 1
    assert desk.news(reader) == ["Read this: holidays"]


def test_two_articles_about_one_paper_are_both_its_links_the_earlier_one_first(desk: Desk, reader: Reader):
    bring(desk.store, [1])
    desk.take(of_number(1, "later-by-name"))
    later = desk.clock.advance(hours=1)
    desk.take(of_number(1, "a"), source=WECHAT)
    desk.take(of_number(1, "later-by-name"))
    assert desk.links(1) == (link_to("later-by-name"), link_to("a", later))
    assert source_of(desk.store.papers.get([paper_id(1)])[paper_id(1)]) == "https://blog.example.org/later-by-name"
    assert desk.news(reader) == [entry(1).title]


async def test_a_title_alone_finds_the_paper_that_has_just_that_title(desk: Desk, reader: Reader):
    title = "Pouring Tea Without Any Spills"
    desk.take(article("spills", f"论文标题：{title}。很有趣。"))
    other = entry(2, title="Pouring Tea Without Any Skills")
    desk.search.known = [other, entry(1, title="Pouring tea without any spills", announce=None)]
    await desk.articles.resolve()
    assert desk.search.asked == [title]
    assert desk.news(reader) == ["Pouring tea without any spills"]
    assert desk.links(1) == (link_to("spills"),)


def test_a_title_that_is_known_is_not_asked_for(desk: Desk, reader: Reader):
    catalogue(desk.store, "arXiv", [entry(1, title="Pouring tea without any spills")], desk.clock(), news=True)
    desk.take(article("spills", "论文《Pouring Tea Without Any Spills》很有趣。"))
    assert desk.links(1) == (link_to("spills"),)
    assert desk.state("spills") is ArticleState.LINKED


async def test_a_title_that_nothing_has_leaves_the_article_alone(desk: Desk, reader: Reader):
    desk.take(article("spills", "论文《Pouring Tea Without Any Spills》很有趣。"))
    desk.search.known = [entry(2, title="Pouring Tea Without Any Skills")]
    assert await desk.articles.resolve() == 1
    assert desk.news(reader) == ["Read this: spills"]
    assert desk.state("spills") is ArticleState.ALONE


async def test_a_number_that_arxiv_does_not_know_makes_the_article_an_item(desk: Desk, reader: Reader):
    desk.take(article("typo", f"See arXiv:{OLD.text}."))
    assert desk.news(reader) == []
    assert await desk.articles.resolve() == 1
    assert desk.news(reader) == ["Read this: typo"]


async def test_a_number_of_this_month_may_be_known_to_arxiv_only_later(desk: Desk, reader: Reader):
    desk.take(of_number(1))
    assert await desk.articles.resolve() == 0
    desk.search.known = [entry(1)]
    assert await desk.articles.resolve() == 0
    desk.clock.advance(hours=1)
    assert await desk.articles.resolve() == 1
    assert desk.news(reader) == [entry(1).title]


async def test_a_search_that_is_down_is_asked_five_times_in_two_days(desk: Desk, reader: Reader):
    desk.search.down = True
    desk.take(article("old", f"See arXiv:{OLD.text}."))
    began = desk.clock()
    while not await desk.articles.resolve():
        assert desk.news(reader) == []
        desk.clock.advance(minutes=30)
    assert len(desk.search.asked) == 5
    assert desk.clock() - began == timedelta(days=2)
    assert desk.news(reader) == ["Read this: old"]


async def test_a_search_that_comes_back_links_what_waited(desk: Desk, reader: Reader):
    desk.search.down = True
    desk.take(article("old", f"See arXiv:{OLD.text}."))
    await desk.articles.resolve()
    desk.search.down = False
    desk.search.known = [entry(1, arxiv=OLD, url=OLD.url)]
    desk.clock.advance(minutes=31)
    assert await desk.articles.resolve() == 1
    assert desk.news(reader) == [entry(1).title]


async def test_a_search_that_does_not_answer_costs_a_command_no_more_than_its_patience(desk: Desk):
    desk.search.slow = True
    desk.take(of_number(1))
    assert await desk.articles.resolve(patience=0.01) == 0
    assert desk.telemetry.counters["articles_unresolved"] == 1


async def test_what_is_known_of_an_article_is_enough_where_the_rest_is_not_to_be_had(desk: Desk, reader: Reader):
    bring(desk.store, [1])
    desk.take(article("both", f"arXiv:{arxiv_id(1)} and arXiv:{OLD.text}"))
    await desk.articles.resolve()
    assert desk.news(reader) == [entry(1).title]
    assert desk.state("both") is ArticleState.LINKED


def test_an_unknown_doi_is_no_reason_to_wait(desk: Desk, reader: Reader):
    desk.take(article("journal", "As doi:10.5555/tea.17 says."))
    assert desk.news(reader) == ["Read this: journal"]


def test_a_known_doi_is_linked(desk: Desk, reader: Reader):
    catalogue(desk.store, "Journal", [entry(1, doi="10.5555/tea.17")], desk.clock(), news=True)
    desk.take(article("journal", "As doi:10.5555/tea.17 says."))
    assert desk.links(1) == (link_to("journal"),)
    assert desk.news(reader) == [entry(1).title]


def test_the_repository_that_an_article_links_to_is_told_of_its_paper(desk: Desk, reader: Reader):
    bring(desk.store, [1, 2])
    page = "https://github.com/spout/teapot/tree/main"
    told = Link(LinkKind.CODE, "https://github.com/spout/teapot", Found.ARTICLE)
    desk.take(replace(of_number(1), outward=(page, "https://blog.example.org/about")))
    assert set(desk.links(1)) == {link_to("one"), told}
    desk.take(article("both", f"arXiv:{arxiv_id(1)} arXiv:{arxiv_id(2)}", outward=(page,)))
    assert desk.links(2) == (link_to("both"),)


async def test_an_article_that_comes_again_changes_nothing(desk: Desk, reader: Reader):
    bring(desk.store, [1])
    desk.take(of_number(1))
    before = desk.store.papers.last_seq()
    assert desk.take(of_number(1)) == Counts()
    assert desk.take(article("one", "Only a teaser now.")) == Counts()
    assert (desk.store.papers.last_seq(), desk.links(1)) == (before, (link_to("one"),))
    assert desk.news(reader) == [entry(1).title]


async def test_an_article_that_stands_alone_stays_so(desk: Desk, reader: Reader):
    desk.take(article("typo", f"See arXiv:{OLD.text}."))
    await desk.articles.resolve()
    desk.take(article("typo", f"See arXiv:{OLD.text}."))
    assert await desk.articles.resolve() == 0
    assert len(desk.search.asked) == 1
    assert desk.news(reader) == ["Read this: typo"]


def test_an_article_about_a_paper_that_was_news_once_is_no_news(desk: Desk, reader: Reader):
    bring(desk.store, [1])
    last = desk.store.papers.last_seq()
    desk.clock.advance(days=30)
    desk.take(of_number(1))
    assert desk.store.papers.last_seq() == last
    assert desk.links(1) == (link_to("one", desk.clock()),)


def test_an_article_about_a_paper_that_was_nobody_s_news_makes_it_news(desk: Desk, reader: Reader):
    catalogue(desk.store, "arXiv cs.CV", [entry(1, announce=Announce.REPLACE)], desk.clock(), news=True)
    assert desk.news(reader) == []
    desk.take(of_number(1))
    assert desk.news(reader) == [entry(1).title]


def test_sources_that_list_papers_have_no_articles(desk: Desk, reader: Reader):
    releases = replace(BLOG, kind="github_releases")
    desk.take(of_number(1), source=releases)
    assert desk.news(reader) == ["Read this: one"]


async def test_whoever_reads_a_source_of_their_own_alone_gets_its_papers(desk: Desk, reader: Reader, store: Store):
    spec = SourceSpec("Private", "https://private.example.org/feed", "feed")
    store.subscriptions.subscribe(reader.id, [spec], desk.clock(), 10)
    stranger = store.readers.ensure("77", desk.clock(), admitted=True)
    private = next(s for s in store.sources.all() if s.url == spec.url)
    desk.take(of_number(1), source=private)
    desk.search.known = [entry(1)]
    await desk.articles.resolve()
    assert desk.news(reader) == [entry(1).title]
    assert desk.news(stranger) == []
