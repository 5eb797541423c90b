"""/interests: what the reader said they want more or less of, and the facets found in their stars."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.chat.command import Call, Command
from bot.digest.readable import readable
from bot.digest.tips import cut
from bot.errors import BadInput
from bot.message import Block, Message, Span, line
from bot.services.interests import Stated
from bot.texts import Texts, later
from ranking.domain import Facet

Act = Callable[[Call, str], Awaitable[Message]]

USAGE = later(
    "Use it like this: /interests more diffusion models, au: Ada Example, cs.CV – or less, remove 3, mute 2, unmute 2, "
    "share 2 30, name 2 medical."
)
NOT_A_NUMBER = later("Give the numbers that /interests shows: /interests remove 3")
NO_PERCENT = later("Give a share in percent, or auto: /interests share 2 30")
_QUOTE = 60
"""Characters of an interest that are shown in a list."""
_IN_A_BLOCK = 20
"""Lines that stay together where a long list has to be split."""


async def run(call: Call) -> Message:
    verb, rest = _parted(call.args)
    if not verb:
        return await _everything(call)
    if verb in ("much", "很"):
        verb, rest = _parted(rest)
        verb = f"much {verb}"
    for words, act in ACTS:
        if verb in words:
            return await act(call, rest)
    raise BadInput(USAGE)


async def _say(call: Call, text: str, weight: float) -> Message:
    said = await call.desk.interests.say(call.reader, text, weight)
    things = [_thing(one, call.t) for one in said]
    if weight > 0:
        return _told(call.t("More of this from now on: {things}", things=_only(things)), things)
    return _told(call.t("Less of this from now on: {things}", things=_only(things)), things)


async def _more(call: Call, text: str) -> Message:
    return await _say(call, text, 1.0)


async def _less(call: Call, text: str) -> Message:
    return await _say(call, text, -1.0)


async def _much_more(call: Call, text: str) -> Message:
    return await _say(call, text, 2.0)


async def _much_less(call: Call, text: str) -> Message:
    return await _say(call, text, -2.0)


async def _remove(call: Call, text: str) -> Message:
    typed = text.replace(",", " ").replace("，", " ").replace("、", " ").split()
    numbers = [_number(word) for word in typed]
    if not numbers or None in numbers:
        raise BadInput(NOT_A_NUMBER)
    gone = await call.desk.interests.remove(call.reader, [number for number in numbers if number is not None])
    things = [_thing(one, call.t) for one in gone]
    return _told(call.t("Taken back: {title}", title=_only(things)), things)


async def _mute(call: Call, which: str) -> Message:
    facet = await call.desk.facets.mute(call.reader, which, muted=True)
    return line(call.t("Muted: {facet}. It stays out of your digest.", facet=_short(facet.name)))


async def _unmute(call: Call, which: str) -> Message:
    facet = await call.desk.facets.mute(call.reader, which, muted=False)
    return line(call.t("{facet} may be in your digest again.", facet=_short(facet.name)))


async def _share(call: Call, text: str) -> Message:
    which, _, typed = text.rpartition(" ")
    percent = _number(typed.rstrip("%％"))
    if not which or (percent is None and typed.casefold() not in ("auto", "自动")):
        raise BadInput(NO_PERCENT)
    facet = await call.desk.facets.share(call.reader, which, percent)
    if percent is None:
        return line(call.t("{facet} gets as much of your digest as of your likes.", facet=_short(facet.name)))
    return line(call.t("{facet} gets {n} % of your digest.", facet=_short(facet.name), n=percent))


async def _name(call: Call, text: str) -> Message:
    which, name = (*text.split(maxsplit=1), "", "")[:2]
    facet = await call.desk.facets.name(call.reader, which, name)
    return line(call.t("This facet is now called {facet}.", facet=_short(facet.name)))


ACTS: tuple[tuple[tuple[str, ...], Act], ...] = (
    (("more", "多", "更多"), _more),
    (("less", "少", "更少"), _less),
    (("much more", "much 多", "很多"), _much_more),
    (("much less", "much 少", "很少"), _much_less),
    (("remove", "删除"), _remove),
    (("mute", "静音"), _mute),
    (("unmute", "取消静音"), _unmute),
    (("share", "比例"), _share),
    (("name", "命名"), _name),
)
"""What can be said behind the command, in either language whatever the reader's."""


async def _everything(call: Call) -> Message:
    t = call.t
    stated = await call.desk.interests.stated(call.reader)
    facets = await call.desk.facets.of(call.reader)
    said = [f"{number}. {_sign(one)} {_thing(one, t)}" for number, one in enumerate(stated, start=1)]
    found = [_facet(number, facet, t) for number, facet in enumerate(facets, start=1)]
    blocks = (
        *_blocks(t("What you told me:"), said or [t("nothing yet")]),
        *_blocks(t("What your stars say:"), found or [t("nothing yet; a few likes of a kind make a facet")]),
        Block((Span(t(USAGE)),)),
    )
    return Message(blocks)


def _blocks(heading: str, lines: list[str]) -> list[Block]:
    whole = [heading, *lines]
    return [Block((Span("\n".join(whole[at : at + _IN_A_BLOCK])),)) for at in range(0, len(whole), _IN_A_BLOCK)]


def _facet(number: int, facet: Facet, t: Texts) -> str:
    likes = t.n("{n} like", "{n} likes", len(facet.papers))
    told = f"{number}. {_short(facet.name)} – {likes}"
    if facet.share is not None:
        told += t(", ") + t("share {n} %", n=round(facet.share * 100))
    return told + t(", ") + t("muted") if facet.muted else told


def _only(things: list[str]) -> str:
    """What is said in the sentence itself: one thing; several follow it in lines of their own."""
    return things[0] if len(things) == 1 else ""


def _told(sentence: str, things: list[str]) -> Message:
    return Message(tuple(_blocks(sentence.rstrip(), things if len(things) > 1 else [])))


def _sign(stated: Stated) -> str:
    return ("+" if stated.interest.weight > 0 else "−") * (2 if abs(stated.interest.weight) > 1 else 1)


def _thing(stated: Stated, t: Texts) -> str:
    said = _short(stated.title or stated.interest.text)
    match stated.interest.kind:
        case "author":
            return t("the author {author}", author=said)
        case "category":
            return t("the category {category}", category=said)
        case "paper":
            return t("papers like {title}", title=said)
        case "words":
            return said


def _short(text: str) -> str:
    return cut(readable(text), _QUOTE)


def _parted(text: str) -> tuple[str, str]:
    """The first word, in lower case, and the rest."""
    verb, rest = (*text.split(maxsplit=1), "", "")[:2]
    return verb.rstrip(":：").casefold(), rest.strip()


def _number(word: str) -> int | None:
    """A number as typed, with or without its full stop; None for anything else."""
    digits = word.strip().rstrip(".")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 4 else None


COMMAND = Command("interests", later("What you want more or less of, and your facets"), run)
