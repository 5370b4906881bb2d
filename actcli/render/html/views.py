"""Charts as a page shows them: panels in boxes, and the numbers under the cursor as text."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import singledispatch
from typing import TYPE_CHECKING

import numpy as np

from actcli.charts.model import BarChart, LineChart
from actcli.charts.ticks import Ticks, log_ticks, ticks, whole
from actcli.compare.log_chart import LogChart
from actcli.numbers.formatting import format_float
from actcli.render.html import svg
from actcli.render.html.svg import Box

if TYPE_CHECKING:
    from collections.abc import Sequence

    from actcli.charts.knobs import Knob
    from actcli.charts.model import Bars, Line, Panel
    from actcli.compare.log_chart import Trace
    from actcli.numbers.array import Array

#: Ticks of the axes.
_TICKS_X, _TICKS_Y = 10, 6
#: How far a slider's curves may widen the limits of a panel, relative to its own height.
_WIDER = 1.5
_MARGIN = 0.06
_LARGEST = sys.float_info.max
#: The series of a slider that changes every one.
EVERY = -1


@dataclass(frozen=True)
class Curve:
    """One curve of a panel: the series that it belongs to, its colour, its markup, and its values at the points."""

    series: int
    color: str
    markup: str
    y: tuple[str, ...]


@dataclass(frozen=True)
class PanelView:
    """A coordinate system: its label, box and ticks, whether y are decimal exponents, and the markup behind curves."""

    label: str
    box: Box
    log: bool
    ticks: Ticks
    behind: str
    curves: tuple[Curve, ...]


@dataclass(frozen=True)
class Turn:
    """A slider: the series that it changes, and for each value the name and the curves of all panels."""

    series: int
    label: str
    summary: str
    values: tuple[str, ...]
    at: int
    states: tuple[tuple[str, list[Curve]], ...]


@dataclass(frozen=True)
class View:
    """Panels over one x axis.

    Attributes
    ----------
    panels
        From top to bottom.
    x
        The points whose values can be read, as text.
    places
        Where they are in the box.
    xlabel, xticks
        The x axis.
    series
        The names of the functions or curves.
    start
        The point that the cursor is at first.
    turns
        The sliders.
    """

    panels: tuple[PanelView, ...]
    x: tuple[str, ...]
    places: tuple[float, ...]
    xlabel: str
    xticks: Ticks
    series: tuple[str, ...]
    start: int
    turns: tuple[Turn, ...] = ()


@singledispatch
def view(chart: LineChart | BarChart | LogChart, knobs: Sequence[Knob] = (), *, marked: bool = False) -> View:
    """Return what a page shows of a chart.

    Parameters
    ----------
    chart
        The chart; its lines have the points whose values can be read.
    knobs
        The sliders.
    marked
        Whether these points are drawn.
    """
    raise AssertionError(type(chart), knobs, marked)


@view.register(LineChart)
def _(chart: LineChart, knobs: Sequence[Knob] = (), *, marked: bool = False) -> View:
    orders = sorted({line.order for line in chart.lines})
    points = _points(chart)
    boxes = [
        Box(chart.xlim, _limits(panel, i, knobs, fixed=chart.ylim is not None and i == 0))
        for i, panel in enumerate(chart.panels)
    ]
    panels = tuple(
        PanelView(
            panel.label,
            box,
            log=False,
            ticks=ticks(*box.ylim, _TICKS_Y),
            behind="".join(_asymptote(segment, box) for segment in panel.asymptotes),
            curves=tuple(
                _curve(line, orders.index(line.order), _color(chart, i, line), box, points, marked=marked)
                for line in panel.lines
            ),
        )
        for i, (panel, box) in enumerate(zip(chart.panels, boxes, strict=True))
    )
    turns = tuple(  # only the slices of one gated function are a scale that can be turned
        _turn(knob, panels, EVERY if chart.ramp else orders.index(knob.order), points, marked=marked) for knob in knobs
    )
    places = Box(chart.xlim, (0, 1)).x(points)
    labels = [next(line.label for line in chart.panels[0].lines if line.order == order) for order in orders]
    return View(
        panels,
        _texts(points),
        tuple(places.tolist()),
        chart.xlabel,
        ticks(*chart.xlim, _TICKS_X),
        tuple(labels),
        int(np.abs(points).argmin()),
        turns,
    )


def _points(chart: LineChart) -> Array:
    """Return the points whose values can be read: those of the lines, and measured ones."""
    own = [line.curve.x if line.dots is None else line.dots[0] for line in chart.lines]
    points = np.unique(np.concatenate(own))
    return points[np.isfinite(points)]


def _color(chart: LineChart, panel: int, line: Line) -> str:
    if chart.ramp:
        return f"r{line.order}"
    one = len({each.order for each in chart.lines}) == 1
    return f"c{panel if one else line.order}"


def _limits(panel: Panel, which: int, knobs: Sequence[Knob], *, fixed: bool) -> tuple[float, float]:
    """Return the limits of a panel, wide enough for what sliders do, within reason."""
    low, high = panel.ylim
    if fixed:
        return low, high
    states = [state for knob in knobs for state in knob.states if len(state.panels) > which]
    y = np.concatenate([[], *(line.curve.y for state in states for line in state.panels[which])])
    y = y[np.isfinite(y)]
    room = min(high - low, _LARGEST)
    least, most = float(y.min(initial=np.inf)) - _MARGIN * room, float(y.max(initial=-np.inf)) + _MARGIN * room
    return (max(min(low, least), low - _WIDER * room, -_LARGEST), min(max(high, most), high + _WIDER * room, _LARGEST))


def _asymptote(segment: tuple[float, float, float, float], box: Box) -> str:
    x0, y0, x1, y1 = segment
    if (y0, y1) == (0.0, 0.0):
        return ""
    (a, b), (c, d) = box.x(np.array([x0, x1])).tolist(), box.y(np.array([y0, y1])).tolist()
    return svg.segment(a, c, b, d, "asymptote")


def _curve(  # noqa: PLR0913 - what a curve is made of
    line: Line, series: int, color: str, box: Box, points: Array, *, marked: bool
) -> Curve:
    x, y = (line.curve.x, line.curve.y) if line.dots is None else line.dots
    markup = svg.line(line, box)
    if marked and not line.scattered:
        seen = np.isfinite(x) & np.isfinite(y)
        markup += svg.dots(box.x(x[seen]), box.y(y[seen]), "dot")
    known = dict(zip(x.tolist(), _texts(y), strict=True))
    return Curve(series, color, markup, tuple(known.get(each, "") for each in points.tolist()))


def _turn(knob: Knob, panels: Sequence[PanelView], series: int, points: Array, *, marked: bool) -> Turn:
    states = tuple(
        (
            state.name,
            [
                _curve(line, series, "", panel.box, points, marked=marked)
                for lines, panel in zip(state.panels, panels, strict=True)
                for line in lines
            ],
        )
        for state in knob.states
    )
    return Turn(series, knob.label, knob.summary, knob.values, knob.at, states)


def _texts(values: Array) -> tuple[str, ...]:
    return tuple(map(format_float, values.tolist()))


@view.register(BarChart)
def _(chart: BarChart, _knobs: Sequence[Knob] = (), *, marked: bool = False) -> View:  # noqa: ARG001 - bars are marked
    longest = max(len(panel.values) for panel in chart.panels)
    xlim = (0.5, longest + 0.5)
    panels = tuple(_bars(panel, i, longest) for i, panel in enumerate(chart.panels))
    points = np.arange(1.0, longest + 1)
    return View(
        panels,
        _texts(points),
        tuple(Box(xlim, (0, 1)).x(points).tolist()),
        chart.xlabel,
        whole(ticks(*xlim, _TICKS_X)),
        tuple(panel.label for panel in chart.panels),
        longest - 1,
    )


def _bars(panel: Bars, series: int, longest: int) -> PanelView:
    xlim = (0.5, longest + 0.5)
    values = panel.values
    finite = values[np.isfinite(values)]
    low, high = min(float(finite.min()), 0.0), max(float(finite.max()), 0.0)
    room = _MARGIN * ((high - low) or 1.0)
    box = Box(xlim, panel.ylim or (low - room * (low < 0), high + room * (high > 0 or low == 0)))
    curve = Curve(series, f"c{series}", svg.bars(values, box), _texts(values) + ("",) * (longest - len(values)))
    return PanelView(panel.label, box, log=False, ticks=ticks(*box.ylim, _TICKS_Y), behind="", curves=(curve,))


@view.register(LogChart)
def _(chart: LogChart, _knobs: Sequence[Knob] = (), *, marked: bool = False) -> View:  # noqa: ARG001 - nothing to mark
    count = max(len(trace.y) for trace in chart.traces)
    xlim = (float(chart.start), float(max(chart.start + count - 1, chart.start + 1)))
    box = Box(xlim, chart.decades)
    points = chart.start + np.arange(float(count))
    curves = tuple(
        Curve(i, f"c{i}", _traced(trace, points, box), _texts(trace.y) + ("",) * (count - len(trace.y)))
        for i, trace in enumerate(chart.traces)
    )
    marks = log_ticks(*box.ylim, _TICKS_Y)
    panel = PanelView(chart.ylabel, box, log=True, ticks=marks, behind="", curves=curves)
    names = tuple(trace.name for trace in chart.traces)
    places = tuple(box.x(points).tolist())
    return View((panel,), _texts(points), places, chart.xlabel, whole(ticks(*xlim, _TICKS_X)), names, count - 1)


def _traced(trace: Trace, points: Array, box: Box) -> str:
    def heights(y: Array) -> Array:
        with np.errstate(divide="ignore", invalid="ignore"):
            return box.y(np.log10(y))

    x = box.x(points)[: len(trace.y)]
    parts = []
    if trace.low is not None and trace.high is not None:
        low, high = heights(trace.low), heights(trace.high)
        if np.isfinite([low, high]).all():
            outline = svg.polyline(np.append(x, x[::-1]), np.append(low, high[::-1]))
            parts.append(f'<path class="band" d="{outline}Z"/>')
    parts.append(f'<path d="{svg.polyline(x, heights(trace.y))}"/>')
    if trace.expected is not None:
        expected = heights(trace.expected)
        seen = np.isfinite(expected)
        parts += [svg.dots(x[seen], expected[seen], kind) for kind in ("dot", "hole")]
    return "".join(parts)
