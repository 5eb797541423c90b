"""Papers of an older database are found by every name that a sighting gives them today."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from bot.domain import Entry
from bot.services.catalogue import catalogue
from bot.store import Store, open_store
from bot.store.batch import Counts
from bot.store.database import MIGRATIONS
from tests.fakes.papers import NOON, entry, paper_id

PAGE = "https://kettle.example.org/1"
THREE = ("Ada Invented", "Bo Madeup", "Cy Unheard")


def old_paper(said: Entry, id: str) -> dict[str, object]:
    """The row that the schema before had of a paper."""
    return {
        "id": id,
        "arxiv_id": said.arxiv.text if said.arxiv else None,
        "doi": said.doi,
        "title": said.title,
        "abstract": said.abstract,
        "authors": json.dumps(said.authors),
        "categories": "[]",
        "comment": "",
        "url": said.url,
        "links": "[]",
        "image": "",
        "first_seen": "2026-11-22 08:00:00.000000",
    }


def opened(folder: Path, rows: Sequence[dict[str, object]]) -> Store:
    url = f"sqlite:///{folder / 'old.sqlite'}"
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = sa.create_engine(url)
    with engine.connect() as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
        connection.execute(sa.insert(sa.table("papers", *map(sa.column, rows[0]))), list(rows))
    engine.dispose()
    return open_store(url)


def test_sightings_by_any_name_find_the_older_paper(tmp_path: Path) -> None:
    preprint = entry(1, doi="10.5555/tea.1")
    article = entry(2, arxiv=None, doi="10.5555/tea.2", url="https://j.example.org/2")
    page = entry(3, arxiv=None, url=PAGE, authors=THREE)
    rows = [
        old_paper(preprint, paper_id(1)),
        old_paper(article, "doi:10.5555/tea.2"),
        old_paper(page, "url:9d0be2a02b6a3e2b"),
    ]
    store = opened(tmp_path, rows)
    again = [
        entry(1, arxiv=None, doi="10.5555/TEA.1", title="?", url="https://j.example.org/1"),
        entry(2, doi="", title=article.title.upper()),
        entry(3, arxiv=None, url="https://elsewhere.example.org/3", authors=THREE, title=f"<b>{page.title}</b>"),
    ]
    assert catalogue(store, "s", again, NOON, news=True) == Counts()
    assert store.papers.count() == 3
    assert store.papers.get(["doi:10.5555/tea.2"])["doi:10.5555/tea.2"].paper.id == paper_id(2)
    store.close()


def test_two_older_papers_with_one_name_are_joined_by_the_next_sighting(tmp_path: Path) -> None:
    preprint, article = entry(1), entry(1, arxiv=None, doi="10.5555/tea.1", url="https://j.example.org/1")
    store = opened(tmp_path, [old_paper(preprint, paper_id(1)), old_paper(article, "doi:10.5555/tea.1")])
    assert store.papers.count() == 2
    catalogue(store, "s", [article], NOON, news=True)
    assert store.papers.count() == 1
    assert set(store.papers.known([paper_id(1), "doi:10.5555/tea.1"]).values()) == {paper_id(1)}
    store.close()


def test_an_older_paper_known_by_a_volume_or_a_short_title_gets_no_such_name(tmp_path: Path) -> None:
    volume = entry(1, arxiv=None, doi="10.1007/978-3-031-00000-1", url="https://j.example.org/1", title="Preface")
    store = opened(tmp_path, [old_paper(volume, "url:0000000000000001")])
    assert store.papers.known(["doi:10.1007/978-3-031-00000-1"]) == {}
    later = entry(2, arxiv=None, doi="10.1007/978-3-031-00000-1", url="https://j.example.org/2", title="Preface")
    assert catalogue(store, "s", [later], NOON, news=True) == Counts(new=1)
    store.close()
