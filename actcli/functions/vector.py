"""Functions of a whole vector: softmax and its kin, selections."""

from __future__ import annotations

import numpy as np

from actcli.activation import Array, Elsewhere, Interval, Paper, Vector, in_libraries


def _softmax(x: Array) -> Array:
    shifted = _below_maximum(x)
    weights = np.exp(shifted)
    return weights / weights.sum(axis=-1, keepdims=True)


def _below_maximum(x: Array) -> Array:
    """Return x minus the maximum; where that is infinite there is no limit and the result is nan."""
    top = x.max(axis=-1, keepdims=True)
    return x - np.where(np.isfinite(top), top, np.nan)


def _softmax_jacobian(x: Array) -> Array:
    p = _softmax(x)
    return _diagonal_minus_outer(p, 1 - p)


def _diagonal_minus_outer(p: Array, q: Array) -> Array:
    """Return diag(p) - p p' for probabilities p and their complements q."""
    jacobian = -p[..., :, None] * p[..., None, :]
    index = np.arange(p.shape[-1])
    jacobian[..., index, index] = p * q
    return jacobian


softmax = Vector(
    name="softmax",
    family="vector",
    tier="article",
    summary="exponentials divided by their sum: positive, and together 1",
    formula="exp(x)/sum(exp(x))",
    f=_softmax,
    jacobian=_softmax_jacobian,
    range=(Interval(0, 1, "()"),),
    sums_to_one=True,
    aliases=("softargmax",),
    papers=(
        Paper(
            "Bridle",
            1990,
            "Probabilistic Interpretation of Feedforward Classification Network Outputs",
        ),
    ),
    elsewhere=in_libraries(
        torch=Elsewhere("softmax, Softmax", note="dim=None picks 0 for 0-, 1- and 3-d input, else 1"),
        jax=Elsewhere("softmax", note="nan with one +inf, documented"),
        keras="softmax, Softmax",
        onnx=Elsewhere("Softmax", note="axis 1 in opsets 1 and 11, -1 since 13"),
        tf="softmax",
        mlx="softmax",
        sklearn="softmax",
        tinygrad="softmax",
        paddle="softmax",
    ),
)
