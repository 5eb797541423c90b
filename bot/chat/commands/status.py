"""/status: what is read, what is learnt, what went wrong."""

from __future__ import annotations

from bot.chat.command import Call, Command
from bot.digest.source_names import source_name
from bot.domain import SourceState
from bot.message import Block, Message, Span
from bot.services.status import status_of
from bot.texts import Texts, later

STATES = {
    None: later("not read yet"),
    SourceState.OK: later("fine"),
    SourceState.UNCHANGED: later("nothing new"),
    SourceState.EMPTY: later("empty today"),
    SourceState.STALE: later("stale"),
    SourceState.INCOMPLETE: later("incomplete"),
    SourceState.FAILED: later("failed"),
}


async def run(call: Call) -> Message:
    status = await status_of(call.desk.store, call.reader)
    t = call.t
    lines = [
        t("Papers known: {n}", n=status.papers),
        t("Your ratings: {n}, of which the model has learnt {learnt}.", n=status.ratings, learnt=status.learnt),
        *_held(status.held, t),
        *(_source(source_name(source), STATES[source.state], t) for source in status.sources),
    ]
    return Message((Block((Span("\n".join(lines)),)),))


def _held(number: int | None, t: Texts) -> list[str]:
    if number is None:
        return []
    return [t("You went back to model {number}: new stars are kept and learnt after /model latest.", number=number)]


def _source(name: str, state: str, t: Texts) -> str:
    return t("{source}: {state}", source=name, state=t(state))


COMMAND = Command("status", later("How your sources and your model are doing"), run)
