"""A local HTTP server for feeds, good and bad: it counts, drips, cuts, redirects, and never waits longer than asked.

    with FeedServer() as server:
        server.routes["/feed"] = (200, {"Content-Type": "application/xml"}, b"<rss/>")
        server.url + "/feed"          # fetch this; server.host is its host:port
        server.hits                   # what was asked, in order

A route may also be a function of the `Request` that returns such a triple; a body may be an iterator of pieces, sent
one by one. `document`, `drip`, `silence`, `cut`, `redirect` and `gzip_bomb` make routes.
"""

from __future__ import annotations

import contextlib
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked. `headers` are by lower-case name; `stopping` is set when the server is closed."""

    path: str
    headers: Mapping[str, str]
    stopping: Event


Answer = tuple[int, Mapping[str, str], "bytes | Iterable[bytes]"]
Route = Answer | Callable[[Request], Answer]


class FeedServer:
    """Serves `routes` on a free port of 127.0.0.1 while used as a context."""

    def __init__(self) -> None:
        self.routes: dict[str, Route] = {}
        self.hits: list[Request] = []
        self._stopping = Event()
        self._server = _Server(("127.0.0.1", 0), self._handler())
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"http://{self.host}"

    def __enter__(self) -> FeedServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def serve(self, path: str, body: bytes, kind: str = "application/xml") -> str:
        """Puts a document at a path, with an ETag, and gives its address."""
        self.routes[path] = document(body, kind)
        return self.url + path

    def count(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(hit.path == path for hit in self.hits)

    def _answer(self, path: str, headers: Mapping[str, str]) -> Answer:
        request = Request(path, headers, self._stopping)
        self.hits.append(request)
        route = self.routes.get(path) or self.routes.get(path.partition("?")[0])
        if route is None:
            return 404, {}, b"not here"
        return route(request) if callable(route) else route

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        answer = self._answer

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 10

            def do_GET(self) -> None:
                self.close_connection = True
                status, headers, body = answer(self.path, {k.lower(): v for k, v in self.headers.items()})
                with contextlib.suppress(OSError):
                    self._send(status, headers, body)

            def _send(self, status: int, headers: Mapping[str, str], body: bytes | Iterable[bytes]) -> None:
                self.send_response(status)
                for name, value in ({"Connection": "close"} | dict(headers)).items():
                    self.send_header(name, value)
                if isinstance(body, bytes) and "Content-Length" not in headers and status != 304:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                for piece in (body,) if isinstance(body, bytes) else body:
                    self.wfile.write(piece)

            def log_message(self, format: str, *args: Any) -> None:
                """Quiet."""

        return Handler


class _Server(ThreadingHTTPServer):
    daemon_threads = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is an ordinary case here."""


def document(body: bytes, kind: str = "application/xml", modified: str = "") -> Route:
    """A document with an ETag, answered with 304 to whoever has it already."""
    tag = f'"{sha256(body).hexdigest()[:12]}"'
    headers = {"Content-Type": kind, "ETag": tag} | ({"Last-Modified": modified} if modified else {})

    def answer(request: Request) -> Answer:
        if request.headers.get("if-none-match") == tag:
            return 304, {"ETag": tag}, b""
        return 200, headers, body

    return answer


def drip(piece: bytes = b" ", every: float = 0.05) -> Route:
    """A body that never ends and comes piece by piece, `every` seconds."""

    def answer(request: Request) -> Answer:
        def pieces() -> Iterator[bytes]:
            while not request.stopping.wait(every):
                yield piece

        return 200, {"Content-Type": "application/xml"}, pieces()

    return answer


def silence() -> Route:
    """A connection that is taken and never answered."""

    def answer(request: Request) -> Answer:
        request.stopping.wait(30)
        return 503, {}, b""

    return answer


def cut(body: bytes) -> Route:
    """A connection that ends before the length that was promised."""
    return 200, {"Content-Type": "application/xml", "Content-Length": str(len(body) + 100)}, body


def redirect(target: str, status: int = 302) -> Route:
    """Sends on to another address."""
    return status, {"Location": target}, b""


def gzip_bomb(size: int) -> Route:
    """A few bytes that unpack to `size` of them."""
    packer = zlib.compressobj(9, wbits=31)
    packed = b"".join(packer.compress(bytes(1_000_000)) for _ in range(size // 1_000_000)) + packer.flush()
    return 200, {"Content-Type": "application/xml", "Content-Encoding": "gzip"}, packed
