"""The line between the bot and Telegram, which may be down, or hold back an answer for as long as a test wants."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit


class Line:
    """Forwards connections from `url` to a server, in the test's own event loop; connections are refused while down.

    From the first request that holds the bytes `held` on, nothing of the answers on its connection comes through until
    `release` is set.
    """

    def __init__(self, target: str, held: bytes = b"\0never") -> None:
        self._target = urlsplit(target)
        self._held = held
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=100)
        self.url = "http://{}:{}".format(*self._socket.getsockname())
        self._port = int(self._socket.getsockname()[1])
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.holding = asyncio.Event()
        """Set when a request has come whose answer is held back."""
        self.release = asyncio.Event()
        self._socket.close()

    async def up(self) -> None:
        """From now on connections are taken."""
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", self._port)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.release.set()
        if self._server is not None:
            self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        there, back = await asyncio.open_connection(self._target.hostname, self._target.port)
        may_answer = asyncio.Event()
        may_answer.set()
        with contextlib.suppress(ConnectionError, asyncio.CancelledError):
            await asyncio.gather(self._ask(reader, back, may_answer), self._answer(there, writer, may_answer))

    async def _ask(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, may: asyncio.Event) -> None:
        with contextlib.closing(writer):
            while data := await reader.read(65_536):
                if self._held in data and not self.release.is_set():
                    may.clear()
                    self.holding.set()
                writer.write(data)
                await writer.drain()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, may: asyncio.Event) -> None:
        with contextlib.closing(writer):
            while data := await reader.read(65_536):
                if not may.is_set():
                    await self.release.wait()
                writer.write(data)
                await writer.drain()
