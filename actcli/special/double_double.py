"""Sums and products held exactly in two doubles, after Veltkamp, Dekker and Knuth."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from actcli.special.clip import clip

if TYPE_CHECKING:
    from fractions import Fraction

    from numpy.typing import NDArray

    Array: TypeAlias = NDArray[np.float64]

ULP = 2.0**-52
# The normal distribution and its density are their limits there in float64.
BOUND = 40.0
# Rounds away the lower 27 bits: leaves a factor of 26 bits and a signed rest of 26, whose products are exact.
HALF_BIT = np.int64(1 << 26)
UPPER_BITS = np.int64(-(1 << 27))


class Constant(NamedTuple):
    """A real number as the sum of two doubles."""

    hi: float
    lo: float


def constant(exact: str | float | Fraction) -> Constant:
    """Hold a decimal literal, a fraction or a parameter, exact where it is an ExactFloat, to about 106 bits.

    Parameters
    ----------
    exact
        A decimal such as ``"0.044715"``, a fraction, or a finite float.
    """
    from fractions import Fraction

    value = Fraction(exact)
    hi = float(value)
    return Constant(hi, float(value - Fraction(hi)))


def split_high(x: Array) -> Array:
    """Return the high part of x: x rounded to 26 significant bits, ties away from zero; |x| < 1.7e308."""
    bits = x.view(np.int64) + HALF_BIT
    bits &= UPPER_BITS
    return bits.view(np.float64)


def two_sum(a: Array, b: Array | float) -> tuple[Array, Array]:
    """Return hi + lo = a + b exactly, hi the rounded sum (Knuth); finite arguments, no overflow."""
    hi = a + b
    part = hi - a
    return hi, (a - (hi - part)) + (b - part)


def sum_in_parts(x: Array) -> tuple[Array, Array]:
    """Return two numbers that add up to the sum of numbers up to 4 along the last axis, which is kept.

    The first, of multiples of 2**-26, is exact; the second is so small that its rounding does not matter.
    """
    coarse = np.rint(x * 2.0**26) * 2.0**-26
    return coarse.sum(axis=-1, keepdims=True), (x - coarse).sum(axis=-1, keepdims=True)


def two_square(x: Array) -> tuple[Array, Array]:
    """Return hi + lo = x*x to about 2**-100 relative, hi the rounded square; |x| < 1e154 lest lo be nan."""
    head = split_high(x)
    hi = x * x
    lo = head * head
    lo -= hi
    rest = x + head
    rest *= x - head
    lo += rest
    return hi, lo


def two_prod(x: Array, c: Constant | Array | float) -> tuple[Array, Array]:
    """Multiply an array by a number, or by another array.

    Parameters
    ----------
    x
        Any shape; x*c must be finite.
    c
        A double, a constant in two parts, or an array of the same shape.

    Returns
    -------
    tuple of arrays
        hi, the product rounded to nearest, and lo, the rest: exact for a double c while lo is a normal number.
    """
    c_hi, c_lo = c if isinstance(c, Constant) else (c, 0.0)
    c_head = split_high(c_hi) if isinstance(c_hi, np.ndarray) else float(split_high(np.array([c_hi]))[0])
    head = split_high(x)
    tail = x - head
    hi = x * c_hi
    lo = head * c_head
    lo -= hi
    lo += head * (c_hi - c_head)
    lo += tail * c_head
    lo += tail * (c_hi - c_head)
    if c_lo:
        lo += x * c_lo
    return hi, lo


def two_standardize(x: Array, mu: float, sigma: float) -> tuple[Array, Array]:
    """Standardize an array.

    Parameters
    ----------
    x
        Any shape, any values.
    mu, sigma
        Mean and standard deviation, sigma > 0.

    Returns
    -------
    tuple of arrays
        hi and lo with hi + lo = (x - mu) / sigma to about 2**-100 of the exact value, held within -BOUND .. BOUND.
    """
    distance, rest = two_sum(clip(x, -1e300, 1e300), -mu)
    hi = clip(distance / sigma, -BOUND, BOUND)
    product, error = two_prod(hi, sigma)
    lo = distance - product
    lo -= error
    lo += rest
    lo /= sigma
    return hi, clip(lo, -BOUND * ULP, BOUND * ULP)
