"""Figures of one or several elementwise functions: stacked panels over one x axis, names at the ends of lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from actcli.charts.numerals import rounded
from actcli.render.figure import line_labels, overlap
from actcli.render.figure.canvas import Canvas, Frame, width
from actcli.render.figure.line_labels import Name
from actcli.render.figure.page import EDGE, LINE, NOTE, SIZE, draw_axes, draw_heading, heights, stacked, y_axis

if TYPE_CHECKING:
    from collections.abc import Sequence

    from actcli.charts.curve import Discontinuity
    from actcli.charts.model import Line, LineChart, Panel
    from actcli.numbers.array import Array
    from actcli.render.figure.theme import Dash, Theme

_ASYMPTOTE = 0.8
#: The value panel is this many times as high as the derivative's.
_SHARE = 1.7
#: The size of measured points.
_MEASURED = 2.8
#: The line above an area, and the opacity of the area.
_EDGE, _AREA = 1.2, 0.15
_MOST_DOTS = 1000
#: The part of a panel's width that the coordinates of a minimum may take, and the height that they need.
_ROOM, _LEAST = 0.6, 50.0


class _Look(NamedTuple):
    """How a line is drawn."""

    color: str
    dash: Dash


def draw(chart: LineChart, theme: Theme, size: tuple[float, float] | None) -> Canvas:
    """Return the figure of a chart."""
    canvas = Canvas(size or SIZE, SIZE, theme)
    top = draw_heading(canvas, chart.title, chart.subtitle, chart.formula)
    several = any(len(panel.lines) > 1 for panel in chart.panels) or chart.ramp
    right = EDGE + (line_labels.room(line.label for line in chart.lines) if several else 6.0)
    high = heights(canvas, [1.0] if len(chart.panels) == 1 else [_SHARE, 1.0], top)
    axes = [y_axis(panel.label, panel.ylim, h, panel.scale) for panel, h in zip(chart.panels, high, strict=True)]
    rects = stacked(canvas, high, axes, top, right)
    looks = _looks(chart, theme, high)
    for i, (panel, rect, axis) in enumerate(zip(chart.panels, rects, axes, strict=True)):
        frame = canvas.frame(rect, chart.xlim, panel.ylim)
        draw_axes(frame, axis, chart.xlabel, chart.scale, last=i == len(rects) - 1)
        # The derivative of a single function has a color of its own.
        _draw_panel(frame, panel, looks if i == 0 or len(looks) > 1 else [looks[0]._replace(color=theme.line(1))])
        if several:
            ends = [line_labels.end(frame, line.curve.y) for line in panel.lines]
            names = [Name(line.label, end, *looks[line.order]) for line, end in zip(panel.lines, ends, strict=True)]
            line_labels.draw(frame, names)
    return canvas


def _looks(chart: LineChart, theme: Theme, high: Sequence[float]) -> list[_Look]:
    """Return how the lines of each order are drawn: dashed where they would hide another, or without colors."""
    count = chart.count
    alone = chart.ramp or any(line.filled for line in chart.lines)
    covered = [0] * count if alone else overlap.covered(chart, high)
    colors = theme.ramped(count) if chart.ramp else [theme.line(order) for order in range(count)]
    solid = chart.ramp and not theme.dashed
    return [_Look(color, "solid" if solid else theme.dash(order, covered[order])) for order, color in enumerate(colors)]


def _draw_panel(frame: Frame, panel: Panel, looks: Sequence[_Look]) -> None:
    _draw_asymptotes(frame, panel)
    for line in panel.lines:
        _draw_line(frame, line, *looks[line.order])
    for line in panel.lines:
        _draw_minima(frame, line)


def _draw_asymptotes(frame: Frame, panel: Panel) -> None:
    for x0, y0, x1, y1 in panel.asymptotes:
        if (y0, y1) != (0.0, 0.0):
            frame.plot(
                [x0, x1],
                [y0, y1],
                gid=None,
                color=frame.canvas.theme.muted,
                linewidth=_ASYMPTOTE,
                linestyle=(0, (4, 3)),
            )


def _draw_line(frame: Frame, line: Line, color: str, dash: Dash) -> None:
    if line.scattered:
        seen = (line.curve.y >= frame.ylim[0]) & (line.curve.y <= frame.ylim[1])
        frame.marks(line.curve.x[seen], line.curve.y[seen], marker="o", markersize=_MEASURED, color=color,
                    markeredgewidth=0)  # fmt: skip
        return
    if line.filled:
        frame.fill(line.curve.x, line.curve.y, facecolor=color, alpha=_AREA)
    frame.plot(
        line.curve.x, line.curve.y, gid=line.name, color=color, linestyle=dash,
        linewidth=_EDGE if line.filled else LINE,
        solid_capstyle="round", solid_joinstyle="round", dash_capstyle="butt",
    )  # fmt: skip
    ground = frame.canvas.theme.ground
    for jump in line.curve.jumps:
        _draw_jump(frame, jump, color, ground)
    if line.dots is not None:
        x, y = _spread(*line.dots, frame)
        frame.marks(x, y, marker="o", markersize=5.5, color=color, markeredgecolor=ground, markeredgewidth=0.7)


def _spread(x: Array, y: Array, frame: Frame) -> tuple[Array, Array]:
    """Keep one point where several would fall on the same spot."""
    inside = np.isfinite(y) & (y >= frame.ylim[0]) & (y <= frame.ylim[1])
    x, y = x[inside], y[inside]
    if len(x) > _MOST_DOTS:
        column = np.floor((x / 2 - frame.xlim[0] / 2) / (frame.xlim[1] / 2 - frame.xlim[0] / 2) * _MOST_DOTS)
        first = np.unique(column, return_index=True)[1]
        x, y = x[first], y[first]
    return x, y


def _draw_jump(frame: Frame, jump: Discontinuity, color: str, ground: str) -> None:
    """Draw the ends at a jump: a riser of dots, open circles at the limits, a disc at the value."""
    at, value = jump.at, jump.value
    low, high = frame.ylim
    ends = [y for y in (jump.left, jump.right) if np.isfinite(y) and low <= y <= high]
    frame.plot([at] * len(jump.jump_segment), jump.jump_segment, color=color, linewidth=1.0, linestyle=(0, (1, 1.6)))
    style = {"marker": "o", "markersize": 4.8, "markeredgewidth": 1.2, "markeredgecolor": color}
    for y in ends:
        if y != value:
            frame.marks([at], [y], markerfacecolor=ground, **style)
    if np.isfinite(value) and low <= value <= high:
        frame.marks([at], [value], markerfacecolor=color, **style)


def _draw_minima(frame: Frame, line: Line) -> None:
    canvas, theme = frame.canvas, frame.canvas.theme
    for x, y in line.minima:
        if not frame.ylim[0] <= y <= frame.ylim[1]:
            continue
        frame.marks([x], [y], marker="o", markersize=4.2, markerfacecolor=theme.ink, markeredgecolor=theme.ground,
                    markeredgewidth=0.8)  # fmt: skip
        text = f"({rounded(x)}, {rounded(y)})"
        half = width(text, NOTE) / 2
        if 2 * half > _ROOM * frame.w or frame.h < _LEAST:
            continue
        above = frame.py(y) - 6 - NOTE < frame.y
        at = frame.px(x) - (half if above else 0.0)  # beside the branch that rises
        at = min(max(at, frame.x + half + 3), frame.x + frame.w - half)
        top = frame.py(y) + (6 + NOTE if above else -6)
        if not theme.transparent:
            canvas.rectangle(
                at - half - 1, top - NOTE, 2 * half + 2, NOTE + 1, facecolor=theme.ground, edgecolor="none"
            )
        canvas.text(at, top, text, NOTE, ha="center", va="top")
