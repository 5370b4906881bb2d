"""Exponential units: an exponential approach to a floor below zero."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import copysign, inf
from typing import TYPE_CHECKING, Literal

import numpy as np

from actcli import special
from actcli.catalog.record import (
    FINITE,
    NONZERO,
    REALS,
    Asymptote,
    Elementwise,
    ExactFloat,
    InPlace,
    Interval,
    LibraryEntry,
    Monotone,
    Paper,
    Param,
    Traits,
    in_libraries,
)
from actcli.functions._helpers import IDENTITY_RIGHT, corner, two_slopes, unsigned_zero, zero
from actcli.numbers.array import Array

if TYPE_CHECKING:
    from collections.abc import Mapping

COMPILED_EXPM1 = (
    "Compiled by PyTorch 2.13.0, elu, selu and celu of -1e-8 are still 0 in float32; eager mode is right (#190533)."
)


def _linear_exponential(alpha: float, scale: float, libraries: Mapping[str, float]) -> Traits:
    """Return the traits of scale*elu(x; alpha)."""
    if not scale:
        return Traits((Interval(0, 0),), "non-decreasing", inf, 0, symmetry="none", dead=REALS)
    floor, scale = -_depth(alpha, scale), float(scale)
    low, high = sorted((floor, copysign(inf, scale)))
    return Traits(
        range=(Interval(min(low, 0.0), max(high, 0.0), _ends(low, high)),),
        monotone=_monotone(alpha, scale),
        smoothness=1 if alpha == 1 else 0,
        lipschitz=max(abs(scale), abs(floor)),
        kinks=corner(0, -floor, scale, slope=-floor, libraries=libraries),
        dead=() if alpha else (Interval(-inf, 0, "()"),),
        asymptotes=(Asymptote(scale, 0, 1),),
    )


def _ends(low: float, high: float) -> Literal["()", "[)", "(]"]:
    """Return which ends belong to the range: 0, the value at 0, but no limit."""
    if low >= 0:
        return "[)"
    return "(]" if high <= 0 else "()"


def _monotone(alpha: float, scale: float) -> Monotone:
    if alpha > 0:
        return "increasing" if scale > 0 else "decreasing"
    return "non-decreasing" if alpha == 0 and scale > 0 else "no"


@lru_cache
def _depth(alpha: float, scale: float) -> float:
    """Return scale * alpha, rounded once."""
    return float(Fraction(alpha) * Fraction(scale))


@InPlace
def _elu(x: Array, alpha: float, out: Array) -> None:
    if not alpha:
        special.positive_part(x, out)
        return
    np.expm1(special.clip_above(x, 0.0, out), out=out)
    if alpha != 1:
        out *= alpha
    out += special.clip_below(x, -0.0)


elu = Elementwise(
    name="elu",
    family="exponential",
    tier="core",
    summary="the identity above zero, an exponential approach to -alpha below",
    formula="where(x > 0, x, alpha*expm1(x))",
    f=_elu,
    grad=lambda x, alpha: special.times_exp(two_slopes(x, alpha, 1.0), special.clip_above(x, 0.0)),
    params=(Param("alpha", 1.0, FINITE, "depth of the floor", aliases=("a",)),),
    traits=lambda alpha: _linear_exponential(
        alpha, 1.0, {"torch": alpha, "jax": alpha, "tf": 1, "keras": alpha, "mlx": alpha, "tinygrad": 0, "nnlib": 1}
    ),
    papers=(
        Paper(
            "Clevert, Unterthiner, Hochreiter",
            2015,
            "Fast and Accurate Deep Network Learning by Exponential Linear Units",
            "1511.07289",
        ),
    ),
    libraries=in_libraries(
        bnns=LibraryEntry("elu", note="no default"),
        candle=LibraryEntry("Elu", note="no default"),
        darknet="elu",
        ggml=LibraryEntry("GGML_UNARY_OP_ELU", note="without alpha"),
        cudnn="ELU",
        tensorrt=LibraryEntry("ELU", note="no default"),
        onednn=LibraryEntry("elu", note="no default"),
        openvino=LibraryEntry("Elu", note="no default"),
        webnn="elu",
        coreml=LibraryEntry("elu", note="no default"),
        tflite=LibraryEntry("ELU", note="without alpha"),
        ncnn=LibraryEntry("ELU", {"alpha": 0.1}),
        mxnet=LibraryEntry("LeakyReLU(act_type='elu')", {"alpha": 0.25}),
        burn="elu",
        dlib="elu",
        torch=LibraryEntry("elu, ELU", note="a negative alpha is accepted; the backward pass of elu_ refuses it"),
        jax=LibraryEntry("elu", note="its slope is exactly 0 below about -37"),
        keras="elu, ELU",
        onnx=LibraryEntry("Elu", note="the function body is the naive exp(x) - 1; so is ONNX Runtime: elu(-1e-8) is 0"),
        tf=LibraryEntry("elu", note="no alpha; 0 at -1e-8 in float32, wrong by 1.3 % at -1e-6"),
        mlx=LibraryEntry("elu, ELU", note="0 at -1e-8; the slope is nan from 88.005 on, in float64 too"),
        tinygrad=LibraryEntry(
            "elu", note="in float32 0 at -1e-8, with the slope 0 between -3e-8 and 0, and nan above 88.7; 0 for nan"
        ),
        nnlib="elu",
        paddle=LibraryEntry("elu", note="0 at -1e-8 in float32"),
    ),
    notes=(
        "Keras' documentation writes the negative branch as alpha * exp(x) - 1, without the parentheses.",
        "ActTensor computes it so.",
        "PyTorch computed exp(x) - 1 without expm1 (PyTorch #77062, #173968).",
        COMPILED_EXPM1,
        "JAX #39795 reports the lost slope, TensorFlow #116943 the lost values.",
    ),
)

_ALPHA = ExactFloat("1.6732632423543772848170429916717")
_SCALE = ExactFloat("1.0507009873554804934193349852946")


@InPlace
def _selu(x: Array, alpha: float, scale: float, out: Array) -> None:
    if not scale or not alpha:
        out[...] = unsigned_zero(scale * special.positive_part(x)) if scale else zero(x)
        return
    np.expm1(special.clip_above(x, 0.0, out), out=out)
    out *= _depth(alpha, scale)
    # The zero of the straight part adds nothing to an exponential part that is too small for a number.
    straight = special.clip_below(x, copysign(0.0, -scale))
    straight *= scale
    out += straight


def _selu_grad(x: Array, alpha: float, scale: float) -> Array:
    return special.times_exp(two_slopes(x, _depth(alpha, scale), scale), special.clip_above(x, 0.0))


def _selu_traits(alpha: float, scale: float) -> Traits:
    libraries: dict[str, float] = {}
    if (alpha, scale) == (_ALPHA, _SCALE):
        libraries = dict.fromkeys(("torch", "jax", "keras", "paddle", "nnlib"), _depth(alpha, scale))
        libraries |= {"tf": float(scale), "mlx": 1.67326 * 1.0507, "tinygrad": 1.0507}
    return _linear_exponential(alpha, scale, libraries)


selu = Elementwise(
    name="selu",
    family="exponential",
    tier="core",
    summary="elu scaled so that mean 0 and variance 1 are kept from layer to layer",
    formula="scale*where(x > 0, x, alpha*expm1(x))",
    derivative="scale*where(x > 0, 1, alpha*exp(x))",
    f=_selu,
    grad=_selu_grad,
    params=(
        Param("alpha", _ALPHA, FINITE, "depth of the floor, before scaling"),
        Param("scale", _SCALE, FINITE, "slope above zero", aliases=("gamma",)),
    ),
    traits=_selu_traits,
    papers=(Paper("Klambauer, Unterthiner, Mayr, Hochreiter", 2017, "Self-Normalizing Neural Networks", "1706.02515"),),
    libraries=in_libraries(
        bnns="selu",
        darknet=LibraryEntry("selu", note="constants 1.0507 and 1.6732"),
        tensorrt=LibraryEntry("SELU", note="alpha and beta without defaults"),
        openvino="Selu",
        ncnn="SELU",
        burn="selu",
        ttnn="SELU",
        torch="selu, SELU",
        jax=LibraryEntry("selu", note="its slope is exactly 0 below about -37"),
        keras="selu",
        onnx=LibraryEntry("Selu", note="alpha and gamma are adjustable, their defaults rounded to float32"),
        ort=LibraryEntry("Selu", note="0 at -1e-8 in float32"),
        tf=LibraryEntry("selu", note="0 at -1e-8 in float32, wrong by 1.3 % at -1e-6"),
        mlx=LibraryEntry("selu, SELU", note="constants 1.67326 and 1.0507; the slope is nan from 88.005 on in float64"),
        tinygrad=LibraryEntry(
            "selu", note="constants 1.67326 and 1.0507; 0 at -1e-8 in float32; the slope is nan above 88.7 in float32"
        ),
        nnlib="selu",
        paddle=LibraryEntry("selu", note="scale and alpha are adjustable, rounded to float32; 0 at -1e-8 in float32"),
        mxnet="LeakyReLU(act_type='selu')",
    ),
    notes=(
        "The floor is -1.7580993408; -1.7580993463 in ONNX, -1.7580942820 in MLX and tinygrad.",
        "The slope at 0 is 1.0507 on Keras' TensorFlow backend, 1.758 on JAX and PyTorch (3.15.1).",
        COMPILED_EXPM1,
        "JAX #39796 reports the lost slope, TensorFlow #116943 the lost values.",
    ),
)


@InPlace
def _celu(x: Array, alpha: float, out: Array) -> None:
    u = special.clip_above(x, 0.0, out)
    if alpha < 0:
        out[...] = _rising_celu(x, u / alpha, alpha)
        return
    if alpha != 1:
        u /= alpha
    np.expm1(u, out=u)
    if alpha != 1:
        u *= alpha
    u += special.clip_below(x, -0.0)


def _rising_celu(x: Array, u: Array, alpha: float) -> Array:
    """Return celu for a negative alpha, whose exponential grows on the left."""
    root = np.exp(0.5 * u)  # whose square alone may overflow
    bounded = special.clip_below(x, -0.0) + alpha * np.expm1(special.clip_above(u, 40.0))
    return np.where(u > 40.0, alpha * root * root, bounded)


celu = Elementwise(
    name="celu",
    family="exponential",
    tier="core",
    summary="elu stretched along x so that its slope is continuous for every alpha",
    formula="where(x > 0, x, alpha*expm1(x/alpha))",
    f=_celu,
    grad=lambda x, alpha: np.exp(special.clip_above(x, 0.0) / alpha),
    params=(Param("alpha", 1.0, NONZERO, "depth of the floor", aliases=("a",)),),
    traits=lambda alpha: Traits(
        range=(Interval(-alpha if alpha > 0 else -inf, inf, "()"),),
        monotone="increasing",
        smoothness=1,
        lipschitz=1 if alpha > 0 else inf,
        asymptotes=(IDENTITY_RIGHT,),
    ),
    papers=(Paper("Barron", 2017, "Continuously Differentiable Exponential Linear Units", "1704.07483"),),
    libraries=in_libraries(
        bnns="celu",
        ncnn="CELU",
        burn="celu",
        ttnn="CELU",
        torch=LibraryEntry("celu, CELU", note="alpha = 0 is refused; nan for alpha = inf and x < 0"),
        jax=LibraryEntry("celu", note="its slope is exactly 0 below about -37"),
        keras="celu",
        onnx=LibraryEntry("Celu", note="float32 only before opset 28"),
        ort=LibraryEntry("Celu", note="0 at -1e-8 in float32"),
        mlx=LibraryEntry("celu, CELU", note="the slope at 0 is 0, which is wrong"),
        tinygrad=LibraryEntry("celu", note="in float32 0 at -1e-8, and slope 0.5 just below 0, 1.5 just above"),
        nnlib="celu",
        paddle=LibraryEntry(
            "celu", note="alpha = 0 is refused; 0 at -1e-8 in float32; the slope is nan above 709.8, 88.7 in float32"
        ),
    ),
    notes=(
        (
            "For a negative alpha the paper's formula and ONNX' function body differ (ONNX #3313). Here it is the "
            "formula above, which falls exponentially below 0."
        ),
        "On Keras' TensorFlow backend the slope at 0 is 2 (3.15.1).",
        "PyTorch #148065 reports the nan: at x = 0 the value is 0, and only the slope is nan (2.13.0).",
        COMPILED_EXPM1,
    ),
)
