"""Links, stars and plain text of one line, as people type them."""

from __future__ import annotations

import time

import pytest

from bot.portable import inline


def pairs(line: str) -> list[tuple[str, str]]:
    return [(link.text, link.url) for link in inline.links(line)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("[a](https://b.example/c)", [("a", "https://b.example/c")]),
        ("[https://a.example]( https://a.example ) rest", [("", "https://a.example")]),
        ("[one [two] three](https://a.example/x_(y))", [("one [two] three", "https://a.example/x_(y)")]),
        ("https://a.example/1    https://b.example/2**", [("", "https://a.example/1"), ("", "https://b.example/2")]),
        ("[never closed](https://a.example/c", [("never closed", "https://a.example/c")]),
        ("[spaced] (https://a.example)", [("spaced", "https://a.example")]),
        ("[full width]（https://a.example）", [("full width", "https://a.example")]),
        ('[titled](https://a.example "hello")', [("titled", "https://a.example")]),
        ("[no scheme](arxiv.org/abs/2605.91001)", [("no scheme", "https://arxiv.org/abs/2605.91001")]),
        ("[empty]()", [("empty", "")]),
        ("[mail](desk@lists.example) [file](notes.md)", []),
        ("text [1] (see there) [k](https://z.example)", [("k", "https://z.example")]),
        ("(see https://a.example/b).", [("", "https://a.example/b")]),
    ],
)
def test_links_are_found_as_people_type_them(line: str, expected: list[tuple[str, str]]) -> None:
    assert pairs(line) == expected


def test_a_title_ends_at_the_first_bracket_pair_that_holds_an_address() -> None:
    link = inline.first_link("[【x】[y] z [135/568]](https://a.example) :star:")
    assert link is not None
    assert (link.text, link.url) == ("【x】[y] z [135/568]", "https://a.example")


@pytest.mark.parametrize(
    ("text", "expected"),
    [(":star::star:", 2), ("⭐️⭐⭐", 3), ("★★☆☆☆", 2), ("★" * 9, 5), (":star2:", 0), ("no", 0), (":STAR:", 1)],
)
def test_stars_are_counted_in_three_spellings_and_to_five(text: str, expected: int) -> None:
    assert inline.stars(text) == expected


def test_plain_text_has_no_marks_tags_entities_or_invisible_characters() -> None:
    assert inline.plain("**bold** `code` [text](https://a.example)\u200b &amp;  [mail](a@b.example)") == (
        "bold code text & mail"
    )


def test_images_are_found_in_html_and_markdown_and_videos_apart_from_them() -> None:
    line = (
        '<img src="https://a.example/1.png?x=1&amp;y=2" alt="i"> ![alt](images/2.png) <video src="https://a.example/v">'
    )
    assert inline.images(line) == ("https://a.example/1.png?x=1&y=2", "images/2.png")
    assert inline.videos(line) == ("https://a.example/v",)
    assert inline.without_media(line).strip() == ""


def test_a_comparison_in_words_is_not_taken_for_a_tag() -> None:
    assert inline.without_media("AP < 50 and > 30") == "AP < 50 and > 30"


@pytest.mark.parametrize(
    "line",
    [
        piece * (20_000 // len(piece))
        for piece in ("[", "](", "](http://", "[x](https://a", "<", "![", "<img ", "https://", "(", "】(", "<img src=")
    ],
)
def test_no_line_takes_more_than_linear_time(line: str) -> None:
    """A quadratic search in 20,000 characters takes seconds; a linear one about ten milliseconds."""
    began = time.perf_counter()
    for act in (inline.links, inline.plain, inline.images, inline.videos, inline.without_media, inline.first_link):
        act(line)
    assert time.perf_counter() - began < 2
