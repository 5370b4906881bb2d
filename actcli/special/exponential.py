"""Exponentials of arguments in two parts, and differences that cancel when written plainly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from actcli.special.coefficients import EXP_GAP, EXPM1_MINUS, LOG1P_MINUS
from actcli.special.rational import rational

if TYPE_CHECKING:
    from actcli.special.pairs import Array


def exp_pair(hi: Array, lo: Array) -> Array:
    """Return exp(hi + lo) for \\|lo\\| below 1e-8."""
    result = np.exp(hi)
    result += result * lo
    return result


def times_exp(factor: Array | float, hi: Array, lo: Array | float = 0.0) -> Array:
    """Return factor * exp(hi + lo), right also where exp(hi) alone is subnormal or zero.

    Parameters
    ----------
    factor
        Finite where hi is -inf.
    hi, lo
        The exponent in two parts, \\|lo\\| below 1e-8.
    """
    root = np.exp(0.5 * hi)
    result = root * factor
    if not isinstance(lo, float):
        root += root * lo
    result *= root
    return result


def expm1_minus(x: Array) -> Array:
    """Return exp(x) - 1 - x without cancellation."""
    near = np.clip(x, -1.0, 1.0)
    series = rational(near, EXPM1_MINUS)
    series *= near
    series *= near
    far = np.expm1(x)
    return np.where(near == x, series, far - np.where(far == x, 0.0, x))


def exp_gap(x: Array) -> Array:
    """Return x*exp(x) - exp(x) + 1 without cancellation; for x <= 0 no larger than 1."""
    near = np.clip(x, -1.0, 1.0)
    series = rational(near, EXP_GAP)
    series *= near
    series *= near
    below = np.maximum(x, -1000.0)
    return np.where(near == x, series, below * np.exp(below) - np.expm1(below))


def log1p_minus(x: Array) -> Array:
    """Return log(1 + x) - x without cancellation, for x > -1."""
    near = np.clip(x, -0.5, 1.0)
    series = rational(near, LOG1P_MINUS)
    series *= near
    series *= near
    return np.where(near == x, series, np.log1p(x) - x)
