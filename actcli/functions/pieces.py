"""Pieces that several families share: constants and indicators that keep nan."""

from __future__ import annotations

import numpy as np

from actcli.activation import Array, Kink


def zero(x: Array, *_: float) -> Array:
    """Return +0 everywhere, nan for nan."""
    return np.heaviside(x, 0.0) * 0.0


def one(x: Array, *_: float) -> Array:
    """Return 1 everywhere, nan for nan."""
    return np.heaviside(x, 0.0) * 0.0 + 1.0


def positive(x: Array, *_: float) -> Array:
    """Return 1 for x > 0, else 0; nan for nan."""
    return np.heaviside(x, 0.0)


def between(x: Array, low: float, high: float) -> Array:
    """Return 1 for low < x < high, else 0; nan for nan."""
    return np.heaviside(x - low, 0.0) * np.heaviside(high - x, 0.0)


def corner(at: float, left: float, right: float, **rest: object) -> tuple[Kink, ...]:
    """Return the kink where the slopes differ, nothing where they agree."""
    return () if left == right else (Kink(at, left, right, **rest),)  # type: ignore[arg-type]  # Kink checks its own
