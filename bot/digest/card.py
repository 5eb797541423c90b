"""One item in full: its card, and the explanation of its prediction. Plain text spans only, as in `render`."""

from __future__ import annotations

from collections.abc import Mapping

from bot.digest.actions import Rate, encode, item_row
from bot.digest.award import award
from bot.digest.links import link_of
from bot.digest.particulars import PLACES, affiliations_of, foreign, reading
from bot.digest.parts import heading, is_web, labelled, links, predicted, title_of
from bot.digest.readable import readable
from bot.digest.reasons import weight_of_reason, words_of_place, words_of_reasons
from bot.digest.tips import cut
from bot.domain import DigestItem, LinkKind, Picture
from bot.message import Block, Button, Message, Rows, Span, Style
from bot.texts import Texts

ABSTRACT_LENGTH = 2_500
_MOST_AUTHORS = 6


def card(
    item: DigestItem,
    delivery: int,
    t: Texts,
    titles: Mapping[str, str] | None = None,
    picture: Picture | None = None,
) -> Message:
    """The item's card with stars to tap, and a button that takes them back where it is rated.

    `titles` are those of rated papers that reasons name; without them such papers go by their stars.
    """
    why = t("; ").join((*words_of_place(item, t), *words_of_reasons(item.reasons, titles or {}, t)))
    about = _joined((_authors(item, t), affiliations_of(item.record, t), _where_and_when(item, t)))
    head = (*heading(item, t), *((Span("\n" + about, Style.ITALIC),) if about else ()))
    abstract = cut(readable(item.record.paper.abstract), ABSTRACT_LENGTH)
    text = abstract or t("The source gave no abstract.")
    foot = (
        *_links(item, t),
        *_picture(picture, t),
        *labelled(t("Why"), why, t),
    )
    blocks = (
        Block(head),
        Block((Span(t("Abstract"), Style.BOLD), Span(t(": ") + text))),
        Block(_without_break(foot), _rows(item, delivery, t)),
    )
    return Message(blocks)


def why_message(item: DigestItem, titles: Mapping[str, str], t: Texts) -> Message:
    """Every reason for the prediction with its weight in plain words, strongest first."""
    head = (Span(title_of(item.record, t), Style.BOLD), Span("\n" + t("Predicted: {stars}", stars=predicted(item))))
    if not item.reasons:
        return Message((Block(head), Block((Span(words_of_reasons((), titles, t)[0]),))))
    lines = "\n".join("• " + weight_of_reason(reason, item.reasons, titles, t) for reason in item.reasons)
    note = t("The numbers are parts of the score that orders your digest; what is not named here adds the rest.")
    return Message((Block(head), Block((Span(lines),)), Block((Span(note, Style.ITALIC),))))


def _authors(item: DigestItem, t: Texts) -> str:
    names = item.record.paper.authors
    shown = t(", ").join(cut(" ".join(readable(name).split()), 80) for name in names[:_MOST_AUTHORS])
    return shown + t(" et al.") if len(names) > _MOST_AUTHORS else shown


def _where_and_when(item: DigestItem, t: Texts) -> str:
    paper = item.record.paper
    day = (paper.published or item.record.first_seen).date()
    prize = award(paper.comment) or ""
    return " · ".join(
        x for x in (item.venue or "", prize, cut(t(", ").join(paper.categories[:6]), 120), t.date(day)) if x
    )


def _code_found(item: DigestItem, t: Texts) -> tuple[Span, ...]:
    """Where the code link was read, so that nobody takes it for more than it is."""
    code = link_of(item.record, LinkKind.CODE)
    if code is None:
        return ()
    return (Span(" (" + t("code link {place}", place=t(PLACES[code.found_in])) + ")"),)


def _picture(picture: Picture | None, t: Texts) -> tuple[Span, ...]:
    """A link to the picture, with where it was found."""
    if picture is None or not is_web(picture.url):
        return ()
    return (Span("\n"), Span(t("Picture"), url=picture.url), Span(f" ({t(PLACES[picture.found_in])})"))


def _links(item: DigestItem, t: Texts) -> tuple[Span, ...]:
    """The links, where the code was found, and the language of a short text (that of a whole one is told already)."""
    linked = (*links(item, t), *_code_found(item, t))
    said = "" if reading(item.record, t) else foreign(item.record, t)
    if not said:
        return linked
    return (*linked, Span(f" · {said}" if linked else f"\n{said}"))


def _rows(item: DigestItem, delivery: int, t: Texts) -> Rows:
    stars = item_row(delivery, item.rank, item.rating, numbered=False)
    if not item.rating:
        return (stars,)
    return (stars, (Button(t("Take back"), encode(Rate(delivery, item.rank, 0))),))


def _joined(lines: tuple[str, ...]) -> str:
    return "\n".join(text for text in lines if text)


def _without_break(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """The spans without the line break that the first begins with."""
    first = spans[0].text.removeprefix("\n")
    return (Span(first, spans[0].style, spans[0].url), *spans[1:]) if first else spans[1:]
