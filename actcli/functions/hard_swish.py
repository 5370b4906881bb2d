"""Hard approximations of swish and elish: the input times a hard sigmoid."""

from __future__ import annotations

from fractions import Fraction
from math import inf

import numpy as np

from actcli import special
from actcli.catalog.record import (
    FINITE,
    POSITIVE,
    Elementwise,
    ExactFloat,
    InPlace,
    Interval,
    Kink,
    LibraryEntry,
    Paper,
    Param,
    Traits,
    in_libraries,
)
from actcli.functions._helpers import BASIRAT_ROTH, IDENTITY_RIGHT, between, corner
from actcli.functions.hard import hard_sigmoid_value, knees
from actcli.numbers.array import Array

_LIBRARIES = ("torch", "jax", "tf", "keras", "mlx", "hf", "tinygrad", "paddle")


_ALPHA, _BETA = ExactFloat("1/6"), 0.5


@InPlace
def _hard_swish(x: Array, alpha: float, beta: float, out: Array) -> None:
    if (alpha, beta) != (_ALPHA, _BETA):
        hard_sigmoid_value(x, alpha, beta, out=out)
        np.multiply(out, np.where(out == 0.0, 0.0, x), out=out)  # +0 where the gate is closed, at -inf too
        return
    # The gate is -0 where it is closed, so that the product is +0 there.
    np.subtract(-3.0, special.clip(x, -3.0, 3.0, out), out=out)
    out *= -1 / 6
    out *= x if x.min(initial=0.0) > -inf else special.clip_below(x, -3.0)


def _hard_swish_grad(x: Array, alpha: float, beta: float) -> Array:
    low, high = knees(alpha, beta)
    inside = 2.0 * alpha * special.clip(x, low, high) + beta
    if (alpha, beta) == (_ALPHA, _BETA):
        inside = (2.0 * special.clip(x, low, high) + 3.0) / 6.0
    return inside * between(x, low, high) + (x >= high)


def _hard_swish_traits(alpha: float, beta: float) -> Traits:
    a, b = Fraction(alpha), Fraction(beta)
    low, high = knees(alpha, beta)
    default = (alpha, beta) == (_ALPHA, _BETA)
    minimum = 0 if b <= 0 else -b * b / (4 * a) if b < 2 else (1 - b) / a  # from 2 on at the upper knee
    flat = dict.fromkeys(_LIBRARIES, 0) | {"nnlib": -0.5} if default else {}
    straight = dict.fromkeys(_LIBRARIES, 1) | {"tinygrad": 1.5, "nnlib": 1.5} if default else {}
    return Traits(
        range=(Interval(float(minimum), inf, "[)"),),
        monotone="no" if b > 0 else "non-decreasing",
        smoothness=0,
        lipschitz=float(max(abs(b), abs(2 - b), Fraction(1))),
        kinks=(
            *corner(low, 0, float(-b), slope=0, libraries=flat),
            *corner(high, float(2 - b), 1, slope=1, libraries=straight),
        ),
        dead=(Interval(-inf, low, "()"),),
        asymptotes=(IDENTITY_RIGHT,),
    )


hard_swish = Elementwise(
    name="hard_swish",
    family="hard",
    tier="core",
    summary="the input times hard_sigmoid of it",
    formula="x*min(max(alpha*x + beta, 0), 1)",
    f=_hard_swish,
    grad=_hard_swish_grad,
    derivative="where(0 < alpha*x + beta < 1, 2*alpha*x + beta, min(max(alpha*x + beta, 0), 1))",
    params=(
        Param("alpha", _ALPHA, POSITIVE, "slope of the gate", aliases=("slope",)),
        Param("beta", _BETA, FINITE, "value of the gate at zero, before the cut", aliases=("offset",)),
    ),
    traits=_hard_swish_traits,
    aliases=("hard_silu", "h_swish"),
    papers=(Paper("Howard et al.", 2019, "Searching for MobileNetV3", "1905.02244"),),
    libraries=in_libraries(
        ggml="GGML_UNARY_OP_HARDSWISH",
        onednn=LibraryEntry("hardswish", note="no defaults"),
        openvino="HSwish",
        directml=LibraryEntry("HardSwish", note="alpha is typically 1/6"),
        webnn="hardSwish",
        bnns=LibraryEntry("hardSwish, geluApproximation2", note="geluApproximation2 is this function too"),
        tflite="HARD_SWISH",
        ncnn=LibraryEntry("HardSwish", {"alpha": 0.2}, "up to 0.2083 off, at -2.5"),
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
        timm="hard_swish, HardSwish",
    ),
    notes=(
        "The documentation of DirectML in some other languages gives alpha = 0.2 instead of 1/6.",
        (
            "The slope is -1/2 at -3 and 3/2 at 3 in timm's memory-efficient form, and was so in earlier versions of "
            "PyTorch (PyTorch #147801, #87778)."
        ),
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
    libraries=in_libraries(acttensor="hardELiSH, HardELiSH"),
    notes=("Echo computes exp(x - 1) where exp(x) - 1 is meant.",),
)
