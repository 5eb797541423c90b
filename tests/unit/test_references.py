"""Which papers an article is about. The articles are invented; their forms are those of blogs and WeChat accounts."""

from __future__ import annotations

import time

import pytest

from bot.domain import Announce, ArxivId, Entry, Found, Link, LinkKind
from bot.references import References, is_about, is_paper, references

A, B, C, D = "2603.00101", "2603.00102", "2603.00103", "2603.00104"
URL = "https://blog.example.org/teapots"


def abs_(number: str) -> str:
    return f"https://arxiv.org/abs/{number}"


def article(text: str, *outward: str, title: str = "茶壶重建又有新进展", url: str = URL) -> Entry:
    return Entry(title, url=url, abstract=text, outward=outward)


def numbers(*arxiv: str) -> References:
    return References(arxiv)


def titled(*titles: str) -> References:
    return References(titles=titles)


@pytest.mark.parametrize(
    ("entry", "about"),
    [
        (article(f"论文地址：{abs_(A)} 代码：https://github.com/spout/teapot"), numbers(A)),
        (article(f"原文链接:https://arxiv.org/pdf/{A}"), numbers(A)),
        (article("我们来看看这篇工作。", abs_(A), f"https://arxiv.org/pdf/{A}v2.pdf"), numbers(A)),
        (article("Two teapots.", f"https://huggingface.co/papers/{A}", f"https://alphaxiv.org/abs/{B}"), numbers(A, B)),
        (article(f"word {'word ' * 3_000} arXiv:{A}"), numbers(A)),
        (article("see doi: 10.5555/TEA.2026.17."), References(dois=("10.5555/tea.2026.17",))),
        (
            article("Read it.", "https://link.example.com/article/10.5555/s001-026-1/full?x=1"),
            References(dois=("10.5555/s001-026-1",)),
        ),
        (article(f"arXiv:{A}, published as https://doi.org/10.48550/arXiv.{A}"), numbers(A)),
    ],
)
def test_an_article_is_about_the_papers_that_it_names(entry: Entry, about: References):
    assert is_about(entry) == about


def test_an_article_that_names_more_than_three_is_a_round_up():
    entry = article(f"{abs_(A)} {abs_(B)} {abs_(C)}", abs_(D))
    assert len(references(entry)) == 4
    assert is_about(entry) == References()
    assert len(is_about(article("", abs_(A), abs_(B), abs_(C)))) == 3


@pytest.mark.parametrize("label", ["论文：", "论文链接: ", "文章地址：", "Paper: ", "Paper link: ", "Preprint: see "])
def test_a_label_says_which_of_many_is_meant(label: str):
    others = f"它优于 {abs_(B)}、{abs_(C)} 和 {abs_(D)}。"
    assert is_about(article(f"{others} {label}{abs_(A)} {others}")) == numbers(A)


@pytest.mark.parametrize("label", ["参考论文：", "相关论文：", "Related papers: ", "arXiv preprint "])
def test_a_label_of_other_papers_says_nothing(label: str):
    others = f"{abs_(B)} {abs_(C)} {abs_(D)}"
    assert is_about(article(f"{label}{abs_(A)} {others}")) == References()


def test_many_labels_make_a_round_up():
    assert is_about(article(" ".join(f"论文{n}：{abs_(n)}" for n in (A, B, C, D)))) == References()


def test_a_bibliography_is_not_what_an_article_is_about():
    entry = article(f"这篇工作 {abs_(A)} 很有趣。参考文献 [1] arXiv:{B} [2] arXiv:{C} [3] {abs_(D)}", abs_(A), abs_(D))
    assert is_about(entry) == numbers(A)


def test_a_bibliography_counts_where_nothing_else_does():
    assert is_about(article(f"这篇工作很有趣。参考资料 [1] {abs_(A)}", abs_(A))) == numbers(A)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("论文标题：TeapotNet: Pouring Without Spilling 作者：某某", titled("TeapotNet: Pouring Without Spilling")),
        ("论文精读。文章地址:Deep Lids for Leaking Teapots 译文", titled("Deep Lids for Leaking Teapots")),
        ("Paper: Pouring tea without any spills. Code: soon", titled("Pouring tea without any spills")),
        ("在论文《Pouring Tea Without Any Spills》中", titled("Pouring Tea Without Any Spills")),
        ("In their paper “Pouring Tea Without Any Spills” they", titled("Pouring Tea Without Any Spills")),
        ('Their "Pouring Tea Without Any Spills" paper', titled("Pouring Tea Without Any Spills")),
        (f"论文标题：TeapotNet: Pouring Without Spilling 论文链接：{abs_(A)}", numbers(A)),
    ],
)
def test_a_marked_title_counts_where_no_number_is_given(text: str, about: References):
    assert is_about(article(text)) == about


@pytest.mark.parametrize(
    "text",
    [
        "论文发表在《IEEE Transactions on Teapots and Kettles》",
        "论文《基于茶壶的三维重建》",
        'The paper says "we have never poured so much tea before"',
        "《The Long Dark Teatime of Kettles》很好看",
        "Paper: https://example.org/paper.pdf",
        "论文：Teapots",
        "data at https://doi.org/10.5281/zenodo.123456",
        "10.2 percent of 10.1000 and version 2024.12.01",
    ],
)
def test_what_is_no_title_and_no_number_is_left_alone(text: str):
    assert references(article(text)) == References()


@pytest.mark.parametrize(
    "entry",
    [
        Entry("x", arxiv=ArxivId(B), abstract=abs_(A)),
        Entry("x", url=abs_(B), abstract=abs_(A)),
        Entry("x", doi="10.5555/tea", abstract=abs_(A)),
        Entry("x", url="https://publisher.example.com/article/10.5555/tea-1", abstract=abs_(A)),
        Entry("x", announce=Announce.NEW, abstract=abs_(A)),
        Entry("x", venue="TEA 2026", abstract=abs_(A)),
        Entry("x", links=(Link(LinkKind.PAPER, "https://example.org/x.pdf", Found.FEED),), abstract=abs_(A)),
    ],
)
def test_a_paper_is_about_no_other(entry: Entry):
    assert is_paper(entry)
    assert is_about(entry) == References()


def test_the_article_s_own_address_is_no_reference():
    entry = article("x", f"{URL}#top", url=URL)
    assert not is_paper(entry)
    assert references(entry) == References()


def test_names_are_those_that_papers_are_known_by():
    named = References((A,), ("10.5555/tea",), ("Pouring Tea",))
    assert named.names == (f"arxiv:{A}", "doi:10.5555/tea", "titled Pouring Tea")


@pytest.mark.parametrize(
    "piece",
    ["10.1234/", "10.1234/a)", "论文：", "论文标题：A ", "《A ", "“a", '"a b" ', "paper: ", "References ", f"{A} "],
)
def test_hostile_text_takes_no_time_to_speak_of(piece: str):
    entry = article("paper " + piece * (100_000 // len(piece)), *["https://a.example/" + piece * 100] * 200)
    began = time.process_time()
    is_about(entry)
    assert time.process_time() - began < 3
