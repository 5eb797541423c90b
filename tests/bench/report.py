"""Benchmarks as text: a table for the terminal and a Markdown page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from tests.bench.measure import Measure, Outcome

_HEAD = ("", "unit", "min", "median", "max", "n", "aim")


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    outcome: Outcome
    seconds: float


def as_text(section: Section) -> str:
    """One benchmark for the terminal."""
    rows = [_HEAD, *map(_row, section.outcome.measures)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(_HEAD))]
    lines = [f"{section.title} ({section.seconds:.0f} s)"]
    lines += ["  " + "  ".join(_aligned(cell, i, widths[i]) for i, cell in enumerate(row)).rstrip() for row in rows]
    return "\n".join([*lines, *(f"  {line}" for line in _remarks(section.outcome)), ""])


def as_markdown(machine: Sequence[str], scale: str, at: datetime, sections: Sequence[Section]) -> str:
    """The whole report."""
    lines = ["# Bandu: speed and memory", "", f"{at:%Y-%m-%d %H:%M} UTC, sizes: {scale}.", ""]
    lines += [f"- {line}" for line in machine]
    lines += ["", "Times and memory are measured, compared with the aims, and never asserted.", ""]
    for section in sections:
        lines += [f"## {section.title}", "", *_markdown_table(section.outcome.measures), ""]
        lines += [f"- {line}" for line in _remarks(section.outcome)]
        lines.append("")
    return "\n".join(lines)


def _markdown_table(measures: Sequence[Measure]) -> Iterator[str]:
    yield "| " + " | ".join(_HEAD) + " |"
    yield "| --- | --- | ---: | ---: | ---: | ---: | --- |"
    for measure in measures:
        yield "| " + " | ".join(_row(measure)) + " |"


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


def _aligned(cell: str, column: int, width: int) -> str:
    return cell.ljust(width) if column in (0, 1, len(_HEAD) - 1) else cell.rjust(width)


def _number(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"
