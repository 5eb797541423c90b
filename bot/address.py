"""Addresses of sources as people paste them and as they are shown: what may be a key or a password is shown nowhere.

Pure: nothing is looked up, and what lies behind an address is not known. Whether two are one is `identity`'s to say.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit, urlunsplit

from bot.errors import BadInput
from bot.texts import later

LONGEST = 2_000
SHOWN = 80
"""Characters of an address that are shown."""
TOO_LONG = later("That address is too long: 2,000 characters are the most.")
NO_ADDRESS = later("That is no address I can read: it begins with https:// or http:// and names a host.")

_SCHEMES = ("http", "https")
_FEED = re.compile(r"\Afeed:(?://)?", re.IGNORECASE)
"""How some pages mark a link as one to subscribe to."""
_HOST = re.compile(r"(?:[^/?#@:.]++\.)+[^/?#@:.]++(?::[0-9]{1,5})?(?:[/?#]|$)")
_WRAPPED = " \t\r\n<>\"'“”「」，。,"
_SECRET = re.compile(
    r"(?:.*[_.-])?(?:api|access|auth|feed|rss|user|private)?"
    r"(?:key|token|secret|auth|pass|password|passwd|pwd|sig|signature|sid|session|credential|hash)s?",
    re.IGNORECASE,
)
_OPAQUE = re.compile(r"[A-Za-z0-9_+/=-]{20,}")
"""What nobody types: most likely a key, unless it is called an id, as YouTube's channels are."""


def usable(typed: str) -> str:
    """The address that was meant, without its fragment, its scheme and host in lower case. Raises BadInput.

    A missing scheme is taken for https where what is there looks like a host.
    """
    text = _FEED.sub("", typed.strip(_WRAPPED), count=1)
    if len(text) > LONGEST:
        raise BadInput(TOO_LONG)
    parts = _split(text if "://" in text else f"https://{text}")
    if parts is None or not text.isprintable() or " " in text or not ("://" in text or _HOST.match(text)):
        raise BadInput(NO_ADDRESS)
    user, at, host = parts.netloc.rpartition("@")
    return urlunsplit((parts.scheme.lower(), f"{user}{at}{host.lower()}", parts.path or "/", parts.query, ""))


def shown(url: str) -> str:
    """Host and path, shortened: all of an address that is shown to people."""
    parts = _split(url)
    if parts is None:
        return "…"
    text = _host(parts) + parts.path.rstrip("/") + ("?…" if parts.query else "")
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def without_secrets(url: str) -> str:
    """The address for the operator's own lists: no user and password, and no value in the query that may be a key."""
    parts = _split(url)
    if parts is None:
        return "…"
    if not has_secrets(url):
        return url
    pairs = [(k, "***" if _secret(k, v) else v) for k, v in parse_qsl(parts.query, keep_blank_values=True)]
    return urlunsplit((parts.scheme, _host(parts), parts.path, urlencode(pairs, safe="*"), ""))


def has_secrets(url: str) -> bool:
    """Whether the address carries a user, a password or what may be a key."""
    parts = _split(url)
    if parts is None or "@" in parts.netloc:
        return True
    return any(_secret(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True))


def _secret(name: str, value: str) -> bool:
    opaque = _OPAQUE.fullmatch(value) and not name.lower().endswith("id")
    return bool(value) and bool(opaque or _SECRET.fullmatch(name))


def _host(parts: SplitResult) -> str:
    return parts.netloc.rpartition("@")[2]


def _split(url: str) -> SplitResult | None:
    """The parts of an http or https address with a host and a possible port, or None."""
    try:
        parts = urlsplit(url)
        fits = parts.scheme in _SCHEMES and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    return parts if fits else None
