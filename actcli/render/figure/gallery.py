"""The gallery as one figure: a grid of small panels by family, laid out by arithmetic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from actcli.charts.numerals import rounded
from actcli.charts.ticks import ticks
from actcli.render.figure.bars import plot_bars
from actcli.render.figure.canvas import Canvas, Frame, width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from actcli.charts.gallery_chart import Cell, FamilySection, Gallery
    from actcli.numbers.array import Array
    from actcli.render.figure.theme import Theme

#: A2 upright: two hundred panels keep their shape, and names are four points high when printed on A4.
SIZE = (16.5, 23.4)
LINE, HAIR = 1.5, 0.6
TITLE, HEADING, NAME, TICK = 18.0, 10.5, 8.5, 6.5
_EDGE, _LEFT, _GAP_X, _GAP_Y = 26.0, 16.0, 20.0, 9.0
_NAME, _HEADING, _FOOT, _TOP = 13.0, 22.0, 14.0, 34.0
#: The width of a panel over its height that the grid aims at.
_ASPECT = 1.5


@dataclass(frozen=True)
class RowPart:
    """Cells of one family side by side in one row; ``first`` tells whether its heading is drawn above."""

    section: FamilySection
    cells: tuple[Cell, ...]
    column: int
    first: bool


def draw(gallery: Gallery, theme: Theme, size: tuple[float, float] | None) -> Canvas:
    """Return the figure of a gallery; without a size a few functions take a part of the page."""
    rows = pack(gallery.sections, _columns(gallery.sections, size or SIZE))
    usual = _cropped(rows, gallery.sections)
    page = size or usual
    canvas = Canvas(page, usual, theme)
    _draw_title(canvas, gallery)
    columns = max(run.column + len(run.cells) for row in rows for run in row)
    w = (canvas.width - _EDGE - _LEFT - _EDGE + _GAP_X) / columns - _GAP_X
    headed = [_HEADING if len(gallery.sections) > 1 and any(run.first for run in row) else 0.0 for row in rows]
    room = canvas.height - 2 * _EDGE - _TOP - _FOOT - sum(headed)
    h = room / len(rows) - _NAME - _GAP_Y
    y = canvas.height - _EDGE - _TOP
    last = {run.column + i: (r, run) for r, row in enumerate(rows) for run in row for i in range(len(run.cells))}
    ground = _Ground()
    for r, row in enumerate(rows):
        y -= headed[r]
        for run in row:
            x = _EDGE + _LEFT + run.column * (w + _GAP_X)
            if run.first and len(gallery.sections) > 1:
                canvas.text(x, y + 9, run.section.heading, HEADING, bold=True)
                _draw_note(canvas, x + width(run.section.heading, HEADING, bold=True) + 8, y + 9, run.section)
            for i, cell in enumerate(run.cells):
                rect = (x + i * (w + _GAP_X), y - _NAME - h, w, h)
                bottom = last[run.column + i][0] == r and cell.bars is None
                left = i == 0 or cell.ylim != run.cells[i - 1].ylim
                _draw_cell(canvas, cell, rect, gallery, ground, left=left, bottom=bottom)
        y -= _NAME + h + _GAP_Y
    ground.draw(canvas)
    return canvas


def pack(sections: Sequence[FamilySection], columns: int) -> list[list[RowPart]]:
    """Pack families into rows: each begins a row, which the best fitting later ones fill."""
    rows: list[list[RowPart]] = []
    waiting = list(sections)
    while waiting:
        section = waiting.pop(0)
        parts = [section.cells[start : start + columns] for start in range(0, len(section.cells), columns)]
        rows += [[RowPart(section, part, 0, first=i == 0)] for i, part in enumerate(parts)]
        column = len(parts[-1])
        while fitting := [s for s in waiting if len(s.cells) <= columns - column]:
            best = max(fitting, key=lambda s: len(s.cells))
            waiting.remove(best)
            rows[-1].append(RowPart(best, best.cells, column, first=True))
            column += len(best.cells)
    return rows


def _columns(sections: Sequence[FamilySection], size: tuple[float, float]) -> int:
    """Return the number of columns at which panels of the desired aspect are largest."""
    count = sum(len(s.cells) for s in sections)
    widest = min(count, 16)

    def size_of(columns: int) -> float:
        rows = pack(sections, columns)
        headings = sum(any(run.first for run in row) for row in rows)
        w = (size[0] * 72 - 2 * _EDGE - _LEFT) / columns - _GAP_X
        h = (size[1] * 72 - 2 * _EDGE - _TOP - _FOOT - headings * _HEADING) / len(rows) - _NAME - _GAP_Y
        return min(w, _ASPECT * h)

    if count <= 4:
        return count
    if len(sections) == 1:
        return min(count, 4)
    return max(range(3, widest + 1), key=size_of)


def _cropped(rows: Sequence[Sequence[RowPart]], sections: Sequence[FamilySection]) -> tuple[float, float]:
    """Return the page for panels of their natural size where there are too few for a whole one."""
    if len(sections) > 1:
        return SIZE
    columns = max(run.column + len(run.cells) for row in rows for run in row)
    w = max(columns * (130 + _GAP_X) + 2 * _EDGE + _LEFT, 330)
    return w / 72, (len(rows) * (100 + _NAME + _GAP_Y) + 2 * _EDGE + _TOP + _FOOT) / 72


def _draw_title(canvas: Canvas, gallery: Gallery) -> None:
    theme = canvas.theme
    y = canvas.height - _EDGE - TITLE * 0.8
    x = _EDGE + _LEFT
    canvas.text(x, y, gallery.title, TITLE, bold=True)
    if len(gallery.sections) == 1:
        _draw_note(canvas, x + width(gallery.title, TITLE, bold=True) + 12, y, gallery.sections[0])
    curves = any(cell.bars is None and len(cell.lines) <= 2 for section in gallery.sections for cell in section.cells)
    names = ["f(x)", "f′(x)"] if gallery.grad and curves else []
    at = canvas.width - _EDGE
    for i, name in reversed(list(enumerate(names))):
        at -= width(name, HEADING)
        canvas.text(at, y, name, HEADING, color=theme.text(theme.line(i)))
        canvas.line([at - 26, at - 6], [y + 3.5, y + 3.5], theme.line(i), LINE, linestyle=theme.dash(i))
        at -= 44


def _draw_note(canvas: Canvas, x: float, y: float, section: FamilySection) -> None:
    theme = canvas.theme
    canvas.text(x, y, section.note, NAME, color=theme.muted)
    x += 1.04 * width(section.note, NAME) + 8  # hinted at few dots per inch, letters are wider
    for key, color in zip(section.keys, theme.ramped(len(section.keys)), strict=True):
        canvas.line([x, x + 9], [y + 3, y + 3], color, LINE)
        canvas.text(x + 11, y, key, NAME, color=theme.text(color))
        x += width(key, NAME) + 19


class _Ground:
    """Zero lines and frames of all panels, drawn at the end as two artists."""

    def __init__(self) -> None:
        self.rects: list[tuple[float, float, float, float]] = []
        self.zeros: list[tuple[float, float]] = []

    def add(self, frame: Frame, *, vertical: bool) -> None:
        x, y, w, h = frame.x, frame.y, frame.w, frame.h
        self.rects.append((x, y, w, h))
        nan = (np.nan, np.nan)
        if frame.ylim[0] < 0 < frame.ylim[1]:
            self.zeros += [(x, frame.py(0)), (x + w, frame.py(0)), nan]
        if vertical and frame.xlim[0] < 0 < frame.xlim[1]:
            self.zeros += [(frame.px(0), y), (frame.px(0), y + h), nan]

    def draw(self, canvas: Canvas) -> None:
        theme = canvas.theme
        corners = [c for x, y, w, h in self.rects for c in ((x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y))]
        codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY] * len(self.rects)
        canvas.add(
            PathPatch(Path(corners, codes), facecolor=theme.panel, edgecolor="none", transform=canvas.points, zorder=0)
        )
        if self.zeros:
            xs, ys = zip(*self.zeros, strict=True)
            canvas.line(xs, ys, theme.faint, HAIR, zorder=1)


def _draw_cell(  # noqa: PLR0913 - one panel and its place
    canvas: Canvas, cell: Cell, rect: tuple[float, float, float, float], gallery: Gallery, ground: _Ground, *,
    left: bool, bottom: bool,
) -> None:  # fmt: skip
    theme = canvas.theme
    x, y, w, h = rect
    size = min(NAME, NAME * w / max(width(cell.name, NAME), 1))
    canvas.text(x, y + h + 3.5, cell.name, size)
    if cell.bars is not None:
        _draw_bars(canvas, cell, cell.bars, rect, ground)
        return
    frame = canvas.frame(rect, gallery.xlim, cell.ylim)
    ground.add(frame, vertical=True)
    gated = len(cell.lines) > 2
    colors = theme.ramped(len(cell.lines)) if gated else [theme.line(i) for i in range(len(cell.lines))]
    for line in reversed(cell.lines) if not gated else cell.lines:
        dash = "solid" if gated else theme.dash(line.order)
        frame.plot(
            line.curve.x, line.curve.y, gid=line.name, color=colors[line.order], linestyle=dash,
            linewidth=1.1 if gated else LINE, solid_joinstyle="round", solid_capstyle="butt",
        )  # fmt: skip
        for jump in line.curve.jumps:
            at = [jump.at] * len(jump.jump_segment)
            frame.plot(at, jump.jump_segment, color=colors[line.order], linewidth=0.6, linestyle=(0, (1, 2)))
    if left:
        marks = ticks(*cell.ylim, 3)
        for value, text in zip(marks.values, marks.full, strict=True):
            size = min(TICK, TICK * (_GAP_X - 4) / width(text, TICK))
            canvas.text(x - 3, frame.py(value), text, size, color=theme.muted, ha="right", va="center_baseline")
    if bottom:
        marks = ticks(*gallery.xlim, 2)
        room = 0.9 * w / len(marks.values)
        for value, text in zip(marks.values, marks.full, strict=True):
            size = min(TICK, TICK * room / width(text, TICK))
            canvas.text(frame.px(value), y - 3, text, size, color=theme.muted, ha="center", va="top")


def _draw_bars(
    canvas: Canvas, cell: Cell, bars: Array, rect: tuple[float, float, float, float], ground: _Ground
) -> None:
    frame = canvas.frame(rect, (-0.7, len(bars) - 0.3), cell.ylim)
    ground.add(frame, vertical=False)
    plot_bars(frame, bars, 0, cell.name, canvas.theme.line(0))
    top, low = float(np.nanmax(bars)), float(np.nanmin(bars))
    extreme = top if top > 0 else low
    first = int(np.nanargmax(np.abs(bars))) < len(bars) / 2
    canvas.text(
        rect[0] + rect[2] - 3 if first else rect[0] + 3, frame.py(extreme), rounded(extreme, 3), TICK,
        color=canvas.theme.muted, ha="right" if first else "left", va="center_baseline",
    )  # fmt: skip
