"""Search over the real line: the steepest place of a function, its tails, its jumps and kinks.

Functions here are callables from float64 arrays to float64 arrays of the same shape. Places that are found, not
declared, are rounded to six significant digits, which is what a search in float64 is good for.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from actcli.errors import ActcliError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from actcli.catalog.record import Kink
    from actcli.numbers.array import Array

    Function = Callable[[Array], Array]

#: The middle of the line is searched evenly, all magnitudes beyond it logarithmically.
MIDDLE, CELLS = 30.0, 16000
FARTHEST, FAR_CELLS = 1e6, 4000
#: Where the search ends for functions that fail far out, as exponentials of Python's floats do.
SMALLER = (MIDDLE, 5.0)
#: A function that has one value at all of these stays there, one that grows by one factor goes on; a wave does neither.
_FAR_OUT = np.geomspace(1e20, 1e50, 7)
#: Multiples of the golden ratio fill the unit interval evenly and never repeat.
GOLDEN = 0.6180339887498949
#: Looks at a minimum, each at so many points between the neighbours of the lowest so far.
LOOKS, LOOK = 8, 65
#: Slopes by differences are blurred over this distance.
BLUR = 1e-3
#: Sizes this close, relatively, are the same; those of slopes by differences need not be as close.
SAME, CLOSE = 1e-12, 1e-9


def points() -> Array:
    """Return the points that are searched, ascending; none of them is a round number, where kinks are."""
    far = np.geomspace(MIDDLE * 1.001, FARTHEST, FAR_CELLS)
    return np.concatenate([-far[::-1], scattered(-MIDDLE, MIDDLE, CELLS), far])


def scattered(low: float, high: float, count: int) -> Array:
    """Return ascending points of an interval, one in each of so many cells, at places without a period."""
    cells = np.arange(count)
    fraction = (cells + (cells * GOLDEN + 0.5) % 1.0) / count
    return low * (1 - fraction) + high * fraction


def bisect(holds: Callable[[float], bool], inside: float, outside: float, width: float = 0.0) -> tuple[float, float]:
    """Return two close places between which a condition ceases to hold: the last inside, and the first outside.

    Parameters
    ----------
    holds
        The condition.
    inside, outside
        Places where it holds, and does not.
    width
        How close they are to be, relative to the place beyond 1; by default as close as 60 halvings bring them.
    """
    for _ in range(60):
        if abs(outside - inside) <= width * max(1.0, abs(inside)):
            break
        middle = inside / 2 + outside / 2
        inside, outside = (middle, outside) if holds(middle) else (inside, middle)
    return inside, outside


class Minimum(NamedTuple):
    """The lowest point that zooming found: its place, the value there, and the lowest value at the first look."""

    at: float
    value: float
    first: float

    @property
    def unbounded(self) -> bool:
        """Whether the values fall without end as one looks closer."""
        return self.value < -1e3 * abs(self.first)


def minimum(f: Function, low: float, high: float) -> Minimum:
    """Zoom in on the lowest point between two abscissae; where it is a stretch, on its middle."""
    first = math.nan
    for _ in range(LOOKS):
        x = np.linspace(low, high, LOOK)
        y = f(x)
        y = np.where(np.isnan(y), np.inf, y)
        best = np.flatnonzero(y == y.min())
        first = float(y[best[0]]) if math.isnan(first) else first
        low, high = float(x[max(best[0] - 1, 0)]), float(x[min(best[-1] + 1, LOOK - 1)])
    return Minimum(float(x[best[len(best) // 2]]), float(y[best[0]]), first)


def sample(f: Function) -> tuple[Array, Array]:
    """Return the points at which a function can be computed, and its values there.

    Raises
    ------
    ActcliError
        If it fails near the origin.
    """
    x = points()
    for limit in SMALLER:
        try:
            return x, f(x)
        except ActcliError:
            x = x[np.abs(x) < limit]
    return x, f(x)


def limits(f: Function, *, noisy: bool = False) -> tuple[float, float]:
    """Return the values at infinity on both sides; nan where there is none, or the function fails there.

    Code that meets 0 * inf, inf / inf or inf - inf there has the limit that its values settle at or grow to before;
    those of a noisy one, such as a slope by differences, grow without meaning it.
    """
    left, right = (_limit(f, side, noisy=noisy) for side in (-1.0, 1.0))
    return left, right


def _limit(f: Function, side: float, *, noisy: bool) -> float:
    try:
        end = float(f(np.array([side * math.inf]))[0])
        if not math.isnan(end):
            return end
        before = f(side * _FAR_OUT)
    except ActcliError:
        return math.nan
    if (before == before[0]).all():
        return float(before[0])
    if np.allclose(before, before[-1], rtol=CLOSE if noisy else SAME, atol=0.0):
        return float(f"{before[-1]:.10g}")
    with np.errstate(all="ignore"):
        growth = before[1:] / before[:-1]
    if not noisy and growth[0] > 1 and (np.abs(growth - growth[0]) < 1e-6 * growth[0]).all():
        return math.copysign(math.inf, float(before[-1]))
    return math.nan


def at(f: Function, place: float) -> float:
    """Return the value at one place."""
    return float(f(np.array([place]))[0])


def rounded(place: float) -> float:
    """Return a place to six significant digits; what can't be told from the origin is the origin."""
    return 0.0 if abs(place) < 1e-7 else float(f"{place:.6g}")


class Peak(NamedTuple):
    """The largest size of something, and where: from ``low`` to ``high``, a point, or a limit at an infinity."""

    size: float
    low: float
    high: float

    @property
    def rank(self) -> tuple[bool, bool, float, bool]:
        """Orders peaks of one size: attained before a limit, stretches before points, near before far, right first.

        What is infinite grows toward a limit, and is but an overflow where it is attained.
        """
        nearest = 0.0 if self.low <= 0 <= self.high else min(abs(self.low), abs(self.high))
        return math.isinf(nearest) != math.isinf(self.size), self.low == self.high, nearest, self.high < 0


def max_slope(slope: Function, kinks: Sequence[Kink], x: Array) -> Peak | None:
    """Return the least upper bound of the magnitude of the slope, and where it is attained; None if it is nan.

    Parameters
    ----------
    slope
        The derivative.
    kinks
        Where it jumps; the one-sided slopes count, and at a jump of the function it is infinite.
    x
        Where to search, ascending.
    """
    size = np.abs(slope(x))
    known = np.flatnonzero(~np.isnan(size))
    if not known.size:
        return None
    x, size = x[known[0] : known[-1] + 1], size[known[0] : known[-1] + 1]
    peaks = [Peak(_kink_size(kink), kink.at, kink.at) for kink in kinks]
    for end, place, limit in zip((0, -1), (-math.inf, math.inf), limits(slope, noisy=True), strict=True):
        if _grows(x, size, end):
            peaks.append(Peak(math.inf, place, place))
        else:
            peaks.append(Peak(float(f"{size[end]:.10g}") if math.isnan(limit) else abs(limit), place, place))
    peaks += [_snapped(peak, kinks) for peak in _inside(lambda t: np.abs(slope(t)), x, size)]
    top = max(peak.size for peak in peaks)
    return min((peak for peak in peaks if peak.size >= top * (1 - SAME)), key=lambda peak: peak.rank)


def _grows(x: Array, size: Array, end: int) -> bool:
    """Tell whether a size grows without bound toward an end: the last decade adds a half, or as much as that before."""
    last = float(size[end])
    one, two = (np.nanmax(size[np.abs(x) <= abs(x[end]) / part], initial=0.0) for part in (10, 100))
    with np.errstate(invalid="ignore"):  # inf - inf
        return bool(last > 1.5 * one or last - one > max(0.9 * (one - two), CLOSE * last))


def _snapped(peak: Peak, kinks: Sequence[Kink]) -> Peak:
    """Move the ends of a stretch onto the kinks that make them: slopes by differences are blurred there."""
    low, high = ([k.at for k in kinks if abs(k.at - end) < BLUR] or [end] for end in (peak.low, peak.high))
    return Peak(peak.size, low[0], high[0]) if peak.low < peak.high else peak


def _kink_size(kink: Kink) -> float:
    return math.inf if kink.jump is not None else max(abs(kink.left), abs(kink.right))


def _inside(size_at: Function, x: Array, size: Array) -> list[Peak]:
    """Return the plateaus and the nearest peaks that stand out among the searched points."""
    top = float(np.nanmax(size))
    peaks = []
    level = size >= top * (1 - SAME)
    flat = np.zeros_like(level)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], level, [False]]).astype(int)))
    for first, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if end - first > 3 and math.isfinite(top):
            low = _edge(size_at, x, first, -1, top)
            high = _edge(size_at, x, end - 1, 1, top)
            peaks += [] if low is None or high is None else [Peak(top, low, high)]
            flat[first:end] = True
    tail = np.flatnonzero(size < top * (1 - 1e-6))  # beyond its ends peaks are the rounding of a limit
    inside = slice(int(tail[0]), int(tail[-1]) + 1) if tail.size else slice(0, 0)
    padded = np.concatenate([[-1.0], np.nan_to_num(size, nan=-1.0), [-1.0]])
    tops = (padded[1:-1] >= padded[:-2]) & (padded[1:-1] >= padded[2:]) & (size >= 0.99 * top) & ~flat
    inner = np.flatnonzero(tops[inside]) + inside.start
    inner = inner[(inner > 0) & (inner < x.size - 1)]
    for i in inner[np.argsort(np.abs(x[inner]))][:8].tolist():
        peaks.append(_zoomed(size_at, float(x[i - 1]), float(x[i + 1])))
    return peaks


def _edge(size_at: Function, x: Array, last: int, side: int, top: float) -> float | None:
    """Return where a plateau ends, infinity where it reaches the end; None if it is only the rounding of a limit."""
    if last + side in {-1, x.size}:
        return side * math.inf
    inside, _ = bisect(lambda t: at(size_at, t) >= top * (1 - 1e-15), float(x[last]), float(x[last + side]))
    beyond = at(size_at, inside + side * 0.1 * max(1.0, abs(inside) / 10))
    return rounded(inside) if not beyond > top * (1 - 1e-6) else None


def _zoomed(size_at: Function, low: float, high: float) -> Peak:
    """Return the highest point between two abscissae; where it grows without end it is infinite."""
    top = minimum(lambda t: -size_at(t), low, high)
    place = rounded(top.at)
    return Peak(math.inf if top.unbounded else -top.value, place, place)


def tails(small: Callable[[Array], NDArray[np.bool_]], x: Array) -> tuple[float | None, float | None]:
    """Return where the two tails begin in which a condition holds throughout; None where there is no such tail."""
    return _tail(small, x[::-1]), _tail(small, x)


def _tail(small: Callable[[Array], NDArray[np.bool_]], x: Array) -> float | None:
    broken = np.flatnonzero(~small(x))
    if broken.size == 0:
        return 0.0
    if broken[-1] == x.size - 1:
        return None
    tail, _ = bisect(lambda t: bool(small(np.array([t]))[0]), float(x[broken[-1] + 1]), float(x[broken[-1]]))
    return rounded(tail)


class Jump(NamedTuple):
    """A jump of a quantity at a place, between its values on both sides."""

    at: float
    left: float
    right: float


def jumps(g: Function, x: Array, y: Array, width: float = 1e-12) -> list[Jump]:
    """Return where a quantity jumps between searched points in the middle of the line, at most 64 places.

    Parameters
    ----------
    g, x, y
        The quantity, points, and its values there.
    width
        Places are narrowed down to this; coarser for a quantity that is not sharp.
    """
    size = np.abs(np.diff(y))
    size[np.isnan(size)] = 0.0
    around = np.maximum(np.concatenate([[0.0], size[:-1]]), np.concatenate([size[1:], [0.0]]))
    sharp = (size > 8 * around + 1e-7 * (1 + np.abs(y[1:]))) & (np.abs(x[1:]) < MIDDLE)
    found = []
    for i in np.flatnonzero(sharp)[:64].tolist():
        before, after = float(y[i]), float(y[i + 1])
        low, high = bisect(_nearer(g, before, after), float(x[i]), float(x[i + 1]), width)
        left, right = at(g, low), at(g, high)
        if abs(right - left) > 0.5 * abs(after - before):
            found.append(Jump(simplest(low, high), left, right))
    return found


def _nearer(g: Function, one: float, other: float) -> Callable[[float], bool]:
    """Return the condition that a value is nearer to one than to the other."""

    def holds(place: float) -> bool:
        value = at(g, place)
        return abs(value - one) < abs(other - value)

    return holds


def simplest(low: float, high: float) -> float:
    """Return the number with the fewest decimals from low to high."""
    for decimals in range(16):
        candidate = round((low + high) / 2, decimals)
        if low <= candidate <= high:
            return candidate + 0.0
    return high
