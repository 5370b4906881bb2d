"""Figures of a study: positive quantities over whole numbers on a logarithmic axis, names at the ends of lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.patches import Polygon

from actcli.charts.numerals import power_of_ten
from actcli.charts.ticks import ticks
from actcli.render.figure import line_labels
from actcli.render.figure.canvas import Canvas
from actcli.render.figure.line_labels import Name
from actcli.render.figure.page import EDGE, HAIR, LABEL, LEFT, LINE, TICK, TITLE, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from actcli.compare.log_chart import LogChart, Trace
    from actcli.numbers.array import Array
    from actcli.render.figure.canvas import Frame
    from actcli.render.figure.theme import Theme

SIZE = (6.4, 4.4)
_DOTTED, _BAND = 1.1, 0.16
_FOOT = 40.0
#: Powers of ten that are written out.
_PLAIN = range(-3, 4)


def draw(chart: LogChart, theme: Theme) -> Canvas:
    """Return the figure of a chart."""
    canvas = Canvas(SIZE[0] * 72, SIZE[1] * 72, theme)
    top = _draw_heading(canvas, chart)
    right = EDGE + line_labels.room(trace.name for trace in chart.traces)
    last = chart.start + max(len(trace.y) for trace in chart.traces) - 1
    frame = canvas.frame(
        (LEFT, _FOOT, canvas.width - LEFT - right, canvas.height - top - _FOOT),
        (chart.start, max(last, chart.start + 1)),
        _limits(chart.traces),
    )
    _draw_axes(frame, chart)
    for order, trace in enumerate(chart.traces):
        _draw_band(frame, trace, theme.line(order), chart.start)
        _draw_expected(frame, trace, theme.line(order), chart.start)
    names = []
    for order, trace in enumerate(chart.traces):
        x, y = _points(frame, trace.y, chart.start)
        names.append(Name(trace.name, line_labels.end(frame, y), theme.line(order), theme.dash(order)))
        frame.plot(x, y, gid=trace.name, color=theme.line(order), linewidth=LINE, linestyle=theme.dash(order),
                   solid_capstyle="round", solid_joinstyle="round", dash_capstyle="butt")  # fmt: skip
    line_labels.draw(frame, names)
    return canvas


def _draw_heading(canvas: Canvas, chart: LogChart) -> float:
    """Draw title and subtitle; return the height they take."""
    y = canvas.height - EDGE - TITLE * 0.85
    canvas.text(LEFT, y, chart.title, TITLE, bold=True)
    for line in wrapped(chart.subtitle, LABEL, canvas.width - LEFT - EDGE):
        y -= LABEL + 5
        canvas.text(LEFT, y, line, LABEL, color=canvas.theme.muted)
    return canvas.height - y + 14


def _limits(traces: Sequence[Trace]) -> tuple[float, float]:
    """Return the powers of ten between which all is, one at least."""
    parts = [part for trace in traces for part in (trace.y, trace.low, trace.high, trace.expected) if part is not None]
    values = np.concatenate(parts)
    values = np.log10(values[np.isfinite(values) & (values > 0)])
    if not values.size:
        return -1.0, 1.0
    low, high = float(values.min()), float(values.max())
    room = max(0.04 * (high - low), (1 - (high - low)) / 2)
    return low - room, high + room


def _draw_axes(frame: Frame, chart: LogChart) -> None:
    canvas, theme = frame.canvas, frame.canvas.theme
    left, right, bottom, top = frame.x, frame.x + frame.w, frame.y, frame.y + frame.h
    for power, text in _powers(*frame.ylim, int(frame.h / 24)):
        at = frame.py(power)
        canvas.line([left, right], [at, at], theme.faint, HAIR * (1.0 if power == 0 else 0.5))
        canvas.text(left - 6, at, text, TICK, color=theme.muted, ha="right", va="center_baseline")
    canvas.line([left, left, right], [top, bottom, bottom], theme.muted, HAIR, solid_joinstyle="miter")
    marks = ticks(*frame.xlim, max(2, int(frame.w / 46)))
    for value, text in zip(marks.values, marks.texts, strict=True):
        if value.is_integer():
            at = frame.px(value)
            canvas.line([at, at], [bottom - 3, bottom], theme.muted, HAIR)
            canvas.text(at, bottom - 6, text, TICK, color=theme.muted, ha="center", va="top")
    canvas.text(16, (bottom + top) / 2, chart.ylabel, LABEL, ha="center", va="top", rotation=90)
    canvas.text((left + right) / 2, 10, chart.xlabel, LABEL, ha="center")


def _powers(low: float, high: float, most: int) -> list[tuple[float, str]]:
    """Return ticks of a logarithmic axis as exponents and texts; 2 and 5 times a power where there is room."""
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 200, 500) if (high - low) / s <= most)
    first = int(np.ceil(low / step)) * step
    powers = range(first, int(np.floor(high)) + 1, step)
    if (high - low) * 3 > most:
        pairs = [(1, p) for p in powers]
    else:
        between = [(m, p) for p in range(int(low) - 1, int(high) + 1) for m in (1, 2, 5)]
        pairs = [(m, p) for m, p in between if low <= p + np.log10(m) <= high]
    plain = all(p in _PLAIN for _, p in pairs)
    return [(p + float(np.log10(m)), _number(m, p, plain=plain)) for m, p in pairs]


def _number(digit: int, power: int, *, plain: bool) -> str:
    if plain or power == 0:
        return f"{digit * 10.0**power:.{max(-power, 0)}f}"
    return ("" if digit == 1 else f"{digit}×") + power_of_ten(power)


def _points(frame: Frame, y: Array, start: int) -> tuple[Array, Array]:
    """Return a curve in the panel's coordinates: zero is below it, infinity above, nan nowhere."""
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
    if trace.expected is not None:
        x, y = _points(frame, trace.expected, start)
        frame.plot(x, y, color=color, linewidth=_DOTTED, linestyle=(0, (1, 1.8)))
