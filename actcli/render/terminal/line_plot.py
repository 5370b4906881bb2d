"""Curves as plots of characters; the only module that uses uniplot, which finds the dots that a line crosses."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from actcli.charts.numerals import minus
from actcli.render.terminal.screen import painted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from actcli.charts.model import Line, LineChart, Segment
    from actcli.charts.scale import Scale
    from actcli.charts.ticks import Ticks
    from actcli.numbers.array import Array

_MARKS = "*.ox+#@%=~"
#: The dots of a character of Braille, by row and column.
_BRAILLE = np.array([[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]])
#: A zero line at the top, in the middle or at the foot of a character.
_LEVELS = "▔─▁"
#: The least lines of a plot with room for two lines of heading.
_TALL = 16
#: Axis labels that begin like this are left out in a terminal.
_USUAL = ("values", "activations", "difference")


class _View(NamedTuple):
    """The ranges inside the frame, and its columns and rows."""

    xlim: tuple[float, float]
    ylim: tuple[float, float]
    width: int
    height: int
    scales: tuple[Scale, Scale]

    @property
    def axes(self) -> tuple[Ticks, Ticks]:
        """The ticks of the x axis and of the y axis."""
        x, y = self.scales
        return x.ticks(*self.xlim, max(2, self.width // 9)), y.ticks(*self.ylim, max(2, self.height // 3))


def draw(chart: LineChart, size: tuple[int, int], *, ascii_only: bool, colored: bool) -> list[str]:
    """Return the lines of a plot.

    Parameters
    ----------
    chart
        Its panels are drawn into one.
    size
        Columns and lines that the plot may take.
    ascii_only
        Whether to draw with ASCII marks; texts and frames may still have other characters.
    colored
        Whether to colour curves and names.
    """
    columns, rows = size
    lines = chart.lines
    marked = ascii_only or (len(lines) > 1 and not colored)
    legend = _legend(_labels(lines, ascii_only=ascii_only), columns, colored=colored, marked=marked)
    heading = [text.center(columns).rstrip() for text in _heading(chart, columns, rows)]
    view, margin, notes = _laid_out(chart, columns, rows - len(legend) - len(heading))
    body = _body(view, chart, marked=marked, colored=colored)
    return [*heading, *_framed(body, view, margin), *notes, *legend]


def _heading(chart: LineChart, columns: int, rows: int) -> list[str]:
    """Return title and subtitle, on one line if they fit, since two take too much of a low plot."""
    texts = [text for text in (chart.title, chart.subtitle) if text]
    together = "   ".join(texts)
    if texts and len(together) <= columns:
        return [together]
    return [text for text in texts if len(text) <= columns][: 2 if rows >= _TALL else 1]


def _laid_out(chart: LineChart, columns: int, rows: int) -> tuple[_View, int, list[str]]:
    """Return the view, the width of the numbers on the left, and the axis labels to be written."""
    lows, highs = zip(*(panel.ylim for panel in chart.panels), strict=True)
    ylim: tuple[float, float] = chart.ylim or (min(lows), max(highs))
    notes: list[str] = []
    for _ in range(2):  # notes take lines, and fewer lines may have other notes
        height = max(rows - 3 - max(len(notes), 1), 3)
        scale = chart.panels[0].scale
        margin = max(map(len, scale.ticks(*ylim, max(2, height // 3)).texts)) + 1
        view = _View(chart.xlim, ylim, max(columns - margin - 3, 8), height, (chart.scale, scale))
        labels = zip((chart.xlabel, chart.panels[0].label), view.axes, strict=True)
        notes = [" " * margin + name + axis.note for name, axis in labels if axis.note or not name.startswith(_USUAL)]
    return view, margin, notes


def _body(view: _View, chart: LineChart, *, marked: bool, colored: bool) -> list[str]:
    """Return the rows inside the frame; a character shared by curves has the dots of all and the first one's colour."""
    down, across = (1, 1) if marked else _BRAILLE.shape
    dots = np.zeros((view.height, down, view.width, across), dtype=bool)
    owner = np.full((view.height, view.width), -1)
    for i, line in reversed([*enumerate(chart.lines)]):
        pixels = _pixels(line, view, view.width * across, view.height * down).reshape(dots.shape)
        dots |= pixels
        owner[pixels.any(axis=(1, 3))] = i
    codes = np.einsum("hdwa,da->hw", dots, _BRAILLE[:down, :across])
    cells = _zero_lines(view, marked=marked)
    _dash(cells, view, [segment for panel in chart.panels for segment in panel.asymptotes])
    for row, column in zip(*np.nonzero(owner >= 0), strict=True):
        cells[row][column] = _MARKS[owner[row, column] % len(_MARKS)] if marked else chr(0x2800 + codes[row, column])
    if not colored:
        return ["".join(row) for row in cells]
    return [_painted(row, owners) for row, owners in zip(cells, owner.tolist(), strict=True)]


def _painted(row: Sequence[str], owners: Sequence[int]) -> str:
    runs = groupby(zip(owners, row, strict=True), key=lambda cell: cell[0])
    texts = ((i, "".join(mark for _, mark in run)) for i, run in runs)
    return "".join(text if i < 0 else painted(text, i) for i, text in texts)


def _pixels(line: Line, view: _View, width: int, height: int) -> NDArray[np.bool_]:
    """Return the dots that a line crosses, in coordinates from 0 to 1 so that no range is too large."""
    from uniplot.pixel_matrix import render

    x, y = _unit(line.curve.x, *view.xlim), _unit(line.curve.y, *view.ylim)
    if not line.scattered:
        x, y = _cut(x, y)
    pixels: Any = render(x, y, 0.0, 1.0, 0.0, 1.0, width, height, lines=not line.scattered)
    return np.asarray(pixels != 0)


def _zero_lines(view: _View, *, marked: bool) -> list[list[str]]:
    """Return the cells of an empty plot with the axes through zero."""
    cells = [[" "] * view.width for _ in range(view.height)]
    x, y = (float(_unit(np.array(0.0), *limits)) for limits in (view.xlim, view.ylim))
    levels = "─" if marked else _LEVELS
    if 0 < y < 1:
        row, level = divmod(len(levels) * view.height - 1 - int(y * len(levels) * view.height), len(levels))
        cells[row] = [levels[level]] * view.width
    if 0 < x < 1:
        for cell in cells:
            cell[int(x * view.width)] = "│"
    return cells


def _dash(cells: list[list[str]], view: _View, segments: Sequence[Segment]) -> None:
    """Draw the dashed lines that cross the whole frame: a bound of the errors, and kinks."""
    for left, low, right, high in segments:
        x, y = float(_unit(np.array(left), *view.xlim)), 1 - float(_unit(np.array(low), *view.ylim))
        whole: Sequence[tuple[int, int, str]] = ()
        if left == right and 0 <= x < 1:
            whole = [(row, int(x * view.width), "┊") for row in range(view.height)]
        elif low == high and (left, right) == view.xlim and 0 <= y < 1:
            whole = [(int(y * view.height), column, "╌") for column in range(view.width)]
        for row, column, mark in whole:
            if cells[row][column] == " ":
                cells[row][column] = mark


def _unit(values: Array, low: float, high: float) -> Array:
    """Return values as parts of a range, whose width may overflow, or underflow when it is halved."""
    scale = 0.5 if max(abs(low), abs(high)) > 1 else 2.0**60
    with np.errstate(over="ignore", invalid="ignore"):
        return (values * scale - low * scale) / (high * scale - low * scale)


def _cut(x: Array, y: Array) -> tuple[Array, Array]:
    """Return a line clipped to one height beyond the frame: uniplot's time grows with every row that is crossed."""
    y = np.clip(y, -1e9, 1e9)
    for level in (-1.0, 2.0):
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            part = (level - y[:-1]) / np.diff(y)
        at = np.flatnonzero((part > 0) & (part < 1))
        x = np.insert(x, at + 1, x[at] + part[at] * np.diff(x)[at])
        y = np.insert(y, at + 1, level)
    return x, np.clip(y, -1, 2)


def _framed(body: Sequence[str], view: _View, margin: int) -> list[str]:
    """Put a frame with ticks around the rows."""
    xlim, ylim, width, height, _ = view
    xs, ys = view.axes
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
    return [pad + "┌" + "─" * width + "┐", *rows, pad + "└" + "".join(marks) + "┘", (pad + "".join(scale)).rstrip()]


def _labels(lines: Sequence[Line], *, ascii_only: bool) -> list[str]:
    labels = [line.label for line in lines]
    plain = [label.replace("−", "-").replace("′", "'") for label in labels]
    if len(set(labels)) < len(labels):  # derivatives of a family share the names of their functions
        return [minus(line.name).replace("'", "′") for line in lines]
    if ascii_only:
        return [label if label.isascii() else line.name for label, line in zip(plain, lines, strict=True)]
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
