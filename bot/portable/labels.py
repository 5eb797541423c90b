"""The labels of a note's lines, in every spelling met so far, and how a line is split into label and value.

A new spelling is one more word in LABELS. What a value means is said in `draft`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum, auto


class Label(Enum):
    ABSTRACT = auto()
    PAPER = auto()
    CODE = auto()
    ADDRESS = auto()
    TIPS = auto()


LABELS: tuple[tuple[Label, str], ...] = (
    (Label.ABSTRACT, "主要内容|内容|内容简介|摘要|简介|概要|abstract|summary|tldr|tl;dr"),
    (Label.PAPER, "论文|论文地址|论文链接|论文标题|论文名称|论文题目|论文下载|原论文"),
    (Label.PAPER, "paper|papers|paper link|paper title|arxiv|pdf"),
    (Label.CODE, "代码|代码链接|代码地址|代码仓库|源码|源码地址|源码链接|源代码|开源代码|开源地址"),
    (Label.CODE, "github|gtihub|githbu|gihub|githup|github地址|github链接|gitee|gitlab"),
    (Label.CODE, "code|codes|code link|source code|repo|repository"),
    (Label.ADDRESS, "地址|链接|相关链接|网址|网站|官网|主页|项目|项目地址|项目主页|项目链接"),
    (Label.ADDRESS, "address|project|project page|homepage|page|website|link|url|demo"),
    (Label.TIPS, "要点|核心|核心点|核心要点|重点|创新点|亮点|笔记|备注|tip|tips|note|notes|highlights"),
)
"""Spellings apart by `|`, in lower case."""

_LABEL_OF = {spelling: label for label, spellings in LABELS for spelling in spellings.split("|")}
_BULLETS = re.compile(r"(?:[-*+•·●>]+\s*|\\[-*+]\s*)*")
_NAME = re.compile(r"([^:：﹕∶\[\]()（）<>]{1,24})[:：﹕∶](?!//)")
_BEFORE_LINK = re.compile(r"([^:：\[\]()（）<>]{1,24})(?=\[)")
_MARKS = " *_`\t"
_NUMBERED = re.compile(r"\s*\d{1,2}$")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A line without its bullet (`text`) and, split off it, the label's name ("" for none) and the value.

    `label` is None for a name that is not in LABELS.
    """

    text: str
    label: Label | None = None
    name: str = ""
    value: str = ""


def known(name: str) -> Label | None:
    """The label that this name spells: width, case, bold marks and a number at its end do not count."""
    folded = unicodedata.normalize("NFKC", name).casefold().strip(" *_`-\t")
    return _LABEL_OF.get(folded) or _LABEL_OF.get(_NUMBERED.sub("", folded))


def split(line: str) -> Labelled:
    """Splits a line at its label. A known label may lack its colon before a link or at the end of the line."""
    text = _BULLETS.sub("", line.strip(), count=1)
    named = _NAME.match(text) or _known_before_link(text)
    if named is not None:
        name = named[1].strip(_MARKS)
        return Labelled(text, known(name), name, text[named.end() :].strip(" *\t"))
    if known(text) is not None:
        return Labelled(text, known(text), text.strip(_MARKS))
    return Labelled(text)


def _known_before_link(text: str) -> re.Match[str] | None:
    before = _BEFORE_LINK.match(text)
    return before if before is not None and known(before[1]) is not None else None
