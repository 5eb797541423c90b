"""Invented papers, from readable ones to the odd ones that feeds bring."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from ranking.domain import Paper

DAY = datetime(2026, 3, 2, tzinfo=UTC)

_SUBJECTS = (
    ("lantern", "depth estimation from a single lantern lit image", "cs.CV", "Ada Example"),
    ("harbour", "harbour scene segmentation with sparse point clouds", "cs.RO", "Ben Specimen"),
    ("violin", "violin gesture recognition in concert videos", "cs.CV", "Cleo Sample"),
    ("glacier", "glacier change detection in satellite images", "eess.IV", "Dan Invented"),
)


def paper(number: int) -> Paper:
    """One of a row of papers on four subjects, a day apart."""
    subject, sentence, category, author = _SUBJECTS[number % len(_SUBJECTS)]
    return Paper(
        id=f"p{number:03}",
        title=f"The {subject} study number{number // 4}",
        abstract=f"We look into {sentence}. Result number{number} of a {subject} series.",
        authors=(author, f"Guest {number}"),
        categories=(category,),
        published=DAY + timedelta(days=number),
    )


def papers(count: int = 40) -> list[Paper]:
    return [paper(number) for number in range(count)]


ODD_PAPERS = (
    Paper("empty", ""),
    Paper("chinese", "基于注意力机制的目标检测", "我们提出了一种新的目标检测网络，在小目标上效果很好。"),
    Paper("mixed", "登顶GitHub的目标检测项目 YOLO", "一个开源的 object detection 项目"),
    Paper("symbols", "$\\mathcal{X}$ <b>&amp;</b> 🦜🦜 \x00", "1234 5678 ... ---"),
    Paper("surrogate", "half a pair \ud83d", "\udc00 alone", authors=("\ud83d",)),
    Paper("long word", "x" * 100_000, "y" * 1_000_000),
    Paper("long text", "A very long one", "detection of lanterns " * 50_000),
    Paper("blank names", "Names", "", authors=("", "  ", "Ada Example"), categories=("",)),
    Paper("crowd", "Thousands", "of authors", authors=tuple(f"Member {n}" for n in range(5000))),
    Paper("accents", "Ångström Müller façade", "Résumé naïve ΑΒΓ русский текст 日本語のテキスト"),
)
