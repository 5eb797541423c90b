"""Which papers an article is about: arXiv's numbers, DOIs and marked titles in its text and its links.

Pure. Few and certain rather than many: what is taken for a reference decides which paper is shown instead of the
article. Whether such papers exist is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from bot.domain import Entry, LinkKind
from bot.identity import find_arxiv, fingerprint, name_in, names_of

TITLED = "titled "
"""Begins the name of a paper that is known by its title alone."""
MOST = 3
"""An article that names more papers is a round-up, and about none of them in particular."""
_LONGEST_TEXT = 25_000
_LONGEST_LINKS = 200_000
_MOST_TITLES = 20

_NUMBERED = re.compile(r"\d{4}(?:\.|%2e)\d{4}|(?:/|%2f)\d{7}", re.IGNORECASE | re.ASCII)
"""Every identifier has this; most texts have not, and are read no further."""
_DOI = re.compile(r"(?<![\d.])10\.\d{4,9}/[!#-;=?-\[\]_a-z~]{2,200}+", re.IGNORECASE | re.ASCII)
_DOI_TAIL = re.compile(r"(?:v\d{1,2})?(?:\.(?:full|abstract|pdf))*(?:/(?:full|abstract|meta|pdf|epdf|html?)/?)?\Z")
"""What publishers put behind a DOI in the addresses of their pages."""
_NO_PAPERS = re.compile(r"doi:10\.(?:5281|6084|17632|7910|57967)/")
"""Zenodo, figshare, Mendeley, Dataverse, Hugging Face: data and programs."""

_PAPER_LABEL = re.compile(
    r"(?<!参考)(?<!相关)(?<!引用)(?<!更多)(?<!推荐)(?:论文[^:：。，,]{0,8}|(?:原文|文章)(?:链接|地址|标题))[:：]"
    r"|(?<!related )(?<!more )(?<!previous )(?<!other )\b(?:paper|preprint)s?(?: (?:link|url|page|pdf|title))?\s?[:：]",
    re.IGNORECASE,
)
"""Words that hand over the paper itself."""
_LABELLED = 300
"""Characters behind a label within which its paper is named."""
_BIBLIOGRAPHY = re.compile(r"参考(?:文献|资料|链接)|引用文献|\b(?:References|REFERENCES|Bibliography)\b")

_TITLE_LABEL = re.compile(
    r"(?:(?:论文|文章|原文)?(?:标题|题目)|(?:原文|文章)(?:链接|地址)|论文名称?|论文|\b(?:paper|title|paper title))"
    r"\s?[:：]\s?[“\"《\[]?",
    re.IGNORECASE,
)
_TITLE_END = re.compile(
    '[\u3000-\u30ff\u3400-\u9fff\uff01-\uff09\uff0c-\uff19“”"|\\]]|https?:|arxiv[:：]|(?<=[a-z)])[.] | [-–—] '
    r"|\b(?:authors?|links?|codes?|github|papers?|pdf|project(?: page)?|arxiv|abstract|url|venue|conference|"
    r"affiliations?|institutions?|date|published)\s?[:：]",
    re.IGNORECASE,
)
_BOOK = re.compile(r"《([^《》]{12,300})》")
_QUOTE = re.compile(r"“([^“”]{15,300})”|(?<!\w)\"([^\"]{15,300})\"(?!\w)")
_PAPER_WORD = re.compile(r"\b(?:paper|preprint)s?\b|论文", re.IGNORECASE)
_NEAR = 40
_WORDS = 4
_MOSTLY = 0.9
_PERIODICAL = re.compile(
    r"\b(?:transactions|journal|proceedings|letters|magazine|symposium|conference|workshop|review)\b", re.IGNORECASE
)
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_LATIN = re.compile(r"[A-Za-z]")
_SMALL = "a an and are as at by can do does for from how in into is it of on or the to via we what with"
_SMALL_WORDS = frozenset(_SMALL.split())


@dataclass(frozen=True, slots=True)
class References:
    """Papers by arXiv's numbers, by DOIs, or, where neither is given, by titles as they are written; each once."""

    arxiv: tuple[str, ...] = ()
    dois: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.arxiv) + len(self.dois) + len(self.titles)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the papers, as `identity` gives them; a title that nobody is named with stays as it is written.

        Such a one is no name in `identity`'s sense, and begins otherwise.
        """
        arxiv = (f"arxiv:{x}" for x in self.arxiv)
        return (*arxiv, *(f"doi:{x}" for x in self.dois), *(f"{TITLED}{x}" for x in self.titles))


def references(entry: Entry) -> References:
    """Everything that an entry names in its title, its text and its links, in order; titles only where no id is."""
    text, links = _texts(entry)
    named = _ids(f"{text} {links}")
    return named if named else References(titles=_titles(text))


def is_about(entry: Entry) -> References:
    """The papers, three at most, that an article is about; none for a paper itself, and none for a round-up.

    Those handed over by a label ("论文地址：…", "Paper: …") count alone; then all but what stands in a bibliography
    only; then that.
    """
    if is_paper(entry):
        return References()
    text, links = _texts(entry)
    body, bibliography = _divided(text)
    everything = _ids(f"{body} {links}")
    listed = _ids(bibliography)
    choices = (_labelled(body), _without(everything, listed, _ids(body)), listed)
    named = next((choice for choice in choices if choice), None)
    if named is None:
        named = References(titles=_titles(body))
    return named if len(named) <= MOST else References()


def is_paper(entry: Entry) -> bool:
    """Whether an entry is a paper by what its source says of it, and not an article about one."""
    if entry.announce or entry.venue or entry.link(LinkKind.PAPER):
        return True
    return names_of(entry)[0].startswith(("arxiv:", "doi:")) or len(_ids(entry.url)) > 0


def _texts(entry: Entry) -> tuple[str, str]:
    text = f"{entry.title}\n{entry.abstract[:_LONGEST_TEXT]}"
    own = entry.url.partition("#")[0]
    links = " ".join(url for url in entry.outward if url.partition("#")[0] != own)
    return text, links[:_LONGEST_LINKS]


def _divided(text: str) -> tuple[str, str]:
    """The text before its last bibliography, and that."""
    start = max((found.start() for found in _BIBLIOGRAPHY.finditer(text)), default=len(text))
    return text[:start], text[start:]


def _ids(text: str) -> References:
    arxiv = dict.fromkeys(found.text for found in find_arxiv(text)) if _NUMBERED.search(text) else {}
    return References(tuple(arxiv), tuple(dict.fromkeys(_dois(text))))


def _dois(text: str) -> Iterator[str]:
    for match in _DOI.finditer(text):
        doi = re.split(r"[?#&]", match[0], maxsplit=1)[0].rstrip(".,;:'*_")
        while doi.endswith((")", "]")) and doi.count(")") + doi.count("]") > doi.count("(") + doi.count("["):
            doi = doi[:-1].rstrip(".,;:'*_")
        name = name_in(f"https://doi.org/{_DOI_TAIL.sub('', doi, count=1)}")
        if name.startswith("doi:") and not _NO_PAPERS.match(name):
            yield name.removeprefix("doi:")


def _labelled(text: str) -> References:
    """The first paper behind each label."""
    arxiv: dict[str, None] = {}
    dois: dict[str, None] = {}
    labels = [found.span() for found in _PAPER_LABEL.finditer(text)]
    for (_, start), (end, _) in pairwise([*labels, (len(text), 0)]):
        named = _ids(text[start : min(end, start + _LABELLED)])
        if named.arxiv:
            arxiv.setdefault(named.arxiv[0])
        elif named.dois:
            dois.setdefault(named.dois[0])
    return References(tuple(arxiv), tuple(dois))


def _without(everything: References, listed: References, body: References) -> References:
    """All but what the bibliography alone names: its links are among those of the whole text."""
    arxiv = tuple(x for x in everything.arxiv if x not in listed.arxiv or x in body.arxiv)
    dois = tuple(x for x in everything.dois if x not in listed.dois or x in body.dois)
    return References(arxiv, dois)


def _titles(text: str) -> tuple[str, ...]:
    """Titles that are marked as such, each once, in a text that speaks of papers."""
    found: dict[str, str] = {}
    if not _PAPER_WORD.search(text):
        return ()
    for candidate in _candidates(text):
        title = " ".join(candidate.split()).strip(" .,;:：《》[]'’")
        if _is_title(title):
            found.setdefault(fingerprint(title), title)
        if len(found) >= _MOST_TITLES:
            break
    return tuple(found.values())


def _candidates(text: str) -> Iterator[str]:
    """What stands behind a label, between 《》, or in quotes beside the word "paper" and written as a title."""
    for label in _TITLE_LABEL.finditer(text):
        start = label.end()
        end = _TITLE_END.search(text, start, start + _LABELLED)
        if end or len(text) <= start + _LABELLED:
            yield text[start : end.start() if end else len(text)]
    for book in _BOOK.finditer(text):
        yield book[1]
    for quote in _QUOTE.finditer(text):
        before, after = text[max(0, quote.start() - _NEAR) : quote.start()], text[quote.end() : quote.end() + _NEAR]
        quoted = quote[1] or quote[2]
        if (_PAPER_WORD.search(before) or _PAPER_WORD.search(after)) and _is_capitalised(quoted):
            yield quoted


def _is_title(title: str) -> bool:
    """Four words or more, in Latin letters, and no periodical's name."""
    letters = sum(map(str.isalpha, title))
    latin = len(_LATIN.findall(title))
    return len(_WORD.findall(title)) >= _WORDS and latin >= _MOSTLY * letters and not _PERIODICAL.search(title)


def _is_capitalised(title: str) -> bool:
    """Whether half of the words that tell something begin with capitals: what people say in quotes does not."""
    telling = [word for word in _WORD.findall(title) if word.lower() not in _SMALL_WORDS]
    return 2 * len([word for word in telling if word[0].isupper()]) >= len(telling)
