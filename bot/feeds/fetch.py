"""Documents from the internet, each address taken for hostile: capped in bytes and seconds, never inside, no cookies.

Knows nothing of what the bytes mean. Sentences name the host and never the whole address, whose path, query or
credentials may be a reader's secret.
"""

from __future__ import annotations

import asyncio
import re
import ssl
from datetime import UTC, datetime
from http import HTTPStatus
from http.cookiejar import CookieJar, DefaultCookiePolicy
from types import TracebackType

import httpcore
import httpx

from bot.errors import FetchError
from bot.feeds.inflate import Body
from bot.feeds.network import GuardedTransport, Resolve, resolve
from bot.feeds.refusal import refusal
from bot.feeds.room import Place, Room
from bot.ports import Clock, Fetched

_MAX_REDIRECTS = 5
_CONNECTIONS = 200
"""More than are asked for at once, so that nobody waits here behind a server that says nothing."""
_LONGEST_VALIDATOR = 1_000
_HEADERS = {
    "Accept": "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5",
    "Accept-Encoding": "gzip",
}
_SCHEMES = ("http", "https")
_LAST_PORT = 65_535
_CHARSET = re.compile(r";\s*+charset\s*+=\s*+[\"']?([A-Za-z0-9][A-Za-z0-9._:+-]{0,39})", re.IGNORECASE)
_MEDIA = re.compile(r"[a-z0-9!#$&^_.+-]{1,60}/[a-z0-9!#$&^_.+-]{1,80}")
_CLOSED = re.compile("disconnected|closed")
"""How the library words that the other side went away, as opposed to what it cannot make sense of."""
_Credentials = tuple[str, str] | None


class HttpFetcher:
    """The `Fetcher` port over HTTP. To be closed, or used as a context.

    `max_bytes` counts bytes on the wire and decoded ones; `total_seconds` is for one fetch with all its redirects.
    """

    def __init__(
        self,
        user_agent: str,
        private_hosts: frozenset[str] = frozenset(),
        *,
        max_bytes: int = 20_000_000,
        total_seconds: float = 60.0,
        connect_seconds: float = 10.0,
        read_seconds: float = 20.0,
        resolve: Resolve = resolve,
        clock: Clock = lambda: datetime.now(UTC),
    ) -> None:
        self._clock = clock
        self._max_bytes = max_bytes
        self._total = total_seconds
        self._room = Room()
        self._client = httpx.AsyncClient(
            transport=GuardedTransport(private_hosts, _CONNECTIONS, resolve),
            headers=_HEADERS | {"User-Agent": user_agent.encode("ascii", "replace").decode()},
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            timeout=httpx.Timeout(read_seconds, connect=connect_seconds, pool=total_seconds),
            trust_env=False,
        )

    async def __aenter__(self) -> HttpFetcher:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Ends all connections."""
        await self._client.aclose()

    async def fetch(self, url: str, etag: str = "", last_modified: str = "") -> Fetched:
        """One conditional GET, at most five redirects followed. Raises FetchError."""
        address, credentials = _usable(url)
        host = address.host
        try:
            async with asyncio.timeout(self._total):
                return await self._follow(address, credentials, _validators(etag, last_modified))
        except TimeoutError as error:
            raise FetchError(f"{host} took longer than {self._total:g} s.") from error
        except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
            raise _no_connection(host, error) from error
        except httpcore.TimeoutException as error:
            raise FetchError(f"{host} stopped answering.") from error
        except httpcore.NetworkError as error:
            raise _broke_off(host) from error
        except httpcore.RemoteProtocolError as error:
            if _CLOSED.search(str(error)):
                raise _broke_off(host) from error
            raise _nonsense(host) from error
        except (httpcore.ProtocolError, httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            raise _nonsense(host) from error

    async def _follow(self, address: httpx.URL, credentials: _Credentials, validators: dict[str, str]) -> Fetched:
        origin = address
        for _ in range(_MAX_REDIRECTS + 1):
            same = (address.scheme, address.host, address.port) == (origin.scheme, origin.host, origin.port)
            auth = httpx.BasicAuth(*credentials) if credentials and same else None
            async with self._client.stream("GET", address, headers=validators, auth=auth) as response:
                onwards = response.next_request
                if onwards is None:
                    return await self._document(response, address, validators)
            address, _ = _usable(str(onwards.url))
        sentence = f"{origin.host} redirects more than {_MAX_REDIRECTS} times."
        raise FetchError(sentence, status=response.status_code)

    async def _document(self, response: httpx.Response, address: httpx.URL, validators: dict[str, str]) -> Fetched:
        etag = _validator(response, "ETag")
        last_modified = _validator(response, "Last-Modified")
        if response.status_code == HTTPStatus.NOT_MODIFIED:
            etag = etag or validators.get("If-None-Match", "")
            return Fetched(None, str(address), etag, last_modified or validators.get("If-Modified-Since", ""))
        if not response.is_success:
            raise refusal(address.host, response.status_code, response.headers.get("Retry-After", ""), self._clock())
        media, charset = _named(response.headers.get("Content-Type", ""))
        place = self._room.place()
        try:
            body = await self._body(response, place)
            document = Fetched(body, str(address), etag, last_modified, media, charset)
            place.keep_for(document)
        except FetchError as error:
            error.status = response.status_code
            raise
        finally:
            place.leave()
        return document

    async def _body(self, response: httpx.Response, place: Place) -> bytes:
        body = Body(response.headers.get("Content-Encoding", ""), self._max_bytes)
        async for chunk in response.aiter_raw():
            for _ in body.add(chunk):
                await place.hold(body.size)
                await asyncio.sleep(0)
            await place.hold(body.size)
        return body.whole()


def _usable(url: str) -> tuple[httpx.URL, _Credentials]:
    """The address without its credentials, and these: apart, no log and no link can carry them on."""
    try:
        address = httpx.URL(url)
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError("The address cannot be read.") from error
    if address.scheme not in _SCHEMES or not address.host:
        raise FetchError("Only http and https addresses are fetched.")
    if "%" in address.host or not 0 < (address.port or 1) <= _LAST_PORT:
        raise FetchError("The address cannot be read.")
    credentials = (address.username, address.password) if address.userinfo else None
    return address.copy_with(userinfo=b"", fragment=None), credentials


def _validators(etag: str, last_modified: str) -> dict[str, str]:
    named = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in named.items() if value}


def _validator(response: httpx.Response, name: str) -> str:
    """A validator that can be sent back as it came, or ""."""
    value: str = response.headers.get(name, "")
    return value if value.isascii() and value.isprintable() and len(value) <= _LONGEST_VALIDATOR else ""


def _no_connection(host: str, error: Exception) -> FetchError:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return FetchError(f"{host} offers no encrypted connection that can be trusted.")
        cause = cause.__cause__ or cause.__context__
    return FetchError(f"No connection to {host} could be made.", offline=True)


def _broke_off(host: str) -> FetchError:
    return FetchError(f"{host} broke off before the document was complete.")


def _nonsense(host: str) -> FetchError:
    return FetchError(f"{host} answered with something that is not HTTP as it should be.")


def _named(content_type: str) -> tuple[str, str]:
    """The media type and the character set that a server names, in lower case; "" for what cannot be one."""
    media = content_type.partition(";")[0].strip().lower()
    charset = _CHARSET.search(content_type)
    return media if _MEDIA.fullmatch(media) else "", charset[1].lower() if charset else ""
