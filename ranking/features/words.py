"""A text to its words: English and other spaced scripts by letters, Chinese by rjieba. Pure, safe on any text."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

LONGEST_TEXT = 20_000
"""Characters that are read of one text; the longest arXiv abstracts have about 2,000, papers' notes some thousand."""
_LONGEST_WORD = 40

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_RUN = re.compile(rf"[{_HAN}]+|[^\W{_HAN}]+")
_LETTER = re.compile(r"[^\W\d_]")
_CHINESE = (
    "我们 你们 他们 一个 一种 一些 这个 这些 这种 那个 可以 能够 以及 进行 通过 使用 基于 提出 并且 但是 因此 由于 "
    "其中 对于 关于 如何 什么 没有 不是 就是 还是 或者 如果 同时 此外 本文 论文 文章 方法 已经 非常 具有 来自"
)
_CHINESE_STOP_WORDS = frozenset(_CHINESE.split())


def words(text: str) -> list[str]:
    """The words of a text in order, folded to lower case without accents; stop words and bare numbers left out."""
    found: list[str] = []
    for run in _RUN.findall(_folded(text[:LONGEST_TEXT])):
        if "\u3400" <= run[0] <= "\u9fff":
            found += [word for word in _cut(run) if len(word) > 1 and word not in _CHINESE_STOP_WORDS]
        elif 1 < len(run) <= _LONGEST_WORD and run not in ENGLISH_STOP_WORDS and _LETTER.search(run):
            found.append(run)
    return found


def pairs(found: list[str]) -> list[str]:
    """Neighbouring words, joined by a space."""
    return [f"{first} {second}" for first, second in pairwise(found)]


def _cut(run: str) -> list[str]:
    import rjieba  # noqa: PLC0415  # its dictionary takes 35 MB, which readers of English need not pay

    return list(rjieba.cut(run))


def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    # Lower case last: letters of mathematics become plain capitals only as they are decomposed.
    decomposed = unicodedata.normalize("NFKD", text).lower()
    return "".join(char for char in decomposed if not unicodedata.combining(char))
