"""`bandu ingest` and what arXiv's feed lacks: filled from the search where there is one, and no matter where not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.arxiv_calendar import read_calendar
from bot.store import open_store
from tests.fakes.arxiv_server import EASTERN, Announced, ArxivServer
from tests.unit.cli.conftest import Shell

SHIPPED = read_calendar(Path("no such file"))


def today(count: int) -> list[Announced]:
    """So many papers of the latest announcement, whatever day it is; they stand on today's feed."""
    now = datetime.now(UTC)
    since, _ = SHIPPED.covers(SHIPPED.last_due(now))
    day = now.astimezone(EASTERN).date()
    return [
        Announced(f"2611.{n:05d}", f"Study {n} of kites", f"We fly kite {n}.", since + timedelta(minutes=n), day)
        for n in range(1, count + 1)
    ]


def checked_before(database: Path) -> None:
    """As of a source that was read for long: one that is new is left alone at the weekend."""
    store = open_store(f"sqlite:///{database}")
    (source,) = store.sources.all()
    store.sources.checked(source.id, SHIPPED.last_due(datetime.now(UTC) - timedelta(days=5)))
    store.close()


def test_ingest_fills_what_the_feed_lacks_and_counts_it_as_new(shell: Shell, database: Path):
    with ArxivServer(today(5), lambda: datetime.now(UTC)) as arxiv:
        shell.environ |= {
            "BANDU_ARXIV_RSS_URL": arxiv.rss,
            "BANDU_ARXIV_API_URL": arxiv.api,
            "BANDU_PRIVATE_HOSTS": arxiv.host,
        }
        arxiv.partial = {datetime.now(EASTERN).date(): 3}
        shell("sources", "list")
        checked_before(database)
        done = shell("ingest", "--json")
        again = shell("ingest", "--json")
    sentence = "2 papers missing in the feed were fetched from arXiv's search."
    source = {"name": "arXiv cs.CV", "status": "incomplete", "new": 5, "revised": 0, "seen": 3}
    source |= {"error": sentence, "why": None}
    assert done.json == {"sources": [source], "papers": 5}
    assert again.json == {"sources": [source | {"new": 0, "seen": 0}], "papers": 5}
    assert sentence in shell("sources", "list").out


def test_a_bad_list_of_holidays_is_one_clear_sentence(shell: Shell):
    home = Path(shell.environ["BANDU_HOME"])
    home.mkdir(parents=True, exist_ok=True)
    (home / "arxiv_holidays.toml").write_text("[holidays]\nnever = 'x'\n", encoding="utf-8")
    done = shell("ingest")
    assert (done.code, done.out) == (1, "")
    assert "arxiv_holidays.toml has 'never' where a day such as 2026-11-26 belongs." in done.err
