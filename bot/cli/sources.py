"""`bandu sources`: what the installation reads."""

from __future__ import annotations

import argparse
import asyncio

from bot.cli.console import Console
from bot.errors import BadInput
from bot.feeds import kind_of
from bot.services.desk import Desk
from bot.settings import is_web_address


def arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="list|add|remove")
    listed = actions.add_parser("list", help="every source and how its last fetch went")
    listed.add_argument("--json", action="store_true", help="print one JSON value")
    added = actions.add_parser("add", help="read one more feed")
    added.add_argument("url", metavar="URL")
    added.add_argument("--name", help="a name of your own (default: the address)")
    actions.add_parser("remove", help="read a feed no more; its papers stay").add_argument("name", metavar="NAME")


def run(options: argparse.Namespace, console: Console) -> int:
    return asyncio.run(_run(options, console))


async def _run(options: argparse.Namespace, console: Console) -> int:
    async with console.desk(reading=True) as desk:
        match options.action:
            case "add":
                _add(desk, options.url, options.name or options.url)
            case "remove":
                desk.store.sources.remove(options.name)
            case _:
                _list(desk, console, as_json=options.json)
    return 0


def _add(desk: Desk, url: str, name: str) -> None:
    if not is_web_address(url):
        raise BadInput("A source needs an http or https address.")
    desk.store.sources.add(name, url, kind_of(url))


def _list(desk: Desk, console: Console, *, as_json: bool) -> None:
    sources = desk.store.sources.all()
    if as_json:
        states = [{"name": s.name, "url": s.url, "status": s.state, "error": s.error} for s in sources]
        console.print_json(states)
        return
    for source in sources:
        trouble = f" ({source.error})" if source.error else ""
        console.print(f"{source.name}\t{source.url}\t{source.state or 'not read yet'}{trouble}")
