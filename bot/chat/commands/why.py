"""/why <item number or arXiv id>: the reasons for a prediction, in plain words."""

from __future__ import annotations

import asyncio

from bot.chat.command import Call, Command
from bot.digest.render import why_message
from bot.domain import DigestItem
from bot.errors import BadInput
from bot.message import Message
from bot.texts import later


async def run(call: Call) -> Message:
    item = await _item(call, call.args.strip().rstrip(".") or "1")
    if item is None:
        raise BadInput(later("Use it like this: /why 2 (an item's number in your last digest, or an arXiv id)."))
    titles = await call.desk.digests.titles(item.reasons)
    return why_message(item, titles, call.t)


async def _item(call: Call, name: str) -> DigestItem | None:
    """The item as the last digest showed it; a paper of another day is predicted now."""
    store = call.desk.store
    delivery = await asyncio.to_thread(store.ledger.last, call.reader.id)
    if delivery is not None:
        digest = await asyncio.to_thread(store.ledger.digest, delivery)
        shown = next((item for item in digest.items if str(item.rank) == name), None)
        if shown is not None:
            return shown
    record = await call.desk.ratings.find(call.reader, name)
    return None if record is None else await call.desk.digests.predict(call.reader, record)


COMMAND = Command("why", later("Why an item is in your digest: /why 2"), run)
