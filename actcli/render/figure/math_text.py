"""Typeset definitions on a canvas: one line, or cases behind a brace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from matplotlib.patches import PathPatch
from matplotlib.path import Path

from actcli.render.figure.canvas import math_extent

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.transforms import Transform

    from actcli.formula.typeset import Typeset
    from actcli.render.figure.theme import Theme

_GAP, _BRACE, _COLUMN = 5.0, 6.0, 16.0


class Surface(Protocol):
    """A drawing surface for mathematics, measured in points; a canvas is one."""

    scale: float
    theme: Theme

    @property
    def points(self) -> Transform:
        """The transformation from points to the page."""

    def math(self, x: float, y: float, text: str, size: float) -> None:
        """Draw mathtext."""

    def add(self, artist: Artist) -> None:
        """Draw an artist."""


@dataclass(frozen=True)
class MathBlock:
    """A definition with its measures: width, height above and depth below the baseline of its left side."""

    formula: Typeset
    size: float
    width: float
    height: float
    depth: float

    def draw(self, canvas: Surface, x: float, y: float) -> None:
        """Draw it from x to the right, its baseline at y."""
        canvas.math(x, y, self.formula.left, self.size)
        x += math_extent(self.formula.left, self.size)[0] + _GAP
        if len(self.formula.cases) == 1:
            canvas.math(x, y, self.formula.cases[0][0], self.size)
            return
        middle = y + 0.25 * self.size
        _draw_brace(canvas, x, middle, self.height + self.depth)
        x += _BRACE + _GAP
        column = x + max(math_extent(text, self.size)[0] for text, _ in self.formula.cases) + _COLUMN
        top = middle + (self.height + self.depth) / 2
        for text, condition in self.formula.cases:
            up, down = _row(text, condition, self.size)
            canvas.math(x, top - up, text, self.size)
            canvas.math(column, top - up, _condition(condition), self.size)
            top -= up + down + _leading(self.size)


def block(formula: Typeset, size: float) -> MathBlock:
    """Measure a definition in a size."""
    left, up, down = math_extent(formula.left, size)
    if len(formula.cases) == 1:
        w, h, d = math_extent(formula.cases[0][0], size)
        return MathBlock(formula, size, left + _GAP + w, max(up, h), max(down, d))
    rows = [_row(text, condition, size) for text, condition in formula.cases]
    total = sum(h + d for h, d in rows) + _leading(size) * (len(rows) - 1)
    values = max(math_extent(text, size)[0] for text, _ in formula.cases)
    conditions = max(math_extent(_condition(c), size)[0] for _, c in formula.cases)
    width = left + 2 * _GAP + _BRACE + values + _COLUMN + conditions
    return MathBlock(formula, size, width, total / 2 + 0.25 * size, total / 2 - 0.25 * size)


def _leading(size: float) -> float:
    return 0.45 * size


def _condition(text: str) -> str:
    return text if text.startswith(r"\mathrm") else rf"\mathrm{{if}}\ {text}"


def _row(text: str, condition: str, size: float) -> tuple[float, float]:
    extents = [math_extent(text, size), math_extent(_condition(condition), size), math_extent("x", size)]
    return max(e[1] for e in extents), max(e[2] for e in extents)


def _draw_brace(canvas: Surface, x: float, middle: float, height: float) -> None:
    """Draw an opening brace as curves: it grows with the cases, and needs no font."""
    h, w = height / 2, _BRACE
    bend = min(w * 0.9, h / 2)
    top, bottom, spine = middle + h, middle - h, x + w / 2
    vertices = [
        (x + w, top), (spine, top), (spine, top), (spine, top - bend),
        (spine, middle + bend), (spine, middle), (spine, middle), (x, middle),
        (spine, middle), (spine, middle), (spine, middle - bend),
        (spine, bottom + bend), (spine, bottom), (spine, bottom), (x + w, bottom),
    ]  # fmt: skip
    c, line = Path.CURVE4, Path.LINETO
    codes = [Path.MOVETO, c, c, c, line, c, c, c, c, c, c, line, c, c, c]
    canvas.add(
        PathPatch(
            Path(vertices, codes), fill=False, edgecolor=canvas.theme.ink, linewidth=0.9 * canvas.scale,
            capstyle="round", transform=canvas.points,
        )
    )  # fmt: skip
