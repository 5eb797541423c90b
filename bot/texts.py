"""Every word a person reads, in the language of that person: gettext access over catalogues read as text.

The English sentence is the key; other languages live in `locale/<locale>/LC_MESSAGES/bandu.po` (no binary catalogue is
kept: it is compiled in memory at first use). It knows no message, no channel and no reader.

How to write a sentence elsewhere, so that it is found by the extractor (`tests/rules/test_texts.py`):

- name the variable `t`: `t("You have {n} ratings.", n=3)`, `t.n("{n} paper", "{n} papers", count)`;
- the sentence stands in the call as a string literal (adjacent literals are fine, f-strings and names are not);
- a sentence kept in a table, before the language is known, is marked `later("Shows today's digest.")` there, and
  translated where it is shown: `t(command.help)`;
- literal braces are doubled where values are given; without values nothing is replaced.

Which translations are missing: run `pytest tests/rules/test_texts.py`; its message lists them as entries to paste.
"""

from __future__ import annotations

import gettext
import io
from datetime import date
from functools import cache
from importlib import resources
from typing import Literal

from babel import Locale
from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from bot.domain import Language

DateForm = Literal["short", "medium", "long", "full"]

_LOCALES = {Language.ENGLISH: "en", Language.CHINESE: "zh_Hans"}


class Texts:
    """Translates, formats and counts in one language."""

    __slots__ = ("_catalogue", "_locale", "language")

    def __init__(self, language: Language) -> None:
        self.language = language
        self._locale = Locale.parse(_LOCALES[language])
        self._catalogue = _catalogue(language)

    def __call__(self, sentence: str, /, **values: object) -> str:
        """The sentence in this language, with `{name}` replaced by the value of that name."""
        said = self._catalogue.gettext(sentence)
        return said.format(**values) if values else said

    def n(self, one: str, many: str, count: int, /, **values: object) -> str:
        """The form that goes with the count, which is `{n}` in both forms."""
        return self._catalogue.ngettext(one, many, count).format(n=self.number(count), **values)

    def date(self, day: date, form: DateForm = "long") -> str:
        """A day as it is written in this language; `full` adds the weekday."""
        return format_date(day, format=form, locale=self._locale)

    def number(self, value: float) -> str:
        """A number with this language's separators, at most three decimals."""
        return format_decimal(value, locale=self._locale)

    def language_name(self, code: str) -> str:
        """What this language calls another, by its ISO 639-1 code: "zh" is Chinese; "" where it has no name for it."""
        return str(self._locale.languages.get(code, ""))


def later(sentence: str) -> str:
    """The sentence as it is: marks it for the extractor where the language is not known yet."""
    return sentence


def language_of(telegram_code: str | None) -> Language:
    """The language for an IETF tag as Telegram sends it (`zh-hans`, `en`, None): Chinese or else English."""
    tag = (telegram_code or "").replace("_", "-").casefold()
    return Language.CHINESE if tag == "zh" or tag.startswith("zh-") else Language.ENGLISH


@cache
def _catalogue(language: Language) -> gettext.NullTranslations:
    """The compiled catalogue; English is its own."""
    if language is Language.ENGLISH:
        return gettext.NullTranslations()
    locale = _LOCALES[language]
    file = resources.files("bot").joinpath("locale", locale, "LC_MESSAGES", "bandu.po")
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(file.read_bytes()), locale=locale))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
