from __future__ import annotations

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
