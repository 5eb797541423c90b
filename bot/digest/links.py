"""Code and project links of a paper, from its abstract and comment only. A link is never guessed.

People ask for code links, and a false one is worse than none: a repository is called theirs only where the words beside
it say so, and not where they say what the work is built on or compared with.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from bot.digest.addresses import Mention, mentions
from bot.domain import Found, Link, LinkKind, PaperRecord

_OFFERS = re.compile(
    r"(?:available|releas\w+|published|open[- ]?sourc\w*|provided|hosted|shared|accessed|accessible|found|download\w*|"
    r"obtained|visit|see|view\w*|maintain\w*|codes?|codebase|implementations?|software|repo(?:sitory)?|github|gitlab|project|"
    r"page|web ?pages?|web ?sites?|site|home ?page|demos?|models?|weights|checkpoints|data(?:sets?)?|"
    r"benchmarks?|toolbox|toolkit|library|packages?|resources?|materials?|details|information|seen|videos?|link|web|"
    r"代码|开源|项目|主页|地址|链接|公开|发布|数据集)"
    r"[^\w\u4e00-\u9fff]*(?:(?:is|are|at|on|in|from|via|through|under|using|by|be|can|the|this|our|here|"
    r"following|link|url|address|publicly|website|github|gitlab|huggingface|hugging face|repository|page|for|to|"
    r"anonymous|as|and|[:：见在于为是])"
    r"[^\w\u4e00-\u9fff]*)*$",
    re.IGNORECASE,
)
"""Ends with words that hand the address over."""
_THEIRS = re.compile(
    r"\b(?:codes?|codebase|source code|available|implementations?|projects?|releas\w+|open[- ]?sourc\w*|models?|"
    r"weights|repo(?:sitory)?|software|toolbox|library|package|our|homepage|web ?site|web ?page|demo|data|"
    r"datasets?|benchmark|github|page|visit)\b|代码|开源|项目|主页|公开|发布",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:based (?:up)?on|buil[dt]s? (?:up)?on|built with|(?:re)?us(?:e|es|ed|ing)|"
    r"baselines? (?:of|from|by)|fork(?:ed)? (?:of|from)|adapted from|borrow\w*|"
    r"follow(?:s|ing)? (?:the )?(?:work|code|implementation)|implemented (?:in|with|using)|provided by|"
    r"trained (?:with|using)|taken from|derived from|extend(?:s|ing)|compared? (?:with|to|against)|such as|e\.g|"
    r"like|unlike|powered by|thanks? to|part of|overlap with|substantial text|under the terms|dedicated to)\b"
    r"|基于|借助|使用|来自",
    re.IGNORECASE,
)
_SAME_SUBJECT = re.compile(r"\bour\b[^,]*\band (?:is|are|will be)(?: \w+ly| made)*$", re.IGNORECASE)
"""What is built with something of others is still theirs: "our tool uses X and is" (available at …)."""
_EVENT = re.compile(r"\b(?:challenge|competition|workshop|conference|congress|track|journal)s?\b", re.IGNORECASE)
_ONLY_DATA = re.compile(
    r"\b(?:data|datasets?|benchmarks?|annotations?|list|survey|collection|videos?|supplement\w+|results|papers)\b|数据集",
    re.I,
)
_CODE = re.compile(
    r"\b(?:codes?|codebase|implement\w+|software|tool\w*|library|package|models?|weights|checkpoints|framework|project|"
    r"repo(?:sitory)?|algorithm|method|scripts?|demo)\b|代码|开源|项目",
    re.IGNORECASE,
)
_FORGES = ("github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "gitee.com", "huggingface.co")
_ANONYMOUS = "anonymous.4open.science"
_PATHS_OF_FORGES = """
    about apps collections datasets docs enterprise explore features issues login marketplace orgs papers
    posts pulls search settings site spaces sponsors topics trending users
"""
_NOT_OWNERS = frozenset(_PATHS_OF_FORGES.split())
_NAME = re.compile(r"[\w-][\w.-]*", re.ASCII)
_NOT_PAGES = re.compile(
    r"(?:^|\.)(?:arxiv\.org|doi\.org|creativecommons\.org|ieee\.org|springer\.com|springernature\.com|sciencedirect\.com|acm\.org|"
    r"elsevier\.com|mdpi\.com|wiley\.com|nature\.com|openreview\.net|thecvf\.com|spiedigitallibrary\.org|ssrn\.com|"
    r"gnu\.org|opensource\.org|apache\.org|biorxiv\.org|medrxiv\.org|hal\.science|aclanthology\.org|mlr\.press|aaai\.org)$"
)
"""Publishers and archives: the paper again, not a page of its project. Licences."""
_DEPOSITED = re.compile(r"doi\.org/\S*(?:zenodo|figshare|dryad|dvn)", re.IGNORECASE)


def links_of(record: PaperRecord) -> tuple[Link, ...]:
    """The record's own links, then those of its text that it does not have yet.

    Read anew wherever they are shown: the store keeps what sources gave, and a digest rebuilt from it shows the same.
    """
    known = {_bare(link.url) for link in record.links}
    found = find_links(record.paper.abstract, record.paper.comment)
    return (*record.links, *(link for link in found if _bare(link.url) not in known))


def link_of(record: PaperRecord, kind: LinkKind) -> Link | None:
    """The first link of that kind, where there is one."""
    return next((link for link in links_of(record) if link.kind is kind), None)


def find_links(abstract: str, comment: str) -> tuple[Link, ...]:
    """Code and other addresses of the paper with where they were read, each once, in the order of the text."""
    found: dict[str, Link] = {}
    for text, where in ((abstract, Found.ABSTRACT), (comment, Found.COMMENT)):
        for mention in mentions(text):
            link = _judged(mention, where)
            if link is not None:
                found.setdefault(link.url.casefold().rstrip("/"), link)
    return tuple(found.values())


def _judged(mention: Mention, where: Found) -> Link | None:
    """The link that this mention is, or None where it is another's or says too little."""
    if _NOT_PAGES.search(urlsplit(mention.url).hostname or "") and not _DEPOSITED.search(mention.url):
        return None
    repository = repository_of(mention.url)
    if _is_theirs(mention):
        is_code = repository is not None and _is_code(repository, f"{mention.before} {mention.after}")
        return Link(LinkKind.CODE if is_code else LinkKind.ADDRESS, repository or mention.url, where)
    stands_alone = not mention.before and not mention.after
    beside_the_paper = repository is not None and where is Found.COMMENT and not _is_anothers(mention.before)
    if stands_alone or beside_the_paper:
        return Link(LinkKind.ADDRESS, repository or mention.url, where)
    return None


def repository_of(url: str) -> str | None:
    """The front page of the repository that the address lies in (no `.git`, no `tree/…`), or None for others."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    steps = [step for step in parts.path.partition("/-/")[0].split("/") if step]
    if host == _ANONYMOUS and len(steps) > 1 and steps[0] == "r":
        return f"https://{host}/r/{steps[1]}"
    if (host not in _FORGES and not host.startswith("gitlab.")) or len(steps) < 2 or steps[0].casefold() in _NOT_OWNERS:
        return None
    kept = steps if "gitlab" in host else steps[:2]
    kept[-1] = kept[-1].removesuffix(".git").rstrip(".")
    return f"https://{host}/{'/'.join(kept)}" if all(_NAME.fullmatch(step) for step in kept) else None


def _bare(url: str) -> str:
    """What two spellings of one address share."""
    return url.casefold().partition("://")[2].removeprefix("www.").rstrip("/").removesuffix(".git")


def _is_theirs(mention: Mention) -> bool:
    """Whether the words hand the address over as the authors' own."""
    handed = _OFFERS.search(mention.before)
    if handed is None:
        near = f"{mention.before[-120:]} {mention.after}"
        return not _is_anothers(mention.before) and _THEIRS.search(near) is not None
    introduced = mention.before[: handed.start()].rstrip(" :(")
    if _SAME_SUBJECT.search(introduced):
        return True
    event = _EVENT.search(introduced.rpartition(" ")[2]) if introduced[-1:] != "," else None
    event = event or _EVENT.search(handed[0])
    return event is None and _OTHERS.search(introduced[-25:]) is None


def _is_anothers(before: str) -> bool:
    return _OTHERS.search(before[-90:]) is not None or _EVENT.search(before[-60:]) is not None


def _is_code(repository: str, said: str) -> bool:
    """Whether a repository holds code, as far as the words tell: not a data set alone, not a reading list."""
    name = repository.rpartition("/")[2].casefold()
    if "awesome" in name or name.endswith((".github.io", "dataset")):
        return False
    return _CODE.search(said) is not None or _ONLY_DATA.search(said) is None
