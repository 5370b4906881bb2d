"""Hyperbolic functions without cancellation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from actcli.special.clip import clip, clip_above, clip_below
from actcli.special.coefficients import LOGCOSH, TANHSHRINK
from actcli.special.exp import exp_above, times_exp_below
from actcli.special.rational import rational

if TYPE_CHECKING:
    from actcli.numbers.array import Array


# Where the series of tanhshrink ends. Both branches are added, each constant outside its own: np.where takes longer.
_NEAR: Final = 1.5
_TANH_NEAR: Final = float(np.tanh(_NEAR))
_REST_AT_1: Final = float(np.log1p(np.exp(-2.0)))


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


def tanhshrink(x: Array, out: Array | None = None) -> Array:
    """Return x - tanh(x): a series up to _NEAR; beyond, the value there plus the growth of the difference."""
    near = clip(x, -_NEAR, _NEAR)
    square: Array = np.multiply(near, near, out=out)
    below = rational(square, TANHSHRINK)
    below *= square
    below += 3.0
    square *= near
    square /= below
    tanh = np.tanh(x)
    square -= tanh - clip(tanh, -_TANH_NEAR, _TANH_NEAR)
    square -= near - x  # in this order -0 stays -0
    return square


def logcosh(x: Array) -> Array:
    """Return log(cosh(x)): a series up to 1, and beyond it |x| + log1p(exp(-2|x|)) less its value at 1."""
    a = np.abs(x)
    near = clip_above(a, 1.0)
    square = near * near
    series = rational(square, LOGCOSH)
    series *= square
    rest = np.log1p(np.exp(-2.0 * a))
    rest -= clip_below(rest, _REST_AT_1)
    series += rest
    series += a - near
    return series
