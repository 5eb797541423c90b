"""What the bot holds in memory while nothing happens: the process and everything it started."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass

from tests.bench.machine import Memory, tree
from tests.bench.measure import Aim, Measure, Outcome
from tests.bench.processes import PATIENCE, Bot, bot
from tests.bench.setting import READER, STUDIOUS, Setting
from tests.fakes.telegram_server import TelegramServer, buttons

IDLE_UNDER = Aim(250.0)
STATES = (
    "just ready",
    "after a digest for which the space was learnt, worker alive",
    "worker ended for idleness",
    "restarted, after another reader's digest with the stored space, worker alive",
)


@dataclass(frozen=True, slots=True)
class Life:
    """The memory in each of STATES."""

    states: tuple[Memory, ...]


def run(setting: Setting) -> Outcome:
    """Two lives of a bot, on a database that knows the corpus: in the first the space is learnt."""
    lives = [_life(setting, turn) for turn in range(setting.scale.repeats)]
    measures: list[Measure] = []
    for number, state in enumerate(STATES):
        held = [life.states[number] for life in lives]
        unique, resident = tuple(m.unique for m in held), tuple(m.resident for m in held)
        measures.append(Measure(f"{state}: unique (USS)", "MB", unique, IDLE_UNDER))
        measures.append(Measure(f"{state}: resident (RSS)", "MB", resident, IDLE_UNDER))
    counts = {f"processes {state}": lives[0].states[number].processes for number, state in enumerate(STATES)}
    notes = (
        setting.corpus.note,
        "Memory is the sum over the process tree; RSS counts libraries' shared pages once for each process.",
        f"The worker is ended after {setting.scale.rest:g} s of rest here, after 60 s in use.",
    )
    return Outcome(tuple(measures), counts, notes)


def _life(setting: Setting, turn: int) -> Life:
    home = setting.folder / f"memory-{turn}"
    home.mkdir()
    shutil.move(setting.database(f"memory-{turn}"), home / "bandu.sqlite")
    rest = setting.scale.rest
    with TelegramServer() as server:
        with bot(server, home, ("-m", "tests.bench.bot_process", str(rest))) as up:
            up.wait_for("ready")
            ready = tree(up.pid)
            _digest(server, int(READER))
            learnt = _settled(up)
            ended = _after_worker(up, ready.processes)
        with bot(server, home, ("-m", "tests.bench.bot_process", "60")) as up:
            up.wait_for("ready")
            _digest(server, int(STUDIOUS))
            again = _settled(up)
    return Life((ready, learnt, ended, again))


def _digest(server: TelegramServer, person: int) -> None:
    server.say(person, "/digest")
    server.wait_for(lambda: any(map(buttons, server.chat(person))), PATIENCE)


def _settled(up: Bot) -> Memory:
    time.sleep(0.1)
    return tree(up.pid)


def _after_worker(up: Bot, processes: int) -> Memory:
    """The memory once there are as many processes as before there was a worker, or one more: multiprocessing's own."""
    end = time.monotonic() + PATIENCE
    while (now := tree(up.pid)).processes > processes + 1 and time.monotonic() < end:
        time.sleep(0.05)
    return now
