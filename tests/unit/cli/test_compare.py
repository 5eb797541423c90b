from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes.arxiv_feed import rss
from tests.unit.cli.conftest import Shell


def test_nothing_is_compared_until_it_is_asked_for(shell: Shell):
    done = shell("compare", "--reader", "me", "--json")
    assert (done.code, done.json["running"], done.json["rival"], done.json["p"]) == (0, False, None, None)
    assert "compared with nothing" in shell("compare", "--reader", "me").out


def test_a_comparison_is_begun_looked_at_and_ended(shell: Shell):
    begun = shell("compare", "--reader", "me", "--against", "newest", "--json").json
    assert (begun["running"], begun["rival"], begun["wins"], begun["win_rate"], begun["p"]) == (
        True,
        "newest",
        0,
        None,
        1.0,
    )
    assert shell("compare", "--reader", "me", "--json").json["since"] == begun["since"]
    assert "No digest of both has been rated yet" in shell("compare", "--reader", "me").out
    ended = shell("compare", "--reader", "me", "--against", "off")
    assert ended.out.startswith("Ended since")
    assert shell("compare", "--reader", "me", "--json").json["rival"] is None


def test_a_digest_under_comparison_is_drafted_and_its_stars_decide(shell: Shell):
    shell.feeds.serve("/rss/cs.CV", rss(range(1, 9)))
    shell("compare", "--reader", "me", "--against", "newest")
    shell("ingest")
    assert len(shell("digest", "--reader", "me", "--json").json["items"]) == 6
    outcome = shell("compare", "--reader", "me", "--json").json
    assert (outcome["wins"], outcome["losses"], outcome["ties"]) == (0, 0, 0)


def test_a_rival_that_is_none_is_misuse_and_a_stranger_fails(shell: Shell):
    assert shell("compare", "--reader", "me", "--against", "psychic").code == 2
    assert shell("compare", "--reader", "77").code == 1


def history(shell: Shell) -> Path:
    file = Path(shell.environ["BANDU_HOME"]).parent / "history.csv"
    file.write_text("paper_id,arxiv_id,title,url,stars,rated_at,source\n,2611.00001,A study,,4,,\n", "utf-8")
    return file


def test_two_readers_compare_on_their_own(shell: Shell):
    assert shell("import", str(history(shell)), "--reader", "77").code == 0
    shell("compare", "--reader", "77", "--against", "newest")
    assert shell("compare", "--reader", "me", "--json").json["rival"] is None
    shell("compare", "--reader", "me", "--against", "off")
    assert shell("compare", "--reader", "77", "--json").json["rival"] == "newest"


@pytest.mark.parametrize("key", ["7" * 5_000, "77\x1b[2J", "77\n88", "٧٧", "-77", ""])
@pytest.mark.parametrize("verb", ["compare", "backtest", "train"])
def test_a_hostile_reader_is_one_plain_sentence(shell: Shell, verb: str, key: str):
    done = shell(verb, f"--reader={key}")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("bandu: There is no reader ")
    assert done.err.rstrip("\n").isprintable()


@pytest.mark.parametrize("number", ["-1", "1e3", "9" * 40, "٣", "3\n", "back\x00"])
def test_a_forged_model_number_is_misuse(shell: Shell, number: str):
    done = shell("train", "--reader", "me", f"--model={number}")
    assert (done.code, done.out) == (2, "")
