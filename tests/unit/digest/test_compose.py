from __future__ import annotations

from bot.domain import Why
from ranking.domain import Explanation, Scored
from tests.unit.digest.specimens import digest_of, nothing, record, scored, varied


def test_items_keep_the_order_of_the_ranking_and_are_numbered_from_one() -> None:
    digest = digest_of(*((record(n), scored(f"p{n}")) for n in (3, 1, 2)), length=2)
    assert [(item.rank, item.record.paper.id) for item in digest.items] == [(1, "p3"), (2, "p1")]


def test_stars_and_interval_stay_on_the_scale_and_agree() -> None:
    wild = Scored("p1", 9.0, 7.2, (3.0, 3.5), 1.4, Explanation((), 9.0))
    item = digest_of((record(), wild)).items[0]
    assert item.stars == 5.0
    assert item.interval == (3.0, 5.0)
    assert item.p_like == 1.0


def test_words_venue_and_reasons_are_chosen_for_the_item() -> None:
    item = varied().items[0]
    assert "we propose Lantern" in item.summary
    assert item.summary not in item.tips
    assert item.venue == "CVPR 2027 (Oral)"
    assert [reason.kind for reason in item.reasons] == ["term", "paper", "author", "term", "category"]


def test_a_paper_without_text_has_no_words() -> None:
    item = varied().items[2]
    assert (item.summary, item.tips) == ("", "")


def test_an_empty_digest_says_why_and_a_full_one_does_not() -> None:
    assert nothing(Why.NOTHING_NEW).empty is Why.NOTHING_NEW
    assert digest_of((record(), scored()), empty=Why.NOTHING_NEW).empty is None
