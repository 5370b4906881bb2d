"""Traits of a record that declares its kinks and leaves the rest to a search.

The values are right to the last digits and kinks are known, so the results of the search are not rounded, save to a
short decimal beside them.
"""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from actcli.analysis import inferred_traits, search
from actcli.analysis.max_slope import max_slope
from actcli.catalog.record import Interval, Kink, Traits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from actcli.analysis.search import Function
    from actcli.evaluation.bound import BoundActivation
    from actcli.numbers.array import Array

#: Places closer to each other than this count as one; relative to their distance from the origin if that exceeds 1.
NEXT_TO = 1e-5
#: Values closer to each other than this count as one.
SAME = 1e-9
#: The rounding of a computed value.
_ROUNDING = 2e-15


@cache
@np.errstate(all="ignore")
def completed(function: BoundActivation) -> Traits:
    """Return the traits that a record declares, completed by a search: all but kinks, asymptotes and domain."""
    declared, f, slope = function.declared, function.compute, function.slope
    x, y, slopes = search.samples(function)
    kinks = declared.kinks
    peak = max_slope(slope, kinks, x, slopes)
    dead = tuple(_snapped(piece, kinks) for piece in inferred_traits.dead(slope, x, slopes))
    flat = [search.at(f, _inside(piece)) for piece in dead]
    at_kinks = [value for kink in kinks for value in kink.jump or (search.at(f, float(kink.at)),)]
    at_kinks.append(search.at(f, 0.0))  # where many functions have their lowest point
    low, low_end = _lowest(f, x, y, flat, at_kinks)
    high, high_end = _lowest(lambda t: -f(t), x, -y, [-each for each in flat], [-each for each in at_kinks])
    return declared._replace(
        range=(Interval(_short(low), _short(-high), ("[" if low_end else "(") + ("]" if high_end else ")")),),  # type: ignore[arg-type]  # one of the four
        monotone=inferred_traits.monotone(x[np.isfinite(y)], y[np.isfinite(y)]),
        smoothness=-1 if any(kink.jump for kink in kinks) else 0 if kinks else declared.smoothness,
        lipschitz=_short(peak.size) if peak else math.nan,
        symmetry=inferred_traits.symmetry(f, x, y),
        dead=dead,
    )


def _short(value: float) -> float:
    """Return the short decimal that a value differs from by its rounding, else the value."""
    short = float(f"{value:.10g}")
    return short if math.isclose(value, short, rel_tol=_ROUNDING) else value


def _inside(piece: Interval) -> float:
    low, high = max(piece.low, -search.FARTHEST), min(piece.high, search.FARTHEST)
    return low / 2 + high / 2


def _snapped(piece: Interval, kinks: Sequence[Kink]) -> Interval:
    """Return an interval whose ends are kinks, where they are near one."""

    def snapped(end: float) -> float:
        if math.isinf(end):
            return end
        near = (float(kink.at) for kink in kinks if abs(kink.at - end) <= NEXT_TO * max(1.0, abs(end)))
        return next(near, end)

    return piece._replace(low=snapped(piece.low), high=snapped(piece.high))


def _lowest(f: Function, x: Array, y: Array, flat: Sequence[float], at_kinks: Sequence[float]) -> tuple[float, bool]:
    """Return the greatest lower bound of the values, and whether it is one of them.

    Parameters
    ----------
    f, x, y
        The function, ascending points, and its values there.
    flat
        The values on its flat pieces.
    at_kinks
        Those at its kinks, and at 0.
    """
    y = np.where(np.isnan(y), np.inf, y)
    best = int(y.argmin())
    value = min([float(y[best]), *at_kinks])
    if 0 < best < x.size - 1:
        value = min(value, search.minimum(f, float(x[best - 1]), float(x[best + 1])).value)
    ends = search.limits(f)
    limit = min((end for end in ends if not math.isnan(end)), default=math.inf)
    grows = best in {0, x.size - 1} or all(map(math.isnan, ends))  # a wave may be lowest anywhere
    if limit == -math.inf or (grows and math.isinf(limit) and value < 2 * min(y[np.abs(x) <= x[-1] / 10].min(), -1.0)):
        return -math.inf, False
    if math.isinf(limit) or value < limit - SAME * abs(limit):
        return value + 0.0, True
    return limit + 0.0, any(abs(each - limit) <= SAME * max(1.0, abs(limit)) for each in flat)
