"""Search over the real line: the lowest points of a function, its limits, its tails, its jumps.

Functions here are callables from float64 arrays to float64 arrays of the same shape. Places that are found, not
declared, are rounded to six significant digits, which is what a search in float64 is good for.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from actcli.errors import ActcliError

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from actcli.evaluation.bound import BoundActivation
    from actcli.numbers.array import Array

    Function = Callable[[Array], Array]

#: The middle of the line is searched evenly, all magnitudes beyond it logarithmically: closely as far as the waves of
#: sin(x)/x are more than a hundredth of its slope, then a hundred points a decade.
MIDDLE, CELLS = 30.0, 16000
WAVES, WAVE_CELLS = 300.0, 900
FARTHEST, FAR_CELLS = 1e6, 350
#: Where the search ends for functions that fail far out, as exponentials of Python's floats do.
SMALLER = (MIDDLE, 5.0)
#: Probes of a limit: equal values mean a constant, growth by a constant factor means infinity; a wave has neither.
_FAR_OUT = np.geomspace(1e20, 1e50, 7)
#: Multiples of the golden ratio fill the unit interval evenly and never repeat.
GOLDEN = 0.6180339887498949
#: Rounds of zooming in on a minimum, and the points of each, between the neighbours of the lowest so far.
ROUNDS, POINTS = 8, 65
#: Rounds of looking for the place where a condition ceases to hold, which cut the line into sections: a formula costs
#: the same for fifteen points as for one.
SEARCHES, SECTIONS = 15, 16
#: Slopes by differences are blurred over this distance.
BLUR = 1e-3
#: Relative tolerances within which sizes count as equal; the second is for slopes by finite differences.
SAME, CLOSE = 1e-12, 1e-9


def points() -> Array:
    """Return the points that are searched, ascending; none of them is a round number, where kinks are."""
    waves = np.geomspace(MIDDLE * 1.001, WAVES, WAVE_CELLS, endpoint=False)
    far = np.concatenate([waves, np.geomspace(WAVES, FARTHEST, FAR_CELLS)])
    return np.concatenate([-far[::-1], scattered(-MIDDLE, MIDDLE, CELLS), far])


def scattered(low: float, high: float, count: int) -> Array:
    """Return ascending points of an interval, one in each cell, spaced aperiodically."""
    cells = np.arange(count)
    fraction = (cells + (cells * GOLDEN + 0.5) % 1.0) / count
    return low * (1 - fraction) + high * fraction


def bisect(
    holds: Callable[[Array], NDArray[np.bool_]], inside: float, outside: float, width: float = 0.0
) -> tuple[float, float]:
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
    shares = np.arange(SECTIONS + 1) / SECTIONS
    for _ in range(SEARCHES):
        if abs(outside - inside) <= width * max(1.0, abs(inside)) or math.nextafter(inside, outside) == outside:
            break
        places = inside * (1 - shares) + outside * shares
        beyond = 1 + [*holds(places[1:-1]).tolist(), False].index(False)
        inside, outside = float(places[beyond - 1]), float(places[beyond])
    return inside, outside


class Minimum(NamedTuple):
    """The lowest point found by zooming: its place, its value, and the lowest value of the first round."""

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
    for _ in range(ROUNDS):
        x = np.linspace(low, high, POINTS)
        y = f(x)
        y = np.where(np.isnan(y), np.inf, y)
        best = np.flatnonzero(y == y.min())
        first = float(y[best[0]]) if math.isnan(first) else first
        low, high = float(x[max(best[0] - 1, 0)]), float(x[min(best[-1] + 1, POINTS - 1)])
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


@lru_cache(maxsize=4)  # traits, and what is measured beside them, need the same samples
def samples(function: BoundActivation) -> tuple[Array, Array, Array]:
    """Return the points at which a function can be computed, its values and its slopes there."""
    x, y = sample(function.compute)
    slopes = function.slope(x)
    for each in (x, y, slopes):
        each.setflags(write=False)
    return x, y, slopes


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
    """Return a place to six significant digits; 0 where it can't be distinguished from the origin."""
    return 0.0 if abs(place) < 1e-7 else float(f"{place:.6g}")


def tails(
    small: Callable[[Array], NDArray[np.bool_]], x: Array, holds: NDArray[np.bool_]
) -> tuple[float | None, float | None]:
    """Return the inner ends of the left and right tails in which a condition holds; None where there is no tail.

    Parameters
    ----------
    small
        The condition.
    x, holds
        Ascending points, and whether it holds there.
    """
    return _tail(small, x[::-1], holds[::-1]), _tail(small, x, holds)


def _tail(small: Callable[[Array], NDArray[np.bool_]], x: Array, holds: NDArray[np.bool_]) -> float | None:
    broken = np.flatnonzero(~holds)
    if broken.size == 0:
        return 0.0
    if broken[-1] == x.size - 1:
        return None
    tail, _ = bisect(small, float(x[broken[-1] + 1]), float(x[broken[-1]]))
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


def _nearer(g: Function, one: float, other: float) -> Callable[[Array], NDArray[np.bool_]]:
    """Return the condition that a value is nearer to one than to the other."""

    def holds(places: Array) -> NDArray[np.bool_]:
        values = g(places)
        return np.abs(values - one) < np.abs(other - values)

    return holds


def simplest(low: float, high: float) -> float:
    """Return the number with the fewest decimals from low to high."""
    for decimals in range(16):
        candidate = round((low + high) / 2, decimals)
        if low <= candidate <= high:
            return candidate + 0.0
    return high
