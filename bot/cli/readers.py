"""`bandu readers`: who is served, and invitations for those who will be."""

from __future__ import annotations

import argparse
import asyncio
import re

from bot.cli.console import Console
from bot.services.desk import Desk


def arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="list|invite|remove")
    actions.add_parser("list", help="everybody who is served").add_argument("--json", action="store_true")
    invite = actions.add_parser("invite", help="a code that admits whoever brings it to /start")
    invite.add_argument("--uses", type=_uses, default=1, metavar="N", help="how many people it admits (1)")
    invite.add_argument("--json", action="store_true", help="print one JSON value")
    actions.add_parser("remove", help="a reader and all that is theirs").add_argument("reader", metavar="R")


def _uses(typed: str) -> int:
    if not re.fullmatch("[1-9][0-9]{0,5}", typed):
        raise argparse.ArgumentTypeError(f"{typed!r} is not a number of people, one at least")
    return int(typed)


def run(options: argparse.Namespace, console: Console) -> int:
    return asyncio.run(_run(options, console))


async def _run(options: argparse.Namespace, console: Console) -> int:
    async with console.desk() as desk:
        match options.action:
            case "invite":
                await _invite(desk, console, options)
            case "remove":
                desk.store.readers.remove(options.reader)
            case _:
                _list(desk, console, as_json=options.json)
    return 0


async def _invite(desk: Desk, console: Console, options: argparse.Namespace) -> None:
    invitation = desk.membership.invite(options.uses)
    name = await _bot_name(console)
    link = f"https://t.me/{name}?start={invitation.code}" if name else None
    if options.json:
        console.print_json({"code": invitation.code, "link": link})
    else:
        console.print(link or f"/start {invitation.code}")


async def _bot_name(console: Console) -> str | None:
    """The bot's user name, for a link; None without a token or where Telegram does not answer now."""
    from bot.chat.application import bot_name  # noqa: PLC0415 - loads Telegram's library

    settings = console.settings
    return await bot_name(settings.token.reveal(), settings.api_url) if settings.token else None


def _list(desk: Desk, console: Console, *, as_json: bool) -> None:
    readers = desk.store.readers.all()
    if as_json:
        console.print_json([{"reader": r.key, "language": r.language, "zone": r.zone} for r in readers])
        return
    for reader in readers:
        console.print(f"{reader.key}\t{reader.language}\t{reader.zone}")
