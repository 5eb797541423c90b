"""The verbs at work on feeds that come over HTTP: what each prints and what it leaves behind."""

from __future__ import annotations

import csv
import io
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.store import open_store
from tests.fakes.arxiv_feed import rss
from tests.fakes.feed_server import cut, document
from tests.fakes.papers import arxiv_id, entry, paper_id
from tests.unit.cli.conftest import Shell

RATINGS = f"""paper_id,arxiv_id,title,url,stars,rated_at,source
{paper_id(101)},{arxiv_id(101)},{entry(101).title},{entry(101).url},5,2026-01-02T00:00:00+00:00,elsewhere
{paper_id(102)},{arxiv_id(102)},{entry(102).title},{entry(102).url},1,2026-01-03T00:00:00+00:00,elsewhere
,,,,9,,
"""


@pytest.fixture
def day(shell: Shell) -> Shell:
    """An installation whose one source announces papers 1 to 8."""
    shell.feeds.serve("/rss/cs.CV", rss(range(1, 9)))
    return shell


@pytest.fixture
def ratings(tmp_path: Path) -> str:
    file = tmp_path / "ratings.csv"
    file.write_text(RATINGS, encoding="utf-8")
    return str(file)


def source(name: str = "arXiv cs.CV", **said: Any) -> dict[str, Any]:
    return {"name": name, "status": "ok", "new": 0, "revised": 0, "seen": 0, "error": None, "why": None} | said


def ids(digest: dict[str, Any]) -> list[str]:
    return [item["paper"]["id"] for item in digest["items"]]


def test_ingest_tells_what_came_of_every_source(day: Shell):
    first = day("ingest", "--json")
    assert (first.code, first.json) == (0, {"sources": [source(new=8, seen=8)], "papers": 8})
    again = day("ingest", "--json")
    assert again.json == {"sources": [source(status="unchanged")], "papers": 8}


def test_ingest_reads_at_once_and_again_whenever_it_is_asked(day: Shell):
    day("ingest")
    day.feeds.serve("/rss/cs.CV", rss(range(5, 12)))
    assert day("ingest", "--json").json == {"sources": [source(new=3, seen=7)], "papers": 11}
    assert day.feeds.count("/rss/cs.CV") == 2


def test_ingest_without_json_is_a_line_for_each_source(day: Shell):
    done = day("ingest")
    assert done.out == "arXiv cs.CV: ok, 8 new, 0 revised\n8 papers known.\n"


def test_one_source_that_fails_stops_no_other_and_the_command_is_done(day: Shell):
    day.feeds.serve("/page", b"<!doctype html><html><body>Welcome</body></html>", "text/html")
    day.feeds.routes["/short"] = cut(rss([20, 21])[:-200])
    for path in ("/page", "/short", "/nowhere"):
        assert day("sources", "add", day.feeds.url + path).code == 0
    done = day("ingest", "--json")
    assert done.code == 0
    status = {s["name"].removeprefix(day.feeds.url): s["status"] for s in done.json["sources"]}
    assert status == {"arXiv cs.CV": "ok", "/page": "failed", "/short": "failed", "/nowhere": "failed"}
    for one in done.json["sources"]:
        assert (one["error"] is None) is (one["status"] == "ok")
        assert "\n" not in (one["error"] or "")


def test_a_document_that_ends_in_the_middle_is_incomplete_and_gives_what_it_has(shell: Shell):
    shell.feeds.routes["/rss/cs.CV"] = document(rss(range(1, 9))[:-700])
    for new in (6, 0):
        [one] = shell("ingest", "--json").json["sources"]
        assert one["status"] == "incomplete"
        assert one["new"] in range(new, 8) if new else one["new"] == 0
        assert "ends in the middle" in one["error"]


def test_no_categories_mean_no_sources(shell: Shell):
    assert shell("ingest", "--json", ARXIV_CATEGORIES="").json == {"sources": [], "papers": 0}


def test_a_digest_has_the_form_that_scripts_rely_on(day: Shell):
    day("ingest")
    done = day("digest", "--reader", "me", "--json")
    assert done.code == 0
    digest = done.json
    assert (digest["reader"], digest["reason"]) == ("me", None)
    assert digest["date"] == datetime.now(UTC).date().isoformat()
    assert [item["rank"] for item in digest["items"]] == [1, 2, 3, 4, 5, 6]
    first = digest["items"][0]
    assert set(first) >= {"paper", "stars", "interval", "p_like", "tips", "abstract", "code", "venue", "image", "why"}
    assert set(first["paper"]) == {"id", "arxiv_id", "title", "url"}
    low, high = first["interval"]
    assert 1 <= low <= first["stars"] <= high <= 5
    assert first["slot"] in ("top", "explore", "audit")


def test_a_digest_counts_as_sent_unless_it_is_a_dry_run(day: Shell):
    day("ingest")
    dry = day("digest", "--reader", "me", "--dry-run", "--json").json
    sent = day("digest", "--reader", "me", "--json").json
    assert ids(dry) == ids(sent)
    assert len(ids(sent)) == 6
    later = day("digest", "--reader", "me", "--json").json
    assert (later["items"], bool(later["reason"])) == ([], True)


def test_a_day_s_digest_is_shown_again_as_it_was_sent(day: Shell):
    day("ingest")
    sent = day("digest", "--reader", "me", "--json")
    again = day("digest", "--reader", "me", "--date", sent.json["date"], "--json")
    assert (again.code, ids(again.json)) == (0, ids(sent.json))
    assert [i["stars"] for i in again.json["items"]] == [i["stars"] for i in sent.json["items"]]


def test_a_day_without_a_digest_is_one_sentence(day: Shell):
    done = day("digest", "--reader", "me", "--date", "2020-01-01", "--json")
    assert (done.code, done.out, done.err) == (1, "", "bandu: No digest was sent to me on 2020-01-01.\n")


def test_before_anything_was_read_the_digest_says_why_it_is_empty(shell: Shell):
    digest = shell("digest", "--reader", "me", "--json").json
    assert digest["items"] == []
    assert digest["reason"]


def test_a_digest_in_the_terminal_begins_each_item_with_its_number(day: Shell):
    day("ingest")
    done = day("digest", "--reader", "me")
    assert [line.split(".")[0] for line in done.out.splitlines() if line[:1].isdigit()] == list("123456")


def test_a_history_is_taken_in_once_for_a_reader_who_is_made(shell: Shell, ratings: str):
    done = shell("import", ratings, "--reader", "77", "--json")
    assert done.code == 0
    assert {k: done.json[k] for k in ("read", "ratings", "papers")} == {"read": 2, "ratings": 2, "papers": 2}
    [skipped] = done.json["skipped"]
    assert (skipped["line"], bool(skipped["why"])) == (4, True)
    assert shell("import", ratings, "--reader", "77", "--json").json == done.json
    assert [r["reader"] for r in shell("readers", "list", "--json").json] == ["77"]


def test_what_was_skipped_is_told_with_its_line(shell: Shell, ratings: str):
    done = shell("import", ratings, "--reader", "me")
    assert done.out.splitlines()[0] == "2 items read: 2 ratings of 2 papers."
    assert "ratings.csv:4: " in done.out


def test_imported_history_is_no_digest(shell: Shell, ratings: str):
    shell("import", ratings, "--reader", "me")
    assert shell("digest", "--reader", "me", "--json").json["items"] == []


@pytest.mark.parametrize("name", ["missing.csv", "unknown.xyz"])
def test_a_history_that_cannot_be_read_is_one_sentence(shell: Shell, tmp_path: Path, name: str):
    (tmp_path / "unknown.xyz").write_text("what is this")
    done = shell("import", str(tmp_path / name), "--reader", "me", "--json")
    assert (done.code, done.out, len(done.err.splitlines())) == (1, "", 1)


@pytest.mark.parametrize("reader", ["", "  ", "x" * 65, "a\nb", "\x1b[31mred", "\u202eeno", "a\udcff"])
def test_a_reader_who_has_no_proper_name_is_not_made(shell: Shell, ratings: str, reader: str):
    done = shell("import", ratings, "--reader", reader)
    assert (done.code, done.err) == (1, "bandu: A reader is a Telegram user id or a short local name.\n")
    assert shell("readers", "list", "--json").json == []


def test_blanks_around_a_reader_s_id_are_not_part_of_it(shell: Shell, ratings: str):
    shell("import", ratings, "--reader", " 77 ")
    assert [r["reader"] for r in shell("readers", "list", "--json").json] == ["77"]


def test_ratings_go_out_as_they_came_in(shell: Shell, ratings: str, tmp_path: Path):
    shell("import", ratings, "--reader", "me")
    done = shell("export", "--reader", "me", "--format", "csv")
    assert (done.code, done.err) == (0, "")
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert list(rows[0]) == ["paper_id", "arxiv_id", "title", "url", "stars", "rated_at", "source"]
    assert [(r["paper_id"], r["stars"]) for r in rows] == [(paper_id(101), "5"), (paper_id(102), "1")]
    file = tmp_path / "out.csv"
    assert shell("export", "--reader", "me", "--format", "csv", "--out", str(file)).out == ""
    assert file.read_text("utf-8") == done.out
    shell("import", str(file), "--reader", "other")
    there = list(csv.DictReader(io.StringIO(shell("export", "--reader", "other", "--format", "csv").out)))
    assert [(r["paper_id"], r["stars"], r["rated_at"]) for r in there] == [
        (r["paper_id"], r["stars"], r["rated_at"]) for r in rows
    ]


def test_the_reader_of_the_terminal_has_a_table_without_ratings_at_first(shell: Shell):
    done = shell("export", "--reader", "me", "--format", "csv")
    assert (done.code, done.out) == (0, "paper_id,arxiv_id,title,url,stars,rated_at,source\n")


def test_a_file_that_cannot_be_written_is_one_sentence(shell: Shell, ratings: str, tmp_path: Path):
    shell("import", ratings, "--reader", "me")
    done = shell("export", "--reader", "me", "--format", "csv", "--out", str(tmp_path / "no" / "where.csv"))
    assert (done.code, done.out, len(done.err.splitlines())) == (1, "", 1)


def test_a_model_is_learnt_from_what_was_imported(shell: Shell, ratings: str):
    shell("import", ratings, "--reader", "me")
    done = shell("train", "--reader", "me")
    assert (done.code, done.out) == (0, "The model of me has learnt 2 ratings.\n")


def test_training_says_how_the_model_compares_and_what_is_held(day: Shell, ratings: str):
    day("ingest")
    day("import", ratings, "--reader", "me")
    day("train", "--reader", "me")
    Path(ratings).write_text(Path(ratings).read_text() + "arxiv:2611.00003,2611.00003,A third,,4,,\n")
    assert day("import", ratings, "--reader", "me").code == 0
    compared = day("train", "--reader", "me").out.splitlines()
    assert compared == ["The model of me has learnt 3 ratings.", "Model 2: not compared: too few ratings yet."]
    assert day("train", "--reader", "me", "--model", "back").code == 0
    held = day("train", "--reader", "me").out.splitlines()
    assert held[0] == "The model of me has learnt 2 ratings."
    assert held[-1] == "The reader went back to model 1: new stars are not learnt until /model latest."
    assert day("train", "--reader", "me", "--model", "latest").out.startswith("The model of me has learnt 3 ratings.")


def test_an_operator_hears_which_model_there_is_none_of(day: Shell, ratings: str):
    day("ingest")
    day("import", ratings, "--reader", "me")
    day("train", "--reader", "me")
    absent = day("train", "--reader", "me", "--model", "7")
    assert (absent.code, absent.out) == (1, "")
    assert absent.err.startswith("bandu: I don't keep a model of that number.")
    assert day("train", "--reader", "me", "--model", "forward").code == 2


def test_with_nothing_rated_there_is_nothing_to_learn(day: Shell):
    day("ingest")
    done = day("train", "--reader", "me")
    assert (done.code, done.err) == (1, "bandu: me has rated nothing yet: there is nothing to learn.\n")


def test_a_source_keeps_its_address_as_its_name_unless_given_one(shell: Shell):
    address = shell.feeds.url + "/blog"
    assert shell("sources", "add", address).code == 0
    assert shell("sources", "add", address + "/2", "--name", "blog").code == 0
    listed = shell("sources", "list", "--json").json
    assert [s["name"] for s in listed] == ["arXiv cs.CV", address, "blog"]
    assert [s["url"] for s in listed[1:]] == [address, address + "/2"]


def test_a_source_is_added_and_removed_once(shell: Shell):
    address = shell.feeds.url + "/blog"
    codes = [shell("sources", verb, address).code for verb in ("add", "add", "remove", "remove")]
    assert codes == [0, 1, 0, 1]
    assert [s["name"] for s in shell("sources", "list", "--json").json] == ["arXiv cs.CV"]


def test_a_source_of_the_settings_is_not_removed_in_vain(shell: Shell):
    done = shell("sources", "remove", "arXiv cs.CV")
    assert (done.code, "BANDU_ARXIV_CATEGORIES" in done.err) == (1, True)


@pytest.mark.parametrize(
    "address",
    ["blog", "ftp://example.org/x", "http://", "http://[::1", "file:///etc/passwd", "http://a b/", "http://a/\n"],
)
def test_a_source_needs_an_address_that_can_be_fetched(shell: Shell, address: str):
    done = shell("sources", "add", address)
    assert (done.code, done.err) == (1, "bandu: A source needs an http or https address.\n")


def test_sources_are_listed_with_how_the_last_fetch_went(day: Shell):
    assert "not read yet" in day("sources", "list").out
    day("ingest")
    assert day("sources", "list").out.startswith(f"arXiv cs.CV\t{day.feeds.url}/rss/cs.CV\tok\t8 entries, 8 new\t")
    [listed] = day("sources", "list", "--json").json
    said = {"name": "arXiv cs.CV", "url": f"{day.feeds.url}/rss/cs.CV", "status": "ok", "error": None}
    assert said.items() <= listed.items()


def test_an_invitation_has_a_code_and_without_a_token_no_link(shell: Shell):
    one, two = (shell("readers", "invite", "--json").json for _ in range(2))
    assert set(one) == {"code", "link"}
    assert one["link"] is None
    assert one["code"] != two["code"]


def test_an_invitation_is_refused_under_another_access_rule(shell: Shell):
    done = shell("readers", "invite", "--json", ACCESS="allowlist")
    assert (done.code, done.out) == (1, "")
    assert "BANDU_ACCESS=invite" in done.err


@pytest.mark.parametrize("uses", ["0", "-3", "9" * 20])
def test_an_invitation_for_nobody_is_misuse(shell: Shell, uses: str):
    assert shell("readers", "invite", "--uses", uses).code == 2


def test_a_reader_is_removed_with_all_that_is_theirs(shell: Shell, ratings: str):
    shell("import", ratings, "--reader", "77")
    assert shell("readers", "remove", "77").code == 0
    assert shell("readers", "list", "--json").json == []
    assert shell("export", "--reader", "77", "--format", "csv").code == 1


def test_a_turn_in_the_terminal_reads_ranks_and_prints(day: Shell):
    first = day("run")
    assert first.code == 0
    assert "1. " in first.out
    again = day("run")
    assert again.out == first.out, "what was shown earlier today"


def test_a_turn_without_any_network_is_the_specimen_day(shell: Shell):
    done = shell("run", ARXIV_RSS_URL="http://127.0.0.1:1/rss", PRIVATE_HOSTS="127.0.0.1:1")
    assert done.code == 0
    assert "No network" in done.err
    assert "1. " in done.out
    assert shell("ingest", "--json", ARXIV_CATEGORIES="").json["papers"] == 0, (
        "invented papers never mix with real ones"
    )


def test_a_command_in_another_environment_leaves_the_bots_sources_alone(shell: Shell):
    assert shell("sources", "list", ARXIV_CATEGORIES="cs.CV,cs.LG").code == 0
    assert shell("readers", "list", ARXIV_CATEGORIES="cs.CV").code == 0
    with closing(open_store(shell.environ["BANDU_DATABASE_URL"])) as store:
        assert [source.name for source in store.sources.all()] == ["arXiv cs.CV", "arXiv cs.LG"]
