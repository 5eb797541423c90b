"""/sources [add <address> | remove <number> | opml]: what the reader reads, and more of it by pasting an address."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

from bot import timetable
from bot.address import shown
from bot.chat.command import Call, Command
from bot.chat.commands.status import STATES
from bot.digest.actions import Subscribe, encode
from bot.digest.source_names import feed_name, source_name, title
from bot.digest.tips import cut
from bot.domain import Reader, SourceSpec
from bot.errors import BadInput, DeliveryError
from bot.message import Block, Button, Message, Span, Style, line
from bot.services.look import Feed, Trouble
from bot.services.sources import Offered
from bot.store.subscriptions import Joined, Reading
from bot.texts import Texts, later

Act = Callable[[Call, str], Awaitable[Message]]

MOMENT = 1.0
"""Seconds after which the reader is told that somebody is looking."""
LONGEST_LIST = 3_500
"""Characters of a list that still fits into a message."""
USAGE = later(
    "Use it like this: /sources add https://example.org/blog (or just send the address), /sources remove 2, "
    "/sources opml."
)
_IN_A_BLOCK = 20
"""Lines that stay together where a long list has to be split."""
TROUBLES = {
    Trouble.NO_FEED: later(
        "I found no feed at {address} or behind it. Look on the site for a link called RSS, Atom or Feed and send me "
        "that one."
    ),
    Trouble.GONE: later("{address} says that there is nothing there."),
    Trouble.CLOSED: later("{address} does not let me in, so I can't read it."),
    Trouble.SILENT: later("I could not read {address} just now. Check the address, or try again later."),
}
JOINED = {
    Joined.NEW: later("You read {title} from now on: its next reading comes into your digests."),
    Joined.BACK: later("You read {title} again."),
    Joined.ALREADY: later("You read {title} already."),
}


async def run(call: Call) -> Message:
    verb, rest = (*call.args.split(maxsplit=1), "", "")[:2]
    if not verb:
        return await _everything(call)
    for words, act in ACTS:
        if verb.rstrip(":：").casefold() in words:
            return await act(call, rest.strip())
    raise BadInput(USAGE)


def joined_words(spec: SourceSpec, joined: Joined, t: Texts) -> str:
    """What came of asking for a feed, in a sentence."""
    return t(JOINED[joined], title=feed_name(spec))


async def _add(call: Call, text: str) -> Message:
    if not text:
        raise BadInput(USAGE)
    number = _number(text)
    if number is not None:
        source = await call.desk.sources.come_back(call.reader, number)
        return line(call.t(JOINED[Joined.BACK], title=source_name(source)))
    return _offer(await _looked_at(call, text), call)


async def _looked_at(call: Call, typed: str) -> Offered:
    """The preview; where it takes longer than a moment, the reader is told meanwhile."""
    looking = asyncio.ensure_future(call.desk.sources.offer(call.reader, typed))
    try:
        done, _ = await asyncio.wait({looking}, timeout=MOMENT)
        if not done and call.reader.chat_id is not None:
            with contextlib.suppress(DeliveryError):  # the preview itself is what was asked for
                await call.desk.channel.send(call.reader.chat_id, line(call.t("I am having a look…")))
        return await looking
    finally:
        looking.cancel()


async def _remove(call: Call, text: str) -> Message:
    number = _number(text)
    if number is None:
        raise BadInput(later("Give the number that /sources shows: /sources remove 2"))
    source = await call.desk.sources.unsubscribe(call.reader, number)
    if source.shared:
        said = call.t("You left {title}; /sources add {n} takes it up again.", title=source_name(source), n=number)
    else:
        said = call.t("You read {title} no more.", title=source_name(source))
    return line(said)


async def _opml(call: Call, _: str) -> Message:
    t = call.t
    text, left_out = await call.desk.sources.listed(call.reader, whole=False)
    if len(text.encode("utf-16-le")) // 2 > LONGEST_LIST:
        return line(
            t(
                "The list is too long for a message; whoever runs this bot can write it to a file: "
                "bandu export --reader {reader} --format opml",
                reader=call.reader.key,
            )
        )
    blocks = [Block((Span(t("What you read, for other programs:")),)), Block((Span(text.strip(), Style.CODE),))]
    if left_out:
        said = t.n(
            "{n} source is left out: its address holds a key.",
            "{n} sources are left out: their addresses hold keys.",
            left_out,
        )
        blocks.append(Block((Span(said),)))
    return Message(tuple(blocks))


ACTS: tuple[tuple[tuple[str, ...], Act], ...] = (
    (("add", "subscribe", "添加", "订阅"), _add),
    (("remove", "unsubscribe", "leave", "删除", "退订"), _remove),
    (("opml", "export", "导出"), _opml),
)
"""What can be said behind the command, in either language whatever the reader's."""


async def _everything(call: Call) -> Message:
    t = call.t
    readings = await call.desk.sources.of(call.reader)
    said = [f"{number}. {_line(one, number, call.reader, t)}" for number, one in enumerate(readings, start=1)]
    whole = [t("What you read:"), *(said or [t("nothing yet")])]
    parts = [whole[at : at + _IN_A_BLOCK] for at in range(0, len(whole), _IN_A_BLOCK)]
    return Message(tuple(Block((Span("\n".join(part)),)) for part in [*parts, [t(USAGE)]]))


def _line(reading: Reading, number: int, reader: Reader, t: Texts) -> str:
    source = reading.source
    if not reading.wanted:
        return t("{title}: left by you; /sources add {n} takes it up again", title=source_name(source), n=number)
    said = [t("{source}: {state}", source=source_name(source), state=t(STATES[source.state]))]
    if source.good_at is not None and source.state is not None and source.state.is_trouble:
        day = t.date(timetable.local_day(source.good_at, reader.zone), "medium")
        said.append(t("last good reading {day}", day=day))
    if not source.shared:
        said.append(t("your own"))
    return " · ".join(said)


def _offer(offered: Offered, call: Call) -> Message:
    preview, t = offered.preview, call.t
    if preview.trouble is not None:
        return line(t(TROUBLES[preview.trouble], address=shown(preview.url)))
    heading = t("This is a feed:") if preview.direct else t("Behind {address} there is:", address=shown(preview.url))
    choices = enumerate(zip(preview.feeds, offered.read, strict=True))
    feeds = (_feed(feed, Subscribe(offered.number, at), read, call) for at, (feed, read) in choices)
    return Message((Block((Span(heading),)), *feeds))


def _feed(feed: Feed, action: Subscribe, read: bool, call: Call) -> Block:
    t, name = call.t, feed_name(feed.spec)
    about = [shown(feed.spec.url), t.n("{n} entry", "{n} entries", feed.count)]
    if feed.changed is not None:
        day = t.date(timetable.local_day(feed.changed, call.reader.zone), "medium")
        about.append(t("newest of {day}", day=day))
    told = [" · ".join(about), *(f"– {named}" for one in feed.newest if (named := title(one)))]
    if read:
        told.append(t("You read this already."))
    label = t("Subscribe") if action.choice == 0 else t("Subscribe to {title}", title=cut(name, 30))
    rows = () if read else ((Button(label, encode(action)),),)
    return Block((Span(name, Style.BOLD), Span("\n" + "\n".join(told))), rows)


def _number(typed: str) -> int | None:
    digits = typed.strip().rstrip(".")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 4 else None


COMMAND = Command("sources", later("What you read; add a source by its address"), run)
