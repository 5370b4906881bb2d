"""Gated functions: one half of a vector opens and closes the other."""

from __future__ import annotations

from typing import Any

import numpy as np

from actcli.activation import REALS, Array, Elsewhere, Gate, Paper, Vector, in_libraries


def _gated(gate: Gate, **record: Any) -> Vector:  # noqa: ANN401  # the fields of a record, which checks them
    """Make the record of a gated function: the halves go in, the two diagonals of the Jacobian come out."""

    def f(x: Array) -> Array:
        return gate.f(*_halves(x))

    def jacobian(x: Array) -> Array:
        a, b = _halves(x)
        m = a.shape[-1]
        index = np.arange(m)
        out = np.zeros((*x.shape[:-1], m, 2 * m))
        out[..., index, index] = gate.grad_a(a, b)
        out[..., index, m + index] = gate.grad_b(a, b)
        return out

    return Vector(
        family="gated",
        f=f,
        jacobian=jacobian,
        gate=gate,
        multiple=lambda: 2,
        length=lambda n: n // 2,
        **record,
    )


def _halves(x: Array) -> tuple[Array, Array]:
    m = x.shape[-1] // 2
    return x[..., :m], x[..., m:]


def _sigmoid(x: Array) -> Array:
    t = np.exp(-np.abs(x))
    return np.where(x < 0, t, 1.0) / (1.0 + t)


def _sigmoid_grad(x: Array) -> Array:
    t = np.exp(-np.abs(x))
    return t / (1.0 + t) ** 2


glu = _gated(
    Gate(
        f=lambda a, b: a * _sigmoid(b),
        grad_a=lambda _a, b: _sigmoid(b),
        grad_b=lambda a, b: a * _sigmoid_grad(b),
    ),
    name="glu",
    tier="core",
    summary="the first half, gated by the sigmoid of the second",
    formula="a*sigmoid(b)",
    range=REALS,
    papers=(Paper("Dauphin, Fan, Auli, Grangier", 2016, "Language Modeling with Gated Convolutional Networks", "1612.08083"),),
    elsewhere=in_libraries(
        torch="glu, GLU",
        jax="glu",
        keras="glu",
        mlx="glu, GLU",
        paddle=Elsewhere("glu", note="axis"),
    ),
)
