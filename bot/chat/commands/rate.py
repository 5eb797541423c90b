"""/rate <arXiv id, link or item number> <0-5>: stars without a button; 0 takes them back."""

from __future__ import annotations

from bot.chat.command import Call, Command
from bot.errors import BadInput
from bot.message import Message, line
from bot.texts import later

USAGE = later("Use it like this: /rate 2503.14485 4 (or an item's number; 0 takes your stars back).")


async def run(call: Call) -> Message:
    name, stars = _parts(call.args)
    if not name or stars not in ("0", "1", "2", "3", "4", "5"):
        raise BadInput(USAGE)
    paper_id = await call.desk.ratings.named(call.reader, name)
    if paper_id is None:
        raise BadInput(later("I don't know that paper. Give an arXiv id or link, or a number of your last digest."))
    # A paper that is not here, or not any more, is rated all the same: the stars count as soon as its text is known.
    record = await call.desk.ratings.find(call.reader, name)
    title = record.paper.title if record else name
    await call.desk.ratings.rate(call.reader, paper_id, int(stars))
    if stars == "0":
        return line(call.t("Taken back: {title}", title=title))
    return line(call.t("{stars} for {title}", stars="★" * int(stars), title=title))


def _parts(args: str) -> tuple[str, str]:
    """What is rated, and the stars behind the last blank, of whatever kind: a Chinese keyboard types a wide one."""
    *name, stars = args.rsplit(maxsplit=1) or [""]
    return "".join(name).strip(), stars


COMMAND = Command("rate", later("Rate a paper: /rate 2503.14485 4"), run)
