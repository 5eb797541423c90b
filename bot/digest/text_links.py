"""Code and project links as a paper's own abstract and comment give them. A link is never guessed.

People ask for code links, and a false one is worse than none: a repository is called theirs only where the words beside
it say so, and not where they say what the work is built on or compared with.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from bot.digest.addresses import Mention, mentions
from bot.digest.repositories import is_called, is_named_for_code, name_of, repository_of
from bot.domain import Found, Link, LinkKind

_OFFERS = re.compile(
    r"(?:available|avai?l[ai]\w+|releas\w+|published|open[- ]?sourc\w*|provided|hosted|shared|accessed|"
    r"accessible|found|download\w*|"
    r"obtained|visit|see|view\w*|maintain\w*|codes?|codebase|implementations?|software|repo(?:sitory)?|github|gitlab|project|"
    r"page|web ?pages?|web ?sites?|site|home ?page|demos?|models?|weights|checkpoints|data(?:sets?)?|"
    r"benchmarks?|toolbox|toolkit|library|packages?|resources?|materials?|details|information|seen|videos?|link|web|"
    r"代码|开源|项目|主页|地址|链接|公开|发布|数据集)"
    r"[^\w\u4e00-\u9fff]*+(?:(?:is|are|at|on|in|from|via|through|under|using|by|be|can|the|this|our|here|"
    r"following|link|url|address|publicly|website|github|gitlab|huggingface|hugging face|repository|page|for|to|"
    r"anonymous|as|and|[见在于为是])"
    r"[^\w\u4e00-\u9fff]*+)*+$",
    re.IGNORECASE,
)
"""Ends with words that hand the address over. Possessive, for a row of colons must not be tried in every way."""
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
    r"\b(?:data|datasets?|databases?|benchmarks?|annotations?|list|survey|collection|videos?|supplement\w+|results|papers)\b|数据集",
    re.I,
)
_SURELY_CODE = re.compile(
    r"\b(?:codes?|codebase|(?<!open.)sources?(?! (?:data|image|video|dataset))|"
    r"implement\w+|software|tool\w*|library|package|models?|weights|checkpoints|scripts?|"
    r"pipelines?|baselines?|algorithms?)\b|代码|源码",
    re.IGNORECASE,
)
_CODE = re.compile(r"\b(?:framework|system|project|repo(?:sitory)?|method|demo)\b|开源|项目", re.IGNORECASE)
_READING = re.compile(
    r"\b(?:(?:cited|referenced|related|surveyed|reviewed|relevant) (?:\w+ )?(?:works?|papers?|literature|studies)|"
    r"(?:list|summary) of|up[- ]to[- ]date|reading list|literature)\b",
    re.IGNORECASE,
)
"""A list of what others wrote."""
_ABOUT_OTHERS_OR_DATA = re.compile(
    r"\b(?:surveys?|reviews?|overview|roadmap|perspectives?|data ?(?:set|base)s?|benchmark(?:s|ing)?|corpus|challenge|"
    r"competition)\b|综述|数据集",
    re.IGNORECASE,
)
"""Titles of papers whose repository may well hold a reading list or data alone: it is code where the words say so."""
_COINED = r"\b(?:propos|introduc|present|develop|term|nam|call|dub|releas)\w*\b[^.]{0,100}?(?<![\w-])"
_SHORTEST_NAME = 3
_NOT_PAGES = re.compile(
    r"(?:^|\.)(?:arxiv\.org|doi\.org|creativecommons\.org|ieee\.org|springer\.com|springernature\.com|sciencedirect\.com|acm\.org|"
    r"elsevier\.com|mdpi\.com|wiley\.com|nature\.com|openreview\.net|thecvf\.com|spiedigitallibrary\.org|ssrn\.com|"
    r"gnu\.org|opensource\.org|apache\.org|biorxiv\.org|medrxiv\.org|hal\.science|aclanthology\.org|mlr\.press|aaai\.org)$"
)
"""Publishers and archives: the paper again, not a page of its project. Licences."""
_DEPOSITED = re.compile(r"doi\.org/\S*(?:zenodo|figshare|dryad|dvn)", re.IGNORECASE)

_LONGEST = 4_000
"""Characters of an abstract that are looked through for the name it coins."""


def find_links(abstract: str, comment: str, title: str = "") -> tuple[Link, ...]:
    """Code and other addresses of the paper with where they were read, each once, in the order of the text."""
    found: dict[str, Link] = {}
    for text, where in ((abstract, Found.ABSTRACT), (comment, Found.COMMENT)):
        for mention in mentions(text):
            link = _judged(mention, where, title, abstract)
            if link is not None:
                found.setdefault(link.url.casefold().rstrip("/"), link)
    return tuple(found.values())


def _judged(mention: Mention, where: Found, title: str, abstract: str) -> Link | None:
    """The link that this mention is, or None where it is another's or says too little."""
    if _NOT_PAGES.search(urlsplit(mention.url).hostname or "") and not _DEPOSITED.search(mention.url):
        return None
    repository = repository_of(mention.url)
    url = repository or mention.url
    if _is_theirs(mention):
        is_code = repository is not None and _is_code(repository, _said_of(mention), title)
        return Link(LinkKind.CODE if is_code else LinkKind.ADDRESS, url, where)
    if repository is not None and _bears_their_name(mention, repository, title, abstract):
        return Link(LinkKind.CODE if _is_code(repository, "", title) else LinkKind.ADDRESS, url, where)
    stands_alone = not mention.before and not mention.after
    beside_the_paper = repository is not None and where is Found.COMMENT and not _is_anothers(mention.before)
    return Link(LinkKind.ADDRESS, url, where) if stands_alone or beside_the_paper else None


def _said_of(mention: Mention) -> str:
    """The words around; of two addresses in a sentence, what is said between them where that tells them apart."""
    _, *since = re.split(r"https?://\S+", mention.before)
    if since and (_SURELY_CODE.search(since[-1]) or _ONLY_DATA.search(since[-1])):
        return since[-1]
    return f"{mention.before} {mention.after}"


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


def _bears_their_name(mention: Mention, repository: str, title: str, abstract: str) -> bool:
    """Whether an address without words is called what the paper calls its own, in its title or where it coins it."""
    if mention.before and (mention.before[-1] not in "(-,;:–" or _is_anothers(mention.before)):
        return False
    name = name_of(repository)
    if is_called(repository, title):
        return True
    coined = re.search(_COINED + re.escape(name) + r"(?![\w-])", abstract[:_LONGEST], re.IGNORECASE)
    return len(name) >= _SHORTEST_NAME and coined is not None


def _is_code(repository: str, said: str, title: str) -> bool:
    """Whether a repository holds code, as far as the words tell: not a data set alone, not a reading list."""
    if not is_named_for_code(repository):
        return False
    if _SURELY_CODE.search(said):
        return True
    if _READING.search(said) or _ABOUT_OTHERS_OR_DATA.search(title):
        return False
    return _CODE.search(said) is not None or _ONLY_DATA.search(said) is None
