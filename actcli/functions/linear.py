"""The identity, straight lines and steps."""

from __future__ import annotations

from math import inf

import numpy as np

from actcli.activation import (
    FINITE,
    REALS,
    Array,
    Elementwise,
    Elsewhere,
    Interval,
    Kink,
    Param,
    Paper,
    Traits,
    in_libraries,
)
from actcli.functions.pieces import one, zero


linear = Elementwise(
    name="linear",
    family="linear",
    tier="article",
    summary="the input, unchanged",
    formula="x",
    f=np.positive,
    grad=one,
    traits=lambda: Traits(range=REALS, monotone="increasing", smoothness=inf, lipschitz=1, symmetry="odd"),
    aliases=("identity",),
    elsewhere=in_libraries(
        torch="nn.Identity", jax="identity", keras="linear", onnx="Identity", tf="tf.identity", hf="linear", sklearn="identity"
    ),
)


def _step(x: Array, threshold: float) -> Array:
    return np.heaviside(x - threshold, 1.0)


binary_step = Elementwise(
    name="binary_step",
    family="linear",
    tier="article",
    summary="0 below the threshold, 1 from it on",
    formula="where(x < threshold, 0, 1)",
    f=_step,
    grad=zero,
    params=(Param("threshold", 0.0, FINITE, zero, "where the step is"),),
    traits=lambda threshold: Traits(
        range=(Interval(0, 0), Interval(1, 1)),
        monotone="non-decreasing",
        smoothness=-1,
        lipschitz=inf,
        kinks=(Kink(threshold, 0, 0, jump=(0, 1)),),
        dead=(Interval(-inf, inf, "()"),),
    ),
    aliases=("heaviside", "step"),
    papers=(Paper("McCulloch, Pitts", 1943, "A logical calculus of the ideas immanent in nervous activity"),),
    elsewhere=in_libraries(
        torch=Elsewhere("torch.heaviside(input, values)", note="the value at 0 is an argument"),
        jax=Elsewhere("jnp.heaviside(x, h0)", note="the value at 0 is an argument"),
        keras=Elsewhere("keras.ops.heaviside", note="the value at 0 is an argument"),
        onnx=Elsewhere("ai.onnx.ml.Binarizer", note="0 at the threshold"),
        mlx="step, Step",
        numpy=Elsewhere("numpy.heaviside(x1, x2)", note="the value at 0 is an argument"),
    ),
)
