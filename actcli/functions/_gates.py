"""Products of a number and a gate that closes exponentially: right where the gate alone would underflow.

An infinite number times an open gate is infinite, however little the gate lets through; times a gate that closes as
it goes to infinity itself it has no limit: nan.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

import numpy as np

from actcli import special
from actcli.functions._helpers import LARGEST
from actcli.special.coefficients import DENSITY_AT_0

if TYPE_CHECKING:
    from actcli.catalog.record import Kernel
    from actcli.numbers.array import Array

#: No finite double times exp of it is more than zero.
FURTHEST = -1500.0
#: Left of it the normal distribution function nears the subnormal numbers; further left than the second, -x*x/2 is
#: below FURTHEST.
_NORMAL_TAIL = -37.0
_NORMAL_FURTHEST = -55.0
#: 53 binary places above the subnormal numbers, and more.
_TINY = 1e-290


def product(p: Array, q: Array) -> Array:
    """Return p * q; 0 where one is 0 and the other infinite, as for all finite values on the way there."""
    return np.where(q == 0.0, _finite(p), p) * np.where(p == 0.0, _finite(q), q)


def _finite(x: Array) -> Array:
    return special.clip(x, -LARGEST, LARGEST)


def tiny_last(a: Array, b: Array) -> tuple[Array, Array]:
    """Return b and a; a and b where b is so small that its product with a gate would lose digits before a comes."""
    tiny = np.abs(b) < _TINY
    return np.where(tiny, a, b), np.where(tiny, b, a)


def _with_infinite(y: Array, factor: Array, x: Array) -> Array:
    """Return y, the product of a finite factor with exp(x) or the like; infinite where the factor is."""
    infinite = np.isinf(factor)
    if not infinite.any():
        return y
    return np.where(infinite, np.where(x > -inf, np.copysign(inf, y), np.nan), y)


def times_sigmoid(factor: Array, x: Array) -> Array:
    """Return factor * sigmoid(x)."""
    open_part = _finite(factor) / (1.0 + np.exp(-np.abs(x)))
    y = special.times_exp(open_part, special.clip(x, FURTHEST, 0.0))
    return _with_infinite(y, factor, x)


def times_sigmoid_grad(factor: Array, x: Array) -> Array:
    """Return factor * sigmoid(x) * sigmoid(-x)."""
    below = -np.abs(x)
    t = np.exp(below)
    y = special.times_exp(_finite(factor) / (1.0 + t * (2.0 + t)), special.clip_below(below, FURTHEST))
    return _with_infinite(y, factor, below)


def times_normal_cdf(factor: Array, x: Array) -> Array:
    """Return factor * Phi(x)."""
    return _times_normal(factor, x, special.normal_cdf, _mills)


def times_gelu_grad(factor: Array, x: Array) -> Array:
    """Return factor * (Phi(x) + x phi(x))."""
    return _times_normal(factor, x, special.gelu_grad, lambda tail: tail + _mills(tail))


def _times_normal(factor: Array, x: Array, gate: Kernel, ratio: Kernel) -> Array:
    """Return factor * gate(x), where the gate is phi(x) * ratio(x) in the left tail."""
    finite = _finite(factor)
    y = finite * gate(special.clip_below(x, _NORMAL_TAIL))
    far = x < _NORMAL_TAIL
    if far.any():
        held = special.clip(x, _NORMAL_FURTHEST, _NORMAL_TAIL)
        square, rest = special.two_square(held)
        density = special.times_exp(finite * DENSITY_AT_0, -0.5 * square, -0.5 * rest)
        y = np.where(far, density * ratio(held), y)
    return _with_infinite(y, factor, x)


def _mills(x: Array) -> Array:
    """Return Phi(x)/phi(x) left of the tail's beginning: a continued fraction, exact there to the last digit."""
    a = -x
    below = a
    for k in (5.0, 4.0, 3.0, 2.0, 1.0):
        below = a + k / below
    return 1.0 / below


def swish_times(a: Array, b: Array, alpha: float) -> Array:
    """Return a * sigmoid(alpha * a) * b."""
    near = special.clip_below(a, FURTHEST / alpha) if alpha > 0 else a
    first, last = tiny_last(special.clip_above(near, FURTHEST / alpha) if alpha < 0 else near, b)
    return product(times_sigmoid(first, _scaled(alpha, a)), last)


def _scaled(alpha: float, a: Array) -> Array:
    """Return alpha * a, which is 0 for alpha = 0 at infinity too."""
    scaled: Array = alpha * a if alpha else np.zeros(a.shape)
    return scaled


def swish_times_grad(a: Array, b: Array, alpha: float) -> Array:
    """Return the derivative of a * sigmoid(alpha * a) * b by a."""
    scaled = _scaled(alpha, a)
    held = special.clip(scaled, FURTHEST, -FURTHEST)
    return product(times_sigmoid(b, scaled), 1.0 + held * special.sigmoid(-held))
