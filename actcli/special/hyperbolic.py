"""Hyperbolic functions without cancellation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from actcli.special.coefficients import LN2, LOGCOSH, TANHSHRINK
from actcli.special.exponential import exp_above, times_exp_below
from actcli.special.rational import rational

if TYPE_CHECKING:
    from actcli.special.pairs import Array


def sech2(x: Array, lo: Array | None = None) -> Array:
    """Return 1 - tanh(x + lo)**2, the derivative of tanh; |lo| below 1e-8."""
    exponent = -2.0 * np.abs(x)
    t = exp_above(exponent)
    below = t + 2.0  # 1 + t(2 + t) rounds less than (1 + t)^2
    below *= t
    below += 1.0
    if lo is not None:
        # d ln sech^2 = -2 tanh
        t -= t * (2.0 * lo * np.tanh(x))
    t *= 4.0
    t /= below
    return times_exp_below(t, exponent)


def tanhshrink(x: Array) -> Array:
    """Return x - tanh(x)."""
    near = np.clip(x, -1.5, 1.5)
    square = near * near
    below = rational(square, TANHSHRINK)
    below *= square
    below += 3.0
    square *= near
    square /= below
    return np.where(near == x, square, x - np.tanh(x))


def logcosh(x: Array) -> Array:
    """Return log(cosh(x))."""
    a = np.abs(x)
    near = np.minimum(a, 1.0)
    square = near * near
    series = rational(square, LOGCOSH)
    series *= square
    far = np.log1p(np.exp(-2.0 * a))
    far -= LN2
    far += a
    return np.where(near == a, series, far)


def tanh_softplus(x: Array) -> Array:
    """Return tanh(log(1 + exp(x))) = n/(n + 2) with n = e^x (e^x + 2)."""
    e = np.exp(np.minimum(x, 40.0))
    n = e * (e + 2.0)
    return n / (n + 2.0)
