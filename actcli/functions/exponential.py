"""Exponential units: an exponential approach to a floor below zero."""

from __future__ import annotations

from math import inf

import numpy as np

from actcli import special
from actcli.catalog.record import (
    POSITIVE,
    Asymptote,
    Elementwise,
    Elsewhere,
    Interval,
    Paper,
    Param,
    Traits,
    in_libraries,
)
from actcli.functions._helpers import IDENTITY_RIGHT, corner, two_slopes
from actcli.numbers.array import Array

COMPILED_EXPM1 = (
    "Compiled by PyTorch 2.13.0, elu, selu and celu of -1e-8 are still 0 in float32; eager mode is right (#190533)."
)


def _elu(x: Array, alpha: float) -> Array:
    return special.at_least(x, -0.0) + alpha * np.expm1(special.at_most(x, 0.0))


def _elu_grad(x: Array, alpha: float) -> Array:
    return special.times_exp(two_slopes(x, alpha, 1.0), special.at_most(x, 0.0))


def _elu_dalpha(x: Array, _alpha: float) -> Array:
    return np.expm1(special.at_most(x, 0.0))


elu = Elementwise(
    name="elu",
    family="exponential",
    tier="core",
    summary="the identity above zero, an exponential approach to -alpha below",
    formula="where(x > 0, x, alpha*expm1(x))",
    derivative="where(x > 0, 1, alpha*exp(x))",
    f=_elu,
    grad=_elu_grad,
    params=(Param("alpha", 1.0, POSITIVE, _elu_dalpha, "depth of the floor", aliases=("a",)),),
    traits=lambda alpha: Traits(
        range=(Interval(-alpha, inf, "()"),),
        monotone="increasing",
        smoothness=1 if alpha == 1 else 0,
        lipschitz=max(1, alpha),
        kinks=corner(
            0,
            alpha,
            1,
            slope=alpha,
            elsewhere={"torch": alpha, "jax": alpha, "tf": 1, "keras": alpha, "mlx": alpha, "tinygrad": 0, "nnlib": 1},
        ),
        asymptotes=(IDENTITY_RIGHT,),
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
        torch=Elsewhere("elu, ELU", note="a negative alpha is accepted; the backward pass of elu_ refuses it"),
        jax=Elsewhere("elu", note="its slope is exactly 0 below about -37"),
        keras="elu, ELU",
        onnx=Elsewhere("Elu", note="the function body is the naive exp(x) - 1; so is ONNX Runtime, 0 at -1e-8"),
        tf=Elsewhere("elu", note="no alpha; 0 at -1e-8, wrong by 1.3 % at -1e-6"),
        mlx=Elsewhere("elu, ELU", note="elu(-1e-8) is 0; the slope is nan from 88.005 on, in float64 too"),
        tinygrad=Elsewhere(
            "elu", note="0 at -1e-8, with slope 0 from -3e-8 to 0; the slope is nan above 88.7 in float32; 0 for nan"
        ),
        nnlib="elu",
        paddle=Elsewhere("elu", note="elu(-1e-8) is 0"),
    ),
    notes=(
        "Keras' documentation writes the negative branch as alpha * exp(x) - 1: the parentheses are missing.",
        "ActTensor really computes alpha * exp(x) - 1.",
        "PyTorch computed exp(x) - 1 without expm1 (PyTorch #77062, #173968).",
        COMPILED_EXPM1,
        "The lost slope in JAX is JAX #39795, the lost values in TensorFlow are TensorFlow #116943.",
    ),
)

_SCALE = 1.0507009873554804934193349852946
#: The depth of the floor of selu: scale * alpha, rounded once.
_FLOOR = 1.7580993408473768599402175208123


def _selu(x: Array) -> Array:
    return _SCALE * special.at_least(x, -0.0) + _FLOOR * np.expm1(special.at_most(x, 0.0))


def _selu_grad(x: Array) -> Array:
    return two_slopes(x, _FLOOR, _SCALE) * np.exp(special.at_most(x, 0.0))


selu = Elementwise(
    name="selu",
    family="exponential",
    tier="core",
    summary="elu scaled so that mean 0 and variance 1 are kept from layer to layer",
    formula="1.0507009873554804934193349852946*where(x > 0, x, 1.6732632423543772848170429916717*expm1(x))",
    derivative="1.0507009873554804934193349852946*where(x > 0, 1, 1.6732632423543772848170429916717*exp(x))",
    f=_selu,
    grad=_selu_grad,
    traits=lambda: Traits(
        range=(Interval(-_FLOOR, inf, "()"),),
        monotone="increasing",
        smoothness=0,
        lipschitz=_FLOOR,
        kinks=corner(
            0,
            _FLOOR,
            _SCALE,
            slope=_FLOOR,
            elsewhere={
                "torch": _FLOOR,
                "jax": _FLOOR,
                "tf": _SCALE,
                "keras": _FLOOR,
                "mlx": 1.67326 * 1.0507,
                "tinygrad": 1.0507,
                "paddle": _FLOOR,
                "nnlib": _FLOOR,
            },
        ),
        asymptotes=(Asymptote(_SCALE, 0, 1),),
    ),
    papers=(Paper("Klambauer, Unterthiner, Mayr, Hochreiter", 2017, "Self-Normalizing Neural Networks", "1706.02515"),),
    elsewhere=in_libraries(
        torch="selu, SELU",
        jax=Elsewhere("selu", note="its slope is exactly 0 below about -37"),
        keras="selu",
        onnx=Elsewhere("Selu", note="alpha and gamma are adjustable, their defaults rounded to float32"),
        ort=Elsewhere("Selu", note="0 at -1e-8"),
        tf=Elsewhere("selu", note="0 at -1e-8, wrong by 1.3 % at -1e-6"),
        mlx=Elsewhere(
            "selu, SELU", note="constants 1.67326 and 1.0507; the slope is nan from 88.005 on, in float64 too"
        ),
        tinygrad=Elsewhere(
            "selu", note="constants 1.67326 and 1.0507; 0 at -1e-8; the slope is nan above 88.7 in float32"
        ),
        nnlib="selu",
        paddle=Elsewhere("selu", note="scale and alpha are adjustable, rounded to float32; 0 at -1e-8"),
    ),
    notes=(
        "The floor is -1.7580993408; -1.7580993463 in ONNX, -1.7580942820 in MLX and tinygrad.",
        "The slope at 0 is 1.0507 on Keras' TensorFlow backend, 1.758 on JAX and PyTorch (3.15.1).",
        COMPILED_EXPM1,
        "The lost slope in JAX is JAX #39796, the lost values in TensorFlow are TensorFlow #116943.",
    ),
)


def _celu(x: Array, alpha: float) -> Array:
    return special.at_least(x, -0.0) + alpha * np.expm1(special.at_most(x, 0.0) / alpha)


def _celu_grad(x: Array, alpha: float) -> Array:
    return np.exp(special.at_most(x, 0.0) / alpha)


def _celu_dalpha(x: Array, alpha: float) -> Array:
    return special.within(x, -0.0, 0.0) - special.exp_gap(special.at_most(x, 0.0) / alpha)


celu = Elementwise(
    name="celu",
    family="exponential",
    tier="core",
    summary="elu stretched along x so that its slope is continuous for every alpha",
    formula="where(x > 0, x, alpha*expm1(x/alpha))",
    derivative="where(x > 0, 1, exp(x/alpha))",
    f=_celu,
    grad=_celu_grad,
    params=(Param("alpha", 1.0, POSITIVE, _celu_dalpha, "depth of the floor", aliases=("a",)),),
    traits=lambda alpha: Traits(
        range=(Interval(-alpha, inf, "()"),),
        monotone="increasing",
        smoothness=1,
        lipschitz=1,
        asymptotes=(IDENTITY_RIGHT,),
    ),
    papers=(Paper("Barron", 2017, "Continuously Differentiable Exponential Linear Units", "1704.07483"),),
    elsewhere=in_libraries(
        torch=Elsewhere("celu, CELU", note="alpha = 0 is refused; nan for alpha = inf and x < 0"),
        jax=Elsewhere("celu", note="its slope is exactly 0 below about -37"),
        keras="celu",
        onnx=Elsewhere("Celu", note="float32 only before opset 28"),
        ort=Elsewhere("Celu", note="0 at -1e-8"),
        mlx=Elsewhere("celu, CELU", note="the slope at 0 is 0, which is wrong"),
        tinygrad=Elsewhere(
            "celu",
            note="0 at -1e-8; in float32 the slope is 0.5 just below 0, 1.5 just above, nan above 88.7",
        ),
        nnlib="celu",
        paddle=Elsewhere(
            "celu", note="alpha = 0 is refused; 0 at -1e-8; the slope is nan above 709.8, 88.7 in float32"
        ),
    ),
    notes=(
        "The slope at 0 is 1 from both sides.",
        "For a negative alpha, refused here, the written formula and ONNX' function body differ (ONNX #3313).",
        "On Keras' TensorFlow backend the slope at 0 is 2 (3.15.1).",
        "The nan of PyTorch is PyTorch #148065: at x = 0 the value is 0, and only the slope nan (2.13.0).",
        COMPILED_EXPM1,
    ),
)

exponential = Elementwise(
    name="exponential",
    family="exponential",
    tier="core",
    summary="e to the power of the input",
    formula="exp(x)",
    derivative="exp(x)",
    f=np.exp,
    grad=np.exp,
    traits=lambda: Traits(range=(Interval(0, inf, "()"),), monotone="increasing", smoothness=inf, lipschitz=inf),
    aliases=("exp",),
    elsewhere=in_libraries(
        torch="torch.exp",
        jax="jnp.exp",
        keras="exponential",
        onnx="Exp",
        tf="tf.exp",
        mlx=Elsewhere("mx.exp", note="float32 digits and range in float64 too: inf from 88.7 on"),
        tinygrad="exp",
        paddle="paddle.exp",
        sklearn=Elsewhere("exp", note="internal"),
        numpy="numpy.exp",
    ),
)
