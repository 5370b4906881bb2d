"""Curves as SVG in a box of 1000 by 1000 units that is stretched to its panel; strokes keep their width."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from actcli.numbers.array import Array, runs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from actcli.charts.curve import Curve, Discontinuity
    from actcli.charts.model import Line

SIDE = 1000.0
#: Points closer than this to the line through their neighbours are left out.
_TOLERANCE = 0.25
#: The width of a bar relative to its slot.
_BAR = 0.62
#: Lines go on this far above and below the box.
_BEYOND = SIDE


@dataclass(frozen=True)
class Box:
    """Ranges of x and y that are mapped to the box."""

    xlim: tuple[float, float]
    ylim: tuple[float, float]

    def x(self, values: Array) -> Array:
        """Return horizontal positions, 0 at the left."""
        return _scaled(values, *self.xlim)

    def y(self, values: Array) -> Array:
        """Return vertical positions, 0 at the top; values far outside are brought near."""
        return np.clip(SIDE - _scaled(values, *self.ylim), -_BEYOND, SIDE + _BEYOND)


def _scaled(values: Array, low: float, high: float) -> Array:
    # Halves, since the whole range may overflow.
    result: Array = (values / 2 - low / 2) / (high / 2 - low / 2) * SIDE
    return result


def line(drawn: Line, box: Box) -> str:
    """Return a curve with its jumps, or measured points."""
    if drawn.scattered:
        seen = np.isfinite(drawn.curve.y)
        return dots(box.x(drawn.curve.x[seen]), box.y(drawn.curve.y[seen]), "mark")
    parts = [f'<path d="{path(drawn.curve, box)}"/>']
    parts += [_jump(jump, box) for jump in drawn.curve.jumps]
    return "".join(parts)


def path(curve: Curve, box: Box) -> str:
    """Return the path of a curve, without points that make no visible difference."""
    return polyline(box.x(curve.x), box.y(curve.y))


def polyline(x: Array, y: Array) -> str:
    """Return the path through points; nan interrupts it."""
    parts = []
    for run in runs(np.isfinite(y)):
        at = slice(*run)
        kept = _telling(x[at], y[at])
        pairs = [f"{_short(a)} {_short(b)}" for a, b in zip(x[at][kept].tolist(), y[at][kept].tolist(), strict=True)]
        parts.append(f"M{'L'.join(pairs)}")
    return "".join(parts)


def _telling(x: Array, y: Array) -> NDArray[np.intp]:
    """Return the indices of the points that a line needs to stay within the tolerance (Douglas and Peucker)."""
    kept = np.zeros(len(x), dtype=bool)
    kept[[0, -1]] = True
    todo = [(0, len(x) - 1)]
    while todo:
        first, last = todo.pop()
        if last - first < 2:
            continue
        inner = slice(first + 1, last)
        dx, dy = x[last] - x[first], y[last] - y[first]
        length = float(np.hypot(dx, dy)) or 1.0
        away = np.abs((x[inner] - x[first]) * dy - (y[inner] - y[first]) * dx) / length
        far = int(away.argmax())
        if away[far] > _TOLERANCE:
            middle = first + 1 + far
            kept[middle] = True
            todo += [(first, middle), (middle, last)]
    return np.flatnonzero(kept)


def _short(value: float) -> str:
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")


def _jump(jump: Discontinuity, box: Box) -> str:
    """Return the ends at a jump: a riser of dots, open circles at the limits, a disc at the value."""
    at = np.array([jump.at])
    ends = np.array([y for y in (jump.left, jump.right) if np.isfinite(y)])
    riser = ""
    if len(ends) == 2:
        riser = f'<path class="riser" d="{polyline(box.x(at.repeat(2)), box.y(ends))}"/>'
    hollow = ends[ends != jump.value]
    value = np.array([jump.value])[np.isfinite([jump.value])]
    x = box.x(at)
    return (
        riser
        + dots(x.repeat(hollow.size), box.y(hollow), "dot")
        + dots(x.repeat(hollow.size), box.y(hollow), "hole")
        + dots(x.repeat(value.size), box.y(value), "dot")
    )


def dots(x: Array, y: Array, kind: str) -> str:
    """Return round dots: lines without length and with round ends, which no stretching makes oval."""
    if not x.size:
        return ""
    d = "".join(f"M{_short(a)} {_short(b)}h0" for a, b in zip(x.tolist(), y.tolist(), strict=True))
    return f'<path class="{kind}" d="{d}"/>'


def segment(x0: float, y0: float, x1: float, y1: float, kind: str) -> str:
    """Return a straight line in units of the box."""
    return f'<path class="{kind}" d="M{_short(x0)} {_short(y0)}L{_short(x1)} {_short(y1)}"/>'


def zeros(box: Box, *, vertical: bool = True) -> str:
    """Return the lines at zero that lie within a box."""
    parts = []
    if vertical and box.xlim[0] < 0 < box.xlim[1]:
        at = float(box.x(np.zeros(1))[0])
        parts.append(segment(at, 0, at, SIDE, "zero"))
    if box.ylim[0] < 0 < box.ylim[1]:
        at = float(box.y(np.zeros(1))[0])
        parts.append(segment(0, at, SIDE, at, "zero"))
    return "".join(parts)


def bars(values: Array, box: Box) -> str:
    """Return bars from zero at 1, 2, 3, ..."""
    at = box.x(np.arange(1.0, len(values) + 1))
    width = _BAR * SIDE / (box.xlim[1] - box.xlim[0])
    ends, zero = box.y(values), float(box.y(np.zeros(1))[0])
    return "".join(
        f'<rect x="{x - width / 2:.1f}" y="{min(y, zero):.1f}" width="{width:.1f}" height="{abs(y - zero):.1f}"/>'
        for x, y in zip(at.tolist(), ends.tolist(), strict=True)
        if np.isfinite(y)
    )
