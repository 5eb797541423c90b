"""Connections that cannot be turned inwards: every address is checked after the name is resolved, and then used.

A check of the name beforehand would not do, since a name may resolve to another address a moment later.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable

import httpcore
import httpx

from bot.errors import FetchError
from bot.feeds.addresses import is_public

Resolve = Callable[[str, int], Awaitable[list[str]]]
"""A host and a port to its addresses as text. Raises OSError."""


async def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host, in the system's order of preference.

    Each in a thread of its own: a dead name server holds a lookup for half a minute, nothing can end it, and the loop's
    few threads are needed for the database.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[str]] = loop.create_future()

    def told(found: list[str] | Exception) -> None:
        if answer.done():
            return  # nobody waits any more
        if isinstance(found, Exception):
            answer.set_exception(found)
        else:
            answer.set_result(found)

    def look() -> None:
        found: list[str] | Exception
        try:
            found = _lookup(host, port)
        except Exception as error:  # noqa: BLE001 - whatever it is, who waits must hear of it
            found = error
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(told, found)

    threading.Thread(target=look, name="lookup", daemon=True).start()
    return await answer


def _lookup(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def host_port(host: str, port: int) -> str:
    """`host:port` as an operator writes it, in lower case, IPv6 in brackets."""
    return f"[{host}]:{port}".lower() if ":" in host else f"{host}:{port}".lower()


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Resolves, checks every address, and connects to a checked one. `private_hosts` (`host:port`) may be inside."""

    def __init__(self, private_hosts: frozenset[str], resolve: Resolve = resolve) -> None:
        self._private = frozenset(h.strip().lower() for h in private_hosts)
        self._resolve = resolve
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the interface is httpcore's
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        failure: Exception = httpcore.ConnectError("no address")
        for address in await self._checked(host, port, timeout):
            try:
                return await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    async def _checked(self, host: str, port: int, seconds: float | None) -> list[str]:
        try:
            async with asyncio.timeout(seconds):
                addresses = await self._resolve(host, port)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout("name resolution") from error
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError("name resolution") from error
        if host_port(host, port) not in self._private and not all(map(is_public, addresses)):
            raise FetchError(f"{host_port(host, port)} is not on the open internet, and is not allowed by name.")
        return addresses


class GuardedTransport(httpx.AsyncBaseTransport):
    """httpx over httpcore with the guarded backend; httpx's own transport takes no backend.

    No connection is kept: feeds are read hours apart, and a kept one would go unchecked.
    Errors are httpcore's, and FetchError where an address is refused.
    """

    def __init__(self, private_hosts: frozenset[str], connections: int, resolve: Resolve = resolve) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
            max_connections=connections,
            max_keepalive_connections=0,
            network_backend=GuardedBackend(private_hosts, resolve),
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        response = await self._pool.handle_async_request(
            httpcore.Request(request.method, url, headers=request.headers.raw, extensions=request.extensions)
        )
        return httpx.Response(response.status, headers=response.headers, stream=_Stream(response))

    async def aclose(self) -> None:
        await self._pool.aclose()


class _Stream(httpx.AsyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._response.aiter_stream():
            yield part

    async def aclose(self) -> None:
        await self._response.aclose()
