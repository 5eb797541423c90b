"""The network as tests see it: loopback and Unix sockets only, and each attempt beyond is written down.

An audit hook sees every connection that Python makes, whichever library asks and in whichever thread, so nothing is
patched. A hook can't be taken off again; `Network.guarded` switches it.
"""

from __future__ import annotations

import ipaddress
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

RESOLVING = ("socket.getaddrinfo", "socket.gethostbyname")
SENDING = ("socket.connect", "socket.sendto", "socket.sendmsg")


class NetworkRefused(RuntimeError):
    """A test tried to leave this machine. Not an OSError, so that no client takes it for an ordinary failure."""


class Network:
    """Refuses what leaves the machine while `guarded`, and keeps the refused attempts in `attempts`."""

    def __init__(self) -> None:
        self.attempts: list[str] = []
        self._on = False
        sys.addaudithook(self._audit)

    @contextmanager
    def guarded(self) -> Iterator[None]:
        self.attempts.clear()
        self._on = True
        try:
            yield
        finally:
            self._on = False

    def _audit(self, event: str, args: tuple[Any, ...]) -> None:
        if not self._on or not event.startswith("socket."):
            return
        if event in RESOLVING and not (_is_address(args[0]) or _is_own_name(args[0])):
            self._refuse(f"look up {_text(args[0])!r}")
        if event in SENDING and args[0].family in (socket.AF_INET, socket.AF_INET6) and args[-1] is not None:
            host = args[-1][0]
            if not (_is_loopback(host) or _is_own_name(host)):
                self._refuse(f"reach {_text(host)!r}")

    def _refuse(self, what: str) -> None:
        self.attempts.append(what)
        raise NetworkRefused(f"a test tried to {what}; tests talk to loopback servers only")


def _text(host: object) -> str:
    return host.decode("ascii", "replace") if isinstance(host, bytes) else str(host or "")


def _is_address(host: object) -> bool:
    """A literal address is parsed, not looked up."""
    try:
        ipaddress.ip_address(_text(host))
    except ValueError:
        return False
    return True


def _is_own_name(host: object) -> bool:
    name = _text(host).rstrip(".").lower()
    return name in ("", "localhost", socket.gethostname().lower()) or name.endswith(".localhost")


def _is_loopback(host: object) -> bool:
    """Also 0.0.0.0 and ::, which mean this machine when connected to."""
    if not _is_address(host):
        return False
    address = ipaddress.ip_address(_text(host))
    return address.is_loopback or address.is_unspecified
