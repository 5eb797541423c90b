"""Which language a text is in, as declared or as its script settles it. Nothing is guessed from words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

_ENOUGH = 4_000
"""Characters that tell the script of a text."""
_SCRIPTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("kana", re.compile("[\u3041-\u30ff\u31f0-\u31ff]")),
    ("han", re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")),
    ("thai", re.compile("[\u0e00-\u0e7f]")),
    ("hangul", re.compile("[\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3]++")),
    ("latin", re.compile("[A-Za-z\u00c0-\u024f]++")),
    ("cyrillic", re.compile("[\u0400-\u052f]++")),
    ("greek", re.compile("[\u0370-\u03ff]++")),
    ("hebrew", re.compile("[\u0590-\u05ff]++")),
    ("arabic", re.compile("[\u0600-\u06ff\u0750-\u077f]++")),
    ("devanagari", re.compile("[\u0900-\u097f]++")),
)
"""What is counted of each: characters where words are not set apart, else words."""
_UNDIVIDED = ("kana", "han", "thai")
_CHARACTERS_A_WORD = 2
_SETTLED: Mapping[str, str] = MappingProxyType(
    {"han": "zh", "kana": "ja", "hangul": "ko", "greek": "el", "hebrew": "he", "thai": "th"}
)
"""Scripts in which only one language is written nowadays, as far as feeds go."""
_WRITTEN_IN: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "zh": ("han",),
        "ja": ("kana", "han"),
        "ko": ("hangul",),
        "el": ("greek",),
        "he": ("hebrew",),
        "yi": ("hebrew",),
        "th": ("thai",),
        **dict.fromkeys(("ru", "uk", "be", "bg", "mk"), ("cyrillic",)),
        **dict.fromkeys(("sr", "kk", "ky", "tg", "tt", "uz", "mn", "az", "bs"), ("cyrillic", "latin")),
        **dict.fromkeys(("ar", "fa", "ur", "ps", "ug"), ("arabic",)),
        **dict.fromkeys(("hi", "mr", "ne", "sa"), ("devanagari",)),
    }
)
"""Scripts of the languages that are not written in Latin letters alone."""
_JAPANESE = 0.05
"""Share of kana from which a text is Japanese: a single の is a fashion in Chinese names."""
_CODE = re.compile(r"\s*([A-Za-z]{2})(?![A-Za-z])")


def language_of(text: str, declared: str) -> str:
    """The language as ISO 639-1: `declared` (`zh-CN`) where it fits the script, else what the script settles, or ""."""
    said = _CODE.match(declared)
    code = said[1].lower() if said else ""
    script = _script(text[:_ENOUGH])
    if code and (not script or script in _WRITTEN_IN.get(code, ("latin",))):
        return code
    return _SETTLED.get(script, "")


def _script(text: str) -> str:
    """The script that most words of a text are in; "" where it has no letters."""
    if text.isascii():
        return "latin" if any(map(str.isalpha, text)) else ""
    count = {name: sum(1 for _ in pattern.finditer(text)) for name, pattern in _SCRIPTS}
    east = count["kana"] + count["han"]
    if count["kana"] > _JAPANESE * east:
        count["kana"], count["han"] = east, 0
    for name in _UNDIVIDED:
        count[name] = -(-count[name] // _CHARACTERS_A_WORD)
    most = max(count, key=lambda name: count[name])
    return most if count[most] else ""
