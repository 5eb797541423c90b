"""`bandu backtest`: what a script and what a person gets to see."""

from __future__ import annotations

import csv
import gzip
import io
import json
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from bot.cli.backtest import as_json, verdict
from bot.cli.missed import missed_json, missed_words
from bot.domain import ItemSlot
from bot.services.catalogue import catalogue
from bot.store import open_store
from ranking.domain import Rating
from ranking.evaluation.evidence import METRICS, MODELS, Comparison, Evidence, Figure
from ranking.selection.missed import Missed
from tests.fakes.papers import NOON, arxiv_id, bring, digest, entry, paper_id
from tests.unit.cli.conftest import Shell

FIRST = datetime(2026, 3, 1, tzinfo=UTC)
NO_FIGURES = {model: dict.fromkeys(METRICS) for model in MODELS}


def history(folder: Path, count: int) -> str:
    """Ratings a day apart: papers about sea ice get five stars, all others two."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(["paper_id", "arxiv_id", "title", "url", "stars", "rated_at", "source"])
    for n in range(count):
        at = (FIRST + timedelta(days=n)).isoformat()
        rows.writerow(["", arxiv_id(n), entry(n).title, entry(n).url, 2 if n % 7 else 5, at, ""])
    file = folder / "history.csv"
    file.write_text(text.getvalue(), encoding="utf-8")
    return str(file)


@pytest.fixture
def rated(shell: Shell, tmp_path: Path) -> Shell:
    """An installation whose reader has rated 84 papers."""
    assert shell("import", history(tmp_path, 84), "--reader", "me").code == 0
    return shell


def test_the_json_has_the_form_that_scripts_rely_on(rated: Shell):
    done = rated("backtest", "--reader", "me", "--json")
    assert (done.code, done.err) == (0, "")
    found = done.json
    assert found["rated"] == 84
    assert set(found["metrics"]) == {"current", "newest", "keywords", "centroid"}
    for model, figures in found["metrics"].items():
        assert set(figures) == {"ndcg10", "auc", "brier"}
        for metric, value in figures.items():
            low, high = found["intervals"][model][metric]
            assert 0 <= low <= value <= high <= 1
    assert sum(row["n"] for row in found["calibration"]) == found["tested"] == 76
    for lower, higher in pairwise(found["calibration"]):
        assert set(lower) == {"predicted", "observed", "n"}
        assert lower["predicted"] <= higher["predicted"]


def test_a_plain_taste_wins_and_twice_with_the_same_figures(rated: Shell):
    found = rated("backtest", "--reader", "me", "--json").json
    assert found["metrics"]["current"]["auc"] > 0.9
    assert found["against"]["newest"]["auc"]["verdict"] == "better"
    assert found["metrics"]["current"]["brier"] < found["base_rate"]["brier"]
    assert rated("backtest", "--reader", "me", "--json").json == found


def show_an_audit(shell: Shell, key: str = "me") -> None:
    """A digest of three papers, each with stars: a liked one on top, and from below the cut a liked and another one."""
    with closing(open_store(shell.environ["BANDU_DATABASE_URL"])) as store:
        reader = store.readers.get(key)
        bring(store, [901, 902, 903])
        records = store.papers.get(paper_id(n) for n in (901, 902, 903))
        plain = digest(reader, list(records.values()))
        top, *below = plain.items
        drawn = [replace(item, slot=ItemSlot.AUDIT, drawn_with=0.5) for item in below]
        items = (replace(top, team="current"), *drawn)
        store.ledger.hand_over(reader, "terminal:1", replace(plain, items=items), datetime.now(UTC))
        for item, stars in zip(items, (5, 5, 1), strict=True):
            store.ratings.give(reader.id, Rating(item.record.paper.id, stars, NOON), "tap")


def test_what_real_digests_say_is_told_with_the_replay(rated: Shell):
    before = rated("backtest", "--reader", "me", "--json").json
    assert (before["audit"], before["comparison"]) == (None, None)
    rated("compare", "--reader", "me", "--against", "newest")
    show_an_audit(rated)
    found = rated("backtest", "--reader", "me", "--json").json
    audit, compared = found["audit"], found["comparison"]
    assert (audit["audited"], audit["rated"]) == (2, 2)
    assert audit["share"] == pytest.approx(2 / 3)
    assert 0 < audit["interval"][0] < audit["share"] < audit["interval"][1] < 1
    assert audit["below"]["papers"] == 4
    assert (compared["rival"], compared["wins"], compared["losses"], compared["win_rate"]) == ("newest", 1, 0, 1.0)
    *_, missed, standing = rated("backtest", "--reader", "me").out.splitlines()
    assert missed.startswith("2 papers were drawn from below the cut")
    assert "by the stars of 2, 67% of your likes" in missed
    assert "the model against newest. 1 digest won, 0 lost, 0 even" in standing


def test_nobody_is_told_of_another_readers_digests(rated: Shell, tmp_path: Path):
    assert rated("import", history(tmp_path, 12), "--reader", "77").code == 0
    rated("compare", "--reader", "77", "--against", "newest")
    show_an_audit(rated, "77")
    found = rated("backtest", "--reader", "me", "--json").json
    assert (found["audit"], found["comparison"], found["rated"]) == (None, None, 84)


def test_an_audit_that_tells_nothing_yet_claims_nothing():
    assert (missed_json(Missed(0, 0, 0.0, 0)), missed_words(Missed(0, 0, 0.0, 0))) == (None, None)
    unrated = missed_json(Missed(2, 0, 80.0, 1))
    assert unrated is not None
    assert (unrated["share"], unrated["interval"], unrated["rated"]) == (None, None, 0)
    assert "none of them has stars yet" in (missed_words(Missed(2, 0, 80.0, 1)) or "")
    assert "no like as yet" in (missed_words(Missed(1, 1, 80.0, 0, 0.0, (0.0, 0.98), None, (0.0, 1.0))) or "")


def test_a_person_gets_two_tables_and_a_sentence(rated: Shell):
    done = rated("backtest", "--reader", "me")
    assert (done.code, done.err) == (0, "")
    for words in ("your model", "newest first", "keywords", "mean of your likes", "four stars or more"):
        assert words in done.out
    assert "76 of 84 ratings" in done.out
    *_, said, trust = done.out.splitlines()
    assert said.startswith("Of a paper you wanted and one you did not, your model puts the right one first in ")
    assert trust.startswith("Its chances were off by ")
    assert max(map(len, done.out.splitlines()[:-2])) <= 80


def test_with_few_ratings_a_script_gets_nulls_and_a_person_a_sentence(shell: Shell, tmp_path: Path):
    shell("import", history(tmp_path, 4), "--reader", "77")
    done = shell("backtest", "--reader", "77", "--json")
    assert (done.code, done.json["rated"], done.json["metrics"], done.json["calibration"]) == (0, 4, NO_FIGURES, [])
    said = shell("backtest", "--reader", "77")
    assert (said.code, said.out) == (1, "")
    assert said.err == "bandu: A replay needs 10 rated papers whose text is known; 77 has rated 4.\n"


def test_with_nothing_rated_too(shell: Shell):
    done = shell("backtest", "--reader", "me", "--json")
    assert (done.code, done.json["rated"], done.json["metrics"]) == (0, 0, NO_FIGURES)
    said = shell("backtest", "--reader", "me")
    assert (said.code, said.out) == (1, "")
    assert said.err == "bandu: me has rated nothing yet: there is nothing to replay.\n"


@pytest.mark.parametrize("form", [[], ["--json"]], ids=["table", "json"])
def test_an_unknown_reader_is_one_sentence(shell: Shell, form: list[str]):
    done = shell("backtest", "--reader", "7", *form)
    assert (done.code, done.out, done.err) == (1, "", "bandu: There is no reader '7'.\n")


def said_of(*comparisons: Comparison) -> str:
    figures = (("current", (("auc", Figure(0.75)),)),)
    return verdict(Evidence(rated=90, tested=80, blocks=16, ranked=16, figures=figures, against=comparisons))


def against(baseline: str, low: float, high: float, *, fair: bool = True) -> Comparison:
    return Comparison(baseline, "auc", Figure((low + high) / 2, (low, high)), fair)


def test_the_verdict_claims_what_the_intervals_say():
    said = said_of(against("newest", 0.1, 0.2), against("keywords", -0.1, 0.1), against("centroid", -0.3, -0.1))
    assert said == (
        "Of a paper you wanted and one you did not, your model puts the right one first in 75% of cases: it is better "
        "than newest first beyond chance and worse than mean of your likes beyond chance and as yet not to be told "
        "from keywords."
    )


def test_the_verdict_names_several_in_one_list():
    said = said_of(*(against(baseline, 0.1, 0.2) for baseline in ("newest", "keywords", "centroid")))
    assert said.endswith("it is better than newest first, keywords and mean of your likes beyond chance.")


def test_the_verdict_claims_nothing_of_an_unfair_comparison():
    assert said_of(against("newest", 0.1, 0.2, fair=False)).endswith("so no ranking is called better here.")


def test_the_verdict_says_where_there_was_nothing_to_tell_apart():
    assert verdict(Evidence(rated=3)) == "Too few ratings for a replay."
    assert "both wanted and unwanted" in verdict(Evidence(rated=30, tested=25, blocks=5))


def test_what_could_not_be_computed_is_null():
    found = as_json(Evidence(rated=2))
    assert found["metrics"] == found["intervals"] == NO_FIGURES
    assert found["base_rate"] == {"brier": None, "interval": None}
    assert json.loads(json.dumps(found)) == found


@pytest.mark.shared
@pytest.mark.parametrize("ingested", [0, 2000], ids=["notes alone", "with papers of another year"])
def test_a_real_history_is_replayed(shell: Shell, shared_data: Path, ingested: int):
    assert shell("import", str(shared_data / "notes"), "--reader", "me").code == 0
    with closing(open_store(shell.environ["BANDU_DATABASE_URL"])) as store:
        catalogue(store, "arXiv cs.CV", announced(shared_data, ingested), NOON, news=True)
    found = shell("backtest", "--reader", "me", "--json").json
    assert found["rated"] > 400
    assert set(found["metrics"]) == set(MODELS)
    for figures in found["metrics"].values():
        assert all(value is not None and 0 <= value <= 1 for value in figures.values())
    if ingested:
        assert found["unrated"]["all"] > found["unrated"]["of_the_same_time"] == 0
        assert {figure["auc"]["verdict"] for figure in found["against"].values()} == {"open"}


def announced(shared_data: Path, count: int) -> list:
    if not count:
        return []
    [file] = (shared_data / "papers").glob("*.jsonl.gz")
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        papers = [json.loads(line) for _, line in zip(range(count), lines, strict=False)]
    return [
        entry(
            n,
            title=p["title"],
            abstract=p["abstract"],
            published=datetime.fromisoformat(p["announced"]).replace(tzinfo=UTC),
        )
        for n, p in enumerate(papers)
    ]
