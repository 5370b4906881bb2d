"""Figures of a study: positive quantities over whole numbers on a logarithmic axis, names at the ends of lines."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.patches import Polygon

from actcli.charts.ticks import log_ticks, ticks, whole
from actcli.render.figure import line_labels
from actcli.render.figure.canvas import Canvas
from actcli.render.figure.line_labels import Name
from actcli.render.figure.page import EDGE, HAIR, LEFT, LINE, TICK, draw_heading, draw_x_ticks, fitted, name_below

if TYPE_CHECKING:
    from actcli.compare.log_chart import LogChart, Trace
    from actcli.numbers.array import Array
    from actcli.render.figure.canvas import Frame
    from actcli.render.figure.theme import Theme

SIZE = (6.4, 4.4)
_BAND = 0.16
#: The least distance between two circles of predicted values, in points.
_APART = 11.0
_FOOT = 40.0


def draw(chart: LogChart, theme: Theme, size: tuple[float, float] | None) -> Canvas:
    """Return the figure of a chart."""
    canvas = Canvas(size or SIZE, SIZE, theme)
    top = draw_heading(canvas, chart.title, chart.subtitle)
    right = EDGE + line_labels.room(trace.name for trace in chart.traces)
    last = chart.start + max(len(trace.y) for trace in chart.traces) - 1
    frame = canvas.frame(
        (LEFT, _FOOT, canvas.width - LEFT - right, canvas.height - top - _FOOT),
        (chart.start, max(last, chart.start + 1)),
        chart.decades,
    )
    _draw_axes(frame, chart)
    for order, trace in enumerate(chart.traces):
        _draw_band(frame, trace, theme.line(order), chart.start)
    names = []
    for order, trace in enumerate(chart.traces):
        x, y = _points(frame, trace.y, chart.start)
        names.append(Name(trace.name, line_labels.end(frame, y), theme.line(order), theme.dash(order)))
        frame.plot(x, y, gid=trace.name, color=theme.line(order), linewidth=LINE, linestyle=theme.dash(order),
                   solid_capstyle="round", solid_joinstyle="round", dash_capstyle="butt")  # fmt: skip
    for order, trace in enumerate(chart.traces):
        _draw_expected(frame, trace, theme.line(order), chart.start)
    line_labels.draw(frame, names)
    return canvas


def _draw_axes(frame: Frame, chart: LogChart) -> None:
    canvas, theme = frame.canvas, frame.canvas.theme
    left, right, bottom, top = frame.x, frame.x + frame.w, frame.y, frame.y + frame.h
    ys = log_ticks(*frame.ylim, max(2, int(frame.h / 24)))
    for power, text in zip(ys.values, ys.texts, strict=True):
        at = frame.py(power)
        canvas.line([left, right], [at, at], theme.faint, HAIR * (1.0 if power == 0 else 0.5))
        canvas.text(left - 6, at, text, TICK, color=theme.muted, ha="right", va="center_baseline")
    canvas.line([left, left, right], [top, bottom, bottom], theme.muted, HAIR, solid_joinstyle="miter")
    marks = whole(ticks(*frame.xlim, max(2, int(frame.w / 46))))
    draw_x_ticks(frame, zip(marks.values, marks.texts, strict=True))
    size = fitted(chart.ylabel, frame.h)
    canvas.text(16, (bottom + top) / 2, chart.ylabel, size, ha="center", va="top", rotation=90)
    name_below(frame, chart.xlabel + marks.note)


def _points(frame: Frame, y: Array, start: int) -> tuple[Array, Array]:
    """Return a curve in the panel's coordinates: zero is below the panel, infinity above, nan stays nan."""
    low, high = frame.ylim
    with np.errstate(divide="ignore", invalid="ignore"):
        powers = np.log10(y)
    return start + np.arange(len(y), dtype=np.float64), np.clip(powers, 2 * low - high, 2 * high - low)


def _draw_band(frame: Frame, trace: Trace, color: str, start: int) -> None:
    if trace.low is None or trace.high is None:
        return
    x, low = _points(frame, trace.low, start)
    _, high = _points(frame, trace.high, start)
    corners = np.column_stack([np.append(x, x[::-1]), np.append(low, high[::-1])])
    band = Polygon(corners, facecolor=color, edgecolor="none", alpha=_BAND, transform=frame.transform)
    band.set_clip_box(frame.clip)
    frame.canvas.add(band)


def _draw_expected(frame: Frame, trace: Trace, color: str, start: int) -> None:
    """Draw predicted values as circles, which no line style or curve hides."""
    if trace.expected is not None:
        x, y = _points(frame, trace.expected, start)
        step = math.ceil(_APART * len(x) / frame.w)
        frame.plot(
            x[::step], y[::step], color=color, linestyle="none", marker="o", markersize=4.2, markeredgewidth=0.9,
            markerfacecolor=frame.canvas.theme.ground,
        )  # fmt: skip
