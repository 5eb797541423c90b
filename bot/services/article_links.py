"""Articles about papers, as far as the store can tell: set apart when they come, linked to the papers that are known.

An article about a paper is no item beside it. The paper counts as sighted in the article's source, so whoever reads
the source gets it. Asks nobody outside.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from types import MappingProxyType

from bot import identity
from bot.digest.repositories import repository_of
from bot.domain import Entry, Found, Link, LinkKind, Source
from bot.references import TITLED, is_about, is_paper
from bot.store import Store
from bot.store.articles import Article, ArticleState
from bot.store.batch import Counts, Named

ARTICLE_KINDS = ("feed", "json_feed")
"""Kinds of source whose entries may be articles; what the others list are papers, or releases of a program."""

_MOST_REPOSITORIES = 5
"""More than one tells that none is certain."""
NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class _Apart:
    """An article with its own names, and those of the papers that it is about and was not known to be."""

    own: tuple[str, ...]
    entry: Entry
    about: tuple[str, ...]


def take_in(store: Store, source: Source, entries: Sequence[Entry], at: datetime, *, news: bool) -> Counts:
    """Stores the entries of one document; an article about papers becomes a link of theirs and is no news itself.

    `news` as in `PaperStore.record`. An article counts as new the first time, like any entry.
    """
    usual, apart = _divided(store, source, entries)
    counts = store.papers.record(source.name, usual, at, news=news, shared=source.shared)
    if not apart:
        return counts
    set_apart = [(one.own, one.entry) for one in apart]
    also = store.papers.record(source.name, set_apart, at, news=False, shared=source.shared)
    ids = store.papers.known(one.own[0] for one in apart)
    store.articles.wait({ids[one.own[0]]: one.about for one in apart if one.about}, at)
    link(store, store.articles.known(ids.values()).values(), at)
    return Counts(counts.new + also.new, counts.revised + also.revised)


def link(
    store: Store, articles: Iterable[Article], at: datetime, told: Mapping[str, str] = NOTHING
) -> dict[str, tuple[str, ...]]:
    """Links the papers that are known to the articles that name them; gives what those that go on waiting lack, by id.

    `told` are better names for some of the names.
    """
    listed = [article for article in articles if article.state is not ArticleState.ALONE]
    ids = _known(store, {told.get(name, name) for article in listed for name in article.names})
    lacking: dict[str, tuple[str, ...]] = {}
    found = ((a, ids.get(told.get(name, name))) for a in listed for name in a.names)
    # A page may have turned out to be the very paper that it names: it is no link of itself.
    _sight(store, [(article, paper_id) for article, paper_id in found if paper_id and paper_id != article.id], at)
    for article in listed:
        unknown = tuple(name for name in article.names if told.get(name, name) not in ids)
        if article.state is ArticleState.WAITING and any(map(_can_be_asked_for, unknown)):
            lacking[article.id] = unknown
        elif article.state is ArticleState.WAITING:
            end_waiting(store, article, unknown, at)
    return lacking


def end_waiting(store: Store, article: Article, unknown: Sequence[str], at: datetime) -> None:
    """Ends the waiting. An article of whose papers none is known stands for itself from now on, and is news."""
    if len(unknown) < len(article.names):
        store.articles.settle(article.id, ArticleState.LINKED)
        return
    for place in article.places:
        itself = ((article.id,), Entry("", key=place.key))
        store.papers.record(place.source, [itself], at, shared=place.shared)
    store.articles.settle(article.id, ArticleState.ALONE)


def _divided(store: Store, source: Source, entries: Sequence[Entry]) -> tuple[list[Named], list[_Apart]]:
    """The entries with their names: those that are stored as usual, and the articles."""
    named = identity.names_in(entries)
    if source.kind not in ARTICLE_KINDS:
        return list(named), []
    about = [is_about(entry).names if entry.url else () for _, entry in named]
    before = store.articles.known(own[0] for own, _ in named)
    known = _known(store, [*(own[0] for own, _ in named), *(name for names in about for name in names)])
    usual: list[Named] = []
    apart: list[_Apart] = []
    for (own, entry), names in zip(named, about, strict=True):
        article = None if is_paper(entry) else before.get(own[0])
        if article is not None and article.state is not ArticleState.ALONE and set(names) <= set(article.names):
            apart.append(_Apart(own, entry, ()))
        elif _is_set_apart(own[0], names, known, article):
            apart.append(_Apart(own, _with_code(entry) if len(names) == 1 else entry, names))
        else:
            usual.append((own, entry))
    return usual, apart


def _is_set_apart(own: str, names: Sequence[str], known: Mapping[str, str], article: Article | None) -> bool:
    """Whether an entry is an article about other papers than itself, that are known or can be asked for."""
    if article is not None and set(names) <= set(article.names):
        return False
    itself = own in known and known[own] in [known.get(name) for name in names]
    return not itself and any(name in known or _can_be_asked_for(name) for name in names)


def _known(store: Store, names: Iterable[str]) -> dict[str, str]:
    """The ids of the papers with these names, or with these titles, by name."""
    listed = list(names)
    titles = [name.removeprefix(TITLED) for name in listed if name.startswith(TITLED)]
    found = store.papers.known(name for name in listed if not name.startswith(TITLED))
    return found | {TITLED + title: paper_id for title, paper_id in store.articles.titled(titles).items()}


def _sight(store: Store, pairs: Iterable[tuple[Article, str]], at: datetime) -> None:
    """Notes that the papers (by id) came by the articles, in each source that had these."""
    sighted: dict[tuple[str, bool], list[Named]] = defaultdict(list)
    for article, paper_id in pairs:
        for place in article.places:
            sighted[place.source, place.shared].append(((paper_id,), _behind(article, place.key)))
    for (source, shared), named in sighted.items():
        store.papers.record(source, named, at, shared=shared)


def _with_code(entry: Entry) -> Entry:
    """An article about one paper with the repositories that it links to; whose they are is not said here."""
    repositories = dict.fromkeys(filter(None, map(repository_of, entry.outward)))
    claims = (Link(LinkKind.CODE, url, Found.ARTICLE) for url in islice(repositories, _MOST_REPOSITORIES))
    return replace(entry, links=(*entry.links, *claims))


def _behind(article: Article, key: str) -> Entry:
    """What an article adds to its paper: the way to itself, the repositories it tells of, its picture and length."""
    way = Link(LinkKind.ARTICLE, article.record.url, Found.FEED, article.record.first_seen)
    told = (link for link in article.record.links if link.found_in is Found.ARTICLE)
    return Entry("", links=(way, *told), image=article.record.image, key=key, words=article.record.words)


def _can_be_asked_for(name: str) -> bool:
    """arXiv knows nothing of most DOIs."""
    return not name.startswith("doi:")
