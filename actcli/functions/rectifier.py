"""Rectifiers: zero or a slope below the origin, the identity above."""

from __future__ import annotations

from math import inf

import numpy as np

from actcli.activation import (
    FINITE,
    REALS,
    Array,
    Asymptote,
    Elementwise,
    Elsewhere,
    Interval,
    Kink,
    Param,
    Paper,
    Traits,
    in_libraries,
)
from actcli.functions.pieces import between, corner, positive

_NAIR_HINTON = Paper("Nair, Hinton", 2010, "Rectified Linear Units Improve Restricted Boltzmann Machines")
_IDENTITY_RIGHT = Asymptote(1, 0, 1)


def _relu(x: Array) -> Array:
    return np.maximum(x, 0.0)


relu = Elementwise(
    name="relu",
    family="rectifier",
    tier="article",
    summary="the input where it is positive, else 0",
    formula="max(x, 0)",
    f=_relu,
    grad=positive,
    traits=lambda: Traits(
        range=(Interval(0, inf, "[)"),),
        monotone="non-decreasing",
        smoothness=0,
        lipschitz=1,
        kinks=(Kink(0, 0, 1, elsewhere={"torch": 0, "jax": 0, "tf": 0, "keras": 0, "mlx": 0, "tinygrad": 0, "nnlib": 0}),),
        dead=(Interval(-inf, 0, "()"),),
        asymptotes=(_IDENTITY_RIGHT,),
    ),
    papers=(_NAIR_HINTON, Paper("Glorot, Bordes, Bengio", 2011, "Deep Sparse Rectifier Neural Networks")),
    elsewhere=in_libraries(
        torch="relu, ReLU",
        jax="relu",
        keras=Elsewhere("relu, ReLU", note="with negative_slope, max_value, threshold: relu_general"),
        onnx="Relu",
        tf="relu",
        mlx="relu, ReLU",
        hf="relu",
        sklearn="relu",
        tinygrad="relu",
        nnlib="relu",
        paddle="relu",
    ),
    notes=("maximum(x, 0) has the slope 1/2 at 0 in JAX and tinygrad, where relu has 0.",),
)


def _leaky_relu(x: Array, slope: float) -> Array:
    return np.maximum(x, 0.0) + slope * np.minimum(x, 0.0)


def _leaky_relu_grad(x: Array, slope: float) -> Array:
    on = positive(x)
    return on + slope * (1.0 - on)


def _leaky_relu_dslope(x: Array, _slope: float) -> Array:
    return np.minimum(x, 0.0)


def _leaky_traits(slope: float, elsewhere: dict[str, float]) -> Traits:
    return Traits(
        range=REALS if slope > 0 else (Interval(0, inf, "[)"),),
        monotone="increasing" if slope > 0 else "non-decreasing" if slope == 0 else "no",
        smoothness=0 if slope != 1 else inf,
        lipschitz=max(1, abs(slope)),
        kinks=corner(0, slope, 1, slope=slope, elsewhere=elsewhere),
        symmetry="even" if slope == -1 else "odd" if slope == 1 else "none",
        dead=(Interval(-inf, 0, "()"),) if slope == 0 else (),
        asymptotes=(_IDENTITY_RIGHT, Asymptote(slope, 0, -1)) if slope else (_IDENTITY_RIGHT,),
    )


leaky_relu = Elementwise(
    name="leaky_relu",
    family="rectifier",
    tier="article",
    summary="the input where it is positive, a small multiple of it elsewhere",
    formula="where(x > 0, x, negative_slope*x)",
    f=_leaky_relu,
    grad=_leaky_relu_grad,
    params=(
        Param(
            "negative_slope",
            0.01,
            FINITE,
            _leaky_relu_dslope,
            "slope below zero",
            aliases=("alpha", "neg_slope", "a"),
        ),
    ),
    traits=lambda negative_slope: _leaky_traits(
        negative_slope,
        {"torch": negative_slope, "jax": 1, "tf": negative_slope, "keras": 1, "mlx": 1, "tinygrad": 1, "nnlib": negative_slope},
    ),
    aliases=("lrelu",),
    papers=(Paper("Maas, Hannun, Ng", 2013, "Rectifier Nonlinearities Improve Neural Network Acoustic Models"),),
    elsewhere=in_libraries(
        torch="leaky_relu, LeakyReLU",
        jax="leaky_relu",
        keras=Elsewhere("leaky_relu", {"negative_slope": 0.2}, note="the layer LeakyReLU has 0.3"),
        onnx=Elsewhere("LeakyRelu", note="alpha"),
        tf=Elsewhere("leaky_relu", {"negative_slope": 0.2}, note="alpha"),
        mlx=Elsewhere("leaky_relu, LeakyReLU", note="max(a*x, x), wrong for slopes above 1"),
        hf="leaky_relu",
        tinygrad=Elsewhere("leaky_relu", note="neg_slope"),
        nnlib="leakyrelu",
        paddle="leaky_relu",
    ),
    notes=("darknet has the slope 0.1.",),
)


def _relu6(x: Array) -> Array:
    return np.minimum(np.maximum(x, 0.0), 6.0)


def _relu6_grad(x: Array) -> Array:
    return between(x, 0.0, 6.0)


relu6 = Elementwise(
    name="relu6",
    family="rectifier",
    tier="core",
    summary="relu cut off at 6",
    formula="min(max(x, 0), 6)",
    f=_relu6,
    grad=_relu6_grad,
    traits=lambda: Traits(
        range=(Interval(0, 6),),
        monotone="non-decreasing",
        smoothness=0,
        lipschitz=1,
        kinks=(
            Kink(0, 0, 1, elsewhere={"torch": 0, "jax": 0, "tf": 0, "keras": 0, "mlx": 0, "tinygrad": 0, "nnlib": 0}),
            Kink(6, 1, 0, elsewhere={"torch": 0, "jax": 0, "tf": 0, "keras": 0, "mlx": 0, "tinygrad": 1, "nnlib": 0}),
        ),
        dead=(Interval(-inf, 0, "()"), Interval(6, inf, "()")),
    ),
    papers=(
        Paper("Krizhevsky", 2010, "Convolutional Deep Belief Networks on CIFAR-10"),
        Paper("Howard et al.", 2017, "MobileNets", "1704.04861"),
    ),
    elsewhere=in_libraries(
        torch="relu6, ReLU6",
        jax="relu6",
        keras="relu6",
        onnx=Elsewhere("Clip", note="with 0 and 6"),
        tf="relu6",
        mlx="relu6, ReLU6",
        hf="relu6",
        tinygrad="relu6",
        nnlib="relu6",
        paddle="relu6",
    ),
    notes=(
        "The slope of JAX was 1/2 at 0 and 6 until 2023.",
        "tinygrad computed relu(x) - relu(x-6), which cancels for large x.",
    ),
)
