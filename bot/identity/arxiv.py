"""arXiv's identifiers, in every spelling that links and texts give them.

Pure; knows nothing of entries or papers.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from bot.domain import ArxivId

_OLD_ARCHIVES = (
    "acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|cond-mat|cs|dg-ga|"
    "funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math-ph|math|mtrl-th|nlin|nucl-ex|nucl-th|patt-sol|physics|plasm-ph|"
    "q-alg|q-bio|quant-ph|solv-int|supr-con"
)
_MONTH = r"(?:0[1-9]|1[0-2])"
# The sequence number has four digits up to December 2014 and five since (https://info.arxiv.org/help/arxiv_identifier.html).
_LONG = rf"(?:1[5-9]|[2-9]\d){_MONTH}\.\d{{5}}"
_SHORT = rf"(?:07(?:0[4-9]|1[0-2])|(?:0[89]|1[0-4]){_MONTH})\.\d{{4}}"
_OLD = rf"(?:{_OLD_ARCHIVES})(?:\.[a-z]{{2,5}}(?:-[a-z]{{2,4}})?)?/(?:9[1-9]|0[0-7]){_MONTH}\d{{3}}"
_VERSION = r"(?:v(?P<version>[1-9]\d{0,2}))?"
_END = r"(?:\.pdf)?(?!\w|[.\-/]\d)"
_ID = rf"(?P<id>{_LONG}|{_SHORT}|{_OLD}){_VERSION}{_END}"
_PREFIX = (
    r"(?:https?://)?(?<![\w.-])(?:[\w-]+\.){0,3}"
    r"(?:(?:arxiv|alphaxiv|ar5iv)\.org/(?:abs|pdf|html|format|src|e-print|ps|overview|audio|resources)/"
    r"|(?:huggingface\.co|hf\.co)/papers/|papers\.cool/arxiv/)"
    r"|(?<![\w/])(?:oai:)?arxiv(?:\.org)?:\s?"
    r"|(?:https?://(?:dx\.)?doi\.org/|(?<!\d))10\.48550/arxiv\."
)
# In running text a bare four-digit form may as well be a price or a measure: there it needs its prefix or a version.
_ALONE = rf"(?<![\w./:=$@%-])(?!{_SHORT}(?!v\d))"
_FLAGS = re.IGNORECASE | re.ASCII
_BARE = re.compile(_ID, _FLAGS)
_NAMED = re.compile(rf"(?:{_PREFIX}){_ID}", _FLAGS)
_IN_TEXT = re.compile(rf"(?:{_PREFIX}|{_ALONE}){_ID}", _FLAGS)
_LONGEST_REFERENCE = 2_000


def parse_arxiv(text: str) -> ArxivId | None:
    """The paper that a whole reference names: a bare or prefixed id, an address of its page, an OAI id or a DOI.

    Old identifiers keep their archive and lose the subject class, as arXiv itself writes them.
    """
    text = unquote(text[:_LONGEST_REFERENCE].strip())
    found = _BARE.fullmatch(text) or _NAMED.match(text)
    return _arxiv_id(found["id"], found["version"]) if found else None


def find_arxiv(text: str) -> tuple[ArxivId, ...]:
    """Every paper that a text or an address names, in order, each with the highest version named."""
    found: dict[str, ArxivId] = {}
    for match in _IN_TEXT.finditer(unquote(text)):
        one = _arxiv_id(match["id"], match["version"])
        known = found.get(one.text)
        found[one.text] = max(known, one, key=version_of) if known else one
    return tuple(found.values())


def version_of(arxiv: ArxivId | None) -> int:
    """The version, 0 where none is known."""
    return (arxiv.version or 0) if arxiv else 0


def _arxiv_id(text: str, version: str | None) -> ArxivId:
    archive, slash, number = text.lower().rpartition("/")
    return ArxivId(archive.partition(".")[0] + slash + number, int(version) if version else None)
