from __future__ import annotations

import json
from dataclasses import replace

from bot.digest.as_json import digest_json
from bot.domain import Found, Language, Picture, Why
from bot.texts import Texts
from tests.unit.digest.specimens import digest_of, nothing, record, scored, varied

EN = Texts(Language.ENGLISH)


def test_a_digest_has_the_names_that_scripts_rely_on() -> None:
    value = json.loads(json.dumps(digest_json(varied(), EN)))
    assert (value["reader"], value["date"], value["reason"]) == ("42", "2026-11-22", None)
    first = value["items"][0]
    assert (
        " ".join(first)
        == "rank paper stars interval p_like tips abstract code venue award affiliations image picture minutes "
        "language why slot facet"
    )
    assert first["paper"] == {
        "id": "p1",
        "arxiv_id": "2611.00001",
        "title": "Lantern: Seeing at Night",
        "url": "https://arxiv.org/abs/2611.00001",
    }
    assert first["code"] == {"url": "https://github.com/lantern-lab/lantern", "found_in": "abstract"}
    assert (first["stars"], first["interval"], first["p_like"], first["slot"]) == (4.3, [3.6, 4.9], 0.87, "top")
    assert (first["venue"], first["image"]) == ("CVPR 2027 (Oral)", None)


def test_every_item_has_tips_reasons_an_address_and_stars_inside_their_interval() -> None:
    for item in digest_json(varied(), EN)["items"]:
        assert item["tips"]
        assert item["why"]
        assert item["paper"]["url"]
        assert item["paper"]["title"]
        assert 1 <= item["interval"][0] <= item["stars"] <= item["interval"][1] <= 5


def test_a_paper_without_text_says_so_where_tips_would_stand() -> None:
    item = digest_json(varied(), EN)["items"][2]
    assert (item["tips"], item["abstract"], item["code"]) == ("The source gave no abstract.", "", None)


def test_an_empty_digest_gives_its_reason() -> None:
    value = digest_json(nothing(Why.NOTHING_NEW), EN)
    assert value["items"] == []
    assert value["reason"].startswith("Nothing new since your last digest")


def test_a_digest_of_which_all_is_muted_says_so_in_either_language() -> None:
    for language, word in ((Language.ENGLISH, "muted"), (Language.CHINESE, "静音")):
        assert word in digest_json(nothing(Why.ALL_MUTED), Texts(language))["reason"]


def test_what_was_found_of_a_paper_is_there_for_scripts() -> None:
    known = replace(
        record(comment="Best Paper Award", image="https://lamp.example/1.png"),
        affiliations=("Lamp University",),
        language="zh",
        words=1600,
    )
    picture = Picture("https://lamp.example/1.png", Found.FEED, "/home/pictures/1.jpg", 640, 480)
    item = digest_json(digest_of((known, scored())), EN, {"p1": picture})["items"][0]
    assert (item["image"], item["picture"]) == ("https://lamp.example/1.png", "/home/pictures/1.jpg")
    assert (item["award"], item["affiliations"]) == ("Best Paper Award", ["Lamp University"])
    assert (item["minutes"], item["language"]) == (4, "zh")
    bare = digest_json(digest_of((record(), scored())), EN)["items"][0]
    assert [bare[key] for key in ("award", "affiliations", "picture", "minutes", "language")] == [
        None,
        [],
        None,
        None,
        None,
    ]
