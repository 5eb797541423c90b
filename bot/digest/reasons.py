"""Reasons of a score in words: it knows the language and the titles of rated papers, no message and no model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.digest.readable import readable
from bot.digest.tips import cut
from bot.domain import DigestItem, ItemSlot
from bot.texts import Texts
from ranking.domain import LIKE_STARS, Reason

_LABEL = 40
"""Longest title, name or term that is quoted in a reason, in characters."""
_STRONGLY, _CLEARLY = 0.25, 0.1
"""Shares of all named contributions from which a reason counts strongly, or clearly."""


def words_of_reasons(reasons: Sequence[Reason], titles: Mapping[str, str], t: Texts) -> tuple[str, ...]:
    """Short phrases, what speaks for the paper before what speaks against it; never empty."""
    for_it = [r for r in reasons if r.contribution > 0]
    against = [r for r in reasons if r.contribution < 0]
    phrases = (*_favouring(for_it, titles, t), *_opposing(against, titles, t))
    return phrases or (t("the newest of what you read; rate a few and this becomes personal"),)


def words_of_place(item: DigestItem, t: Texts) -> tuple[str, ...]:
    """Why it stands in the digest, where that is not only its score: a try, a check, one of the reader's interests."""
    marks = []
    if item.slot is ItemSlot.EXPLORE:
        marks.append(t("a try: your stars here teach me most"))
    if item.slot is ItemSlot.AUDIT:
        marks.append(t("a check: drawn at random from what I would have left out"))
    if item.facet and not any(reason.kind == "facet" for reason in item.reasons):
        marks.append(t("for your interest {facet}", facet=_quoted(item.facet)))
    return tuple(marks)


def weight_of_reason(reason: Reason, reasons: Sequence[Reason], titles: Mapping[str, str], t: Texts) -> str:
    """One reason with its weight: what it is, which way and how strongly it counts, and its number."""
    total = sum(abs(r.contribution) for r in reasons) or 1.0
    share = abs(reason.contribution) / total
    force = _force(reason.contribution > 0, share, t)
    return f"{_thing(reason, titles, t)}{t(': ')}{force} ({reason.contribution:+.2f})"


def _favouring(reasons: Sequence[Reason], titles: Mapping[str, str], t: Texts) -> list[str]:
    """Reasons of one kind share a phrase, save papers; kinds in the order of their strongest reason.

    A term that the reader asked for is told as that alone.
    """
    phrases: list[str] = []
    asked = {r.label.casefold() for r in reasons if r.kind == "interest"}
    reasons = [r for r in reasons if r.kind != "term" or r.label.casefold() not in asked]
    for kind in dict.fromkeys(r.kind for r in reasons):
        same = [r for r in reasons if r.kind == kind]
        named = t(", ").join(_quoted(r.label) for r in same[:3])
        match kind:
            case "term":
                phrases.append(t("about {terms}", terms=named))
            case "author":
                phrases.append(t("by {authors}", authors=t(", ").join(_short(r.label) for r in same[:3])))
            case "category":
                phrases.append(t("in {categories}", categories=t(", ").join(_short(r.label) for r in same[:3])))
            case "interest":
                phrases.append(t("as you asked for {interests}", interests=named))
            case "facet":
                phrases.append(t("fits your interest {facets}", facets=named))
            case "paper":
                phrases.extend(_like(r, titles, t) for r in same[:2])
    return phrases


def _opposing(reasons: Sequence[Reason], titles: Mapping[str, str], t: Texts) -> list[str]:
    papers = [r for r in reasons if r.kind == "paper"]
    others = [r for r in reasons if r.kind != "paper"]
    phrases = [_unlike(r, titles, t) for r in papers[:1]]
    if others:
        named = t(", ").join(_quoted(r.label) for r in others[:3])
        phrases.append(t("but {things} counts against it", things=named))
    return phrases


def _like(reason: Reason, titles: Mapping[str, str], t: Texts) -> str:
    return t("like {paper}", paper=_paper(reason, titles, t))


def _unlike(reason: Reason, titles: Mapping[str, str], t: Texts) -> str:
    """A rated paper that counts against it: a good one that is far, or a poor one that is near."""
    paper = _paper(reason, titles, t)
    return (
        t("but unlike {paper}", paper=paper)
        if (reason.stars or 0) >= LIKE_STARS
        else t("but close to {paper}", paper=paper)
    )


def _paper(reason: Reason, titles: Mapping[str, str], t: Texts) -> str:
    """The paper's title with its stars; without the title, a paper of so many stars. None: it was passed over."""
    title = titles.get(reason.label, "")
    if reason.stars:
        return f"{_quoted(title)} ({reason.stars}★)" if title else t("a paper you gave {stars}★", stars=reason.stars)
    return t("{paper}, which you passed over", paper=_quoted(title)) if title else t("a paper you passed over")


def _thing(reason: Reason, titles: Mapping[str, str], t: Texts) -> str:
    match reason.kind:
        case "term":
            return t("the word {term}", term=_quoted(reason.label))
        case "author":
            return t("the author {author}", author=_short(reason.label))
        case "category":
            return t("the category {category}", category=_short(reason.label))
        case "interest":
            return t("what you asked for, {interest}", interest=_quoted(reason.label))
        case "facet":
            return t("your interest {facet}", facet=_quoted(reason.label))
        case "paper":
            return t("its likeness to {paper}", paper=_paper(reason, titles, t))


def _force(raises: bool, share: float, t: Texts) -> str:
    if share >= _STRONGLY:
        return t("speaks strongly for it") if raises else t("speaks strongly against it")
    if share >= _CLEARLY:
        return t("speaks for it") if raises else t("speaks against it")
    return t("speaks a little for it") if raises else t("speaks a little against it")


def _quoted(text: str) -> str:
    return f"“{_short(text)}”"


def _short(text: str) -> str:
    return cut(readable(text), _LABEL)
