"""Repositories, told by their addresses alone: which address lies in one, what it is called, what its name gives away.

Says nothing of whose it is.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_FORGES = ("github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "gitee.com", "huggingface.co")
_ANONYMOUS = "anonymous.4open.science"
_PATHS_OF_FORGES = """
    about apps collections datasets docs enterprise explore features issues login marketplace orgs papers
    posts pulls search settings site spaces sponsors topics trending users
"""
_NOT_OWNERS = frozenset(_PATHS_OF_FORGES.split())
_NAME = re.compile(r"[\w-][\w.-]*", re.ASCII)
_SHORTEST_NAME = 3
_NO_CODE = re.compile(
    r"awesome|(?:^|[-_.])(?:survey|review|reviews|papers|reading|list)(?:$|[-_.])|datasets?$|\.github\.io$"
)


def repository_of(url: str) -> str | None:
    """The front page of the repository that the address lies in (no `.git`, no `tree/…`), or None for others."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    host = (parts.hostname or "").removeprefix("www.")
    steps = [step for step in parts.path.partition("/-/")[0].split("/") if step]
    if host == _ANONYMOUS and len(steps) > 1 and steps[0] == "r":
        return f"https://{host}/r/{steps[1]}"
    if (host not in _FORGES and not host.startswith("gitlab.")) or len(steps) < 2 or steps[0].casefold() in _NOT_OWNERS:
        return None
    kept = steps if "gitlab" in host else steps[:2]
    kept[-1] = kept[-1].removesuffix(".git").rstrip(".")
    return f"https://{host}/{'/'.join(kept)}" if all(_NAME.fullmatch(step) for step in kept) else None


def name_of(repository: str) -> str:
    """What the repository is called, without its owner."""
    return repository.rpartition("/")[2]


def is_named_for_code(repository: str) -> bool:
    """Whether its name leaves room for code: a reading list, a data set or a website says so in its name."""
    return _NO_CODE.search(name_of(repository).casefold()) is None


def is_called(repository: str, title: str) -> bool:
    """Whether it is called what the title calls the work: "Lamp Net: …" is lamp-net, whatever the spelling."""
    name = _folded(name_of(repository))
    return len(name) >= _SHORTEST_NAME and name == _folded(title.partition(":")[0])


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()
