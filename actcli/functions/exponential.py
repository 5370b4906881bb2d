"""Exponential units: an exponential approach to a floor below zero."""

from __future__ import annotations

from math import inf

import numpy as np

from actcli.activation import (
    POSITIVE,
    Array,
    Asymptote,
    Elementwise,
    Elsewhere,
    Interval,
    Param,
    Paper,
    Traits,
    in_libraries,
)
from actcli.functions.pieces import corner, positive


def _elu(x: Array, alpha: float) -> Array:
    return np.maximum(x, 0.0) + alpha * np.expm1(np.minimum(x, 0.0))


def _elu_grad(x: Array, alpha: float) -> Array:
    on = positive(x)
    return on + (1.0 - on) * alpha * np.exp(np.minimum(x, 0.0))


def _elu_dalpha(x: Array, _alpha: float) -> Array:
    return np.expm1(np.minimum(x, 0.0))


elu = Elementwise(
    name="elu",
    family="exponential",
    tier="core",
    summary="the identity above zero, an exponential approach to -alpha below",
    formula="where(x > 0, x, alpha*expm1(x))",
    f=_elu,
    grad=_elu_grad,
    params=(Param("alpha", 1.0, POSITIVE, _elu_dalpha, "depth of the floor", aliases=("a",)),),
    traits=lambda alpha: Traits(
        range=(Interval(-alpha, inf, "()"),),
        monotone="increasing",
        smoothness=1 if alpha == 1 else 0,
        lipschitz=max(1, alpha),
        kinks=corner(
            0, alpha, 1, slope=alpha, elsewhere={"torch": alpha, "jax": alpha, "tf": 1, "keras": alpha, "mlx": alpha, "tinygrad": 0}
        ),
        asymptotes=(Asymptote(1, 0, 1),),
    ),
    papers=(
        Paper(
            "Clevert, Unterthiner, Hochreiter",
            2015,
            "Fast and Accurate Deep Network Learning by Exponential Linear Units",
            "1511.07289",
        ),
    ),
    elsewhere=in_libraries(
        torch="elu, ELU",
        jax=Elsewhere("elu", note="its slope is exactly 0 below about -37"),
        keras="elu, ELU",
        onnx=Elsewhere("Elu", note="the function body is the naive exp(x) - 1"),
        tf=Elsewhere("elu", note="no alpha; 0 at -1e-8, wrong by 1.3 % at -1e-6"),
        mlx=Elsewhere("elu, ELU", note="elu(-1e-8) is 0; the slope is nan from 89 on in float32"),
        tinygrad="elu",
        nnlib="elu",
        paddle="elu",
    ),
    notes=("Keras' documentation writes the negative branch as alpha * exp(x) - 1: the parentheses are missing.",),
)
