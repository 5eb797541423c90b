"""A message in Telegram's HTML: the one place where text is escaped, measured and split for Telegram.

Pure: it must not know the Telegram library, the network or what the messages are about. Limits are those of
the Bot API (https://core.telegram.org/bots/api#sendmessage and #formatting-options): 4,096 UTF-16 units
after entities are parsed, 100 buttons in rows of 8 at most, and only the first 100 entities of a message
are shown.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate, groupby
from urllib.parse import urlsplit

from bot.deliver.shorten import shorten, utf16_units
from bot.message import Block, Message, Rows, Span, Style

TEXT_LIMIT = 4096
BUTTON_LIMIT = 100
ROW_LIMIT = 8
ENTITY_LIMIT = 100

_GAP = "\n\n"
_SCHEMES = ("http", "https", "tg")
_ORNAMENTS = {Style.BOLD: "b", Style.ITALIC: "i", Style.CODE: "code"}


def to_html(message: Message) -> str:
    """The message's text for `parse_mode=HTML`.

    A link whose address is not http, https or tg is written as plain text. Where a message has more than
    100 entities bold, italic and code are left out, since Telegram would drop whatever comes last, and
    links matter more.
    """
    ornate = sum(_entities(s) for b in message.blocks for s in b.spans) <= ENTITY_LIMIT
    texts = [_block_html(b, ornate) for b in message.blocks]
    return _GAP.join(t for t in texts if t)


def units(message: Message) -> int:
    """The length that Telegram counts: UTF-16 code units of the text without markup."""
    return _total([_block_units(b) for b in message.blocks])


def split(message: Message, limit: int = TEXT_LIMIT, buttons: int = BUTTON_LIMIT) -> tuple[Message, ...]:
    """Parts that each fit into one message of at most `limit` units and `buttons` buttons, split between
    blocks only.

    A single block that does not fit is shortened at its longest span, and keeps the first of its buttons.
    Rows of more than eight buttons go on in the next row. A message without blocks has no parts.
    """
    parts: list[list[Block]] = []
    for block in message.blocks:
        whole = _fitted(block, limit, buttons)
        if parts and _fits([*parts[-1], whole], limit, buttons):
            parts[-1].append(whole)
        else:
            parts.append([whole])
    return tuple(Message(tuple(part)) for part in parts)


def _block_html(block: Block, ornate: bool) -> str:
    runs = groupby((s for s in block.spans if s.text), key=lambda s: s.style is Style.FOLDED)
    return "".join(_run_html(list(spans), folded, ornate) for folded, spans in runs)


def _run_html(spans: list[Span], folded: bool, ornate: bool) -> str:
    inner = "".join(_span_html(s, ornate) for s in spans)
    return f"<blockquote expandable>{inner}</blockquote>" if folded else inner


def _span_html(span: Span, ornate: bool) -> str:
    text = _escape(span.text)
    if _is_link(span.url):
        href = _escape(span.url).replace('"', "&quot;")
        text = f'<a href="{href}">{text}</a>'
        if span.style is Style.CODE:
            return text  # Telegram allows no other entity inside code
    tag = _ORNAMENTS.get(span.style) if ornate else None
    return f"<{tag}>{text}</{tag}>" if tag else text


def _escape(text: str) -> str:
    """Text with `&`, `<` and `>` as entities. Half a surrogate pair, which UTF-8 cannot carry, becomes
    U+FFFD."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return whole.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _is_link(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in _SCHEMES and bool(parts.netloc) and url.isprintable() and " " not in url


def _entities(span: Span) -> int:
    return bool(span.text) * ((span.style is not Style.PLAIN) + _is_link(span.url))


def _total(texts: list[int]) -> int:
    written = [n for n in texts if n]
    return sum(written) + len(_GAP) * max(0, len(written) - 1)


def _block_units(block: Block) -> int:
    return sum(utf16_units(s.text) for s in block.spans)


def _buttons(rows: Rows) -> int:
    return sum(len(row) for row in rows)


def _fits(blocks: list[Block], limit: int, buttons: int) -> bool:
    text = _total([_block_units(b) for b in blocks])
    return text <= limit and sum(_buttons(b.rows) for b in blocks) <= buttons


def _fitted(block: Block, limit: int, buttons: int) -> Block:
    """The block itself where it fits alone, else what is left of it when it is made to."""
    wide = any(len(row) > ROW_LIMIT for row in block.rows)
    if not wide and _fits([block], limit, buttons):
        return block
    return Block(_fitted_spans(block.spans, limit), _fitted_rows(block.rows, buttons))


def _fitted_spans(spans: tuple[Span, ...], limit: int) -> tuple[Span, ...]:
    left = list(spans)
    while (over := sum(utf16_units(s.text) for s in left) - limit) > 0:
        longest = max(range(len(left)), key=lambda i: utf16_units(left[i].text))
        text = left[longest].text
        left[longest] = replace(left[longest], text=shorten(text, utf16_units(text) - over))
    return tuple(left)


def _fitted_rows(rows: Rows, buttons: int) -> Rows:
    narrow = [row[i : i + ROW_LIMIT] for row in rows for i in range(0, len(row), ROW_LIMIT)]
    used = accumulate(len(row) for row in narrow)
    return tuple(row for row, so_far in zip(narrow, used, strict=True) if so_far <= buttons)
