"""Superscripts and subscripts of TeX mathematics in Unicode, where Unicode has them. Knows nothing else of TeX."""

from __future__ import annotations

import re
from collections.abc import Callable

_SUPERSCRIPTS = dict(
    zip(
        "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW′*†⋆∘°⊤",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ′*†⋆°°ᵀ",
        strict=True,
    )
)
_SUBSCRIPTS = dict(zip("0123456789+-−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True))
_LONGEST = 4
"""Longer ones are written out: small type is hard to read."""
_ORDINALS = frozenset({"st", "nd", "rd", "th"})
_MACRO = re.compile(r"\\(?:[A-Za-z]+|.)", re.DOTALL)
_POWER = re.compile(r"(?<=[\w)])\^(?:\{(-?\d{1,4})\}|(-?\d{1,4}))")


def with_scripts(math: str, plain: Callable[[str], str]) -> str:
    """The formula with `^` and `_` applied; `plain` reads what stands in them, which may hold scripts itself."""
    out: list[str] = []
    at = 0
    while at < len(math):
        char = math[at]
        if char == "\\":
            macro = _MACRO.match(math, at)
            out.append(macro[0] if macro else char)
            at = macro.end() if macro else at + 1
        elif char in "^_":
            argument, at = _argument(math, at + 1)
            ends_a_macro = bool(out) and out[-1][:1] == "\\" and out[-1][-1:].isalpha()
            out.append(("{}" if ends_a_macro else "") + script(char, plain(argument)))
        else:
            out.append(char)
            at += 1
    return "".join(out)


def with_powers(prose: str) -> str:
    """Powers that stand in prose (`10^{-3}`, `x^2`) as superscripts."""
    return _POWER.sub(lambda m: script("^", m[1] or m[2]), prose)


def script(mark: str, text: str) -> str:
    """The text as superscript (`^`) or subscript (`_`); marked with it where Unicode has no such characters."""
    text = text.strip()
    if mark == "^" and text in _ORDINALS:
        return text
    table = _SUPERSCRIPTS if mark == "^" else _SUBSCRIPTS
    if len(text) <= _LONGEST and all(c in table for c in text):
        return "".join(table[c] for c in text)
    return f"{mark}{text}" if text.isalnum() or len(text) < 2 else f"{mark}({text})"


def _argument(math: str, start: int) -> tuple[str, int]:
    """What a script applies to from `start`, without its braces, and where the rest begins."""
    at = start
    while at < len(math) and math[at].isspace():
        at += 1
    if at >= len(math):
        return "", at
    if math[at] == "{":
        end = _closing(math, at)
        return math[at + 1 : end], end + 1
    macro = _MACRO.match(math, at)
    end = macro.end() if macro else at + 1
    return math[at:end], end


def _closing(math: str, opening: int) -> int:
    """Where the brace opened there is closed; the end of the text where it is not."""
    depth = 0
    for at in range(opening, len(math)):
        if math[at] == "{":
            depth += 1
        elif math[at] == "}":
            depth -= 1
            if depth == 0:
                return at
    return len(math)
