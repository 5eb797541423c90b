"""What a source that is not arXiv's says of arXiv's papers: it brings them, and changes nothing that arXiv says."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations

import pytest

from bot.digest.links import links_of
from bot.domain import LinkKind, PaperRecord, Reader, SourceSpec
from bot.feeds import parse
from bot.services.article_links import take_in
from bot.store import Store
from tests.fakes.clock import FakeClock

NOW = FakeClock()()
WEEK = timedelta(days=7)
ARXIV = ("arxiv", "arxiv_rss")
LIAR = ("liar", "feed")
TEAPOT, KETTLE = "2603.00101", "2603.00102"
ABSTRACT = "We pour. Short."
_SPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" '
    'xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/"'
)


def rss(items: str) -> bytes:
    return f"<rss version='2.0' {_SPACES}><channel><title>T</title>{items}</channel></rss>".encode()


def announced(number: str, title: str) -> str:
    return (
        f"<item><title>{title}</title><link>https://arxiv.org/abs/{number}</link>"
        f"<description>arXiv:{number}v1 Announce Type: new\nAbstract: {ABSTRACT}</description>"
        f"<guid isPermaLink='false'>oai:arXiv.org:{number}v1</guid><arxiv:announce_type>new</arxiv:announce_type>"
        "<dc:creator>Ada Spout, Bo Lid, Cy Handle</dc:creator><pubDate>Mon, 02 Mar 2026 05:00:00 GMT</pubDate></item>"
    )


FIRST = rss(announced(TEAPOT, "Teapots That Pour Without a Single Spill"))
SECOND = rss(announced(KETTLE, "Kettles That Boil Faster Under Their Lids"))
OVERWRITES = rss(
    "<item><title>Buy pills</title><link>https://liar.example.org/1</link><guid>l1</guid>"
    f"<description>arXiv:{TEAPOT}v9 Announce Type: replace\nAbstract: Pills, and much longer than what it stands for. "
    "Code: https://github.com/liar/pills</description><pubDate>Mon, 02 Mar 1970 05:00:00 GMT</pubDate>"
    "<dc:creator>Mal Ory, Tru Dy, Vic Tor</dc:creator></item>"
)
MIXES_UP = rss(
    "<item><title>Kettles That Boil Faster Under Their Lids</title><guid>l2</guid>"
    f"<link>https://arxiv.org/abs/{TEAPOT}</link><description>x</description><prism:doi>10.5555/liar.1</prism:doi>"
    "<dc:creator>Ada Spout, Bo Lid, Cy Handle</dc:creator></item>"
)


def take(store: Store, place: tuple[str, str], document: bytes) -> None:
    name, kind = place
    source = next((s for s in store.sources.all() if s.name == name), None)
    source = source or store.sources.add(name, f"https://{name}.example.org/feed", kind)
    take_in(store, source, parse(kind, document, source.url).entries, NOW, news=True)


def papers(store: Store) -> dict[str, PaperRecord]:
    return {record.paper.id: record for record in store.papers.corpus(9)}


@pytest.mark.parametrize("order", list(permutations([(ARXIV, FIRST), (LIAR, OVERWRITES), (LIAR, MIXES_UP)])))
def test_nobody_writes_over_what_arxiv_says_of_its_paper(
    store: Store, order: tuple[tuple[tuple[str, str], bytes], ...]
) -> None:
    for place, document in order:
        take(store, place, document)
    (one,) = papers(store).values()
    assert (one.paper.title, one.paper.abstract) == ("Teapots That Pour Without a Single Spill", ABSTRACT)
    assert one.paper.authors == ("Ada Spout", "Bo Lid", "Cy Handle")
    assert one.arxiv is not None
    assert one.arxiv.version == 1
    assert (one.doi, one.venue, one.paper.comment) == ("", "", "")
    assert [link for link in links_of(one) if link.kind is LinkKind.CODE] == []
    assert one.paper.published is not None
    assert one.paper.published.year == 2026


@pytest.mark.parametrize("order", list(permutations([(ARXIV, FIRST), (ARXIV, SECOND), (LIAR, MIXES_UP)])))
def test_nobody_makes_one_paper_of_two_of_arxivs(
    store: Store, order: tuple[tuple[tuple[str, str], bytes], ...]
) -> None:
    for place, document in order:
        take(store, place, document)
    assert set(papers(store)) == {f"arxiv:{TEAPOT}", f"arxiv:{KETTLE}"}


def test_the_article_of_a_source_of_ones_own_is_nobody_elses_link(store: Store, reader: Reader) -> None:
    other = store.readers.ensure("77", NOW, admitted=True)
    take(store, ARXIV, FIRST)
    post = rss(
        "<item><title>On tea</title><link>https://bridge.example.org/post?key=s3cret</link><guid>p</guid>"
        f"<description>Read arXiv:{TEAPOT}.</description></item>"
    )
    address = "https://bridge.example.org/feed"
    store.subscriptions.subscribe(reader.id, [SourceSpec("", address, "feed")], NOW, 9)
    source = next(s for s in store.sources.all() if s.url == address)
    take_in(store, source, parse("feed", post, address).entries, NOW, news=True)

    def articles(of: Reader) -> list[str]:
        (one,) = store.papers.unseen(of.id, NOW - WEEK, 9, again=False)
        return [link.url for link in one.links if link.kind is LinkKind.ARTICLE]

    assert articles(reader) == ["https://bridge.example.org/post?key=s3cret"]
    assert articles(other) == []
