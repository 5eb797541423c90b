"""`bandu sources`: what the installation reads for everybody."""

from __future__ import annotations

import argparse
import asyncio
from datetime import datetime
from pathlib import Path

from bot.address import has_secrets, shown, usable, without_secrets
from bot.cli.console import Console
from bot.cli.counted import counted
from bot.cli.files import write_out, xml_text
from bot.domain import Source, SourceSpec
from bot.errors import BadInput
from bot.portable import opml, read_history
from bot.services.desk import Desk
from bot.services.look import Feed, Preview
from bot.settings import is_web_address

PATIENCE = 15.0
"""Seconds that a look at a new source may take."""


def arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="list|add|remove|import|export")
    listed = actions.add_parser("list", help="every source and how its last fetch went")
    listed.add_argument("--json", action="store_true", help="print one JSON value")
    added = actions.add_parser("add", help="read one more feed, or the one behind a page")
    added.add_argument("url", metavar="URL")
    added.add_argument("--name", help="a name of your own (default: the address)")
    added.add_argument("--as-is", action="store_true", help="do not look what is there")
    actions.add_parser("remove", help="read a feed no more; its papers stay").add_argument("name", metavar="NAME")
    taken = actions.add_parser("import", help="read what an OPML list names")
    taken.add_argument("file", type=Path, metavar="FILE")
    taken.add_argument("--json", action="store_true", help="print one JSON value")
    given = actions.add_parser("export", help="write an OPML list, with whole addresses")
    given.add_argument("--out", type=Path, metavar="FILE", help="write to a file instead of standard output")


def run(options: argparse.Namespace, console: Console) -> int:
    return asyncio.run(_run(options, console))


async def _run(options: argparse.Namespace, console: Console) -> int:
    async with console.desk(reading=True) as desk:
        match options.action:
            case "add":
                await _add(desk, console, options)
            case "remove":
                desk.store.sources.remove(options.name)
            case "import":
                await _import(desk, console, options)
            case "export":
                shared = [s for s in desk.store.sources.all() if s.shared]
                listed = [SourceSpec(s.name, s.url, s.kind, s.name) for s in shared]
                write_out(opml.write(listed, desk.clock()), options.out, console)
            case _:
                _list(desk, console, as_json=options.json)
    return 0


async def _add(desk: Desk, console: Console, options: argparse.Namespace) -> None:
    if not is_web_address(options.url):
        raise BadInput("A source needs an http or https address.")
    url = usable(options.url)
    name = options.name or (without_secrets(url) if has_secrets(url) else options.url)
    feed = SourceSpec(name, url, "")
    said: list[str] = []
    if not options.as_is:
        preview = await desk.sources.look(url, PATIENCE, guessing=False)
        found = preview.feeds[0].spec if preview.feeds else preview.likely
        feed = SourceSpec(name, found.url, found.kind, found.title) if found else feed
        said = _told(preview)
    (why,) = await desk.sources.share([feed])
    if why is not None:
        raise BadInput(why)
    for sentence in said:
        console.note(sentence)


def _told(preview: Preview) -> list[str]:
    """What was found, a line each."""
    if not preview.feeds:
        which = f"its feed {shown(preview.likely.url)}" if preview.likely else "it"
        return [f"No feed was found there now, so {which} is added unseen: {preview.reason}"]
    first, *others = preview.feeds
    if preview.direct:
        return [_summary(first)]
    behind = f"{shown(preview.url)} is a page; added is the feed behind it, {shown(first.spec.url)}. {_summary(first)}"
    more = [f"Also behind it: {', '.join(without_secrets(f.spec.url) for f in others)}"] if others else []
    return [behind, *more]


def _summary(feed: Feed) -> str:
    title = _plain(feed.spec.title) or "A feed without a title"
    newest = f"; newest: {_plain(feed.newest[0])}" if feed.newest else ""
    return f"{title}: {counted(feed.count, 'entry', 'entries')}{newest}"


def _plain(text: str) -> str:
    """What a feed says, made safe for a terminal."""
    return "".join(c if c.isprintable() else " " for c in text).strip()[:120]


async def _import(desk: Desk, console: Console, options: argparse.Namespace) -> None:
    history = read_history(options.file, "opml", xml_text)
    feeds = [SourceSpec(feed.title or without_secrets(feed.url), feed.url, "", feed.title) for feed in history.feeds]
    whys = await desk.sources.share(feeds)
    skipped = [{"line": s.line, "why": s.why} for s in history.skipped]
    skipped += [{"line": f.line, "why": why} for f, why in zip(history.feeds, whys, strict=True) if why]
    added = whys.count(None)
    if options.json:
        console.print_json({"read": history.read, "sources": added, "skipped": skipped})
        return
    console.print(f"{counted(history.read, 'feed')} read, {counted(added, 'source')} added.")
    for one in skipped:
        console.print(f"skipped {options.file.name}:{one['line']}: {one['why']}")


def _list(desk: Desk, console: Console, *, as_json: bool) -> None:
    sources = desk.store.sources.all()
    if as_json:
        console.print_json([_as_json(source) for source in sources])
        return
    for source in sources:
        console.print("\t".join(_line(source)))


def _as_json(source: Source) -> dict[str, object]:
    last = source.past[-1] if source.past else None
    return {
        "name": source.name,
        "url": _address(source),
        "kind": source.kind,
        "title": source.title,
        "shared": source.shared,
        "status": source.state,
        "error": source.error,
        "good_at": _moment(source.good_at),
        "news_at": _moment(source.news_at),
        "next_at": _moment(source.next_at),
        "failures": source.failures,
        "seen": last.seen if last else 0,
        "new": last.new if last else 0,
    }


def _line(source: Source) -> list[str]:
    last = source.past[-1] if source.past else None
    counts = f"{counted(last.seen, 'entry', 'entries')}, {last.new} new" if last else "no entries yet"
    state = f"{source.state or 'not read yet'}{'' if source.shared else ', of readers alone'}"
    good, due = _minute(source.good_at) or "never", _minute(source.next_at) or "at once"
    trouble = [source.error] if source.error else []
    return [source.name, _address(source), state, counts, f"last good {good}", f"next {due}", *trouble]


def _address(source: Source) -> str:
    """A reader's own address is not the operator's to read: it may be a key."""
    return without_secrets(source.url) if source.shared else shown(source.url)


def _minute(at: datetime | None) -> str | None:
    return f"{at:%Y-%m-%d %H:%M} UTC" if at else None


def _moment(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None
