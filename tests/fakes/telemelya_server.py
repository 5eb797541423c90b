"""telemelya, a Bot API server that nobody here wrote, for one journey in webhook mode.

    with Telemelya() as telegram:
        ...                            # start the bot in webhook mode with telegram.token and telegram.url
        telegram.say(42, "/start")
        hello = telegram.next("sendMessage")

It runs in a process of its own, with a Redis by fakeredis and an S3 by moto inside, and ends when this one does. What
it lacks, as of 0.2.2, and a bot has to live with:

- only webhooks, posted without a secret token, one attempt each: `say` raises if the bot does not take the update;
- setMyCommands and most other methods are answered with 404, which PTB raises as InvalidToken;
- no language codes, private chats only, texts and markup are taken as they are;
- update ids are the time in milliseconds, so two updates in one millisecond would share an id.

The methods block: a test that runs the bot in its own event loop calls them with `asyncio.to_thread`.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from types import TracebackType
from typing import Any, Self

from telemelya.client.client import TelegramTestClient  # type: ignore[import-untyped]

TOKEN = "123456789:TELEMELYA"
PATIENCE = 10.0
"""Seconds that waiting for the bot takes at most, unless told otherwise."""

_ONE_WAIT = 2.0
"""Seconds of one wait. telemelya's Redis client gives up after 5 s, and what came in after that would be lost."""

Json = dict[str, Any]


class Telemelya:
    """The person's side of a running server. `token` and `url` are what the bot is started with."""

    def __init__(self, token: str = TOKEN) -> None:
        self.token = token
        self.url = ""
        self._process: subprocess.Popen[str]
        self._person: TelegramTestClient

    def __enter__(self) -> Self:
        with tempfile.TemporaryFile("w+") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-P", __file__],
                cwd=tempfile.gettempdir(),  # telemelya reads a file .env where it is started
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
            assert self._process.stdout is not None
            self.url = self._process.stdout.readline().strip()
            if not self.url:
                log.seek(0)
                self._end()
                raise RuntimeError(f"telemelya did not start: {log.read()[-500:]}")
        self._person = TelegramTestClient(self.url, "any key", self.token)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._person.close()
        self._end()

    def say(self, user: int, text: str) -> None:
        """Writes to the bot. Raises httpx.HTTPStatusError where it has no webhook or did not answer there."""
        self._person.send_message(user, text)

    def tap(self, user: int, message_id: int, data: str) -> None:
        """Taps a button, whether it is there or not. Raises as `say` does."""
        self._person.send_callback_query(user, data, message_id)

    def next(self, method: str, timeout: float = PATIENCE) -> Json:
        """The bot's next request by this method, others before it left aside. Raises TimeoutError.

        It holds method, chat_id, message_id, text, reply_markup and `raw`, the parameters as they came.
        """
        end = time.monotonic() + timeout
        while (left := end - time.monotonic()) > 0:
            request = self._person.wait_for_response(min(left, _ONE_WAIT))
            if request and request["method"] == method:
                return dict(request)
        raise TimeoutError(f"the bot did not call {method} within {timeout} s")

    def _end(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()


def _serve() -> None:
    """The child: all three servers on loopback; prints the address, and ends when its standard input does."""
    from fakeredis import TcpFakeServer
    from moto.server import ThreadedMotoServer

    threading.Thread(target=_end_with_input, daemon=True).start()
    redis = TcpFakeServer(("127.0.0.1", 0))
    threading.Thread(target=redis.serve_forever, daemon=True).start()
    store = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    store.start()
    os.environ["REDIS_URL"] = "redis://{}:{}/0".format(*redis.server_address)
    os.environ["MINIO_ENDPOINT"] = "{}:{}".format(*store.get_host_and_port())
    os.environ["STRICT_EDIT"] = "true"

    import uvicorn

    # reads the environment when it is imported
    from telemelya.server.app import app  # type: ignore[import-untyped]

    listening = socket.create_server(("127.0.0.1", 0))
    print("http://{}:{}".format(*listening.getsockname()), flush=True)  # noqa: T201
    uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listening])


def _end_with_input() -> None:
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    _serve()
