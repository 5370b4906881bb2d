"""Plots of characters for terminals and pipes; the only module that uses uniplot, for the area inside the frame."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from actcli.charts.model import BarChart
from actcli.charts.numerals import minus
from actcli.charts.ticks import ticks
from actcli.render.terminal import bar_plot
from actcli.render.terminal.screen import painted, wants_color
from actcli.render.text.encoding import to_ascii

if TYPE_CHECKING:
    from collections.abc import Sequence

    from actcli.charts.model import Line, LineChart
    from actcli.numbers.array import Array

_MARKS = "*.ox+#@%=~"
#: The colours of which uniplot writes the codes 31 to 37, and one character in such a colour.
_COLORS = ("red", "green", "yellow", "blue", "magenta", "cyan", "white")
_COLORED = re.compile(r"\x1b\[3([1-7])m(.)\x1b\[0m")
#: A character of at least one dot.
_DOTS = re.compile("[\u2801-\u28ff]")


class _View(NamedTuple):
    """The ranges inside the frame, and its columns and rows."""

    xlim: tuple[float, float]
    ylim: tuple[float, float]
    width: int
    height: int


class TerminalSize(NamedTuple):
    """The screen that plots of characters are drawn on.

    Attributes
    ----------
    width, height
        Columns and lines; those of the terminal for None, 80 by 24 where they are unknown. Bars take as many lines as
        there are numbers.
    ascii_only
        Whether to keep to ASCII.
    color
        ``auto``, ``always`` or ``never``.
    """

    width: int | None
    height: int | None
    ascii_only: bool
    color: str


def draw(chart: LineChart | BarChart, screen: TerminalSize, ylim: tuple[float, float] | None) -> bytes:
    """Return a plot as text.

    Parameters
    ----------
    chart
        Its panels are drawn into one; bars lie down, a line for each number.
    screen
        Its size and what it can show.
    ylim
        Limits of the only y axis, instead of those that hold all panels.
    """
    colored = wants_color(screen.color)
    columns, rows = _size(screen.width, screen.height)
    if isinstance(chart, BarChart):
        lines = bar_plot.draw(chart, columns, colored=colored)
    else:
        ylim = ylim or _union([panel.ylim for panel in chart.panels])
        lines = _curves(chart, ylim, (columns, rows), ascii_only=screen.ascii_only, colored=colored)
    text = "\n".join(lines) + "\n"
    return (to_ascii(text) if screen.ascii_only else text).encode()


def _curves(
    chart: LineChart, ylim: tuple[float, float], size: tuple[int, int], *, ascii_only: bool, colored: bool
) -> list[str]:
    columns, rows = size
    lines = [line for panel in chart.panels for line in panel.lines]
    marked = ascii_only or (len(lines) > 1 and not colored)
    legend = _legend(_labels(lines, ascii_only=ascii_only), columns, colored=colored, marked=marked)
    titled = [chart.title.center(columns).rstrip()] if chart.title else []
    inner = max(rows - 3 - len(legend) - len(titled) - 1, 3)
    ys = ticks(*ylim, max(2, inner // 3))
    margin = max(map(len, ys.texts), default=0) + 1
    body_width = max(columns - margin - 3, 8)
    view = _View(chart.xlim, ylim, body_width, inner)
    framed = _framed(_body(view, lines, ascii_only=ascii_only, colored=colored), view, margin)
    return [*titled, *framed, *legend]


def _size(width: int | None, height: int | None) -> tuple[int, int]:
    columns, lines = shutil.get_terminal_size()
    # The prompt needs a line too.
    return max(width or columns, 20), max(height or lines - 1, 8)


def _union(limits: Sequence[tuple[float, float]]) -> tuple[float, float]:
    return min(low for low, _ in limits), max(high for _, high in limits)


def _body(view: _View, lines: Sequence[Line], *, ascii_only: bool, colored: bool) -> list[str]:
    """Return the rows inside the frame, drawn in coordinates from 0 to 1 so that no range is too large."""
    marked = ascii_only or (len(lines) > 1 and not colored)
    drawn = [i for i, line in reversed([*enumerate(lines)]) if np.isfinite(line.curve.y).any()]  # the first on top
    curves = [lines[i].curve for i in drawn]
    points = [_cut(_unit(curve.x, *view.xlim), _unit(curve.y, *view.ylim)) for curve in curves]
    marks = [_MARKS[i % len(_MARKS)] for i in drawn] if marked else []
    text = _plotted(points, view, marks, [_COLORS[i % len(_COLORS)] for i in drawn] if colored else [])
    if not marked:
        # Where curves share a character, uniplot shows the dots of one; those of all stand there if they are one.
        dots = iter(_DOTS.findall(_plotted([_joined(points)], view, [], [])))
        text = _DOTS.sub(lambda _: next(dots), text)
    text = _COLORED.sub(lambda cell: painted(cell[2], int(cell[1]) - 1), text)
    return [row[1:].rpartition("│")[0] for row in text.split("\n")[1 : view.height + 1]]


def _plotted(points: Sequence[tuple[Array, Array]], view: _View, marks: list[str], colors: list[str]) -> str:
    """Return what uniplot draws: lines of these marks, of dots without any."""
    from uniplot import plot_to_string  # noqa: PLC0415  # only these plots need it

    return str(plot_to_string(
        xs=[x for x, _ in points],
        ys=[y for _, y in points],
        lines=True,
        width=view.width,
        height=view.height,
        x_min=0.0, x_max=1.0, y_min=0.0, y_max=1.0,
        x_gridlines=_zero(view.xlim), y_gridlines=_zero(view.ylim),
        x_labels=False, y_labels=False,
        character_set="ascii" if marks else "braille",
        force_ascii_characters=marks,
        color=colors or False,
    ))  # fmt: skip


def _joined(points: Sequence[tuple[Array, Array]]) -> tuple[Array, Array]:
    """Return lines as one that is interrupted between them."""
    gap = np.array([np.nan])
    x, y = (np.concatenate([part for line in points for part in (line[axis], gap)]) for axis in (0, 1))
    return x, y


def _unit(values: Array, low: float, high: float) -> Array:
    """Return values as parts of a range, whose width may overflow, or underflow when it is halved."""
    scale = 0.5 if max(abs(low), abs(high)) > 1 else 2.0**60
    with np.errstate(over="ignore", invalid="ignore"):
        return (values * scale - low * scale) / (high * scale - low * scale)


def _cut(x: Array, y: Array) -> tuple[Array, Array]:
    """Return a line that runs no farther from the frame than its height: uniplot pays for every row that it crosses."""
    y = np.clip(y, -1e9, 1e9)
    for level in (-1.0, 2.0):
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            part = (level - y[:-1]) / np.diff(y)
        at = np.flatnonzero((part > 0) & (part < 1))
        x = np.insert(x, at + 1, x[at] + part[at] * np.diff(x)[at])
        y = np.insert(y, at + 1, level)
    return x, np.clip(y, -1, 2)


def _zero(limits: tuple[float, float]) -> list[float]:
    return [float(_unit(np.array(0.0), *limits))] if limits[0] < 0 < limits[1] else []


def _framed(body: Sequence[str], view: _View, margin: int) -> list[str]:
    """Put a frame with ticks around the rows."""
    xlim, ylim, width, height = view
    ys = ticks(*ylim, max(2, height // 3))
    xs = ticks(*xlim, max(2, width // 9))
    at = {}
    for value, text in zip(ys.values, ys.texts, strict=True):
        row = min(int((1 - float(_unit(np.array(value), *ylim))) * height), height - 1)
        at[row] = text
    rows = [at.get(i, "").rjust(margin - 1) + (" ┤" if i in at else " │") + row + "│" for i, row in enumerate(body)]
    scale, marks = [" "] * (width + 2), ["─"] * width
    free = 0
    for value, text in zip(xs.values, xs.texts, strict=True):
        column = min(int(float(_unit(np.array(value), *xlim)) * width), width - 1)
        marks[column] = "┬"
        start = min(max(column + 1 - len(text) // 2, 0), width + 2 - len(text))
        if start >= free:
            scale[start : start + len(text)] = text
            free = start + len(text) + 1
    pad = " " * margin
    notes = [f"{pad}{name}{note}" for name, note in (("values", xs.note), ("activations", ys.note)) if note]
    return [
        pad + "┌" + "─" * width + "┐",
        *rows,
        pad + "└" + "".join(marks) + "┘",
        (pad + "".join(scale)).rstrip(),
        *notes,
    ]


def _labels(lines: Sequence[Line], *, ascii_only: bool) -> list[str]:
    labels = [line.label for line in lines]
    # Derivatives of a family have a panel of their own in figures, and no need of other names.
    if ascii_only or len(set(labels)) < len(labels):
        return [minus(line.name).replace("'", "′") for line in lines]
    return labels


def _legend(labels: Sequence[str], columns: int, *, colored: bool, marked: bool) -> list[str]:
    """Return the names of the lines with their marks, as many to a row as fit."""
    rows: list[list[str]] = [[]]
    used = 0
    for i, label in enumerate(labels):
        mark = (_MARKS[i % len(_MARKS)] if marked else "─") * 2
        entry = 6 + len(label)
        if used + entry - 1 > columns and rows[-1]:
            rows.append([])
            used = 0
        used += entry
        rows[-1].append((painted(mark, i) if colored else mark) + " " + label)
    return ["  " + "   ".join(row) for row in rows]
