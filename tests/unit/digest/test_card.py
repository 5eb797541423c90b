from __future__ import annotations

from dataclasses import replace

import pytest

from bot.digest.actions import Rate, decode
from bot.digest.particulars import PLACES, minutes_of
from bot.digest.render import card, why_message
from bot.domain import Found, Language, Link, LinkKind, Picture
from bot.texts import Texts
from tests.unit.digest.specimens import LANTERN, digest_of, record, scored, varied
from tests.unit.digest.test_render import text

EN, ZH = Texts(Language.ENGLISH), Texts(Language.CHINESE)


def test_a_card_shows_authors_place_date_and_the_whole_abstract() -> None:
    digest = varied()
    shown = text(card(digest.items[0], 7, EN, digest.titles))
    assert shown.startswith("1. Lantern: Seeing at Night  4.3★ (3.6–4.9)\nAda Example, Bo Specimen\n")
    assert "CVPR 2027 (Oral) · cs.CV · November 20, 2026" in shown
    assert "Night driving remains hard" in shown
    assert "two thirds of the gain" in shown
    assert "Paper · Code · Address (code link from the abstract)" in shown
    assert "like “Torches & <Lamps>” (5★)" in shown


def test_a_seventh_author_is_one_of_the_others() -> None:
    many = digest_of((record(authors=tuple(f"Author {n}" for n in range(1, 8))), scored())).items[0]
    assert "Author 6 et al.\n" in text(card(many, 7, EN))
    assert "Author 7" not in text(card(many, 7, EN))


def test_an_endless_abstract_is_cut_to_fit_one_message() -> None:
    item = digest_of((record(abstract=LANTERN * 30), scored())).items[0]
    assert 2000 < len(text(card(item, 7, EN))) < 4000


def test_a_card_without_text_says_so() -> None:
    assert "The source gave no abstract." in text(card(varied().items[2], 7, EN))


def test_only_a_rated_card_can_be_taken_back() -> None:
    item = varied().items[0]
    assert [[b.label for b in row] for row in card(item, 7, EN).rows] == [["☆"] * 5]
    rated = card(replace(item, rating=4), 7, ZH)
    assert [[b.label for b in row] for row in rated.rows] == [["★", "★", "★", "★", "☆"], ["撤回评分"]]
    assert decode(rated.rows[1][0].data) == Rate(7, 1, 0)


def test_why_names_every_reason_with_its_weight() -> None:
    digest = varied()
    shown = text(why_message(digest.items[0], digest.titles, EN)).splitlines()
    assert "• the word “night driving”: speaks strongly for it (+0.90)" in shown
    assert "• its likeness to “Torches & <Lamps>” (5★): speaks strongly for it (+0.50)" in shown
    assert "• the author Ada Example: speaks for it (+0.30)" in shown
    assert "• the category cs.CV: speaks a little against it (-0.10)" in shown


def test_why_without_a_model_says_how_to_get_one() -> None:
    assert "rate a few and this becomes personal" in text(why_message(varied().items[2], {}, EN))


def test_a_card_shows_where_the_authors_are_and_what_the_paper_won() -> None:
    known = replace(record(comment="CVPR 2027, Best Paper Award"), affiliations=("Lamp  University", "Torch\nLab"))
    shown = text(card(digest_of((known, scored())).items[0], 7, EN))
    assert "Ada Example, Bo Specimen\nLamp University; Torch Lab\n" in shown
    assert "CVPR 2027 · Best Paper Award · cs.CV" in shown


def test_a_card_says_the_language_of_its_source_where_it_is_not_the_readers() -> None:
    item = digest_of((replace(record(), language="zh"), scored())).items[0]
    assert "Paper · Code (code link from the abstract) · in Chinese" in text(card(item, 7, EN))
    assert "中文" not in text(card(item, 7, ZH))
    other = digest_of((replace(record(), language="xx"), scored())).items[0]
    assert "Paper · Code (code link" in text(card(other, 7, EN))


def test_the_language_stands_alone_where_there_is_no_link() -> None:
    item = digest_of((replace(record(arxiv=None, abstract="它赢了。", links=()), language="zh"), scored())).items[0]
    assert "\nin Chinese\n" in text(card(item, 7, EN))
    assert " · in Chinese" not in text(card(item, 7, EN))


def test_a_card_links_the_picture_and_says_where_it_was_found() -> None:
    figure = Picture("https://arxiv.org/html/2611.00001/x1.png", Found.FIGURE, "/pictures/1.jpg", 640, 480)
    made = card(varied().items[0], 7, EN, picture=figure)
    assert ("Picture", figure.url) in [(span.text, span.url) for block in made.blocks for span in block.spans]
    assert "\nPicture (the paper's first figure)\n" in text(made)


@pytest.mark.parametrize("where", list(Found))
def test_every_place_has_its_words_in_both_languages(where: Found) -> None:
    link = Link(LinkKind.CODE, "https://github.com/lantern-lab/lantern", where)
    item = digest_of((record(title="Lantern", abstract="It wins.", links=(link,)), scored())).items[0]
    for t in (EN, ZH):
        assert f"({t('code link {place}', place=t(PLACES[where]))})" in text(card(item, 7, t))


@pytest.mark.parametrize(
    ("words", "language", "minutes"),
    [
        (0, "en", None),
        (299, "en", None),
        (300, "en", 2),
        (440, "", 2),
        (441, "en", 3),
        (1200, "zh", 3),
        (1200, "ja", 3),
    ],
)
def test_reading_time_is_told_of_whole_texts_alone(words: int, language: str, minutes: int | None) -> None:
    assert minutes_of(replace(record(), words=words, language=language)) == minutes
