"""Exponentials of arguments in two parts, and differences that cancel when written plainly."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Final

import numpy as np

from actcli.special.clip import clip, clip_above, clip_below
from actcli.special.coefficients import ATANH, EXP_GAP, EXPM1_MINUS
from actcli.special.rational import rational

if TYPE_CHECKING:
    from actcli.numbers.array import Array


# exp is a normal number above it, with room for a factor.
FLOOR: Final = -700.0


def exp_pair(hi: Array, lo: Array) -> Array:
    """Return exp(hi + lo) for |lo| below 1e-8."""
    return times_exp(1.0, hi, lo)


def times_exp(factor: Array | float, hi: Array, lo: Array | None = None) -> Array:
    """Return factor * exp(hi + lo), right also where exp(hi) alone is subnormal or zero.

    Parameters
    ----------
    factor
        Finite.
    hi, lo
        The exponent in two parts, |lo| below 1e-8.
    """
    result = exp_above(hi)
    if lo is not None:
        result += result * lo
    result *= factor
    return times_exp_below(result, hi)


def exp_above(x: Array, high: float = inf, out: Array | None = None) -> Array:
    """Return exp of x clipped to FLOOR..high, a normal number; times_exp_below supplies the factor of a smaller x."""
    result = clip(x, FLOOR, high, out)
    np.exp(result, out=result)
    return result


def exp_is_normal(x: Array) -> bool:
    """Tell whether exp(x) is a normal number for every x; not where one is nan."""
    return bool(x.min(initial=0.0) >= FLOOR and x.max(initial=0.0) <= -FLOOR)


def times_exp_below(result: Array, x: Array) -> Array:
    """Multiply in place by exp(min(x - FLOOR, 0)): exactly 1 above FLOOR, so neighbours never change a value."""
    if not x.min(initial=0.0) >= FLOOR:  # nan hides what is below
        result *= np.exp(clip_above(x - FLOOR, 0.0))
    return result


def expm1_minus(x: Array) -> Array:
    """Return exp(x) - 1 - x without cancellation."""
    near = clip(x, -1.0, 1.0)
    series = rational(near, EXPM1_MINUS)
    series *= near
    series *= near
    far = np.expm1(x)
    return np.where(near == x, series, far - np.where(far == x, 0.0, x))


def exp_gap(x: Array) -> Array:
    """Return x*exp(x) - exp(x) + 1 without cancellation; for x <= 0 no larger than 1."""
    near = clip(x, -1.0, 1.0)
    series = rational(near, EXP_GAP)
    series *= near
    series *= near
    below = clip_below(x, -1000.0)
    return np.where(near == x, series, below * np.exp(below) - clip_above(np.expm1(below), 1.7e308))


def log1p_minus(x: Array) -> Array:
    """Return log(1 + x) - x without cancellation, for x > -1.

    With s = x/(2 + x), log(1 + x) = 2 atanh(s) and x = 2s + s*x.
    """
    near = clip(x, -0.5, 1.0)
    s = near / (2.0 + near)
    square = s * s
    series = rational(square, ATANH)
    series *= square
    series *= 2.0
    series -= near
    series *= s
    return np.where(near == x, series, clip_above(np.log1p(x), 1e3) - x)
