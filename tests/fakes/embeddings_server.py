"""A local server that speaks OpenAI's embeddings API with letter counts, and misbehaves as told.

with EmbeddingsServer() as server:
    server.answers.append((503, {}, b""))     # the next answer, once
    server.url                                # the base URL; server.asked are the questions, server.headers theirs
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from tests.fakes.embedder import counted

Answer = tuple[int, Mapping[str, str], bytes]
DOWN: Answer = (503, {}, b"")


def answered(rows: Sequence[object], **more: object) -> bytes:
    """An answer with these vectors, as the API has it."""
    data = [{"object": "embedding", "index": j, "embedding": row} | more for j, row in enumerate(rows)]
    return json.dumps({"object": "list", "data": data}).encode()


class EmbeddingsServer:
    def __init__(self, port: int = 0) -> None:
        self.answers: list[Answer] = []
        self.down: Answer | None = None
        """What every question is answered with while it is set."""
        self.breaks_after: int | None = None
        """It goes down for good once it was asked so many questions."""
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", port), self._handler())
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    @property
    def texts(self) -> list[str]:
        """All texts that were embedded, in order."""
        return [text for question in self.asked for text in question["input"]]

    def __enter__(self) -> EmbeddingsServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _answer(self, path: str, question: dict[str, Any]) -> Answer:
        if self.down is None and len(self.asked) == self.breaks_after:
            self.down = DOWN
        if self.down is not None:
            return self.down
        if self.answers:
            return self.answers.pop(0)
        if path != "/v1/embeddings":
            return 404, {}, b"{}"
        self.asked.append(question)
        return 200, {"Content-Type": "application/json"}, answered([counted(text) for text in question["input"]])

    def _handler(fake) -> type[BaseHTTPRequestHandler]:  # noqa: N805 - `self` is the handler's below
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                fake.headers.append({name.lower(): value for name, value in self.headers.items()})
                status, headers, body = fake._answer(self.path, question)
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Quiet."""

        return Handler
