"""Pieces that several families share: constants, indicators and products that are right for nan and infinities."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from actcli.activation import Array, Asymptote, Kink

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: The function approaches the identity, or is it, towards +inf.
IDENTITY_RIGHT = Asymptote(1, 0, 1)


def indicator(condition: NDArray[np.bool_], x: Array) -> Array:
    """Return 1 where the condition holds, else 0; nan where x is nan."""
    # np.heaviside is no vector loop: it takes five times as long.
    result = condition.astype(np.float64)
    np.copyto(result, x, where=np.isnan(x))
    return result


def zero(x: Array, *_: float) -> Array:
    """Return +0 everywhere, nan for nan."""
    result = np.zeros_like(x)
    np.copyto(result, x, where=np.isnan(x))
    return result


def one(x: Array, *_: float) -> Array:
    """Return 1 everywhere, nan for nan."""
    return zero(x) + 1.0


def positive(x: Array, *_: float) -> Array:
    """Return 1 for x > 0, else 0; nan for nan."""
    return indicator(x > 0.0, x)


def between(x: Array, low: float, high: float) -> Array:
    """Return 1 for low < x < high, else 0; nan for nan."""
    return indicator((x > low) & (x < high), x)


def times(factor: float, x: Array) -> Array:
    """Return factor * x, where a factor of zero gives +0 for infinite x too."""
    return factor * x if factor else zero(x)


def corner(at: float, left: float, right: float, **rest: object) -> tuple[Kink, ...]:
    """Return the kink where the slopes differ, nothing where they agree."""
    return () if left == right else (Kink(at, left, right, **rest),)  # type: ignore[arg-type]  # Kink checks its own
