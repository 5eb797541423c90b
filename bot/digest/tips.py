"""The few sentences shown of an abstract: one that says what is done, and two or three more that carry the rest.

Sentences are the authors' own, chosen by centrality (`lexrank`) against redundancy (MMR, Carbonell and Goldstein 1998);
nothing is rewritten, a sentence is only cut. Works on readable text; knows no paper and no channel.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.digest.lexrank import Vector, cosine, lexrank, vectors
from bot.digest.sentences import sentences

SUMMARY_LENGTH = 130
TIPS_LENGTH = 300
"""So long, six items of a real day fit into one message in 93 of 100 draws, and five tips in six keep two sentences."""
_MOST_SENTENCES = 40
_REDUNDANT = 0.6
"""Weight of being unlike what is chosen already, against being central."""
_SAME = 0.7
"""Cosine from which two sentences say the same."""
_BACKGROUND = 0.4
"""Taken from a sentence that comes before the one that says what is done: it tells what others did."""
_CUE = re.compile(
    r"\b(?:we|this (?:paper|work|study|article|survey|thesis|report)|the paper|the authors?)\s+"
    r"(?:\w+ly\s+|also\s+|first\s+|\w+\s+and\s+)?(?:propos|present|introduc|develop|design|describ|investigat|address|study|explor|survey|review|releas|build|"
    r"formulat|stud(?:y|ies)|tackl|examin|provid)\w*|is (?:proposed|presented|introduced)|"
    r"(?:本文|我们|该文|文章|论文)[^。]{0,12}(?:提出|介绍|设计|研究|构建|探讨|给出)|提出了",
    re.IGNORECASE,
)
_NEW = re.compile(r"\b(?:propos|introduc|present)\w*|提出", re.IGNORECASE)
_RESULT = re.compile(
    r"\b(?:outperform|achiev|improv|surpass|reduc|state-of-the-art|demonstrat)\w*|\d%|优于|达到|提升", re.IGNORECASE
)
_AVAILABILITY = re.compile(
    r"https?://|\b(?:github|gitlab)\.com/|\b(?:code|codes|dataset|data|models?|project page|website|demo)\b[^.]{0,60}\b"
    r"(?:available|released?|found at|open-sourced?|public(?:ly)?)\b|(?:代码|数据集)[^。]{0,20}(?:开源|公开|发布)",
    re.IGNORECASE,
)
_FURTHER = re.compile(
    r"^(?:in addition|additionally|furthermore|moreover|besides|finally|此外|另外|最后)", re.IGNORECASE
)
_POINTS_BACK = re.compile(r"^(?:this|these|it|they|such|each|however|nevertheless|但是|然而|这)", re.IGNORECASE)
_LEAD_IN = re.compile(
    r"^(?:(?:in this (?:paper|work|study|article|report)|to (?:this end|address (?:this|these|the)[^,]{0,60}|"
    r"(?:tackle|overcome|solve|bridge|mitigate|fill|alleviate) (?:this|these|the)[^,]{0,60})|here|therefore|thus|hence|"
    r"specifically|motivated by this|inspired by this|accordingly|in response|"
    r"based on th(?:is|ese)[^,]{0,40})\s*,\s*|(?:在?本文中?，|为此，|为了?解决[^，]{0,20}，))+",
    re.IGNORECASE,
)
_LONG_LEAD_IN = re.compile(
    r"^[^,]{3,110},\s+(?=(?:we|this (?:paper|work))\s+(?:\w+ly\s+)?(?:propos|introduc|present|develop|design))",
    re.IGNORECASE,
)


def summary(title: str, abstract: str) -> str:
    """The sentence that says best what is done, in one line of at most SUMMARY_LENGTH; "" for no abstract."""
    chosen = _main_sentence(title, abstract)
    if len(chosen) > SUMMARY_LENGTH:
        chosen = _main_clause(_without_lead_in(chosen))
    return cut(chosen, SUMMARY_LENGTH)


def tips(abstract: str, skip: str = "", most: int = 3) -> str:
    """Up to `most` sentences in the order of the text, TIPS_LENGTH in all at most, without the one in `skip`."""
    everything = _sentences(abstract)
    main = next((i for i, s in enumerate(everything) if _says(s, skip)), 0)
    said = [(s, i < main) for i, s in enumerate(everything) if not _says(s, skip)]
    said = [(s, early) for s, early in said if not _AVAILABILITY.search(s)] or said
    if not said:
        return ""
    worth = [s for s, _ in said]
    vecs = vectors(worth)
    merits = [m - _BACKGROUND * early for m, (_, early) in zip(_merits(worth, vecs), said, strict=True)]
    chosen = sorted(_chosen(worth, vecs, merits, most))
    return cut(_joined([worth[i] for i in chosen]), TIPS_LENGTH)


def cut(text: str, most: int) -> str:
    """The text, or its beginning up to a word's end with `…`, in at most `most` characters."""
    if len(text) <= most:
        return text
    head = text[: most - 1]
    space = head.rfind(" ")
    if space > most // 2 and not text[most - 1].isspace():
        head = head[:space]
    return head.rstrip(" ,;:，、；：(（-–") + "…"


def _main_sentence(title: str, abstract: str) -> str:
    said = _sentences(abstract)
    if not said:
        return ""
    vecs = vectors([title, *said])
    central = lexrank(vecs[1:])
    scores = [
        central[i] + 0.8 * cosine(vecs[0], vecs[i + 1]) + _cue(s) - (1.5 if _AVAILABILITY.search(s) else 0.0)
        for i, s in enumerate(said)
    ]
    return said[max(range(len(said)), key=lambda i: (scores[i], -i))]


def _cue(sentence: str) -> float:
    if not _CUE.search(sentence):
        return 0.0
    return (1.2 if _NEW.search(sentence) else 0.7) - 0.6 * bool(_FURTHER.search(sentence))


def _merits(said: Sequence[str], vecs: Sequence[Vector]) -> list[float]:
    """Centrality, a little more for results, less for a fragment and for what points at a sentence left out."""
    bonus = [0.15 * bool(_RESULT.search(s)) - 0.1 * bool(_POINTS_BACK.search(s)) for s in said]
    fragment = [0.4 * (len(s) < 30 and s.isascii()) for s in said]
    return [c + b - f for c, b, f in zip(lexrank(vecs), bonus, fragment, strict=True)]


def _chosen(said: Sequence[str], vecs: Sequence[Vector], merits: Sequence[float], most: int) -> list[int]:
    """Indices by maximal marginal relevance, as far as they fit; the best alone where none fits."""
    chosen: list[int] = []
    left: Sequence[int] = range(len(said))
    while len(chosen) < most:
        room = TIPS_LENGTH - sum(len(said[i]) + 1 for i in chosen)
        alike = [max((cosine(vecs[i], vecs[j]) for j in chosen), default=0.0) for i in range(len(said))]
        left = [i for i in left if i not in chosen and len(said[i]) <= room and alike[i] < _SAME]
        if not left:
            break
        sociable = left if chosen else [i for i in left if _leaves_room(i, said)] or left
        chosen.append(max(sociable, key=lambda i: merits[i] - _REDUNDANT * alike[i]))
    return chosen or [max(range(len(said)), key=lambda i: merits[i])]


def _leaves_room(i: int, said: Sequence[str]) -> bool:
    """Whether another sentence fits beside this one."""
    return any(j != i and len(said[i]) + 1 + len(other) <= TIPS_LENGTH for j, other in enumerate(said))


def _sentences(abstract: str) -> list[str]:
    return sentences(abstract)[:_MOST_SENTENCES]


def _says(sentence: str, skip: str) -> bool:
    """Whether `skip`, perhaps cut, was made from this sentence."""
    wanted = _bare(skip)
    return bool(wanted) and wanted in _bare(sentence)


def _bare(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _without_lead_in(sentence: str) -> str:
    rest = _LONG_LEAD_IN.sub("", _LEAD_IN.sub("", sentence))
    return rest[:1].upper() + rest[1:]


def _main_clause(sentence: str) -> str:
    """A sentence that is too long, up to a comma well inside the line; else as it is."""
    if len(sentence) <= SUMMARY_LENGTH:
        return sentence
    comma = max(sentence.rfind(mark, 0, SUMMARY_LENGTH - 1) for mark in (", ", "; ", "，", "；"))
    return sentence[:comma] + "…" if comma > SUMMARY_LENGTH * 0.6 else sentence


def _joined(chosen: Sequence[str]) -> str:
    """Sentences in a row; Chinese ones stand close."""
    text = ""
    for sentence in chosen:
        text += sentence if not text or text[-1] in "。！？；" else " " + sentence
    return text
