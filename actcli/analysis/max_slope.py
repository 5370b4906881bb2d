"""The largest slope of a function, and where it is: at a point, on a stretch, or approached at infinity."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from actcli.analysis.search import BLUR, CLOSE, SAME, at, bisect, limits, minimum, rounded
from actcli.numbers.array import Array, runs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from actcli.analysis.search import Function
    from actcli.catalog.record import Kink


class Peak(NamedTuple):
    """The largest magnitude of a quantity and its place: an interval, a point, or a limit at infinity."""

    size: float
    low: float
    high: float

    @property
    def rank(self) -> tuple[bool, bool, float, bool]:
        """Sort key of peaks of equal size: attained, interval, nearest, right come first.

        An infinite slope counts only as a limit; where it seems attained, it is an overflow.
        """
        nearest = 0.0 if self.low <= 0 <= self.high else min(abs(self.low), abs(self.high))
        return math.isinf(nearest) != math.isinf(self.size), self.low == self.high, nearest, self.high < 0


def max_slope(slope: Function, kinks: Sequence[Kink], x: Array, slopes: Array) -> Peak | None:
    """Return the least upper bound of the magnitude of the slope, and where it is attained; None if it is nan.

    Parameters
    ----------
    slope
        The derivative.
    kinks
        Where it jumps; the one-sided slopes count, and at a jump of the function it is infinite.
    x, slopes
        Where to search, ascending, and the derivative there.
    """
    size = np.abs(slopes)
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
    """Tell whether a size grows without bound toward an end: the last decade adds half, or as much as the previous."""
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
    """Return the plateaus and the nearest prominent peaks among the searched points."""
    top = float(np.nanmax(size))
    peaks = []
    level = size >= top * (1 - SAME)
    flat = np.zeros_like(level)
    for first, end in runs(level):
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
    inside, _ = bisect(lambda t: size_at(t) >= top * (1 - 1e-15), float(x[last]), float(x[last + side]))
    beyond = at(size_at, inside + side * 0.1 * max(1.0, abs(inside) / 10))
    return rounded(inside) if not beyond > top * (1 - 1e-6) else None


def _zoomed(size_at: Function, low: float, high: float) -> Peak:
    """Return the highest point between two abscissae; where it grows without end it is infinite."""
    top = minimum(lambda t: -size_at(t), low, high)
    place = rounded(top.at)
    return Peak(math.inf if top.unbounded else -top.value, place, place)
