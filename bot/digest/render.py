"""A digest as a message, one block per item: what every item line is made of and in which order.

Plain text spans only: escaping, measuring and splitting belong to the channel. An item's line begins with its number
and a full stop, and no other line of the digest does.
"""

from __future__ import annotations

from bot.digest.actions import item_row
from bot.digest.card import card, why_message
from bot.digest.parts import heading, labelled, links
from bot.digest.reasons import words_of_place, words_of_reasons
from bot.domain import Digest, DigestItem, Why
from bot.message import Block, Message, Span, Style, line
from bot.texts import Texts

__all__ = ["card", "render", "why_empty", "why_message", "words_of_reasons"]

_MOST_REASONS = 3
_MOST_NAMED = 5


def render(digest: Digest, delivery: int, t: Texts) -> Message:
    """The digest as a message whose buttons belong to that delivery; an empty one is one sentence saying why."""
    if not digest.items:
        return line(why_empty(digest, t))
    return Message((_header(digest, t), *(_item(item, digest, delivery, t) for item in digest.items)))


def why_empty(digest: Digest, t: Texts) -> str:
    """One friendly sentence on why there is no item."""
    if digest.empty is Why.NOTHING_YET:
        return t("There are no papers here yet: the sources are read soon, so try /digest again in a few minutes.")
    if digest.empty is Why.ALL_MUTED:
        return t("Nothing to show today: all that is new belongs to interests you muted; /interests shows them.")
    if digest.empty is Why.WEEKEND:
        return t("Nothing new for you; at the weekend that is usual, for arXiv announces nothing.")
    if digest.empty is Why.HOLIDAY and digest.empty_day:
        day = t.date(digest.empty_day)
        return t("Nothing new for you; arXiv announced nothing on {day}, a holiday there.", day=day)
    if digest.empty in (Why.UNREAD, Why.OVERDUE):
        return _what_is_missing(digest, t)
    return t("Nothing new since your last digest; the sources were read and had nothing you have not seen.")


def _what_is_missing(digest: Digest, t: Texts) -> str:
    listed = digest.empty_sources
    sources = t(", ").join(listed[:_MOST_NAMED]) + (" …" if len(listed) > _MOST_NAMED else "")
    if digest.empty is Why.OVERDUE:
        return t("Nothing new for you. Overdue, and looked for again and again: {sources}", sources=sources)
    if digest.empty_day is None:
        return t("Nothing new for you. Out of reach so far: {sources}", sources=sources)
    day = t.date(digest.empty_day)
    return t("Nothing new for you. Not read since {day}: {sources}", day=day, sources=sources)


def _header(digest: Digest, t: Texts) -> Block:
    day = t.date(digest.day, "full")
    text = f"🗞 {day}"
    shown = len(digest.items)
    if digest.considered > shown:
        text += " · " + t.n(
            "best {shown} of {n} new paper", "best {shown} of {n} new papers", digest.considered, shown=shown
        )
    elif digest.considered:
        text += " · " + t.n("{n} new paper", "{n} new papers", shown)
    return Block((Span(text),))


def _item(item: DigestItem, digest: Digest, delivery: int, t: Texts) -> Block:
    marks = words_of_place(item, t)
    reasons = words_of_reasons(item.reasons, digest.titles, t)
    why = t("; ").join((*marks, *reasons[: max(1, _MOST_REASONS - len(marks))]))
    spans = (
        *heading(item, t),
        *(labelled(t("Abstract"), item.summary, t) if item.summary else ()),
        *links(item, t),
        *_tips(item, t),
        *labelled(t("Why"), why, t),
    )
    return Block(spans, (item_row(delivery, item.rank, item.rating, numbered=True),))


def _tips(item: DigestItem, t: Texts) -> tuple[Span, ...]:
    """The folded sentences; the label stands inside, so that no line begins with the text's own numbers."""
    if not item.tips:
        return ()
    return (Span("\n"), Span(t("Tips") + t(": ") + item.tips, Style.FOLDED))
