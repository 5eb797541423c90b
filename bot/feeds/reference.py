"""References in feeds to addresses that a reader can open. Knows nothing of the documents they stand in."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from bot.feeds.text import CUT, fold

_LONGEST_URL = 2_000


def web_address(reference: str, base: str) -> str:
    """The absolute http or https address that a reference in a feed names, or "".

    One with the mark of a cut is none. A name and password in it are taken out, also those that a relative one would
    inherit from its base.
    """
    reference = fold(reference, _LONGEST_URL)
    if not reference or CUT in reference:
        return ""
    try:
        url = urljoin(base, reference)
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return ""
    return without_credentials(url).replace(" ", "%20") if usable else ""


def without_credentials(text: str) -> str:
    """An address, or a key that looks like one, without the name and password before its host."""
    scheme, mark, rest = text.partition("://")
    host = rest[: min((at for at in map(rest.find, "/?#") if at >= 0), default=len(rest))]
    if not mark or "@" not in host:
        return text
    return f"{scheme}://{rest[host.rindex('@') + 1 :]}"
