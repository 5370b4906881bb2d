"""The normal distribution, gelu and its tanh form to full relative accuracy in the far tails."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

import numpy as np

from actcli.special.coefficients import ERF, MILLS
from actcli.special.exponential import times_exp
from actcli.special.logistic import sigmoid_tail
from actcli.special.pairs import constant, two_square
from actcli.special.rational import rational

if TYPE_CHECKING:
    from actcli.special.pairs import Array

# Beyond it the density and every multiple of it that is used are zero in float64.
REACH: Final = 39.0
ROOT_2_OVER_PI: Final = Fraction("0.79788456080286535587989211986876373695171726232986931533185165934")
DENSITY_AT_0: Final = float(ROOT_2_OVER_PI / 2)
TANH_REACH: Final = 22.5


def _square_and_mills(a: Array, lo: Array | float) -> tuple[Array, Array]:
    """Return the high part of (a+lo)^2/2 and d with Phi(-a-lo) = C exp(-that) / d, 0 <= a <= REACH."""
    hi, rest = two_square(a)
    if not isinstance(lo, float):
        rest += (2.0 * a) * lo
    rest *= 0.5
    hi *= 0.5
    rest *= a
    rest += rational(a, MILLS)
    rest += a
    return hi, rest


def _reflect(x: Array, tail: Array) -> Array:
    """Return the tail where x is negative, 1 - tail elsewhere."""
    sign = np.copysign(1.0, x)
    tail *= sign
    return (0.5 + 0.5 * sign) - tail


def normal_pdf(x: Array, lo: Array | float = 0.0) -> Array:
    """Return the standard normal density at x + lo, \\|lo\\| below 1e-8."""
    a = np.clip(x, -REACH, REACH)
    hi, rest = two_square(a)
    if not isinstance(lo, float):
        rest += (2.0 * a) * lo
    return times_exp(DENSITY_AT_0, -0.5 * hi, -0.5 * rest)


def normal_cdf(x: Array, lo: Array | float = 0.0) -> Array:
    """Return the standard normal distribution function at x + lo, \\|lo\\| below 1e-8.

    The tail is C exp(-a^2/2) / (a + h(a)): Mills' ratio with its reciprocal split into a and a small remainder.
    """
    a = np.minimum(np.abs(x), REACH)
    half_square, below = _square_and_mills(a, lo if isinstance(lo, float) else np.copysign(1.0, x) * lo)
    tail = DENSITY_AT_0 / below
    tail *= np.exp(-half_square)
    return _reflect(x, tail)


def gelu(x: Array) -> Array:
    """Return x * Phi(x) = max(x, 0) - a * Phi(-a), a = \\|x\\|."""
    a = np.minimum(np.abs(x), REACH)
    half_square, below = _square_and_mills(a, 0.0)
    a *= DENSITY_AT_0
    a /= below
    a *= np.exp(-half_square)
    return np.maximum(x, 0.0) - a


def gelu_grad(x: Array) -> Array:
    """Return Phi(x) + x * phi(x)."""
    a = np.minimum(np.abs(x), REACH)
    half_square, rest = two_square(a)
    tail = 1.0 / (a + rational(a, MILLS))
    tail -= a
    tail *= DENSITY_AT_0
    return _reflect(x, times_exp(tail, -0.5 * half_square, -0.5 * rest))


def erf(x: Array) -> Array:
    """Return the error function."""
    a = np.minimum(np.abs(x), 6.0)
    result = rational(a, ERF)
    result *= -a
    return np.copysign(np.expm1(result), x)


SLOPE: Final = constant(2 * ROOT_2_OVER_PI)
CUBIC: Final = constant(2 * ROOT_2_OVER_PI * Fraction("0.044715"))
# 14 bits of the cubic coefficient and 33 places of the slope: hi below has at most 52 bits.
CUBIC_HEAD: Final = round(CUBIC.hi * 2**17) / 2**17
CUBIC_REST: Final = float(2 * ROOT_2_OVER_PI * Fraction("0.044715") - Fraction(CUBIC_HEAD))
SLOPE_HEAD: Final = round(SLOPE.hi * 2**33) / 2**33
SLOPE_REST: Final = float(2 * ROOT_2_OVER_PI - Fraction(SLOPE_HEAD))


def _tanh_argument(a: Array) -> tuple[Array, Array]:
    """Return 2 sqrt(2/pi) (a + 0.044715 a^3) in two parts, 0 <= a <= TANH_REACH."""
    head = np.rint(a * 256.0)
    head *= 1.0 / 256.0
    square = head * head
    exact = square * CUBIC_HEAD
    exact += SLOPE_HEAD
    exact *= head
    rest = a * (a + head)
    rest += square
    rest *= CUBIC.hi
    rest += SLOPE.hi
    rest *= a - head
    square *= CUBIC_REST
    square += SLOPE_REST
    square *= head
    rest += square
    hi = exact + rest
    exact -= hi
    exact += rest
    return hi, exact


def gelu_tanh(x: Array) -> Array:
    """Return x * sigmoid(2u), u = sqrt(2/pi) (x + 0.044715 x^3)."""
    a = np.minimum(np.abs(x), TANH_REACH)
    hi, lo = _tanh_argument(a)
    return np.maximum(x, 0.0) - sigmoid_tail(a, hi, lo)


def gelu_tanh_grad(x: Array) -> Array:
    """Return sigmoid(2u) + x * 2u' * sigmoid(2u) * sigmoid(-2u)."""
    a = np.minimum(np.abs(x), TANH_REACH)
    hi, lo = _tanh_argument(a)
    bend = a * a
    bend *= 3.0 * CUBIC.hi
    bend += SLOPE.hi
    bend *= a
    bend /= 1.0 + np.exp(-hi)
    return _reflect(x, sigmoid_tail(1.0 - bend, hi, lo))
