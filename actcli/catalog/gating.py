"""Gated functions as functions of a vector, of which one half gates the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from actcli.catalog.record import Vector

if TYPE_CHECKING:
    from actcli.catalog.record import Gate
    from actcli.numbers.array import Array


def halves(x: Array) -> tuple[Array, Array]:
    """Return the first and the second half of the last axis."""
    m = x.shape[-1] // 2
    return x[..., :m], x[..., m:]


def diagonals(by_a: Array, by_b: Array) -> Array:
    """Return the Jacobian (..., m, 2m) that two partial derivatives (..., m) make."""
    m = by_a.shape[-1]
    index = np.arange(m)
    out = np.zeros((*by_a.shape, 2 * m))
    out[..., index, index] = by_a
    out[..., index, m + index] = by_b
    return out


def gated(gate: Gate, **record: Any) -> Vector:  # noqa: ANN401  # the fields of a record, which checks them
    """Make the record of a gated function from the kernels of its halves."""

    def f(x: Array, *params: float) -> Array:
        return gate.f(*halves(x), *params)

    def jacobian(x: Array, *params: float) -> Array:
        a, b = halves(x)
        return diagonals(gate.grad_a(a, b, *params), gate.grad_b(a, b, *params))

    return Vector(
        f=f,
        jacobian=jacobian,
        gate=gate,
        multiple=lambda **_: 2,
        length=lambda n, **_: n // 2,
        **record,
    )
