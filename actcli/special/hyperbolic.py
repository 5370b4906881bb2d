"""Hyperbolic functions without cancellation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from actcli.special.coefficients import LOGCOSH, TANHSHRINK
from actcli.special.rational import rational

if TYPE_CHECKING:
    from actcli.special.pairs import Array

LN2 = float(np.log(2.0))


def sech2(x: Array, lo: Array | float = 0.0) -> Array:
    """Return 1 - tanh(x + lo)**2, the derivative of tanh; \\|lo\\| below 1e-8."""
    t = np.exp(-2.0 * np.abs(x))
    below = t + 1.0
    if not isinstance(lo, float):
        # d ln sech^2 = -2 tanh
        t -= t * (2.0 * lo * np.tanh(x))
    below *= below
    t *= 4.0
    t /= below
    return t


def tanhshrink(x: Array) -> Array:
    """Return x - tanh(x)."""
    near = np.clip(x, -1.5, 1.5)
    square = near * near
    series = rational(square, TANHSHRINK)
    series *= square
    series *= near
    return np.where(near == x, series, x - np.tanh(x))


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
