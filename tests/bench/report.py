"""Benchmarks as text: a table for the terminal and a Markdown page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from tests.bench.measure import Measure, Outcome, Table

_HEAD = ("", "unit", "min", "median", "max", "n", "aim")


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    outcome: Outcome
    seconds: float


def as_text(section: Section) -> str:
    """One benchmark for the terminal."""
    lines = [f"{section.title} ({section.seconds:.0f} s)"]
    if section.outcome.measures:
        lines += _columns([_HEAD, *map(_row, section.outcome.measures)], left=(0, 1, len(_HEAD) - 1))
    for table in section.outcome.tables:
        lines += [f"  {table.title}", *_columns([table.head, *table.rows], left=(0,))]
    return "\n".join([*lines, *(f"  {line}" for line in _remarks(section.outcome)), ""])


def as_markdown(machine: Sequence[str], scale: str, at: datetime, sections: Sequence[Section]) -> str:
    """The whole report."""
    lines = ["# Bandu: quality, speed and memory", "", f"{at:%Y-%m-%d %H:%M} UTC, sizes: {scale}.", ""]
    lines += [f"- {line}" for line in machine]
    lines += ["", "Times and memory are measured, compared with the aims, and never asserted.", ""]
    for section in sections:
        lines += [f"## {section.title}", ""]
        if section.outcome.measures:
            lines += [*_markdown_table(section.outcome.measures), ""]
        for table in section.outcome.tables:
            lines += [f"{table.title}:", "", *_markdown_of(table), ""]
        lines += [f"![{chart.title}]({chart.name}.svg)\n" for chart in section.outcome.charts]
        lines += [f"- {line}" for line in _remarks(section.outcome)]
        lines.append("")
    return "\n".join(lines)


def _markdown_table(measures: Sequence[Measure]) -> Iterator[str]:
    yield "| " + " | ".join(_HEAD) + " |"
    yield "| --- | --- | ---: | ---: | ---: | ---: | --- |"
    for measure in measures:
        yield "| " + " | ".join(_row(measure)) + " |"


def _markdown_of(table: Table) -> Iterator[str]:
    yield "| " + " | ".join(table.head) + " |"
    yield "| --- |" + " ---: |" * (len(table.head) - 1)
    for row in table.rows:
        yield "| " + " | ".join(row) + " |"


def _row(measure: Measure) -> tuple[str, ...]:
    low, high = min(measure.values), max(measure.values)
    return (
        measure.name,
        measure.unit,
        *(_number(value) for value in (low, measure.middle, high)),
        str(len(measure.values)),
        _aim(measure),
    )


def _aim(measure: Measure) -> str:
    if measure.aim is None:
        return ""
    return f"{measure.aim.side} {measure.aim.bound:g}: {'kept' if measure.aim.met(measure.middle) else 'MISSED'}"


def _remarks(outcome: Outcome) -> list[str]:
    counted = ", ".join(f"{name}: {count:,}" for name, count in outcome.counts.items())
    return [f"Counted: {counted}.", *outcome.notes]


def _columns(rows: Sequence[tuple[str, ...]], left: tuple[int, ...]) -> list[str]:
    """Rows with their cells below each other; the `left` columns begin at the left, the others end at the right."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    sides = ["<" if i in left else ">" for i in range(len(rows[0]))]
    return [
        "  " + "  ".join(f"{c:{s}{w}}" for c, s, w in zip(row, sides, widths, strict=True)).rstrip() for row in rows
    ]


def _number(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"
