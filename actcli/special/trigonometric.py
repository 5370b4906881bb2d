"""Sines and cosines of exact products, quiet at infinity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from actcli.special.clip import clip
from actcli.special.coefficients import SINC
from actcli.special.double_double import two_prod
from actcli.special.rational import rational

if TYPE_CHECKING:
    from actcli.numbers.array import Array


LARGEST: Final = 1.7e308


def finite(x: Array) -> Array:
    """Return x with the infinities replaced by nan, where a periodic function has no limit."""
    return np.where(np.abs(x) < np.inf, x, np.nan)


def _angle(x: Array, c: float) -> tuple[Array, Array]:
    """Return c*x in two parts; beyond the largest double it stays there."""
    if c == 1.0:
        return finite(x), np.zeros_like(x)
    bound = LARGEST / max(abs(c), 1.0)
    return two_prod(clip(finite(x), -bound, bound), c)


def sin_product(x: Array, c: float) -> Array:
    """Return sin(c*x) of the exact product; nan at infinity."""
    hi, lo = _angle(x, c)
    result = np.sin(hi)
    if np.any(lo):
        result = np.where(lo == 0.0, result, result * np.cos(lo) + np.cos(hi) * np.sin(lo))
    return result


def cos_product(x: Array, c: float) -> Array:
    """Return cos(c*x) of the exact product; nan at infinity."""
    hi, lo = _angle(x, c)
    result = np.cos(hi)
    if np.any(lo):
        result = result * np.cos(lo) - np.sin(hi) * np.sin(lo)
    return result


def _quiet(x: Array) -> Array:
    """Return x with 0 for the infinities: the sine's argument where the sine is divided by x anyway."""
    return np.where(np.abs(x) == np.inf, 0.0, x)


def sinc(x: Array) -> Array:
    """Return sin(x)/x, 1 at zero and 0 at infinity."""
    zero = x == 0.0
    return np.where(zero, 1.0, np.sin(_quiet(x)) / np.where(zero, 1.0, x) + 0.0)


def sinc_grad(x: Array) -> Array:
    """Return cos(x)/x - sin(x)/x^2, 0 at zero and at infinity."""
    near = clip(x, -2.0, 2.0)
    series = -rational(near * near, SINC)
    series *= 0.0 - near  # +0 at both zeros
    away = np.where(near == x, 2.0, x)
    angle = _quiet(away)
    return np.where(near == x, series, (np.cos(angle) - np.sin(angle) / away) / away + 0.0)
