"""What a search over the real line finds of a function: where it is steepest, its tails, its jumps and kinks.

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

#: Evenly over the middle of the line, and all magnitudes beyond.
REACH, CELLS = 30.0, 16000
FARTHEST, FAR_CELLS = 1e6, 4000
#: Reaches for functions that fail far out, as exponentials of Python's floats do.
SMALLER = (REACH, 5.0)
#: A function that has one value at all of these stays there, one that grows by one factor goes on; a wave does neither.
_FAR_OUT = np.geomspace(1e20, 1e50, 7)
_GOLDEN = 0.6180339887498949
#: Slopes by differences are blurred over this distance.
BLUR = 1e-3
#: Sizes this close, relatively, are the same.
SAME = 1e-12


def points() -> Array:
    """Return the points that are searched, ascending; none of them is a round number, where kinks are."""
    cells = np.arange(CELLS)
    near = -REACH + 2 * REACH * (cells + 0.1 + 0.8 * (cells * _GOLDEN % 1.0)) / CELLS
    far = np.geomspace(REACH * 1.001, FARTHEST, FAR_CELLS)
    return np.concatenate([-far[::-1], near, far])


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
    with np.errstate(all="ignore"):
        growth = before[1:] / before[:-1]
    if not noisy and growth[0] > 1 and (np.abs(growth - growth[0]) < 1e-6 * growth[0]).all():
        return math.copysign(math.inf, float(before[-1]))
    return math.nan


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
    if np.isnan(size).all():
        return None
    peaks = [Peak(_kink_size(kink), kink.at, kink.at) for kink in kinks]
    for end, place, limit in zip((0, -1), (-math.inf, math.inf), limits(slope, noisy=True), strict=True):
        inner = size[np.abs(x) <= abs(x[end]) / 10]
        if inner.size and size[end] > 1.5 * np.nanmax(inner):
            peaks.append(Peak(math.inf, place, place))
        elif not math.isnan(limit):
            peaks.append(Peak(abs(limit), place, place))
    peaks += [_snapped(peak, kinks) for peak in _inside(lambda t: np.abs(slope(t)), x, size)]
    top = max(peak.size for peak in peaks)
    return min((peak for peak in peaks if peak.size >= top * (1 - SAME)), key=lambda peak: peak.rank)


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
    padded = np.concatenate([[-1.0], np.nan_to_num(size, nan=-1.0), [-1.0]])
    tops = (padded[1:-1] >= padded[:-2]) & (padded[1:-1] >= padded[2:]) & (size >= 0.99 * top) & ~flat
    inner = np.flatnonzero(tops)
    inner = inner[(inner > 0) & (inner < x.size - 1)]
    for i in inner[np.argsort(np.abs(x[inner]))][:8].tolist():
        peaks.append(_zoomed(size_at, float(x[i - 1]), float(x[i + 1])))
    return peaks


def _edge(size_at: Function, x: Array, last: int, side: int, top: float) -> float | None:
    """Return where a plateau ends, infinity where it reaches the end; None if it is but the rounding of a limit."""
    if last + side in {-1, x.size}:
        return side * math.inf
    inside, outside = float(x[last]), float(x[last + side])
    for _ in range(60):
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if size_at(np.array([middle]))[0] >= top * (1 - 1e-15) else (inside, middle)
    beyond = size_at(np.array([inside + side * 0.1 * max(1.0, abs(inside) / 10)]))[0]
    return rounded(inside) if not beyond > top * (1 - 1e-6) else None


def _zoomed(size_at: Function, low: float, high: float) -> Peak:
    """Return the highest point between two abscissae; where it grows without end it is infinite."""
    start = math.nan
    for _ in range(12):
        x = np.linspace(low, high, 33)
        size = size_at(x)
        if np.isnan(size).all():  # pragma: no cover  # only of a function that has values at single points
            return Peak(0.0, low, high)
        best = np.flatnonzero(size == np.nanmax(size))
        start = float(size[best[0]]) if math.isnan(start) else start
        low, high = float(x[max(best[0] - 1, 0)]), float(x[min(best[-1] + 1, 32)])
    place = rounded(float(x[best[len(best) // 2]]))
    top = float(size[best[0]])
    return Peak(math.inf if top > 1e3 * start else top, place, place)


def lowest(f: Function, low: float, high: float) -> float:
    """Return the lowest value between two abscissae."""
    for _ in range(8):
        x = np.linspace(low, high, 65)
        y = f(x)
        best = int(np.where(np.isnan(y), np.inf, y).argmin())
        low, high = float(x[max(best - 1, 0)]), float(x[min(best + 1, 64)])
    return float(y[best])


def tails(small: Callable[[Array], NDArray[np.bool_]], x: Array) -> tuple[float | None, float | None]:
    """Return where the two tails begin in which a condition holds throughout; None where there is no such tail."""
    return _tail(small, x[::-1]), _tail(small, x)


def _tail(small: Callable[[Array], NDArray[np.bool_]], x: Array) -> float | None:
    broken = np.flatnonzero(~small(x))
    if broken.size == 0:
        return 0.0
    if broken[-1] == x.size - 1:
        return None
    low, high = float(x[broken[-1]]), float(x[broken[-1] + 1])
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if small(np.array([middle]))[0] else (middle, high)
    return rounded(high)


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
    sharp = (size > 8 * around + 1e-7 * (1 + np.abs(y[1:]))) & (np.abs(x[1:]) < REACH)
    found = []
    for i in np.flatnonzero(sharp)[:64].tolist():
        low, high, left, right = float(x[i]), float(x[i + 1]), float(y[i]), float(y[i + 1])
        gap = abs(right - left)
        while high - low > width * max(1.0, abs(low)):
            middle = (low + high) / 2
            value = float(g(np.array([middle]))[0])
            if abs(value - left) >= abs(right - value):
                high, right = middle, value
            else:
                low, left = middle, value
        if abs(right - left) > 0.5 * gap:
            found.append(Jump(simplest(low, high), left, right))
    return found


def simplest(low: float, high: float) -> float:
    """Return the number with the fewest decimals from low to high."""
    for decimals in range(16):
        candidate = round((low + high) / 2, decimals)
        if low <= candidate <= high:
            return candidate + 0.0
    return high
