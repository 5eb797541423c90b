"""Addresses and DOIs as they are compared: two spellings of one page are one, and a whole volume is no paper.

Pure; knows nothing of entries or papers.
"""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit, urlunsplit

_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_DOI_PAGE = re.compile(
    r"https?://[^/\s?#]{1,200}/doi/(?:(?:abs|full|pdf|epdf|pdfdirect)/)?(10\.\d{4,9}/[^\s?#]+)", re.IGNORECASE
)
"""A publisher's page of an article, as ACM, Wiley, Science, SAGE and Taylor & Francis address it."""
_VOLUMES = (
    r"10\.1007/97[89][\d-]+",  # a book of Springer's; its chapters go on with _12
    r"10\.1109/[a-z0-9-]+(?:\.(?:19|20)\d\d)?",  # a conference or a journal of IEEE's; articles go on with a number
    r"10\.\d{4,9}/\(?issn\)?\S*",  # a journal of Wiley's and others'
)
_VOLUME = re.compile("|".join(_VOLUMES))
_VERSIONED = re.compile(r"(10\.(?:20944|21203|26434|31219|31234|36227|6084)/\S+?)[./_-]v\d{1,3}")
"""Preprint servers that give each version a DOI of its own: Preprints.org, Research Square, ChemRxiv, OSF, TechRxiv."""
_TRACKING = ("fbclid", "gclid", "mc_cid", "mc_eid")
_PORTS = {"http": 80, "https": 443}
_LONGEST_REFERENCE = 2_000
_ROUTES = ("/", "!")
"""How a fragment begins that chooses the page itself (`#/paper/1`, `#!paper`), and not a place within it."""
_FRONT = ("/", "/index.html", "/index.htm", "/index.php")


def parse_doi(text: str) -> str:
    """The DOI that a whole reference names, in lower case, or ""."""
    text = unquote(text[:_LONGEST_REFERENCE].strip())
    found = _DOI.fullmatch(text) or _DOI_PAGE.fullmatch(text.partition("?")[0].partition("#")[0])
    return found[1].lower().rstrip(".,;)") if found else ""


def names_a_volume(doi: str) -> bool:
    """Whether a DOI is that of a book, a conference or a journal, which many papers share."""
    return bool(_VOLUME.fullmatch(doi))


def without_version(doi: str) -> str:
    """The DOI that all versions of a preprint have in common."""
    found = _VERSIONED.fullmatch(doi)
    return found[1] if found else doi


def canonical_url(url: str) -> str:
    """An address as compared, not as shown: one scheme for http and https, no default port, no tracking.

    The fragment goes too, unless it is what says which page is shown.
    """
    try:
        parts = urlsplit(url.strip())
        host, port, scheme = (parts.hostname or "").rstrip("."), parts.port, parts.scheme
    except ValueError:
        return url.strip()
    if scheme not in _PORTS or not host:
        return url.strip()
    host = f"[{host}]" if ":" in host else host
    user = parts.netloc.rpartition("@")[0]
    netloc = (f"{user}@" if user else "") + host + ("" if port in (None, *_PORTS.values()) else f":{port}")
    query = "&".join(p for p in parts.query.split("&") if p.strip() and not _is_tracking(p))
    fragment = parts.fragment.strip()
    kept = fragment if fragment.startswith(_ROUTES) and len(fragment) > 1 else ""
    return urlunsplit(("https", netloc, parts.path.strip() or "/", query.strip(), kept))


def is_front_page(canonical: str) -> bool:
    """Whether a canonical address is where a site begins, which names no item of it."""
    parts = urlsplit(canonical)
    return parts.path.lower() in _FRONT and not parts.query and not parts.fragment


def _is_tracking(parameter: str) -> bool:
    name = parameter.partition("=")[0].lower()
    return name.startswith("utm_") or name in _TRACKING
