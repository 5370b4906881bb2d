"""Hard approximations of swish and elish: the input times a hard sigmoid."""

from __future__ import annotations

from math import inf

import numpy as np

from actcli import special
from actcli.catalog.record import Elementwise, InPlace, Interval, Kink, LibraryEntry, Paper, Traits, in_libraries
from actcli.functions._helpers import BASIRAT_ROTH, IDENTITY_RIGHT
from actcli.numbers.array import Array

_LIBRARIES = ("torch", "jax", "tf", "keras", "mlx", "hf", "tinygrad", "paddle")


@InPlace
def _hard_swish(x: Array, out: Array) -> None:
    """The gate is -0 where it is closed, so that the product is +0 there."""
    np.subtract(-3.0, special.clip(x, -3.0, 3.0, out), out=out)
    out *= -1 / 6
    out *= x if x.min(initial=0.0) > -inf else special.clip_below(x, -3.0)


def _hard_swish_grad(x: Array) -> Array:
    near = special.clip(x, -3.0, 3.0)
    return (2.0 * near + 3.0) / 6.0 * (np.abs(x) < 3.0) + (x >= 3.0)


hard_swish = Elementwise(
    name="hard_swish",
    family="hard",
    tier="core",
    summary="the input times hard_sigmoid of it",
    formula="x*min(max(x + 3, 0), 6)/6",
    derivative="where(x <= -3, 0, where(x < 3, x/3 + 1/2, 1))",
    f=_hard_swish,
    grad=_hard_swish_grad,
    traits=lambda: Traits(
        range=(Interval(-0.375, inf, "[)"),),
        monotone="no",
        smoothness=0,
        lipschitz=1.5,
        kinks=(
            Kink(
                -3,
                0,
                -0.5,
                slope=0,
                libraries=dict.fromkeys(_LIBRARIES, 0) | {"nnlib": -0.5},
            ),
            Kink(
                3,
                1.5,
                1,
                slope=1,
                libraries=dict.fromkeys(_LIBRARIES, 1) | {"tinygrad": 1.5, "nnlib": 1.5},
            ),
        ),
        dead=(Interval(-inf, -3, "()"),),
        asymptotes=(IDENTITY_RIGHT,),
    ),
    aliases=("hard_silu", "h_swish"),
    papers=(Paper("Howard et al.", 2019, "Searching for MobileNetV3", "1905.02244"),),
    libraries=in_libraries(
        ggml="GGML_UNARY_OP_HARDSWISH",
        onednn=LibraryEntry("hardswish", note="x*clip(alpha*x + beta, 0, 1), no defaults"),
        openvino="HSwish",
        directml=LibraryEntry("HardSwish", note="alpha is typically 1/6"),
        webnn="hardSwish",
        bnns=LibraryEntry("hardSwish, geluApproximation2", note="geluApproximation2 is this function too"),
        tflite="HARD_SWISH",
        ncnn=LibraryEntry("HardSwish", note="x*clip(0.2*x + 0.5, 0, 1) by default: 0.2083 off at -2.5"),
        mnn="HARDSWISH",
        candle="HardSwish",
        torch=LibraryEntry("hardswish, Hardswish", note="nan at -inf, inf from 5.7e37 on in float32"),
        jax=LibraryEntry("hard_silu, hard_swish", note="nan at -inf"),
        keras=LibraryEntry("hard_silu, hard_swish", note="nan at -inf"),
        onnx=LibraryEntry("HardSwish", note="nan at -inf in ONNX Runtime"),
        mlx=LibraryEntry("hardswish, Hardswish", note="nan at -inf, inf from 5.7e37 on in float32"),
        hf=LibraryEntry("hardswish", note="nan at -inf, inf from 5.7e37 on in float32"),
        tinygrad=LibraryEntry("hardswish", note="0 at 1e8 in float32; nan at ±inf"),
        nnlib="hardswish",
        paddle=LibraryEntry("hardswish", note="nan at -inf, inf from 5.7e37 on in float32"),
    ),
    notes=(
        "The documentation of DirectML in some other languages gives alpha = 0.2 instead of 1/6.",
        "The slope was -1/2 at -3 and 3/2 at 3 in earlier versions of PyTorch (PyTorch #147801, #87778).",
        "ONNX: HardSwish is not x * HardSigmoid(x) with its defaults, because HardSigmoid has the slope 0.2.",
    ),
)


def _hard_elish(x: Array) -> Array:
    bent = special.clip_below(x, -0.0) + np.expm1(special.clip_above(x, 0.0))
    gate = -special.clip(-0.5 - 0.5 * x, -1.0, 0.0)  # -0 where it is closed
    gate *= bent
    return gate


def _hard_elish_grad(x: Array) -> Array:
    below = special.clip(x, -1.0, 0.0)
    above = special.clip(x, 0.0, 1.0)
    inside = above + 0.5 * (np.exp(below) * (below + 1.0) + np.expm1(below))
    return inside * (np.abs(x) < 1.0) + (x >= 1.0)


# Where e^x (x + 2) = 1.
_HARD_ELISH_MINIMUM = -0.09967315152874262

hard_elish = Elementwise(
    name="hard_elish",
    family="hard",
    tier="extra",
    summary="elu times a hard sigmoid of slope 1/2",
    formula="where(x < 0, expm1(x), x)*min(max((x + 1)/2, 0), 1)",
    derivative="where(x <= -1, 0, where(x < 0, (exp(x)*(x + 2) - 1)/2, where(x < 1, x + 1/2, 1)))",
    f=_hard_elish,
    grad=_hard_elish_grad,
    traits=lambda: Traits(
        range=(Interval(_HARD_ELISH_MINIMUM, inf, "[)"),),
        monotone="no",
        smoothness=0,
        lipschitz=1.5,
        kinks=(Kink(-1, 0, float(np.expm1(-1.0)) / 2), Kink(1, 1.5, 1)),
        dead=(Interval(-inf, -1, "()"),),
        asymptotes=(IDENTITY_RIGHT,),
    ),
    papers=(BASIRAT_ROTH,),
    libraries=in_libraries(other="ActTensor"),
    notes=("Echo computes exp(x - 1) where exp(x) - 1 is meant.",),
)
