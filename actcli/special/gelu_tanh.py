"""The tanh form of gelu, whose exponent is a cubic held in two parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from actcli.special.clip import clip_above
from actcli.special.coefficients import CUBIC, CUBIC_HEAD, CUBIC_REST, SLOPE, SLOPE_HEAD, SLOPE_REST
from actcli.special.logistic import sigmoid_gate, sigmoid_gate_grad

if TYPE_CHECKING:
    from actcli.numbers.array import Array


# 2u exceeds 1500 there: beyond it every result is a limit. Below 32, for the heads of 13 bits.
REACH: Final = 28.0


def _head(a: Array) -> tuple[Array, Array]:
    """Return a rounded to 8 binary places, and its square."""
    head = np.rint(a * 256.0)
    head *= 1.0 / 256.0
    return head, head * head


def _argument(a: Array) -> tuple[Array, Array]:
    """Return 2u = SLOPE a + CUBIC a^3 in two parts, 0 <= a <= REACH.

    The heads of a and of both constants are so short that their cubic is exact; the rest is small.
    """
    head, square = _head(a)
    exact = square * CUBIC_HEAD
    exact += SLOPE_HEAD
    exact *= head
    rest = a + head
    rest *= a
    rest += square
    rest *= CUBIC
    rest += SLOPE
    rest *= a - head
    square *= CUBIC_REST
    square += SLOPE_REST
    square *= head
    rest += square
    hi = exact + rest
    exact -= hi
    exact += rest
    return hi, exact


def _bend(a: Array) -> Array:
    """Return a * d(2u)/da = a (SLOPE + 3 CUBIC a^2), the sum rounded once."""
    head, square = _head(a)
    rest = a + head
    head -= a
    rest *= head
    rest *= -3.0 * CUBIC
    exact = square * (3.0 * CUBIC_HEAD)
    exact += SLOPE_HEAD
    square *= 3.0 * CUBIC_REST
    square += SLOPE_REST
    rest += square
    exact += rest
    exact *= a
    return exact


def gelu_tanh(x: Array, out: Array | None = None) -> Array:
    """Return x * sigmoid(2u), u = sqrt(2/pi) (x + 0.044715 x^3)."""
    a = clip_above(np.abs(x), REACH)
    hi, lo = _argument(a)
    return sigmoid_gate(x, a, hi, lo, out)


def gelu_tanh_grad(x: Array) -> Array:
    """Return sigmoid(2u) + x * 2u' * sigmoid(2u) * sigmoid(-2u)."""
    a = clip_above(np.abs(x), REACH)
    hi, lo = _argument(a)
    return sigmoid_gate_grad(x, _bend(a), hi, lo)
