"""LaTeX as authors write it in abstracts, turned into Unicode: pylatexenc, and what it needs to be told.

pylatexenc expects a document: it takes `%` for a comment, `$` for mathematics wherever it stands, and drops macros
that it does not know. An abstract has "75% of", "$5 to $10" and authors' own macros, so these are settled before
it is asked.
May raise whatever the converter raises; `readable` is the door.
"""

from __future__ import annotations

import logging
import re
from functools import cache

from pylatexenc.latex2text import LatexNodes2Text

from bot.digest.scripts import script, with_powers, with_scripts

_FIRST_PLACE, _LAST_PLACE = 0xE000, 0xF8FF
"""What is settled already waits behind one private-use character each, so that the converter leaves it alone."""
_PLACE = re.compile("[\ue000-\uf8ff]")
_GROUP = r"\{((?:[^{}]|\{[^{}]*\})*)\}"
_DROPPED = re.compile(
    rf"~?\\(?:[cC]ite[a-z]*|footnote|footnotemark|label|thanks|vspace|hspace|color|begin|end)\*?(?:\[[^\]]*\])*{_GROUP}"
)
_HREF = re.compile(rf"\\href\s*\{{([^{{}}]*)\}}(?:\s*{_GROUP})?")
_URL_MACRO = re.compile(r"\\(?:url|path|nolinkurl)\s*\{([^{}]*)\}")
_URL = re.compile(r"https?://(?:[^\s{}<>\"\\$^|]|\\[_%#&~])*(?:[^\s{}<>\"\\$^|.,;:!?)\]'])")
_UNICODE = re.compile(r"\\unicode\s*\{x([0-9a-fA-F]{2,5})\}")
_SMALL = re.compile(rf"\\text(super|sub)script\s*{_GROUP}")
_DISPLAY = re.compile(r"\$\$(.{1,500}?)\$\$|\\\((.{1,500}?)\\\)|\\\[(.{1,500}?)\\\]", re.DOTALL)
_INLINE = re.compile(r"(?<!\\)\$((?:[^$\\]|\\.){1,300}?)\$(?=(.?))", re.DOTALL)
_SURELY_MATH = re.compile(r"[\\^_{}=<>|]")
_PROSE = re.compile(r"[A-Za-z]{2,}\s|\s[A-Za-z]{2,}")
_MACRO = re.compile(r"\\([A-Za-z]+)\*?(?=(\s*\{\s*\}|\s*\{)?)(\s*\{\s*\})?")
_ABOUT = re.compile(r"(?<![\w}\\])~(?=\s?\d)")
_BIBTEX_BRACES = re.compile(r"\{([A-Za-z][A-Za-z0-9-]*)\}")
_TIMES = re.compile(r"(?<=\w) ?× ?(?=\d)")
_GENERIC_LABELS = frozenset({"", "here", "link", "this link", "this url", "url", "github", "code", "website", "this"})
_WORDS = {
    "eg": "e.g.", "ie": "i.e.", "etal": "et al.", "etc": "etc.", "vs": "vs.", "wrt": "w.r.t.",
    "deg": "°", "degree": "°", "textdegree": "°", "textmu": "µ", "space": " ", "xspace": "",
    "leqslant": "≤", "geqslant": "≥", "sim": "∼", "textasciitilde": "∼",
}  # fmt: skip
_OPERATOR_NAMES = """
    log ln exp min max sin cos tan lim arg argmin argmax sup inf det dim mod gcd
"""
_OPERATORS = frozenset(_OPERATOR_NAMES.split())
_SILENT_NAMES = """
    bf it em sc rm tt sf sl bfseries itshape scshape ttfamily rmfamily sffamily normalfont large Large small
    tiny huge Huge footnotesize normalsize displaystyle textstyle left right big Big bigg Bigg limits
    nolimits mathbf boldsymbol bm mathrm mathit mathsf mathtt text textbf textit emph texttt textsc
    underline textrm textsf operatorname mbox textnormal hbox protect noindent centering ensuremath
"""
_SILENT = frozenset(_SILENT_NAMES.split())
"""Macros that only change the look: what they are put around stays."""


def from_latex(text: str) -> str:
    """The text with its LaTeX as Unicode; white space is left for the caller to fold."""
    kept: list[str] = []

    def keep(shown: str) -> str:
        if len(kept) > _LAST_PLACE - _FIRST_PLACE:
            raise ValueError("more formulas and addresses than a text has")
        kept.append(shown)
        return chr(_FIRST_PLACE + len(kept) - 1)

    text = _PLACE.sub("", text)
    text = _DROPPED.sub("", text)
    text = _HREF.sub(lambda m: keep(_labelled(m[1], m[2] or "")), text)
    text = _URL_MACRO.sub(lambda m: keep(_address(m[1])), text)
    text = _URL.sub(lambda m: keep(_address(m[0])), text)
    text = _UNICODE.sub(lambda m: _character(m[1]), text)
    text = _SMALL.sub(lambda m: keep(script("^" if m[1] == "super" else "_", _math(m[2]))), text)
    text = _DISPLAY.sub(lambda m: keep(_math(m[1] or m[2] or m[3])), text)
    text = _INLINE.sub(lambda m: keep(_math(m[1])) if _is_math(m[1], m[2]) else m[0], text)
    text = _prose(text, keep("$"), keep("~"))
    return _TIMES.sub("×", _restored(text, kept)).replace("∼", "~")


def _prose(text: str, dollar: str, tilde: str) -> str:
    """What is left when mathematics and addresses are taken out; stray dollars are money."""
    text = re.sub(r"\\?\$", dollar, text.replace("\\\\", " "))
    text = _ABOUT.sub(tilde, text)
    text = re.sub(r"(?<!\\)~", " ", text)
    if "\\" not in text:
        text = _BIBTEX_BRACES.sub(r"\1", text)
    return _typographic(_plain(with_powers(text)))


def _is_math(content: str, following: str) -> bool:
    """Whether what stands between two dollars is a formula and not the way from one price to another."""
    if _SURELY_MATH.search(content):
        return True
    if following.isdigit() or content != content.strip():
        return False
    return not _PROSE.search(content)


def _math(content: str) -> str:
    return _plain(with_scripts(content, _math))


def _plain(text: str) -> str:
    """LaTeX without dollars as Unicode."""
    if "\\" not in text:
        return text
    text = re.sub(r"\\(?=[\ue000-\uf8ff])", "", text)
    escaped = re.sub(r"(?<!\\)([%&#])", r"\\\1", _MACRO.sub(_settled, text))
    return str(_converter().latex_to_text(escaped))


def _settled(found: re.Match[str]) -> str:
    """A macro that the converter would drop or mangle, as what it stands for; others as they are."""
    name, follows, empty_group = found[1], found[2] or "", found[3] or ""
    if name in _WORDS:
        return _WORDS[name]
    if name in _OPERATORS:
        return f" {name}" if found.string[found.start() - 1 : found.start()].isalnum() else name
    if name in _SILENT:
        return ""
    known = _converter().latex_context.get_macro_spec(name)
    if known is not None:
        keeps_space = isinstance(known.simplify_repl, str) and found.string[found.end() : found.end() + 1].isspace()
        return found[0] + "{}" * keeps_space
    wraps = follows.endswith("{") and not empty_group
    return "" if wraps else name


def _typographic(text: str) -> str:
    """TeX's dashes and double quotes."""
    text = text.replace("---", "—").replace("--", "–")
    return text.replace("``", "“").replace("''", "”") if "``" in text else text


def _restored(text: str, kept: list[str]) -> str:
    """The text with what was kept in its places; what was kept may hold places itself."""
    return _PLACE.sub(lambda m: _restored(kept[ord(m[0]) - _FIRST_PLACE], kept), text)


def _labelled(url: str, label: str) -> str:
    """A link's text, with the address where the text alone says nothing."""
    said = " ".join(_plain(label).split())
    if "http" in said and "http" not in url:
        return _address(said)
    if "http" in said or _PLACE.search(said) or said.casefold() in _GENERIC_LABELS:
        return _address(url)
    return f"{said} ({_address(url)})"


def _address(url: str) -> str:
    return re.sub(r"\\([_%#&~])", r"\1", url.strip())


def _character(code: str) -> str:
    number = int(code, 16)
    return chr(number) if number >= 0x20 and not 0xD800 <= number <= 0xDFFF else ""


@cache
def _converter() -> LatexNodes2Text:
    logging.getLogger("pylatexenc").setLevel(logging.CRITICAL)  # it would tell of every text that is broken
    return LatexNodes2Text(math_mode="text", keep_comments=True, strict_latex_spaces="macros")
