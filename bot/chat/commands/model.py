"""/model [back | <number> | latest]: how the model came to be, and going back to an earlier one."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bot import timetable
from bot.chat.command import Call, Command
from bot.domain import Reader
from bot.errors import BadInput
from bot.message import Block, Message, Span, line
from bot.services.standing import drift_words, verdict_words
from bot.store.models import ModelState, StoredModel
from bot.texts import Texts, later

USAGE = later("Use it like this: /model shows the history, /model back or /model 3 goes back, /model latest forward.")
BACK = frozenset({"back", "previous", "上一个", "返回", "后退"})
LATEST = frozenset({"latest", "newest", "最新"})
STATES = {
    ModelState.SERVING: later("in use"),
    ModelState.PINNED: later("in use, held by you"),
    ModelState.RETIRED: later("replaced"),
}


async def run(call: Call) -> Message:
    typed = call.args.strip().casefold()
    if not typed:
        return _present(await asyncio.to_thread(call.desk.store.models.history, call.reader.id), call.reader, call.t)
    if typed in LATEST:
        await call.desk.training.let_go(call.reader)
        return line(call.t("I learn from all your stars again. /model shows how that went."))
    return await _go_back(call, typed)


async def _go_back(call: Call, typed: str) -> Message:
    number = None if typed in BACK else _number(typed)
    pinned = await call.desk.training.go_back(call.reader, number)
    return line(
        call.t(
            "Model {number} ranks for you from now on. New stars are kept, but it learns nothing from them until you "
            "send /model latest.",
            number=pinned,
        )
    )


def _number(typed: str) -> int:
    digits = typed.removeprefix("#").rstrip(".")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 9):
        raise BadInput(USAGE)
    return int(digits)


def _present(history: Sequence[StoredModel], reader: Reader, t: Texts) -> Message:
    if not history:
        return line(t("There is no model of your taste yet: it is learnt from your first star."))
    told = [_line(model, reader, t) for model in history]
    held = t("You went back to an earlier model: new stars are kept, but not learnt until you send /model latest.")
    pinned = held if any(model.pinned for model in history) else None
    spoken = [text for text in (pinned, drift_words(history, t)) if text]
    blocks = ["\n".join([t("Models of your taste, newest first:"), *told]), *spoken, t(USAGE)]
    return Message(tuple(Block((Span(text),)) for text in blocks))


def _line(model: StoredModel, reader: Reader, t: Texts) -> str:
    day = t.date(timetable.local_day(model.made_at, reader.zone), "medium")
    ratings = t.n("{n} rating", "{n} ratings", model.ratings)
    said = [day, ratings, *([t(STATES[model.state])] if model.state in STATES else []), verdict_words(model, t)]
    return f"{model.number}. {' · '.join(said)}"


COMMAND = Command("model", later("Your model's history; go back with /model back"), run)
