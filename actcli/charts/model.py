"""Models of charts: curves, bars, asymptotes, marks and text, independent of how they are drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from actcli.charts import curve
from actcli.charts.scale import LINEAR
from actcli.errors import ActcliError
from actcli.numbers.formatting import format_brief

if TYPE_CHECKING:
    from collections.abc import Sequence

    from actcli.charts.curve import Curve
    from actcli.charts.scale import Scale
    from actcli.evaluation.bound import BoundActivation
    from actcli.formula.typeset import Typeset
    from actcli.numbers.array import Array
    from actcli.numbers.style import Style

#: The part of the height by which the limits are wider than the curves; more under a minimum with its label.
_MARGIN = 0.06
#: An asymptote or zero this close to the curves, in parts of their height, is brought into view.
_NEARBY = 0.4
#: A curve with non-finite values has a pole if it is this many times as high as without its most extreme values.
_SPIKE, _ENDS = 4.0, 0.02
#: Limits stay finite, however large the values.
_LARGEST = float(np.finfo(np.float64).max)

Segment = tuple[float, float, float, float]


@dataclass(frozen=True)
class Line:
    """One curve of a panel.

    Attributes
    ----------
    label
        The text beside its end.
    name
        The canonical SPEC, with a prime for a derivative.
    curve
        Its points.
    order
        The index of the function that it belongs to, from 0.
    minima
        The places to be marked with their coordinates.
    dots
        Marked points, on the curve.
    scattered
        Whether its points are not joined by a line, as with measured values.
    filled
        Whether it is the upper edge of many points, and the area below it is filled.
    """

    label: str
    name: str
    curve: Curve
    order: int
    minima: tuple[tuple[float, float], ...] = ()
    dots: tuple[Array, Array] | None = None
    scattered: bool = False
    filled: bool = False


@dataclass(frozen=True)
class Panel:
    """One coordinate system.

    Attributes
    ----------
    label
        The label of its y axis.
    lines
        The curves, in drawing order.
    asymptotes
        Asymptotes and saturation lines as (x0, y0, x1, y1).
    ylim
        Its limits.
    scale
        The scale of its y axis, on which everything above has its place.
    """

    label: str
    lines: tuple[Line, ...]
    asymptotes: tuple[Segment, ...]
    ylim: tuple[float, float]
    scale: Scale = LINEAR


@dataclass(frozen=True)
class LineChart:
    """Curves over one range of x, in one panel or stacked.

    Attributes
    ----------
    title, subtitle
        Its heading, and the parameters or conditions; may be empty.
    names
        The functions, for the title of the file where the heading is empty.
    formula
        The definition, typeset, where one function or one family is shown.
    xlim, xlabel
        The range and the label of the x axis.
    ylim
        The limits asked for of the first panel, or None.
    panels
        From top to bottom.
    ramp
        Whether the lines are values of one parameter in order.
    description
        Its contents in words.
    scale
        The scale of the x axis, on which everything above has its place.
    """

    title: str
    subtitle: str
    names: str
    formula: Typeset | None
    xlim: tuple[float, float]
    xlabel: str
    ylim: tuple[float, float] | None
    panels: tuple[Panel, ...]
    ramp: bool
    description: str
    scale: Scale = LINEAR

    @property
    def lines(self) -> list[Line]:
        """The curves of all panels."""
        return [line for panel in self.panels for line in panel.lines]

    @property
    def count(self) -> int:
        """The number of functions, which are the same in all panels."""
        return 1 + max(line.order for line in self.lines)


@dataclass(frozen=True)
class Bars:
    """The numbers of a vector.

    Attributes
    ----------
    label
        The label of its y axis.
    values
        The numbers, at least one of them finite.
    ylim
        The limits asked for; None for those that the numbers and their labels need.
    """

    label: str
    values: Array
    ylim: tuple[float, float] | None


@dataclass(frozen=True)
class BarChart:
    """A vector and what functions of it give: its numbers in the first panel, results below.

    Attributes
    ----------
    title, subtitle, names, formula, description
        As of a ``LineChart``.
    xlabel
        The label of the axis of elements.
    panels
        From top to bottom, the input first.
    """

    title: str
    subtitle: str
    names: str
    formula: Typeset | None
    xlabel: str
    panels: tuple[Bars, ...]
    description: str


@dataclass(frozen=True)
class PlotOptions:
    """The options of a chart.

    Attributes
    ----------
    grad
        Whether to draw derivatives too; by default of one function.
    order
        The order of the derivatives.
    diff
        Whether to draw differences from the first function.
    title, xlabel, ylabel
        Texts in place of its own; the label of the y axis is that of the first panel of results.
    labels
        Names in place of the functions' own, one for each; empty for their own.
    ylim
        The limits of the first panel of results.
    formula
        Whether to show the definition.
    style
        The number formats in which functions are drawn; None for float64, whose steps can't be seen.
    """

    grad: bool | None = None
    order: int = 1
    diff: bool = False
    title: str | None = None
    xlabel: str | None = None
    ylabel: str | None = None
    labels: tuple[str, ...] = ()
    ylim: tuple[float, float] | None = None
    formula: bool = True
    style: Style | None = None

    def names(self, functions: Sequence[BoundActivation]) -> list[str]:
        """Return the names of functions as they are to be shown."""
        return list(self.labels) or [function.name for function in functions]


@dataclass(frozen=True)
class SampleRange:
    """The range of x, how finely it is cut, and the points asked for."""

    start: float
    stop: float
    dots: Array | None = None
    columns: int = curve.COLUMNS
    depth: int = curve.DEPTH

    @property
    def text(self) -> str:
        """The range in words."""
        return f"from {format_brief(self.start, 6)} to {format_brief(self.stop, 6)}"


def panel(label: str, lines: Sequence[Line], asymptotes: Sequence[Segment], ylim: tuple[float, float] | None) -> Panel:
    """Return a panel with limits around its lines, unless they are given; asymptotes outside are left out.

    Raises
    ------
    ActcliError
        If nothing finite is to be seen.
    """
    low, high = _extent(lines)
    span = high - low
    for x0, y0, x1, y1 in asymptotes:
        if y0 == y1 and x1 > x0:
            low, high = _include(y0, low, high, span)
    low, high = _include(0.0, low, high, span)
    room = _MARGIN * (high - low) if np.isfinite(high - low) else 0.0
    below = 2.5 * room if any(line.minima for line in lines) else room
    limits = ylim or widened(max(low - below, -_LARGEST), min(high + room, _LARGEST))
    seen = tuple(g for g in asymptotes if min(g[1], g[3]) <= limits[1] and max(g[1], g[3]) >= limits[0])
    return Panel(label, tuple(lines), seen, limits)


def _extent(lines: Sequence[Line]) -> tuple[float, float]:
    ends = [_heights(line.curve) for line in lines if np.isfinite(line.curve.y).any()]
    if not ends:
        raise ActcliError(f"{', '.join(line.name for line in lines)}: nothing finite in this range")
    return min(low for low, _ in ends), max(high for _, high in ends)


def _heights(drawn: Curve) -> tuple[float, float]:
    """Return the lowest and highest value of a curve; near a pole, of the rest of it."""
    seen = np.isfinite(drawn.y)
    x, y = drawn.x[seen], drawn.y[seen]
    low, high = float(y.min()), float(y.max())
    if len(drawn.y) - len(y) <= len(drawn.jumps):
        return low, high
    even = y[np.searchsorted(x / 4, np.linspace(x[0] / 4, x[-1] / 4, curve.COLUMNS))]  # the whole may overflow
    below, above = np.quantile(even, [_ENDS, 1 - _ENDS]).tolist()
    return (below, above) if high / 2 - low / 2 > _SPIKE * (above / 2 - below / 2) > 0 else (low, high)


def _include(value: float, low: float, high: float, span: float) -> tuple[float, float]:
    if low - _NEARBY * span <= value <= high + _NEARBY * span:
        return min(low, value), max(high, value)
    return low, high


def widened(low: float, high: float) -> tuple[float, float]:
    """Return limits that differ, even for a constant."""
    if high - low > 1e-12 * max(abs(low), abs(high)):
        return low, high
    room = abs(high) or 1.0
    return max(low - room, -_LARGEST), min(high + room, _LARGEST)
