"""Figures of functions of a whole vector: a panel of bars for its numbers, and one for what each function gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from actcli.charts.model import widened
from actcli.charts.numerals import rounded_alike
from actcli.charts.vector_chart import MOST
from actcli.render.figure.canvas import Canvas, Frame, width
from actcli.render.figure.page import (
    EDGE,
    NOTE,
    SIZE,
    draw_heading,
    draw_x_ticks,
    draw_y_axis,
    heights,
    name_below,
    stacked,
    y_axis,
)

if TYPE_CHECKING:
    from actcli.charts.model import BarChart
    from actcli.numbers.array import Array
    from actcli.render.figure.theme import Theme

#: The width of a bar relative to its slot.
_FULL = 0.62
#: A panel of results is this many times as high as the input's.
_SHARE = 1.4
#: Points that a label takes beyond the end of its bar.
_LABELLED = 16.0


def draw(chart: BarChart, theme: Theme, size: tuple[float, float] | None) -> Canvas:
    """Return the figure of a chart; without a size the page grows with the panels beyond two."""
    panels = chart.panels
    usual = SIZE[0], SIZE[1] * max(1.0, len(panels) / 3)
    canvas = Canvas(size or usual, usual, theme)
    top = draw_heading(canvas, chart.title, chart.subtitle, chart.formula)
    high = heights(canvas, [1.0, *[_SHARE] * (len(panels) - 1)], top)
    ylims = [panel.ylim or _limits(panel.values, h) for panel, h in zip(panels, high, strict=True)]
    axes = [y_axis(panel.label, ylim, h) for panel, ylim, h in zip(panels, ylims, high, strict=True)]
    rects = stacked(canvas, high, axes, top, EDGE)
    one_length = len({len(panel.values) for panel in panels}) == 1
    for i, (panel, rect) in enumerate(zip(panels, rects, strict=True)):
        frame = canvas.frame(rect, (0.5, len(panel.values) + 0.5), ylims[i])
        last = i == len(panels) - 1
        draw_y_axis(frame, axes[i])
        _draw_bars(frame, panel.values, panel.label, theme.muted if i == 0 else theme.line(i - 1))
        _draw_indices(frame, len(panel.values), texts=last or not one_length)
        if last:
            name_below(frame, chart.xlabel)
    return canvas


def _limits(values: Array, height: float) -> tuple[float, float]:
    """Return limits around zero and the numbers, with room for the label at the end of the longest bars."""
    finite = values[np.isfinite(values)]
    low, high = min(float(finite.min()), 0.0), max(float(finite.max()), 0.0)
    ends = (low < 0) + (high > 0)
    room = (high / 2 - low / 2) * 2 * _LABELLED / max(height - ends * _LABELLED, _LABELLED)
    return widened(low - (room if low < 0 else 0.0), high + (room if high > 0 else 0.0))


def _draw_bars(frame: Frame, values: Array, name: str, color: str) -> None:
    """Draw bars from zero, each with its number where there is room for all of them."""
    plot_bars(frame, values, 1, name, color)
    low, high = frame.ylim
    zero = min(max(0.0, low), high)
    texts = rounded_alike(values.tolist())
    if max(width(text, NOTE) for text in texts) > frame.w / len(values) * 0.96:
        return
    for i, (value, text) in enumerate(zip(values.tolist(), texts, strict=True), start=1):
        end = min(max(value, low), high) if np.isfinite(value) else zero
        above = not value < 0
        frame.canvas.text(
            frame.px(i), frame.py(end) + (3.5 if above else -3.5), text, NOTE,
            color=frame.canvas.theme.ink, ha="center", va="bottom" if above else "top",
        )  # fmt: skip


def plot_bars(frame: Frame, values: Array, first: int, name: str, color: str) -> None:
    """Draw bars from zero at ``first`` and the whole numbers behind it; none where a number is not finite."""
    low, high = frame.ylim
    zero, gap = np.full(len(values), min(max(0.0, low), high)), np.full(len(values), np.nan)
    xs = np.repeat(first + np.arange(float(len(values))), 3)
    ys = np.column_stack([zero, np.where(np.isfinite(values), values, np.nan), gap]).ravel()
    frame.plot(xs, ys, gid=name, color=color, linewidth=_FULL * frame.w / len(values), solid_capstyle="butt")


def _draw_indices(frame: Frame, count: int, *, texts: bool) -> None:
    least = count * 18 / frame.w
    every = next(step for step in (1, 2, 5, 10, 20, 50, 100, MOST) if step >= least)
    draw_x_ticks(frame, ((i, str(i)) for i in range(1, count + 1) if i == 1 or i % every == 0), texts=texts)
