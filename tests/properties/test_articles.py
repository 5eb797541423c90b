"""Whatever an article says, reading its references ends; whatever comes first, article or announcement, links them."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import Entry, LinkKind, Source
from bot.feeds.body import Text, body_of
from bot.feeds.language import language_of
from bot.references import MOST, is_about, references
from bot.services.article_links import take_in
from bot.services.articles import Articles
from bot.store import Store, open_store
from bot.telemetry import Telemetry
from tests.fakes.clock import FakeClock
from tests.fakes.papers import arxiv_id, bring, entry, paper_id
from tests.fakes.search import FakeSearch

SCRAPS = (
    *("论文：", "论文标题：", "Paper: ", "《", "》", "“", "”", '"', " ", "\n", "References", "参考文献", "茶壶", "%"),
    *("https://arxiv.org/abs/2603.00101", "2603.00102v3", "arXiv:", "10.5555/tea.1", "https://doi.org/10.5555/x(y)"),
    *(
        "Pouring Tea Without Any Spills",
        "\u202e",
        "\ud800",
        "<a href='https://x.example/1'>",
        "<img src=a.png>",
        "&#x27;",
    ),
)
hostile = st.lists(st.sampled_from(SCRAPS) | st.text(max_size=5), max_size=40).map("".join)
BLOG = Source(1, "Blog", "https://blog.example.org/feed", "feed")
WECHAT = Source(2, "WeChat", "https://bridge.example.org/feed", "feed")


@given(hostile, hostile, st.lists(hostile, max_size=5).map(tuple))
def test_no_text_breaks_the_reading_of_references(title: str, text: str, outward: tuple[str, ...]) -> None:
    article = Entry(title, url="https://blog.example.org/1", abstract=text, outward=outward)
    about, named = is_about(article), references(article)
    assert len(about) <= MOST
    assert set(about.arxiv) <= set(named.arxiv)
    assert set(about.dois) <= set(named.dois)


@given(hostile, st.booleans(), hostile)
def test_no_markup_breaks_the_reading_of_a_body(text: str, is_markup: bool, declared: str) -> None:
    body = body_of([Text(text, is_markup)], "https://blog.example.org/feed")
    assert body.words >= 0
    assert len(set(body.outward)) == len(body.outward)
    assert all(url.startswith(("http://", "https://")) for url in body.outward)
    assert len(language_of(text, declared)) in (0, 2)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("schema") / "empty.sqlite"
    open_store(f"sqlite:///{file}").close()
    return file


@contextmanager
def fresh(empty: Path) -> Iterator[Store]:
    with TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{shutil.copy(empty, Path(folder) / 'bandu.sqlite')}")
        try:
            yield store
        finally:
            store.close()


def article(name: str, *numbers: int) -> Entry:
    text = " and ".join(f"arXiv:{arxiv_id(number)}" for number in numbers)
    return Entry(f"On {name}", url=f"https://blog.example.org/{name}", abstract=f"Read {text}.", key=name)


STEPS = ("announced", "one", "two", "both", "asked")


def happened(empty: Path, order: tuple[str, ...]) -> dict[str, tuple[str, list[str], bool]]:
    """Title, articles and whether it is news, of each paper, after these steps and a last asking of arXiv."""
    with fresh(empty) as store:
        clock = FakeClock()
        articles = Articles(store, FakeSearch(entry(1), entry(2)), clock, Telemetry())
        steps = {
            "announced": lambda: bring(store, [1], clock()),
            "one": lambda: take_in(store, BLOG, [article("one", 1)], clock(), news=True),
            "two": lambda: take_in(store, WECHAT, [article("two", 1)], clock(), news=True),
            "both": lambda: take_in(store, BLOG, [article("both", 1, 2)], clock(), news=True),
            "asked": lambda: asyncio.run(articles.resolve()),
        }
        for step in (*order, "asked"):
            steps[step]()
            clock.advance(timedelta(minutes=31))
        known = store.papers.get([paper_id(1), paper_id(2)])
        return {
            key: (record.paper.title, [x.url for x in record.links if x.kind is LinkKind.ARTICLE], record.seq > 0)
            for key, record in known.items()
        }


@settings(max_examples=10)
@given(st.permutations(STEPS))
def test_the_order_of_article_and_announcement_makes_no_difference(empty: Path, order: list[str]) -> None:
    """But for the order of the articles, which is that of their coming."""
    came = [f"https://blog.example.org/{step}" for step in order if step in ("one", "two", "both")]
    assert happened(empty, tuple(order)) == {
        paper_id(1): (entry(1).title, came, True),
        paper_id(2): (entry(2).title, ["https://blog.example.org/both"], True),
    }
