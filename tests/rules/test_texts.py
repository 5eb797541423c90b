"""Every sentence that a person reads is translated, with the same placeholders; the catalogue holds nothing else.

A failure lists what is missing as entries to paste into `bot/locale/zh_Hans/LC_MESSAGES/bandu.po`.
"""

from __future__ import annotations

import string
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "bot" / "locale" / "zh_Hans" / "LC_MESSAGES" / "bandu.po"
KEYWORDS = {"t": None, "later": None, "n": (1, 2)}
"""Calls whose sentences are taken: `t("…")`, `later("…")`, `t.n("one", "many", count)`."""


@pytest.fixture(scope="module")
def written() -> Catalog:
    """What the code says."""
    catalogue = Catalog()
    found = extract_from_dir(str(ROOT / "bot"), [("**.py", "python")], keywords=KEYWORDS)
    for file, line, sentence, _, _ in found:
        catalogue.add(sentence, locations=[(file, line)])
    return catalogue


@pytest.fixture(scope="module")
def chinese() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="zh_Hans")


def test_every_sentence_has_a_chinese_translation(written: Catalog, chinese: Catalog) -> None:
    missing = [m for m in written if m.id and not _translated(chinese.get(_key(m)))]
    if missing:
        pytest.fail("translate and paste:\n\n" + "\n".join(_entry(m) for m in missing), pytrace=False)


def test_no_translation_is_marked_as_doubtful(chinese: Catalog) -> None:
    assert [m.id for m in chinese if m.id and m.fuzzy] == []


def test_the_catalogue_holds_no_sentence_that_nobody_says(written: Catalog, chinese: Catalog) -> None:
    assert [m.id for m in chinese if m.id and written.get(_key(m)) is None] == []
    assert list(chinese.obsolete) == []


def test_translations_keep_the_placeholders(chinese: Catalog) -> None:
    wrong = [m.id for m in chinese if m.id and _fields(m.id) != _fields(m.string)]
    assert wrong == []


def test_translations_are_chinese(chinese: Catalog) -> None:
    """Save punctuation and what is a name in both languages."""
    same = [m.id for m in chinese if m.id == m.string and any(c.isalpha() for c in _bare(str(m.id)))]
    assert same == []


def _key(message: Message) -> str:
    return message.id[0] if isinstance(message.id, tuple | list) else message.id


def _translated(message: Message | None) -> bool:
    if message is None:
        return False
    strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return all(strings) and bool(strings)


def _entry(message: Message) -> str:
    file, line = message.locations[0]
    if isinstance(message.id, tuple | list):
        one, many = (_quoted(x) for x in message.id)
        return f'#: {file}:{line}\nmsgid {one}\nmsgid_plural {many}\nmsgstr[0] ""\n'
    return f'#: {file}:{line}\nmsgid {_quoted(message.id)}\nmsgstr ""\n'


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def _fields(sentences: object) -> set[str]:
    """Names of the placeholders in a sentence, or in any of its forms."""
    forms = sentences if isinstance(sentences, tuple | list) else (sentences,)
    return {name for form in forms for _, name, _, _ in string.Formatter().parse(str(form)) if name is not None}


def _bare(sentence: str) -> str:
    """The sentence without its placeholders."""
    return "".join(text for text, _, _, _ in string.Formatter().parse(sentence))
