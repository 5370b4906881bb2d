"""Clipping in vectorized loops, which np.maximum and np.minimum have for two arrays, but not for a number."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from actcli.numbers.array import Array


def clip(x: Array, low: float, high: float, out: Array | None = None) -> Array:
    """Return the nearest value between low and high."""
    # np.clip calls the method by way of three functions; of no dimension the result is a scalar.
    return np.asarray(x.clip(low, high, out=out))


def clip_below(x: Array, low: float, out: Array | None = None) -> Array:
    """Return max(x, low) in half the time of np.maximum; where x and low are both 0, x with its sign."""
    return clip(x, low, inf, out)


def clip_above(x: Array, high: float, out: Array | None = None) -> Array:
    """Return min(x, high) in half the time of np.minimum."""
    return clip(x, -inf, high, out)


def positive_part(x: Array, out: Array | None = None) -> Array:
    """Return max(x, 0), +0 for -0."""
    held = clip(x, 0.0, inf, out)
    held += 0.0
    return held
