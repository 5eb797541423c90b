"""A message drawn as it looks in a chat: an SVG of text, links, folded tips and rows of buttons.

Widths are estimated, so the picture is the same on every machine; it needs no font of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape

from bot.message import Block, Message, Rows, Span, Style

WIDTH, MARGIN, LINE, SIZE = 640, 20, 20, 14
TEXT_WIDTH = WIDTH - 2 * MARGIN
BUTTON_HEIGHT, GAP = 30, 4
INK, LINK, QUIET, BUBBLE, BACK = "#17212b", "#2a7ab8", "#5b6b79", "#ffffff", "#d5e4d3"


@dataclass(slots=True)
class Sheet:
    """What has been drawn, and how far down."""

    y: int = MARGIN + SIZE
    drawn: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    span: Span

    @property
    def width(self) -> float:
        per = 0.61 if self.span.style is Style.BOLD else 0.54
        return sum(SIZE * (1.0 if ord(c) > 0x2E80 else per) for c in self.text)


def picture(message: Message) -> str:
    """The whole message as an SVG document: the text in a bubble, the buttons below it, as Telegram shows them."""
    sheet = Sheet()
    for block in message.blocks:
        _write(block, sheet)
        sheet.y += LINE // 2
    bubble = sheet.y - LINE // 2
    _press(message.rows, sheet, bubble)
    height = sheet.y + MARGIN
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" '
            f'font-family="Helvetica, Arial, sans-serif" font-size="{SIZE}">',
            f'<rect width="{WIDTH}" height="{height}" fill="{BACK}"/>',
            f'<rect x="8" y="8" width="{WIDTH - 16}" height="{bubble - 8}" rx="12" fill="{BUBBLE}"/>',
            *sheet.drawn,
            "</svg>\n",
        )
    )


def _write(block: Block, sheet: Sheet) -> None:
    for line in _lines(block):
        if line:
            sheet.drawn.append(_text(line, sheet.y))
            if line[0].span.style is Style.FOLDED:
                sheet.drawn.append(f'<rect x="12" y="{sheet.y - 15}" width="3" height="{LINE}" fill="{LINK}"/>')
        sheet.y += LINE


def _lines(block: Block) -> Iterator[list[Word]]:
    """Words in lines no wider than the bubble."""
    line: list[Word] = []
    for word in _words(block):
        full = sum(w.width for w in line) + word.width > TEXT_WIDTH
        if word.text == "\n" or (full and line):
            yield line
            line = []
        if word.text != "\n" and (line or not word.text.isspace()):
            line.append(word)
    if line:
        yield line


def _words(block: Block) -> Iterator[Word]:
    """Words with the space after them, and line breaks as words of their own."""
    for span in block.spans:
        for row, text in enumerate(span.text.split("\n")):
            if row:
                yield Word("\n", span)
            yield from (Word(word, span) for word in _pieces(text))


def _pieces(text: str) -> Iterator[str]:
    start = 0
    for end, character in enumerate(text, start=1):
        if character == " " or end == len(text):
            yield text[start:end]
            start = end


def _text(line: list[Word], y: int) -> str:
    """Words of one style in one run, so that neighbours keep their distance."""
    runs: list[tuple[Span, str]] = []
    for word in line:
        if runs and runs[-1][0] is word.span:
            runs[-1] = (word.span, runs[-1][1] + word.text)
        else:
            runs.append((word.span, word.text))
    spans = "".join(f"<tspan{_look(span)}>{escape(text)}</tspan>" for span, text in runs)
    return f'<text x="{MARGIN}" y="{y}" fill="{INK}" xml:space="preserve">{spans}</text>'


def _look(span: Span) -> str:
    weight = ' font-weight="bold"' if span.style is Style.BOLD else ""
    colour = LINK if span.url else QUIET if span.style is Style.FOLDED else ""
    return weight + (f' fill="{colour}"' if colour else "")


def _press(rows: Rows, sheet: Sheet, top: int) -> None:
    y = top + GAP
    for row in rows:
        width = (WIDTH - 16 - GAP * (len(row) - 1)) / len(row)
        for place, button in enumerate(row):
            x = 8 + place * (width + GAP)
            sheet.drawn.append(
                f'<rect x="{x:.0f}" y="{y}" width="{width:.0f}" height="{BUTTON_HEIGHT}" rx="7" fill="#5d7f63"/>'
                f'<text x="{x + width / 2:.0f}" y="{y + 20}" fill="#fff" text-anchor="middle">'
                f"{escape(button.label)}</text>"
            )
        y += BUTTON_HEIGHT + GAP
    sheet.y = y
