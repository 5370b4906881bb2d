"""The normal distribution and gelu to full relative accuracy in the far tails."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from actcli.special.clip import clip, clip_above, clip_below
from actcli.special.coefficients import DENSITY_AT_0, ERF, ERF_SLOPE_AT_0, MILLS
from actcli.special.double_double import two_prod, two_square
from actcli.special.exp import times_exp
from actcli.special.logistic import reflect
from actcli.special.rational import rational

if TYPE_CHECKING:
    from actcli.numbers.array import Array


# Beyond it the density and every multiple of it that is used are zero in float64.
REACH: Final = 39.0


def _mills_excess(a: Array) -> Array:
    """Return h with Phi(-a) = C exp(-a^2/2) / (a + h), 0 <= a <= REACH; 2C exactly at 0."""
    excess = rational(a, MILLS)
    excess *= a
    excess += 2.0 * DENSITY_AT_0
    return excess


def _exponent_and_mills(a: Array, lo: Array | None = None) -> tuple[Array, Array]:
    """Return e and d with Phi(-a-lo) = C exp(e) / d, for 0 <= a <= REACH; d takes up the low part of -a^2/2."""
    exponent, rest = two_square(a)
    if lo is not None:
        rest += (2.0 * a) * lo
    rest *= 0.5
    exponent *= -0.5
    excess = _mills_excess(a)
    rest *= a + excess
    rest += excess
    if lo is not None:
        rest += lo
    rest += a
    return exponent, rest


def normal_pdf(x: Array, lo: Array | None = None) -> Array:
    """Return the standard normal density at x + lo, |lo| below 1e-8."""
    a = clip(x, -REACH, REACH)
    hi, rest = two_square(a)
    if lo is not None:
        rest += (2.0 * a) * lo
    return times_exp(DENSITY_AT_0, -0.5 * hi, -0.5 * rest)


def normal_cdf(x: Array, lo: Array | None = None) -> Array:
    """Return the standard normal distribution function at x + lo, |lo| below 1e-8.

    The tail is C exp(-a^2/2) / (a + h(a)): Mills' ratio with its reciprocal split into a and a small remainder.
    """
    a = clip_above(np.abs(x), REACH)
    exponent, below = _exponent_and_mills(a, None if lo is None else np.copysign(1.0, x) * lo)
    return reflect(x, times_exp(DENSITY_AT_0 / below, exponent))


def gelu(x: Array, out: Array | None = None) -> Array:
    """Return x * Phi(x) = max(x, 0) - a * Phi(-a), a = |x|."""
    a = clip_above(np.abs(x), REACH)
    exponent, below = _exponent_and_mills(a)
    a *= DENSITY_AT_0
    a /= below
    result = clip_below(x, -0.0, out)
    result -= times_exp(a, exponent)  # an underflowing tail gives -0
    return result


def gelu_grad(x: Array) -> Array:
    """Return Phi(x) + x * phi(x)."""
    a = clip_above(np.abs(x), REACH)
    square, rest = two_square(a)
    tail = 1.0 / (a + _mills_excess(a))
    tail -= a
    tail *= DENSITY_AT_0
    return reflect(x, times_exp(tail, -0.5 * square, -0.5 * rest))


def erf(x: Array) -> Array:
    """Return the error function."""
    a = clip_above(np.abs(x), 6.0)
    straight, rest = two_prod(a, ERF_SLOPE_AT_0)
    result = rational(a, ERF)
    result *= a
    result *= a
    result += rest
    result += straight
    return np.copysign(np.expm1(-result), x)
