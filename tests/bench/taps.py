"""From a tap on a star to its answer, while nothing else happens and while a model is learnt beside it.

The bot runs in a process of its own, its worker in another, the test server here. A tap's time is the server's: from
the moment the update is there to the moment answerCallbackQuery has been answered.
"""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Callable
from random import Random

import httpx

from tests.bench.measure import Aim, Measure, Outcome, share
from tests.bench.processes import PATIENCE, bot
from tests.bench.scale import Scale
from tests.bench.setting import READER, STUDIOUS, Setting
from tests.fakes.telegram_server import TelegramServer, buttons

ANSWERED_UNDER = Aim(50.0)
BURST = 6
_PAUSE = 0.06
"""Seconds between an answer and the next tap, at most."""
PERSON = int(READER)


def run(setting: Setting) -> Outcome:
    """One bot: quiet, then with learning that never ends; requests that the server answers alone in both."""
    home = setting.folder / "taps"
    home.mkdir()
    shutil.move(setting.database("taps"), home / "bandu.sqlite")
    command = ("-m", "tests.bench.bot_process", "60", STUDIOUS)
    measures: list[Measure] = []
    with TelegramServer() as server, bot(server, home, command) as up:
        up.wait_for("ready")
        tap = Tapper(server, setting.scale)
        measures += _measures("quiet", tap, server)
        up.wait_for("model_learnt")
        spaces, models = up.count("space_learnt"), up.count("model_learnt")
        os.kill(up.pid, signal.SIGUSR1)
        time.sleep(0.5)
        measures += _measures("while learning", tap, server)
        up.wait_for("space_learnt", spaces + 1)
        counts = {
            "taps": tap.count,
            "spaces learnt meanwhile": up.count("space_learnt") - spaces,
            "models learnt meanwhile": up.count("model_learnt") - models,
        }
    notes = (
        setting.corpus.note,
        f"While learning: the worker fits a space to the whole corpus, then a model to "
        f"{10 * setting.scale.ratings} ratings, over and over; the taps start learning as well.",
        "Telegram is the tests' own server on this machine: no network, no limits. The server and the person who taps "
        "share the cores with the bot and its worker.",
        f"A round has {setting.scale.taps} single taps and {setting.scale.bursts} bursts; each value is of one round.",
    )
    return Outcome(tuple(measures), counts, notes)


class Tapper:
    """A person with a digest, who taps its stars."""

    def __init__(self, server: TelegramServer, scale: Scale) -> None:
        self._server = server
        self.scale = scale
        self._random = Random(11)
        self.count = 0
        server.say(PERSON, "/digest")
        self._digest = server.wait_for(lambda: [m for m in server.chat(PERSON) if buttons(m)], PATIENCE)[0]
        every = [b["callback_data"] for row in buttons(self._digest) for b in row]
        self._stars = [data for data in every if data.startswith("r:")]

    def one_by_one(self) -> list[float]:
        """Milliseconds of each tap, the next some time after the answer to the last."""
        taken: list[float] = []
        for _ in range(self.scale.taps):
            time.sleep(self._random.random() * _PAUSE)
            taken += self._together(1)
        return taken

    def bursts(self) -> list[float]:
        """Milliseconds of taps that come six at once, as when somebody taps down a digest."""
        taken: list[float] = []
        for _ in range(self.scale.bursts):
            taken += self._together(BURST)
        return taken

    def _together(self, count: int) -> list[float]:
        before = len(self._server.calls)
        begun = {self._tap(): at for at in (time.monotonic() for _ in range(count))}
        self._server.wait_for(lambda: all(self._server.answer_to(q) is not None for q in begun), PATIENCE)
        ended = {
            call.params["callback_query_id"]: call.at
            for call in self._server.calls[before:]
            if call.method == "answerCallbackQuery"
        }
        self.count += count
        return [1000 * (ended[query] - at) for query, at in begun.items()]

    def _tap(self) -> str:
        return self._server.tap(PERSON, self._digest["message_id"], self._random.choice(self._stars))


def _measures(state: str, tapper: Tapper, server: TelegramServer) -> list[Measure]:
    """Quantiles of each round of taps, bursts and plain requests; a round more is one value more."""
    taps, bursts, echo = [], [], []
    with httpx.Client(trust_env=False) as client:
        for _ in range(tapper.scale.repeats):
            echo.append(_echo(lambda: client.post(f"{server.url}/bot{server.token}/getMe"), tapper.scale.taps))
            taps.append(tapper.one_by_one())
            bursts.append(tapper.bursts())
    return [
        *_quantiles(f"{state}: tap to answer", taps, ANSWERED_UNDER),
        *_quantiles(f"{state}: {BURST} taps at once", bursts, None),
        *_quantiles(f"{state}: a request that the server answers alone (ceiling)", echo, None),
    ]


def _echo(ask: Callable[[], httpx.Response], count: int) -> list[float]:
    taken: list[float] = []
    for _ in range(count):
        start = time.monotonic()
        ask().raise_for_status()
        taken.append(1000 * (time.monotonic() - start))
    return taken


def _quantiles(name: str, rounds: list[list[float]], aim: Aim | None) -> list[Measure]:
    return [
        Measure(f"{name}, half within", "ms", tuple(share(values, 0.5) for values in rounds)),
        Measure(f"{name}, 95 % within", "ms", tuple(share(values, 0.95) for values in rounds), aim),
        Measure(f"{name}, longest", "ms", tuple(max(values) for values in rounds)),
    ]
