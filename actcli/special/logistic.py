"""The logistic function and its relatives, right in both tails down to the subnormal numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from actcli.special.pairs import Array


def sigmoid(x: Array) -> Array:
    """Return 1/(1 + exp(-x))."""
    result = np.exp(np.minimum(x, 0.0))
    result /= 1.0 + np.exp(-np.abs(x))
    return result


def sigmoid_tail(factor: Array | float, a: Array, lo: Array | float = 0.0) -> Array:
    """Return factor * sigmoid(-(a + lo)) for a >= 0, right also where the sigmoid alone is subnormal.

    Parameters
    ----------
    factor
        Finite where a is inf.
    a, lo
        The argument in two parts, \\|lo\\| below 1e-8.
    """
    root = np.exp(-0.5 * a)
    result = root * factor
    square = root * root
    square += 1.0
    root /= square
    if not isinstance(lo, float):
        root -= root * lo / square
    result *= root
    return result


def sigmoid_grad(x: Array) -> Array:
    """Return sigmoid(x) * sigmoid(-x), the density of the logistic distribution."""
    t = np.exp(-np.abs(x))
    below = t + 1.0
    below *= below
    t /= below
    return t


def softplus(x: Array) -> Array:
    """Return log(1 + exp(x))."""
    result = np.log1p(np.exp(-np.abs(x)))
    result += np.maximum(x, 0.0)
    return result
