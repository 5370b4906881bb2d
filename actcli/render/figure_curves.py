"""Figures of one or several elementwise functions: stacked panels over one x axis, labels at the ends of lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from actcli.drawing.ticks import coordinate
from actcli.render.figure_canvas import Canvas, Frame, width
from actcli.render.figure_page import EDGE, HAIR, LABEL, NOTE, draw_axes, draw_heading, heights, stacked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from actcli.drawing.picture import Line, Panel, Picture
    from actcli.render.figure_theme import Theme

LINE, GUIDE = 1.8, 0.8
_SWATCH = 14.0
#: The value panel is this many times as high as the derivative's.
_SHARE = 1.7
#: Direct labels need this much of their size each; more lines than fit get a legend of several columns above.
_LEADING = 1.35
_MOST_DOTS = 1000


def draw(picture: Picture, theme: Theme, size: tuple[float, float]) -> Canvas:
    """Return the figure of a picture."""
    canvas = Canvas(size[0] * 72, size[1] * 72, theme)
    top = draw_heading(canvas, picture)
    count = 1 + max(line.order for panel in picture.panels for line in panel.lines)
    colors = theme.ramped(count) if picture.ramp else [theme.line(i) for i in range(count)]
    several = any(len(panel.lines) > 1 for panel in picture.panels) or picture.ramp
    right = EDGE + (_label_width(picture) if several else 6.0)
    high = heights(canvas, [1.0] if len(picture.panels) == 1 else [_SHARE, 1.0], top)
    rects = stacked(canvas, high, [panel.ylim for panel in picture.panels], top, right)
    for i, (panel, rect) in enumerate(zip(picture.panels, rects, strict=True)):
        frame = canvas.frame(rect, picture.xlim, panel.ylim)
        draw_axes(frame, panel.label, picture.xlabel, last=i == len(rects) - 1)
        _draw_guides(frame, panel)
        slope_of_one = i == 1 and count == 1
        for line in panel.lines:
            color = theme.line(1) if slope_of_one else colors[line.order]
            _draw_line(frame, line, color, "solid" if picture.ramp and not theme.dashed else theme.dash(line.order))
        for line in panel.lines:
            _draw_minima(frame, line)
        if several:
            _draw_labels(frame, panel.lines, colors, picture)
    return canvas


def _draw_guides(frame: Frame, panel: Panel) -> None:
    for x0, y0, x1, y1 in panel.guides:
        if (y0, y1) != (0.0, 0.0):
            frame.plot(
                [x0, x1], [y0, y1], gid=None, color=frame.canvas.theme.muted, linewidth=GUIDE, linestyle=(0, (4, 3))
            )


def _draw_line(frame: Frame, line: Line, color: str, dash: object) -> None:
    frame.plot(
        line.curve.x, line.curve.y, gid=line.name, color=color, linewidth=LINE, linestyle=dash,
        solid_capstyle="round", solid_joinstyle="round", dash_capstyle="butt",
    )  # fmt: skip
    ground = frame.canvas.theme.ground
    for jump in line.curve.jumps:
        _draw_jump(frame, jump, color, ground)
    if line.dots is not None:
        x, y = _spread(*line.dots, frame)
        frame.marks(x, y, marker="o", markersize=5.5, color=color, markeredgecolor=ground, markeredgewidth=0.7)


def _spread(x: object, y: object, frame: Frame) -> tuple[object, object]:
    """Keep one point where several would fall on the same spot."""
    xs, ys = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    inside = np.isfinite(ys) & (ys >= frame.ylim[0]) & (ys <= frame.ylim[1])
    xs, ys = xs[inside], ys[inside]
    if len(xs) > _MOST_DOTS:
        column = np.floor((xs / 2 - frame.xlim[0] / 2) / (frame.xlim[1] / 2 - frame.xlim[0] / 2) * _MOST_DOTS)
        first = np.unique(column, return_index=True)[1]
        xs, ys = xs[first], ys[first]
    return xs, ys


def _draw_jump(frame: Frame, jump: object, color: str, ground: str) -> None:
    """Draw the ends at a jump: a riser of dots, open circles at the limits, a disc at the value."""
    at, left, right, value = (getattr(jump, key) for key in ("at", "left", "right", "value"))
    low, high = frame.ylim
    ends = [y for y in (left, right) if np.isfinite(y) and low <= y <= high]
    if np.isfinite([left, right]).all():
        frame.plot([at, at], sorted((left, right)), color=color, linewidth=1.0, linestyle=(0, (1, 1.6)))
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
        text = f"({coordinate(x)}, {coordinate(y)})"
        half = width(text, NOTE) / 2
        above = frame.py(y) - 6 - NOTE < frame.y
        at = frame.px(x) - (half if above else 0.0)  # beside the branch that rises
        at = min(max(at, frame.x + half + 3), frame.x + frame.w - half)
        top = frame.py(y) + (6 + NOTE if above else -6)
        canvas.rectangle(at - half - 1, top - NOTE, 2 * half + 2, NOTE + 1, facecolor=theme.ground, edgecolor="none")
        canvas.text(at, top, text, NOTE, ha="center", va="top")


def _label_width(picture: Picture) -> float:
    return _SWATCH + 14 + max(width(line.label, LABEL) for panel in picture.panels for line in panel.lines)


def _draw_labels(frame: Frame, lines: Sequence[Line], colors: Sequence[str], picture: Picture) -> None:
    """Name each line beside its end, apart from each other, with a leader where the name had to move."""
    canvas, theme = frame.canvas, frame.canvas.theme
    ends = [_end(frame, line) for line in lines]
    gap = min(LABEL * _LEADING, frame.h / len(lines))
    places = apart([frame.py(y) for y in ends], gap, frame.y, frame.y + frame.h)
    x = frame.x + frame.w
    for line, y, place in zip(lines, ends, places, strict=True):
        color = colors[line.order]
        dash = "solid" if picture.ramp and not theme.dashed else theme.dash(line.order)
        at = frame.py(y)
        canvas.line([x + 2, x + 8], [at, place], color, HAIR)
        canvas.line([x + 8, x + 8 + _SWATCH], [place, place], color, LINE, linestyle=dash)
        canvas.text(x + 12 + _SWATCH, place, line.label, min(LABEL, gap), color=theme.text(color), va="center_baseline")


def _end(frame: Frame, line: Line) -> float:
    """Return the height of the last point of a line, kept within the panel."""
    finite = line.curve.y[np.isfinite(line.curve.y)]
    last = float(finite[-1]) if finite.size else 0.0
    return min(max(last, frame.ylim[0]), frame.ylim[1])


def apart(places: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Move places as little as possible so that neighbours are a gap apart, within low and high.

    Equal places keep their order from top to bottom.
    """
    order = sorted(range(len(places)), key=lambda i: (-places[i], i))
    groups: list[list[float]] = []  # of wanted positions of the group's first member, each shifted by its rank
    for rank, i in enumerate(order):
        groups.append([places[i] + rank * gap])
        while len(groups) > 1 and np.mean(groups[-1]) > np.mean(groups[-2]):
            last = groups.pop()
            groups[-1] += last
    firsts = [float(np.mean(group)) for group in groups for _ in group]
    limits = [min(max(y, low + gap * (len(order) - 1)), high) for y in firsts]
    result = [0.0] * len(order)
    for rank, i in enumerate(order):
        result[i] = limits[rank] - rank * gap
    return result
