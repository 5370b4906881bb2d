"""The page of a figure: its heading, its axes, and panels one above the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from actcli.charts.scale import LINEAR
from actcli.render.figure import math_text
from actcli.render.figure.canvas import width

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from actcli.charts.scale import Scale
    from actcli.formula.typeset import Typeset
    from actcli.render.figure.canvas import Canvas, Frame

#: Inches of a figure: a column of a paper, half a slide.
SIZE = (6.4, 5.0)
HAIR, LINE = 0.7, 1.8
TITLE, LABEL, TICK, NOTE, FORMULA = 13.0, 9.5, 8.5, 8.0, 12.0
EDGE, LEFT = 14.0, 58.0
_BOTTOM, _GAP = 40.0, 20.0
#: Axis labels that would be smaller than this are left out.
_LEAST = 5.0
#: Points between two lines of a heading, and from the left edge to the label of the y axis.
_LEADING, _INSET = 6.0, 16.0


def heights(canvas: Canvas, shares: Sequence[float], top: float) -> list[float]:
    """Return the heights of panels under the heading that have these shares of it."""
    room = canvas.height - top - _BOTTOM - _GAP * (len(shares) - 1)
    return [room * share / sum(shares) for share in shares]


class YAxis(NamedTuple):
    """The ticks of a y axis with their texts, and its label with its size; the label is empty where it does not fit."""

    values: tuple[float, ...]
    texts: tuple[str, ...]
    label: str
    size: float


def y_axis(label: str, ylim: tuple[float, float], height: float, scale: Scale = LINEAR) -> YAxis:
    """Return the y axis of a panel; where the note has no room, the tick labels show all digits."""
    marks = scale.ticks(*ylim, max(2, int(height / 30)))
    for text in (label + marks.note, marks.note.strip()):
        size = fitted(text, height + _GAP / 2)
        if size >= _LEAST:
            return YAxis(marks.values, marks.texts, text, size)
    return YAxis(marks.values, marks.full, "", LABEL)


def fitted(label: str, room: float) -> float:
    """Return the size at which a label of an axis fits."""
    return min(LABEL, LABEL * room / max(width(label, LABEL), 1))


def stacked(
    canvas: Canvas, high: Sequence[float], axes: Sequence[YAxis], top: float, right: float
) -> list[tuple[float, float, float, float]]:
    """Return the rectangles of panels of these heights, with room at the left for the labels of their y axes."""
    texts = [text for axis in axes for text in axis.texts]
    left = max(LEFT, _INSET + 1.3 * LABEL + 12 + max((width(text, TICK) for text in texts), default=0.0))
    rects = []
    y = canvas.height - top
    for h in high:
        rects.append((left, y - h, canvas.width - left - right, h))
        y -= h + _GAP
    return rects


def draw_heading(canvas: Canvas, title: str, subtitle: str, formula: Typeset | None = None) -> float:
    """Draw title, subtitle and formula; return the height they take."""
    room = canvas.width - LEFT - EDGE
    rows = _rows(title, TITLE, room, bold=True) + _rows(subtitle, LABEL, room)
    block = math_text.block(formula, FORMULA) if formula else None
    if not rows and block is None:
        return EDGE
    words_width = max((width(row.text, row.size, bold=row.bold) for row in rows), default=0.0)
    words_height = sum(row.size for row in rows) + _LEADING * (len(rows) - 1)
    if block is not None and block.width > room:
        block = math_text.block(block.formula, FORMULA * room / block.width)
    block_height = block.height + block.depth if block is not None else 0.0
    below = block is not None and block.width > room - words_width - 24
    height = words_height + block_height + 10 if below else max(words_height, block_height)
    top = canvas.height - EDGE
    y = top if below else top - (height - words_height) / 2
    for row in rows:
        canvas.text(
            LEFT, y - 0.85 * row.size, row.text, row.size, bold=row.bold, color=None if row.bold else canvas.theme.muted
        )
        y -= row.size + _LEADING
    if block is not None and below:
        block.draw(canvas, LEFT, top - words_height - 10 - block.height)
    elif block is not None:
        slack = (height - block_height) / 2
        block.draw(canvas, canvas.width - EDGE - block.width - 6, top - slack - block.height)
    return EDGE + height + 14


class _Row(NamedTuple):
    """A line of a heading."""

    text: str
    size: float
    bold: bool


def _rows(text: str, size: float, room: float, *, bold: bool = False) -> list[_Row]:
    """Break a text into lines that fit; for overlong words the font shrinks, then the words are cut."""
    rows = wrapped(text, size, room, bold=bold)
    widest = max((width(row, size, bold=bold) for row in rows), default=0.0)
    smaller = min(size, max(size * room / widest, NOTE)) if widest > room else size
    rows = wrapped(text, smaller, room, bold=bold)
    return [_Row(_cut(row, smaller, room, bold=bold), smaller, bold) for row in rows]


def wrapped(text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """Return the lines of a text wrapped to the room; only single words may exceed it."""
    lines: list[str] = []
    for word in text.split():
        if lines and width(f"{lines[-1]} {word}", size, bold=bold) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _cut(text: str, size: float, room: float, *, bold: bool) -> str:
    if width(text, size, bold=bold) <= room:
        return text
    kept = text[: max(int(len(text) * room / width(text, size, bold=bold)), 1)]
    while len(kept) > 1 and width(kept + "…", size, bold=bold) > room:
        kept = kept[:-1]
    return kept + "…"


def draw_axes(frame: Frame, axis: YAxis, below: str, scale: Scale, *, last: bool) -> None:
    """Draw the axes of curves: zero lines, ticks and labels; x has its numbers under the last panel."""
    canvas, theme = frame.canvas, frame.canvas.theme
    bottom, top = frame.y, frame.y + frame.h
    if frame.xlim[0] < 0 < frame.xlim[1]:
        canvas.line([frame.px(0)] * 2, [bottom, top], theme.faint, HAIR)
    draw_y_axis(frame, axis)
    xs = scale.ticks(*frame.xlim, max(2, int(frame.w / 46)))
    draw_x_ticks(frame, zip(xs.values, xs.texts, strict=True), texts=last)
    if last:
        name_below(frame, below + xs.note)


def draw_x_ticks(frame: Frame, marks: Iterable[tuple[float, str]], *, texts: bool = True) -> None:
    """Draw ticks at the lower edge, with or without their texts."""
    canvas, color = frame.canvas, frame.canvas.theme.muted
    for value, text in marks:
        at = frame.px(value)
        canvas.line([at, at], [frame.y - 3, frame.y], color, HAIR)
        if texts:
            canvas.text(at, frame.y - 6, text, TICK, color=color, ha="center", va="top")


def draw_y_axis(frame: Frame, axis: YAxis) -> None:
    """Draw the y axis with its ticks and label, the zero line and the lower edge."""
    canvas, theme = frame.canvas, frame.canvas.theme
    left, right, bottom, top = frame.x, frame.x + frame.w, frame.y, frame.y + frame.h
    if frame.ylim[0] < 0 < frame.ylim[1]:
        canvas.line([left, right], [frame.py(0)] * 2, theme.faint, HAIR)
    canvas.line([left, left, right], [top, bottom, bottom], theme.muted, HAIR, solid_joinstyle="miter")
    for value, text in zip(axis.values, axis.texts, strict=True):
        at = frame.py(value)
        canvas.line([left - 3, left], [at, at], theme.muted, HAIR)
        canvas.text(left - 6, at, text, TICK, color=theme.muted, ha="right", va="center_baseline")
    canvas.text(_INSET, (bottom + top) / 2, axis.label, axis.size, ha="center", va="top", rotation=90)


def name_below(frame: Frame, label: str) -> None:
    """Write the label of the x axis at the bottom of the page."""
    size = fitted(label, frame.canvas.width - 2 * EDGE)
    half = width(label, size) / 2
    middle = min(frame.x + frame.w / 2, frame.canvas.width - EDGE - half)
    frame.canvas.text(middle, 10, label, size, ha="center")
