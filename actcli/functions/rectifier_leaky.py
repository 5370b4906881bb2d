"""Leaky rectifiers: a slope below the origin, fixed, learned or drawn, the identity above."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import inf
from typing import TYPE_CHECKING

import numpy as np

from actcli import special
from actcli.catalog.record import (
    FINITE,
    POSITIVE,
    Asymptote,
    Elementwise,
    ExactFloat,
    InPlace,
    Interval,
    Kink,
    LibraryEntry,
    Paper,
    Param,
    Rule,
    Traits,
    in_libraries,
)
from actcli.functions._helpers import IDENTITY_RIGHT, closed, corner, two_slopes
from actcli.numbers.array import Array

if TYPE_CHECKING:
    from collections.abc import Mapping


@InPlace
def _leaky_relu(x: Array, slope: float, out: Array) -> None:
    if not slope:
        special.positive_part(x, out)
        return
    np.multiply(x, slope, out=out)
    (np.maximum if slope <= 1 else np.minimum)(x, out, out=out)


def _leaky_relu_grad(x: Array, slope: float) -> Array:
    return two_slopes(x, slope, 1.0)


def _leaky_relu_dslope(x: Array, _slope: float) -> Array:
    return special.clip_above(x, 0.0)


def _leaky_traits(slope: float, libraries: Mapping[str, float]) -> Traits:
    return Traits(
        range=(closed(-inf if slope > 0 else 0, inf),),
        monotone="increasing" if slope > 0 else "non-decreasing" if slope == 0 else "no",
        smoothness=0 if slope != 1 else inf,
        lipschitz=max(1, abs(slope)),
        kinks=corner(0, slope, 1, slope=slope, libraries=libraries),
        symmetry="even" if slope == -1 else "odd" if slope == 1 else "none",
        dead=(Interval(-inf, 0, "()"),) if slope == 0 else (),
        asymptotes=(IDENTITY_RIGHT, Asymptote(slope, 0, -1)) if slope else (IDENTITY_RIGHT,),
    )


leaky_relu = Elementwise(
    name="leaky_relu",
    family="rectifier",
    tier="classic",
    summary="the input where it is positive, a small multiple of it elsewhere",
    formula="where(x > 0, x, negative_slope*x)",
    f=_leaky_relu,
    grad=_leaky_relu_grad,
    params=(
        Param(
            "negative_slope",
            0.01,
            FINITE,
            "slope below zero",
            derivative=_leaky_relu_dslope,
            aliases=("alpha", "neg_slope", "a"),
        ),
    ),
    traits=lambda negative_slope: _leaky_traits(
        negative_slope,
        {
            "torch": negative_slope,
            "jax": 1,
            "tf": negative_slope,
            "keras": 1,
            "mlx": 1,
            "hf": negative_slope,
            "tinygrad": 1,
            "paddle": 1,
            "nnlib": negative_slope,
        },
    ),
    aliases=("lrelu",),
    papers=(Paper("Maas, Hannun, Ng", 2013, "Rectifier Nonlinearities Improve Neural Network Acoustic Models"),),
    libraries=in_libraries(
        directml=LibraryEntry("LEAKY_RELU", note="no default"),
        bnns=LibraryEntry("leakyRectifiedLinear", note="no default"),
        burn="LeakyRelu",
        ttnn=LibraryEntry("leaky_relu", note="no default"),
        ggml=LibraryEntry("LEAKY_RELU", note="no default"),
        onednn=LibraryEntry("relu", note="alpha is the slope, without default"),
        tensorrt=LibraryEntry("LEAKY_RELU", note="no default"),
        webnn="leakyRelu",
        coreml=LibraryEntry("leaky_relu", note="no default"),
        tflite=LibraryEntry("LEAKY_RELU", note="no default"),
        ncnn=LibraryEntry("ReLU(slope)", {"negative_slope": 0}),
        mxnet=LibraryEntry("LeakyReLU", {"negative_slope": 0.25}),
        dlib="leaky_relu",
        darknet=LibraryEntry("leaky", {"negative_slope": 0.1}),
        candle=LibraryEntry("LeakyRelu", note="no default"),
        torch="leaky_relu, LeakyReLU",
        jax="leaky_relu",
        keras=LibraryEntry(
            "leaky_relu, LeakyReLU", {"negative_slope": 0.2}, variants={"LeakyReLU": "negative_slope=0.3"}
        ),
        onnx=LibraryEntry("LeakyRelu", note="alpha"),
        tf=LibraryEntry("leaky_relu", {"negative_slope": 0.2}, note="alpha; rounded to float32, in float64 too"),
        mlx=LibraryEntry(
            "leaky_relu, LeakyReLU", note="max(a*x, x): wrong for slopes above 1, and its slope at -inf is 1"
        ),
        hf="leaky_relu",
        tinygrad=LibraryEntry("leaky_relu", note="neg_slope"),
        nnlib="leakyrelu",
        paddle="leaky_relu",
    ),
    notes=(
        "The slope is 0 by default in CUTLASS. OpenVINO has PRelu instead, and cuDNN clamped_relu.",
        "Keras' NumPy backend takes max(a*x, x), which is wrong for slopes above 1.",
        "The slope at 0 is the negative one on Keras' PyTorch and TensorFlow backends, 1 on JAX (3.15.1).",
        "The in-place form of PyTorch refuses a negative slope in its backward pass.",
    ),
)


prelu = Elementwise(
    name="prelu",
    family="rectifier",
    tier="classic",
    summary="leaky_relu with a slope that is learned",
    formula="where(x > 0, x, alpha*x)",
    f=_leaky_relu,
    grad=_leaky_relu_grad,
    params=(
        Param(
            "alpha",
            0.25,
            FINITE,
            "slope below zero",
            derivative=_leaky_relu_dslope,
            aliases=("weight", "slope", "negative_slope", "a"),
            learned=True,
        ),
    ),
    traits=lambda alpha: _leaky_traits(alpha, {"torch": alpha, "flax": 1, "keras": 0, "mlx": 1 + alpha, "hf": alpha}),
    aliases=("parametric_relu",),
    papers=(Paper("He, Zhang, Ren, Sun", 2015, "Delving Deep into Rectifiers", "1502.01852"),),
    libraries=in_libraries(
        candle="prelu",
        openvino="PRelu",
        webnn="prelu",
        coreml="prelu",
        tflite="PRELU",
        dlib="prelu",
        torch=LibraryEntry("prelu, PReLU", note="one weight or one per channel"),
        keras=LibraryEntry("PReLU", {"alpha": 0}, note="one weight per element; nan at -inf while it is 0"),
        onnx=LibraryEntry("PRelu", note="slope, an input without default"),
        mlx="prelu, PReLU",
        hf="prelu",
        flax=LibraryEntry("PReLU", {"alpha": 0.01}, note="one weight"),
        tinygrad=LibraryEntry("PRelu", note="through ONNX only"),
        paddle=LibraryEntry("prelu", note="weight, without default"),
        timm="PReLU",
    ),
    notes=("At 0 PyTorch's slope is alpha in reverse mode and 1 in forward mode.",),
)


@lru_cache
def _mean(lower: float, upper: float) -> float:
    """Return the double nearest to the exact mean."""
    return float((Fraction(lower) + Fraction(upper)) / 2)


def _rrelu_traits(lower: float, upper: float) -> Traits:
    slope = _mean(lower, upper)
    return _leaky_traits(slope, {"torch": slope, "tfa": 1})


rrelu = Elementwise(
    name="rrelu",
    family="rectifier",
    tier="core",
    summary="leaky_relu with a random slope in training, here with the mean slope that evaluation uses",
    formula="where(x > 0, x, (lower + upper)/2*x)",
    f=lambda x, lower, upper: _leaky_relu(x, _mean(lower, upper)),
    grad=lambda x, lower, upper: _leaky_relu_grad(x, _mean(lower, upper)),
    params=(
        Param("lower", 1 / 8, FINITE, "smallest slope", aliases=("l",)),
        Param("upper", ExactFloat("1/3"), FINITE, "largest slope", aliases=("u",)),
    ),
    rules=(Rule("lower <= upper", lambda lower, upper: lower <= upper),),
    traits=_rrelu_traits,
    papers=(
        Paper(
            "Xu, Wang, Chen, Li",
            2015,
            "Empirical Evaluation of Rectified Activations in Convolutional Network",
            "1505.00853",
        ),
    ),
    libraries=in_libraries(
        torch=LibraryEntry("rrelu, RReLU", note="the function evaluates unless training=True"),
        tfa=LibraryEntry("rrelu", note="follows the learning phase of Keras; 0 belongs to the positive branch"),
        paddle=LibraryEntry("rrelu", note="training=True is the default: draws a slope"),
        nnlib=LibraryEntry("rrelu", note="always draws a slope"),
        mxnet=LibraryEntry("LeakyReLU(act_type='rrelu')", {"upper": 0.334}),
    ),
    notes=("In training the slope is drawn for each element, uniformly from lower to upper.",),
)

sine_relu = Elementwise(
    name="sine_relu",
    family="rectifier",
    summary="relu with small waves below zero",
    formula="where(x > 0, x, eps*(sin(x) - cos(x)))",
    params=(Param("eps", 0.0025, POSITIVE, "height of the waves"),),
    traits=lambda eps: Traits(smoothness=-1, kinks=(Kink(0, eps, 1, jump=(-eps, 0)),)),
    libraries=in_libraries(
        echo=LibraryEntry("sineReLU, SineReLU", {"eps": 0.01}), nonlinear="SineReLU", other="keras-contrib SineReLU"
    ),
    notes=("The jump at 0 is part of the published definition.",),
)
