"""Curves for drawing: sampled densely where they bend, interrupted where they jump, never aliased."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from actcli.analysis import search
from actcli.charts.poles import poles
from actcli.spec.measured import Measured

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from actcli.catalog.traits import Kink
    from actcli.evaluation.bound import BoundActivation
    from actcli.numbers.array import Array
    from actcli.numbers.number_format import NumberFormat

#: Columns into which the range is cut and samples in each: enough for a line drawn at any size.
COLUMNS, DEPTH = 1000, 12
#: A departure from the drawn line that can be seen, as a share of the height of the curve.
VISIBLE = 5e-4
#: Distances from a kink, the origin and every parameter at which there is a sample: a bend far narrower than a column
#: is then met, not missed.
_NEAR = np.array([m * 10.0**k for k in range(-6, 7) for m in (1, 1.5, 2, 3, 4, 5, 7)])


@dataclass(frozen=True)
class Discontinuity:
    """A point where a quantity or its slope jumps: its one-sided limits there, and its value."""

    at: float
    left: float
    right: float
    value: float

    @property
    def jumps(self) -> bool:
        """Whether the quantity itself jumps."""
        return self.left != self.right

    @property
    def jump_segment(self) -> tuple[float, ...]:
        """The ends of the line between its limits, from below; none where one of them is infinite."""
        return tuple(sorted((self.left, self.right))) if np.isfinite([self.left, self.right]).all() else ()


@dataclass(frozen=True)
class CurveFunction:
    """A quantity over x that a curve shows: a function, a derivative or a difference.

    Attributes
    ----------
    compute
        Float64 x to float64 results of the same shape.
    breaks
        Where it or its slope jumps, in ascending order.
    centres
        Points near which it may bend sharply.
    points
        The only points where it is known, where it was measured; None where it can be computed.
    treads
        The number format to whose values points are rounded; None if they are not.
    bounded
        Whether it is known to have no poles.
    """

    compute: Callable[[Array], Array]
    breaks: tuple[Discontinuity, ...]
    centres: tuple[float, ...]
    points: Array | None = None
    treads: NumberFormat | None = None
    bounded: bool = False


@dataclass(frozen=True)
class Curve:
    """A polyline: x ascending, y with nan where the line is interrupted.

    Attributes
    ----------
    x, y
        Its points. A jump is the left limit, nan and the right limit, all at the same x.
    jumps
        The jumps on it.
    """

    x: Array
    y: Array
    jumps: tuple[Discontinuity, ...]


def value(function: BoundActivation) -> CurveFunction:
    """Return the function itself."""
    if isinstance(function, Measured):
        return CurveFunction(function.compute, (), (), function.x)
    kinks = function.declared.kinks
    at = function.compute(np.array([kink.at for kink in kinks], dtype=np.float64))
    breaks = [_at(kink, y) for kink, y in zip(kinks, at.tolist(), strict=True)]
    return CurveFunction(function.compute, _ordered(breaks), _centres(function), bounded=_is_steady(function))


def _is_steady(function: BoundActivation) -> bool:
    """Tell whether a record declares a bound of the slope, so that neither function nor slope has poles."""
    return function.activation.tier != "user" and bool(np.isfinite(function.declared.lipschitz))


def _at(kink: Kink, value: float) -> Discontinuity:
    left, right = kink.jump or (value, value)
    return Discontinuity(kink.at, left, right, value)


def slope(function: BoundActivation, order: int = 1) -> CurveFunction:
    """Return its derivative, or one of a higher order; that has gaps where its limits at a kink are not close by."""
    if order > 1:
        return _higher(function, order)
    breaks = [Discontinuity(kink.at, kink.left, kink.right, kink.subgradient) for kink in function.declared.kinks]
    return CurveFunction(function.slope, _ordered(breaks), _centres(function), bounded=_is_steady(function))


def _higher(function: BoundActivation, order: int) -> CurveFunction:
    function.check_order(order)

    def compute(x: Array) -> Array:
        return function.slope(x, order=order)

    at = np.array([kink.at for kink in function.declared.kinks], dtype=np.float64)
    sides = [compute(np.nextafter(at, end)).tolist() for end in (-np.inf, np.inf)]
    breaks = [Discontinuity(*limits) for limits in zip(at.tolist(), *sides, compute(at).tolist(), strict=True)]
    return CurveFunction(compute, _ordered(breaks), _centres(function))


def difference(one: CurveFunction, other: CurveFunction) -> CurveFunction:
    """Return the first quantity minus the second."""

    def compute(x: Array) -> Array:
        with np.errstate(invalid="ignore", over="ignore"):  # inf - inf is a gap
            return one.compute(x) - other.compute(x)

    breaks = []
    for at in sorted({b.at for q in (one, other) for b in q.breaks}):
        a, b = (_break_at(q, at) for q in (one, other))
        breaks.append(Discontinuity(at, a.left - b.left, a.right - b.right, a.value - b.value))
    points = other.points if one.points is None else one.points
    return CurveFunction(compute, tuple(breaks), one.centres + other.centres, points, one.treads or other.treads)


def _break_at(quantity: CurveFunction, at: float) -> Discontinuity:
    for known in quantity.breaks:
        if known.at == at:
            return known
    y = float(quantity.compute(np.array([at], dtype=np.float64))[0])
    return Discontinuity(at, y, y, y)


def _ordered(breaks: Iterable[Discontinuity]) -> tuple[Discontinuity, ...]:
    return tuple(sorted(breaks, key=lambda b: b.at))


def _centres(function: BoundActivation) -> tuple[float, ...]:
    numbers = {0.0, *(kink.at for kink in function.declared.kinks)}
    numbers |= {sign * v for v in function.values.values() if np.isfinite(v) for sign in (1, -1)}
    return tuple(sorted(numbers))


def sample(quantity: CurveFunction, start: float, stop: float, columns: int = COLUMNS, depth: int = DEPTH) -> Curve:
    """Return the curve of a quantity from start to stop.

    Every column of the range is sampled several times, at irregular places so that no period resonates, and keeps its
    first, last, lowest and highest sample: the drawn line covers the function's values there, however fast it
    oscillates. In a column where it bends visibly, the point farthest from the chord is drawn too. Breaks, the ends of
    the range and points near the centres are always kept.

    Parameters
    ----------
    quantity
        What to draw.
    start, stop
        The range, ascending and finite.
    columns, depth
        Columns, and samples in each.
    """
    breaks = [b for b in quantity.breaks if start <= b.at <= stop]
    taken = [b.at for b in breaks]
    special = _special(quantity.centres, start, stop, taken)
    x = np.concatenate([special, _inside(start, stop, columns, depth, taken)])
    y = quantity.compute(x)  # in few calls: a formula costs the same for one point as for a hundred
    x_rows, y_rows = (part[special.size :].reshape(columns, depth) for part in (x, y))
    keep = np.concatenate([np.arange(special.size), special.size + _telling(y_rows)])
    bends, heights = _bends(quantity.compute, x_rows, y_rows)
    free = ~np.isin(bends, taken)
    x, y = np.concatenate([x[keep], bends[free]]), np.concatenate([y[keep], heights[free]])
    x, first = np.unique(x, return_index=True)
    y = y[first]
    steep = np.array([]) if quantity.bounded else poles(quantity.compute, x, y)
    at = np.searchsorted(x, steep)
    return _assembled(np.insert(x, at, steep), np.insert(y, at, np.nan), breaks, start, stop)


def measured(quantity: CurveFunction, points: Array, start: float, stop: float, columns: int = COLUMNS) -> Curve:
    """Return the points of a quantity from start to stop: of many in one column, the lowest and the highest."""
    y = quantity.compute(points)
    seen = (points >= start) & (points <= stop) & np.isfinite(y)
    x, y = points[seen], y[seen]
    column = np.floor((x / 2 - start / 2) / (stop / 2 - start / 2) * columns)
    order = np.lexsort([y, column])
    edges = np.flatnonzero(np.diff(column[order], prepend=np.nan, append=np.nan))
    kept = np.unique(order[np.concatenate([edges[:-1], edges[1:] - 1])]) if x.size > 2 * columns else order
    kept = kept[np.argsort(x[kept], kind="stable")]
    return Curve(x[kept], y[kept], ())


def _inside(start: float, stop: float, columns: int, depth: int, taken: list[float]) -> Array:
    """Return the irregular samples: one in each of columns * depth cells."""
    x = search.scattered(start, stop, columns * depth)
    clash = np.isin(x, taken)
    x[clash] = np.nextafter(x[clash], stop)
    return x


def _telling(y: Array) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """Return the flat indices of the first, lowest, highest and last sample of each row."""
    finite = np.isfinite(y)
    lowest = np.where(finite, y, np.inf).argmin(axis=1)
    highest = np.where(finite, y, -np.inf).argmax(axis=1)
    last = np.full(len(y), y.shape[1] - 1)
    columns = np.stack([np.zeros_like(last), lowest, highest, last], axis=1)
    return np.unique(columns + (np.arange(len(y)) * y.shape[1])[:, None])


def _bends(compute: Callable[[Array], Array], x: Array, y: Array) -> tuple[Array, Array]:
    """Return, for each row of samples that departs visibly from its chord, the point farthest from it."""
    off = _departure(x, y, x, y)
    finite = y[np.isfinite(y)]
    with np.errstate(over="ignore"):
        bent = off.max(axis=1) > VISIBLE * (np.ptp(finite) if finite.size else np.inf)
    x, y, middle = x[bent], y[bent], off[bent].argmax(axis=1).clip(1, x.shape[1] - 2)
    rows = np.arange(len(x))
    if not rows.size:
        return np.array([]), np.array([])
    near = np.linspace(x[rows, middle - 1], x[rows, middle + 1], x.shape[1], axis=1)
    found = compute(near)
    farthest = _departure(near, found, x, y).argmax(axis=1)
    return near[rows, farthest], found[rows, farthest]


@np.errstate(over="ignore", invalid="ignore")
def _departure(at: Array, value: Array, x: Array, y: Array) -> Array:
    """Return how far points are from the chord of their row of samples, along y; 0 where that is not finite."""
    share = (at - x[:, :1]) / (x[:, -1:] - x[:, :1])
    off = np.abs(value - y[:, :1] * (1 - share) - y[:, -1:] * share)
    return np.where(np.isfinite(off), off, 0.0)


def _special(centres: Sequence[float], start: float, stop: float, taken: list[float]) -> Array:
    near = [c + s * _NEAR for c in centres for s in (1, -1)]
    points = np.unique(np.concatenate([*near, np.array(centres), np.array([start, stop])]))
    points = points[(points >= start) & (points <= stop)]
    return points[~np.isin(points, taken)]


def _assembled(x: Array, y: Array, breaks: list[Discontinuity], start: float, stop: float) -> Curve:
    """Put the limits at every break between the samples on its two sides."""
    xs: list[Array] = []
    ys: list[Array] = []
    at = 0
    for b in breaks:
        cut = int(np.searchsorted(x, b.at))
        left = [b.left] if b.at > start else []
        right = [b.right] if b.at < stop else []
        gap = [np.nan] if b.jumps and left and right else []
        joint = [*left, *gap, *right] if b.jumps else [b.value]
        xs += [x[at:cut], np.full(len(joint), b.at)]
        ys += [y[at:cut], np.array(joint)]
        at = cut
    xs.append(x[at:])
    ys.append(y[at:])
    y = np.concatenate(ys)
    y = np.where(np.isfinite(y), y, np.nan)
    return Curve(np.concatenate(xs), y, tuple(b for b in breaks if b.jumps))


def minima(quantity: CurveFunction, curve: Curve) -> tuple[tuple[float, float], ...]:
    """Return where the curve is lowest, if that is inside the range and at one or two places.

    The places are found to full precision; a stretch of equal lowest values gives none.
    """
    x, y = curve.x[np.isfinite(curve.y)], curve.y[np.isfinite(curve.y)]
    if len(y) < 3 or y.min() == y.max():
        return ()
    inner = np.flatnonzero((y[1:-1] <= y[:-2]) & (y[1:-1] <= y[2:])) + 1
    found: list[tuple[float, float]] = []
    bottom, top = float(y.min()), float(y.max())
    for i in inner[y[inner] <= bottom + 1e-3 * (top - bottom)]:
        if y[i] == y[i - 1] == y[i + 1] and x[i - 1] < x[i] < x[i + 1]:
            return ()
        lowest = search.minimum(quantity.compute, float(x[i - 1]), float(x[i + 1]))
        if lowest.unbounded:
            return ()
        found.append(_rounded(quantity.compute, lowest))
    if not found:
        return ()
    low = min(v for _, v in found)
    places = {round(at, 12): (at, v) for at, v in found if v <= low + 1e-12 * (1 + abs(low))}
    at_end = min(y[0], y[-1]) <= low
    return () if at_end or len(places) > 2 else tuple(places.values())


def _rounded(compute: Callable[[Array], Array], lowest: search.Minimum) -> tuple[float, float]:
    """Return the lowest point, moved to a place of six decimals where that is as low."""
    near = round(lowest.at, 6) + 0.0
    value = search.at(compute, near)
    return (near, value) if value <= lowest.value else (lowest.at, lowest.value)
