from __future__ import annotations

from time import process_time

import pytest

from bot.feeds.arxiv_html import FindFigure, first_figure

PAGE = "https://arxiv.org/html/2611.00001v2"
"""Where the page that was asked for as 2611.00001 is."""


def figure(source: str, more: str = "", kind: str = "ltx_figure") -> str:
    return (
        f'<figure class="{kind}" id="S1.F1"><img src="{source}" class="ltx_graphics ltx_centering" {more} '
        'alt="Refer to caption"/>\n<figcaption class="ltx_caption">Figure 1: A lamp.</figcaption></figure>'
    )


def page(body: str, base: str = '<base href="/html/2611.00001v2/"/>') -> bytes:
    head = f'<!DOCTYPE html><html lang="en"><head><title>Lantern</title>{base}</head>'
    logo = '<header><a href="#"><img alt="logo" class="logo" src="https://services.dev.arxiv.org/html/static/logo.svg"></a>'
    return f"{head}<body>{logo}</header><article class='ltx_document'>{body}</article></body></html>".encode()


def test_the_first_figure_is_found_relative_to_the_base_of_the_page() -> None:
    body = f"<p>Text</p>{figure('x1.png', 'width=598 height=226')}{figure('x2.png')}"
    assert first_figure(page(body), PAGE) == "https://arxiv.org/html/2611.00001v2/x1.png"


def test_without_a_base_it_is_relative_to_where_redirects_led() -> None:
    body = figure("2611.00001v2/extracted/figs/teaser.jpg")
    assert first_figure(page(body, ""), PAGE) == "https://arxiv.org/html/2611.00001v2/extracted/figs/teaser.jpg"


def test_a_picture_in_a_panel_of_a_figure_is_one() -> None:
    panels = f'<figure class="ltx_figure" id="S1.F1">{figure("x1.png", kind="ltx_figure ltx_figure_panel")}</figure>'
    assert first_figure(page(panels), PAGE) == "https://arxiv.org/html/2611.00001v2/x1.png"


@pytest.mark.parametrize(
    "first",
    [
        pytest.param(figure("t.png", kind="ltx_table"), id="a table"),
        pytest.param(figure("a.png", kind="ltx_float ltx_algorithm"), id="an algorithm"),
        pytest.param(figure("x.png", 'width="20" height="20"'), id="an icon by size"),
        pytest.param(figure("github-icon.png"), id="an icon by name"),
        pytest.param(figure("figs/lab_logo.png"), id="a logo"),
        pytest.param(figure("x.svg"), id="SVG"),
        pytest.param(figure("data:image/png;base64,AAAA"), id="data"),
        pytest.param(figure("javascript:alert(1)"), id="no web address"),
        pytest.param(figure("http://[x.png"), id="a broken address"),
        pytest.param('<figure class="ltx_figure"></figure><img src="outside.png">', id="outside of a figure"),
        pytest.param(f"<!-- {figure('hidden.png')} -->", id="a comment"),
    ],
)
def test_what_is_no_figure_is_passed_over(first: str) -> None:
    assert first_figure(page(first), PAGE) is None
    assert first_figure(page(first + figure("x9.png")), PAGE) == "https://arxiv.org/html/2611.00001v2/x9.png"


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe\x00", b"<html><body>No HTML for this paper.</body></html>", b"\x89PNG\r\n"]
)
def test_a_page_without_figures_has_none(data: bytes) -> None:
    assert FindFigure(data, PAGE).run() is None


@pytest.mark.parametrize(
    "filler", ['<figure class="ltx_figure">', "<img ", '<img src="', "<figure ", "<!--", "</figure"]
)
def test_a_hostile_page_is_read_in_bounded_time(filler: str) -> None:
    start = process_time()
    first_figure(page(filler * (1_000_000 // len(filler))), PAGE)
    assert process_time() - start < 5
