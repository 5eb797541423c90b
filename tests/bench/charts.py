"""Plots as SVG, without a screen: the one place that knows matplotlib."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING

from tests.bench.measure import Chart

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, slots=True)
class Line:
    """Points with the ends of their intervals."""

    name: str
    values: Sequence[float]
    low: Sequence[float]
    high: Sequence[float]


def steps(name: str, title: str, at: Sequence[int], panels: Sequence[tuple[str, Sequence[Line]]]) -> Chart:
    """Lines over steps that stand at equal distances, one panel a figure."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5 * len(panels), 3.6), layout="constrained")
    for place, (label, lines) in enumerate(panels, start=1):
        axes = figure.add_subplot(1, len(panels), place)
        for line in lines:
            axes.plot(range(len(at)), line.values, marker="o", label=line.name)
            axes.fill_between(range(len(at)), line.low, line.high, alpha=0.2)
        _named(axes, label, "ratings")
        axes.set_xticks(range(len(at)), [str(step) for step in at])
    figure.suptitle(title)
    return _drawn(name, title, figure)


def diagonal(name: str, title: str, lines: Sequence[tuple[str, Sequence[float], Sequence[float]]]) -> Chart:
    """What happened over what was said, beside the line on which both are the same."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(4.4, 4.2), layout="constrained")
    axes = figure.add_subplot()
    axes.plot([0, 1], [0, 1], color="grey", linestyle="--", label="said is what happens")
    for label, said, happened in lines:
        axes.plot(said, happened, marker="o", label=label)
    _named(axes, "share that happened", "probability said")
    figure.suptitle(title)
    return _drawn(name, title, figure)


def _named(axes: Axes, y: str, x: str) -> None:
    axes.set_ylabel(y)
    axes.set_xlabel(x)
    axes.grid(alpha=0.3)
    axes.legend(fontsize="small")


def _drawn(name: str, title: str, figure: object) -> Chart:
    from matplotlib import rc_context
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    written = StringIO()
    with rc_context({"svg.hashsalt": name}):  # the same figures give the same file
        FigureCanvasSVG(figure).print_svg(written, metadata={"Date": None})
    return Chart(name, title, written.getvalue())
