"""A server that is no HTTP server: whoever connects gets the bytes that a test wants, and nothing is understood.

with RawServer(b"220 mail.example.org ESMTP\\r\\n") as server:
    server.url       # ask this; server.host is its host:port
"""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable, Iterable
from threading import Event, Thread

Bytes = Callable[[], Iterable[bytes]]


class RawServer:
    """Sends `pieces` to each that connects, once it has said something, and hangs up."""

    def __init__(self, pieces: Iterable[bytes] | Bytes, family: socket.AddressFamily = socket.AF_INET) -> None:
        self._pieces = pieces
        self._stopping = Event()
        self._listening = socket.socket(family)
        self._listening.bind(("::1" if family == socket.AF_INET6 else "127.0.0.1", 0))
        self._listening.settimeout(0.05)
        self._thread = Thread(target=self._serve)

    @property
    def host(self) -> str:
        host, port = self._listening.getsockname()[:2]
        return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"

    @property
    def url(self) -> str:
        return f"http://{self.host}/"

    def __enter__(self) -> RawServer:
        self._listening.listen()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._thread.join()
        self._listening.close()

    def _serve(self) -> None:
        while not self._stopping.is_set():
            with contextlib.suppress(OSError):
                connection, _ = self._listening.accept()
                with connection:
                    connection.settimeout(0.5)
                    self._talk(connection)

    def _talk(self, connection: socket.socket) -> None:
        connection.recv(65_536)
        for piece in self._pieces() if callable(self._pieces) else self._pieces:
            if self._stopping.is_set():
                return
            connection.sendall(piece)
