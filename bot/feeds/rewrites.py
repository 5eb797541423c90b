"""Well-known sites: which source stands behind one of their pages, told by the address alone. Nothing is fetched.

A reader pastes what the browser shows; that page often has no feed of its own, or one that is worse than the source
itself. A rule takes the host's rest of an address apart and answers with addresses, best first.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from bot.digest.repositories import repository_of
from bot.domain import SourceSpec
from bot.feeds.text import fold

_LONGEST_QUERY = 300
_MOST_WORDS = 12
_NEWEST = 50
"""Papers asked for of a search."""
_NOTES = 500
"""Notes asked for at once: a thousand, which is OpenReview's limit, come to many megabytes."""
_WRAPPED_SINCE = 2024
"""From this year on every venue is in OpenReview's newer interface; before, some are."""
_SEARCHED = {"all": "all", "title": "ti", "author": "au", "abstract": "abs", "comments": "co", "journal_ref": "jr"}
"""The fields of arXiv's search page, and what its interface calls them."""


@dataclass(frozen=True, slots=True)
class Page:
    """An address taken apart: host without `www.`, the steps of its path, its query; and where arXiv is read."""

    url: str
    host: str
    steps: tuple[str, ...]
    query: dict[str, list[str]]
    arxiv_rss: str
    arxiv_api: str

    def step(self, at: int) -> str:
        return self.steps[at] if at < len(self.steps) else ""

    def asked(self, name: str) -> str:
        return self.query.get(name, [""])[0]


Known = tuple[str, str, str]
"""Address, kind, title."""
Rule = Callable[[Page], tuple[Known, ...]]


def rewrites(url: str, arxiv_rss: str, arxiv_api: str) -> tuple[SourceSpec, ...]:
    """The sources behind a page of a site that is known, best first; none for others. Never raises.

    `arxiv_rss` and `arxiv_api` are where the installation reads arXiv.
    """
    page = _page(url, arxiv_rss, arxiv_api)
    rule = _rule(page.host) if page else None
    found = rule(page) if page and rule else ()
    return tuple(SourceSpec(address, address, kind, title) for address, kind, title in found if address != url)


def _page(url: str, arxiv_rss: str, arxiv_api: str) -> Page | None:
    try:
        parts = urlsplit(url.strip())
        host, scheme = parts.hostname or "", parts.scheme
        query = parse_qs(parts.query, errors="replace", max_num_fields=100)
    except ValueError:
        return None
    if scheme not in ("http", "https") or not host or len(url) > 2_000:
        return None
    steps = tuple(step for step in parts.path.split("/") if step)
    return Page(url, host.removeprefix("www."), steps, query, arxiv_rss.rstrip("/"), arxiv_api)


def _rule(host: str) -> Rule | None:
    return next((rule for pattern, rule in RULES if re.fullmatch(pattern, host)), None)


def _arxiv(page: Page) -> tuple[Known, ...]:
    first, second = page.step(0), page.step(1)
    if first in ("list", "rss", "atom", "archive") and re.fullmatch(r"[a-z-]{2,12}(?:\.[A-Za-z-]{2,12})?", second):
        return ((f"{page.arxiv_rss}/{second}", "arxiv_rss", f"arXiv {second}"),)
    if first == "a" and re.fullmatch(r"[\w.-]{3,60}", second, re.ASCII):
        author = second.removesuffix(".atom").removesuffix(".atom2")
        return ((f"https://arxiv.org/a/{author}.atom", "arxiv_api", f"arXiv {author}"),)
    if first == "search":
        return _arxiv_search(page)
    return ()


def _arxiv_search(page: Page) -> tuple[Known, ...]:
    """What the search page was asked: all the words, or for an author or in quotes the phrase; newest first."""
    said = fold(page.asked("query"), _LONGEST_QUERY)
    field = _SEARCHED.get(page.asked("searchtype") or "all")
    words = [re.sub(r"[^\w.-]+", "", word) for word in said.split()[:_MOST_WORDS]]
    words = [word for word in words if word.strip("._-")]
    if not words or not field:
        return ()
    phrase = field == "au" or (said.startswith('"') and said.endswith('"'))
    terms = f'{field}:"{" ".join(words)}"' if phrase else " AND ".join(f"{field}:{word}" for word in words)
    asked = {"search_query": terms, "sortBy": "submittedDate", "sortOrder": "descending", "max_results": _NEWEST}
    return ((f"{page.arxiv_api}?{urlencode(asked, errors='replace')}", "arxiv_api", f"arXiv {' '.join(words)}"),)


def _github(page: Page) -> tuple[Known, ...]:
    repository = repository_of(f"https://github.com/{'/'.join(page.steps)}")
    if repository is None or page.steps[-1].endswith(".atom"):
        return ()
    name = "/".join(page.steps[:2])
    return tuple((f"{repository}/{feed}.atom", "github_releases", f"{name} {feed}") for feed in ("releases", "tags"))


def _hugging_face(page: Page) -> tuple[Known, ...]:
    if page.steps[:1] == ("papers",) and page.step(1) in ("", "date", "week", "month", "trending"):
        return (("https://huggingface.co/api/daily_papers", "hf_daily", "Hugging Face daily papers"),)
    if page.steps == ("blog",):
        return (("https://huggingface.co/blog/feed.xml", "feed", "Hugging Face blog"),)
    return ()


def _openreview(page: Page) -> tuple[Known, ...]:
    venue = page.asked("id")
    year = re.fullmatch(r"[\w.-]{2,60}/(\d{4})(?:/[\w.-]{1,80}){1,4}", venue, re.ASCII)
    if page.step(0) not in ("group", "submissions") or year is None:
        return ()
    asked = f"notes?content.venueid={quote(venue, safe='/')}&offset=0&limit={_NOTES}"
    hosts = ("api2",) if int(year[1]) >= _WRAPPED_SINCE else ("api2", "api")
    return tuple((f"https://{host}.openreview.net/{asked}", "openreview", venue) for host in hosts)


def _cvf(page: Page) -> tuple[Known, ...]:
    """The winter conference lists its papers without days."""
    named = re.fullmatch(r"([A-Z]{4})(\d{4})(?:\.py)?", page.step(0))
    if named is None or len(page.steps) > 1 or page.asked("day"):
        return ()
    address = f"https://openaccess.thecvf.com/{page.step(0)}"
    return ((address if named[1] == "WACV" else f"{address}?day=all", "cvf", f"{named[1]} {named[2]}"),)


def _youtube(page: Page) -> tuple[Known, ...]:
    """A page by @name says in its head which channel it is, so it is left to that."""
    feeds = "https://www.youtube.com/feeds/videos.xml?"
    if page.step(0) in ("channel", "user") and re.fullmatch(r"[\w-]{3,60}", page.step(1), re.ASCII):
        return ((f"{feeds}{'channel_id' if page.step(0) == 'channel' else 'user'}={page.step(1)}", "feed", ""),)
    if page.step(0) == "playlist" and re.fullmatch(r"[\w-]{3,80}", page.asked("list"), re.ASCII):
        return ((f"{feeds}playlist_id={page.asked('list')}", "feed", ""),)
    return ()


def _reddit(page: Page) -> tuple[Known, ...]:
    kind, name = page.step(0), page.step(1)
    if kind not in ("r", "u", "user") or not re.fullmatch(r"\w{2,40}", name, re.ASCII):
        return ()
    if page.steps[-1] == ".rss":
        return ()
    return ((f"https://www.reddit.com/{'r' if kind == 'r' else 'user'}/{name}/.rss", "feed", f"{kind}/{name}"),)


def _medium(page: Page) -> tuple[Known, ...]:
    if page.step(0) == "feed":
        return ()
    if page.host != "medium.com":
        return ((f"https://{page.host}/feed", "feed", ""),)
    name = page.step(0)
    usable = re.fullmatch(r"@?[\w.-]{2,60}", name, re.ASCII) and name not in ("tag", "m", "me", "search", "p")
    return ((f"https://medium.com/feed/{name}", "feed", name),) if usable else ()


def _substack(page: Page) -> tuple[Known, ...]:
    return () if page.step(0) == "feed" else ((f"https://{page.host}/feed", "feed", ""),)


def _mastodon(page: Page) -> tuple[Known, ...]:
    name = page.step(0)
    usable = re.fullmatch(r"@\w{1,60}", name, re.ASCII)
    return ((f"https://{page.host}/{name}.rss", "feed", f"{name}@{page.host}"),) if usable else ()


def _bluesky(page: Page) -> tuple[Known, ...]:
    usable = page.step(0) == "profile" and re.fullmatch(r"[\w.:-]{3,100}", page.step(1), re.ASCII)
    return ((f"https://bsky.app/profile/{page.step(1)}/rss", "feed", page.step(1)),) if usable else ()


RULES: tuple[tuple[str, Rule], ...] = (
    (r"(?:(?:export|rss)\.)?arxiv\.org", _arxiv),
    (r"github\.com", _github),
    (r"huggingface\.co|hf\.co", _hugging_face),
    (r"openreview\.net", _openreview),
    (r"openaccess\.thecvf\.com", _cvf),
    (r"(?:m\.)?youtube\.com", _youtube),
    (r"(?:old\.|new\.)?reddit\.com", _reddit),
    (r"(?:[\w-]+\.)?medium\.com", _medium),
    (r"[\w-]+\.substack\.com", _substack),
    (r"mastodon\.[a-z]+|mstdn\.social|fosstodon\.org|sigmoid\.social|hachyderm\.io|mathstodon\.xyz", _mastodon),
    (r"bsky\.app", _bluesky),
)
"""Hosts (the whole name, without `www.`) and the rule for their pages."""
