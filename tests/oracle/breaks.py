"""Where a function, its slope or its second derivative jumps, found without being told."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from actcli.formula.rationals import precision
from oracle import balls
from oracle.points import generator

if TYPE_CHECKING:
    from collections.abc import Callable

    from oracle.verdict import Case

#: A grid over each of these widths, so that kinks close to 0 are told apart.
WIDTHS = (2.0, 12.0)
_GRID = 41
#: So many points of the grid on each side are near.
_NEAR = 8
_BITS = 128
#: As many as a square root needs to fade.
_BISECTIONS = 44
#: What is smaller is the rounding of so many bits.
_NOISE = 1e-30


def broken(case: Case, order: int) -> list[float]:
    """Return where the derivative of an order (0 is the value) jumps, by bisection of a grid."""
    with precision(_BITS):
        compute = case.exactly(order).at()

    def at(x: float) -> float:
        with precision(_BITS):
            (number,) = balls.tried(lambda _: [compute(x)], [], 1)
        return math.nan if number is None else float(balls.ball(number))

    x = _grid(case, order)
    y = [at(each) for each in x]
    sizes = [abs(each) if math.isfinite(each) else 0.0 for each in y]
    found = [
        _bisected(at, *ends, *values)
        for i, (ends, values) in enumerate(zip(pairwise(x), pairwise(y), strict=True))
        # Beside what is near: an exponential further out hides nothing.
        if math.inf > abs(values[1] - values[0]) > max(_NOISE, 1e-3 * max(sizes[max(i - _NEAR, 0) : i + _NEAR]))
    ]
    return [place for place in found if place is not None]


def _grid(case: Case, order: int) -> list[float]:
    """Return points over the usual range, between the declared kinks and beside them; 0 is not among them."""
    ats = [kink.at for kink in case.declared.kinks]
    between = [0.49 * a + 0.51 * b for a, b in pairwise(ats)] + [at + by for at in ats for by in (-0.99, 0.98)]
    # A small jump in a steep place, and 0, where most functions break.
    between += [at + by * max(1.0, abs(at)) for at in (*ats, 0.0) for by in (-1e-6, 2e-6)]
    random = generator("grid", order)
    grids = [np.linspace(-width, width, _GRID) + random.uniform(-1, 1, _GRID) * width / _GRID for width in WIDTHS]
    return sorted(float(x) for x in np.concatenate([*grids, between]) if x in case.declared.domain)


def _bisected(at: Callable[[float], float], low: float, high: float, below: float, above: float) -> float | None:
    """Return the place of a jump between two points, None where the difference fades with the distance."""
    first = abs(above - below)
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        y = at(middle)
        if abs(y - below) > abs(above - y):
            high, above = middle, y
        else:
            low, below = middle, y
        if abs(above - below) < 1e-6 * first:
            return None
    return low
