"""Traits found by numerical search, for functions without declared traits; accurate to about six digits."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from actcli.analysis import search
from actcli.analysis.max_slope import max_slope
from actcli.analysis.search import BLUR, Jump
from actcli.catalog.record import Interval, Kink, Traits
from actcli.numbers.array import Array, runs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from actcli.analysis.search import Function
    from actcli.catalog.record import Monotone, Symmetry

#: The range in which strict monotonicity is tested: farther out, functions that level off are flat in float64.
MIDDLE = 3.0
#: Values up to this distance count as attained; farther out they may be limits, which float64 can't distinguish.
NEAR = 5.0
ROUND = np.arange(-50, 51) / 10
#: Places on one side of a kink, in steps of BLUR, and the weights of the values there in the slope at the kink.
SIDE = np.arange(1.0, 6.0)
WEIGHTS = np.linalg.inv(np.vander(SIDE, increasing=True))[1]
#: One of so many points tells that most functions have no symmetry.
_FEW = 64
#: A value this many times as low as its neighbours is near a pole.
POLE = 1e3
#: A place where an unbounded function is still much smaller than at the end of the search.
FARTHER = search.FARTHEST / 10


# The search reaches points where a function overflows, and subtracts infinities there.
@np.errstate(all="ignore")
def traits(f: Function, slope: Function, *, exact: bool) -> Traits:
    """Return the traits of a function.

    Parameters
    ----------
    f, slope
        The function and its derivative.
    exact
        Whether the derivative is; otherwise it is blurred at kinks.

    Raises
    ------
    ActcliError
        If the function fails near the origin.
    """
    x, y = search.sample(f)
    slopes = slope(x)
    bends = search.jumps(slope, x, slopes, 1e-12 if exact else BLUR)
    jumps = search.jumps(f, x, y)
    if not exact:
        bends = [Jump(at, *_sides(f, at)) for at in (_crossing(f, slope, bend.at) for bend in bends)]
    kinks = _kinks(f, slope, jumps, bends)
    peak = max_slope(slope, kinks, x, slopes)
    return Traits(
        range=_range(f, x, y),
        monotone=monotone(x, y),
        smoothness=-1 if any(kink.jump for kink in kinks) else 0 if kinks else math.nan,
        lipschitz=_rounded(peak.size) if peak else math.nan,
        kinks=kinks,
        symmetry=symmetry(f, x, y),
        dead=dead(slope, x, slopes),
    )


def _sides(f: Function, at: float) -> tuple[float, float]:
    """Return the one-sided slopes at a place, those of a polynomial through values beside it."""
    steps = BLUR * SIDE
    values = f(np.concatenate([at - steps, at + steps])).reshape(2, -1)
    left, right = ((values - values[:, :1]) @ WEIGHTS / BLUR).tolist()  # the weights' own sum is not quite zero
    return -left, right


def _kinks(f: Function, slope: Function, jumps: Sequence[Jump], bends: Sequence[Jump]) -> tuple[Kink, ...]:
    """Return the jumps of the function, and those of the slope elsewhere."""
    kinks = []
    for jump in jumps:
        left, right = map(_rounded, _sides(f, jump.at))
        kinks.append(
            Kink(jump.at, left, right, search.at(slope, jump.at), jump=(_rounded(jump.left), _rounded(jump.right)))
        )
    for bend in bends:
        if all(abs(bend.at - kink.at) > 2 * BLUR for kink in kinks):
            kinks.append(Kink(bend.at, _rounded(bend.left), _rounded(bend.right), search.at(slope, bend.at)))
    return tuple(sorted(kinks, key=lambda kink: kink.at))


def _rounded(value: float) -> float:
    """Return a value to ten digits: it was found beside the place where it is wanted."""
    return float(f"{value:.10g}")


def _crossing(f: Function, slope: Function, near: float) -> float:
    """Return where the tangents on both sides of a blurred kink meet."""
    x = np.array([near - 4 * BLUR, near + 4 * BLUR])
    (left, right), (m, n) = f(x).tolist(), slope(x).tolist()
    at = (right - left + m * x[0] - n * x[1]) / (m - n)
    return search.simplest(float(at) - 1e-5, float(at) + 1e-5) if abs(at - near) < 4 * BLUR else near


def _range(f: Function, x: Array, y: Array) -> tuple[Interval, ...]:
    if not np.isfinite(y).any():
        return ()
    low, low_open = _lowest(f, x, y)
    high, high_open = _lowest(lambda t: -f(t), x, -y)
    ends = ("(" if low_open else "[") + (")" if high_open else "]")
    return (Interval(low, -high, ends),)  # type: ignore[arg-type]  # one of the four


def _lowest(f: Function, x: Array, y: Array) -> tuple[float, bool]:
    """Return the greatest lower bound of the values, and whether it is only approached."""
    y = np.where(np.isnan(y), np.inf, y)
    best = int(y.argmin())
    bottom, at_end = float(y[best]), best in {0, x.size - 1}
    ends = search.limits(f)
    limit = min((end for end in ends if not math.isnan(end)), default=math.inf)
    attained = min(float(y[np.abs(x) < NEAR].min()), float(np.fmin.reduce(f(ROUND), initial=np.inf)))
    if not at_end and limit > bottom + 1e-9 * abs(bottom):
        attained = min(attained, search.minimum(f, float(x[best - 1]), float(x[best + 1])).value)
    grows = at_end or all(map(math.isnan, ends))  # a wave may be lowest anywhere
    if limit == -math.inf or (grows and bottom < 2 * min(y[np.abs(x) <= FARTHER].min(), -1.0)):
        return -math.inf, True
    if attained < POLE * min(bottom, -1.0):
        return -math.inf, True
    if attained <= min(limit, bottom) + 1e-9 * abs(bottom):
        return search.rounded(attained), False
    return search.rounded(min(limit, bottom)), True


def monotone(x: Array, y: Array) -> Monotone:
    """Return how values change along ascending points."""
    steps = np.diff(y)
    noise = 1e-13 * np.maximum(np.abs(y[1:]), np.abs(y[:-1]))
    if np.isnan(steps).any():
        return "unknown"
    if (steps >= -noise).all():
        return "increasing" if (steps[np.abs(x[1:]) < MIDDLE] > 0).all() else "non-decreasing"
    return "decreasing" if (steps <= noise).all() and (steps[np.abs(x[1:]) < MIDDLE] < 0).all() else "no"


def symmetry(f: Function, x: Array, y: Array) -> Symmetry:
    """Return the symmetry of a function, given its values at points."""
    middle = np.abs(x) < search.MIDDLE
    few = np.arange(middle.size) % _FEW == 0
    # Few functions have one: some points tell.
    return "none" if _mirrored(f, x[middle & few], y[middle & few]) == "none" else _mirrored(f, x[middle], y[middle])


def _mirrored(f: Function, x: Array, right: Array) -> Symmetry:
    left = f(-x)
    if _same(right, -left):
        return "odd"
    return "even" if _same(right, left) else "none"


def _same(values: Array, others: Array) -> bool:
    # Infinities of either sign are infinitely far apart, and within an infinite bound.
    return bool(((values == others) | (np.abs(values - others) < 1e-12 * (np.abs(values) + 1e-3))).all())


def dead(slope: Function, x: Array, slopes: Array) -> tuple[Interval, ...]:
    """Return the stretches on which the slope is exactly zero."""
    found = []
    for first, end in runs(slopes == 0):
        beside = [(side, x[at]) for side, at in ((-1, first - 1), (1, end)) if 0 <= at < x.size]
        if end - first > 3 and not any(_underflows(slope, at, side) for side, at in beside):
            low = -math.inf if first == 0 else _border(slope, x[first], x[first - 1])
            high = math.inf if end == x.size else _border(slope, x[end - 1], x[end])
            found.append(Interval(low, high, "()"))
    return tuple(found)


def _underflows(slope: Function, at: float, side: int) -> bool:
    """Tell whether the slope is next to nothing beyond a border too: it has died out, not been switched off."""
    return abs(search.at(slope, at + side * 0.1 * max(1.0, abs(at) / 10))) < 1e-12


def _border(slope: Function, inside: float, outside: float) -> float:
    edge, _ = search.bisect(lambda t: slope(t) == 0, float(inside), float(outside))
    return search.rounded(edge)
