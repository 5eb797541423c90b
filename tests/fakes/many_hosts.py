"""Many small hosts in a process of their own: each a port of 127.0.0.1, alive, or dead in one of the ways hosts are.

with many_hosts(documents, Dead(refusing=2, silent=2, dripping=2)) as addresses: ...
"""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import resource
import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from multiprocessing.connection import Connection

_PATH = "/feed"
_DRIP = 0.1


@dataclass(frozen=True, slots=True)
class Dead:
    """How many hosts refuse the connection, take it and say nothing, or send a byte now and then for ever."""

    refusing: int = 0
    silent: int = 0
    dripping: int = 0


@dataclass(frozen=True, slots=True)
class Addresses:
    """`host:port` of each, the living ones in the order of their documents."""

    live: tuple[str, ...]
    dead: tuple[str, ...]

    @property
    def all(self) -> frozenset[str]:
        return frozenset((*self.live, *self.dead))


def feed_at(host: str) -> str:
    return f"http://{host}{_PATH}"


@contextlib.contextmanager
def many_hosts(documents: Sequence[bytes], dead: Dead) -> Iterator[Addresses]:
    """The hosts, for as long as the block runs."""
    room_for_sockets()
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, list(documents), dead), daemon=True)
    process.start()
    try:
        yield ours.recv()
    finally:
        process.kill()
        process.join()


def room_for_sockets() -> None:
    """Each host is an open file, and what a process may have open by default is less than a thousand hosts need."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 8_192 if hard == resource.RLIM_INFINITY else min(8_192, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _serve(pipe: Connection, documents: list[bytes], dead: Dead) -> None:
    room_for_sockets()
    asyncio.run(_host(pipe, documents, dead))


async def _host(pipe: Connection, documents: list[bytes], dead: Dead) -> None:
    live = [await _started(_answer(document)) for document in documents]
    silent = [await _started(_say_nothing) for _ in range(dead.silent)]
    dripping = [await _started(_drip) for _ in range(dead.dripping)]
    refusing = [socket.create_server(("127.0.0.1", 0)) for _ in range(dead.refusing)]
    named = [f"127.0.0.1:{gone.getsockname()[1]}" for gone in refusing]
    for gone in refusing:
        gone.close()
    pipe.send(Addresses(tuple(map(_name, live)), tuple(chain(named, map(_name, silent), map(_name, dripping)))))
    await asyncio.Event().wait()


async def _started(talk: asyncio.streams._ClientConnectedCallback) -> asyncio.Server:
    return await asyncio.start_server(talk, "127.0.0.1", 0)


def _name(server: asyncio.Server) -> str:
    return f"127.0.0.1:{server.sockets[0].getsockname()[1]}"


def _answer(document: bytes) -> asyncio.streams._ClientConnectedCallback:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nContent-Length: {len(document)}\r\n\r\n".encode()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            await reader.readuntil(b"\r\n\r\n")
            writer.write(head + document)
            await writer.drain()
        writer.close()

    return talk


async def _say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        await reader.read()
    writer.close()


async def _drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while not reader.at_eof() and not writer.is_closing():
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(_DRIP)
    writer.close()
