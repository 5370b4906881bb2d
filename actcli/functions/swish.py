"""Swish and related functions: the input times a sigmoid of it."""

from __future__ import annotations

from math import inf

import numpy as np

from actcli import special
from actcli.catalog.record import (
    FINITE,
    NONZERO,
    REALS,
    Asymptote,
    Elementwise,
    InPlace,
    Interval,
    LibraryEntry,
    Paper,
    Param,
    Traits,
    in_libraries,
)
from actcli.functions._helpers import ELFWING, HENDRYCKS_GIMPEL, IDENTITY_RIGHT, NAN_AT_MINUS_INF
from actcli.numbers.array import Array

_RAMACHANDRAN = Paper("Ramachandran, Zoph, Le", 2017, "Searching for Activation Functions", "1710.05941")

#: The smallest value of silu, at -1.27846...
_MINIMUM = -0.2784645427610738
_STEEPEST = 1.0998393201288669
#: Beyond it exp(-a) is zero whatever it is multiplied with.
_FAR = 1500.0


def silu_value(x: Array, out: Array | None = None) -> Array:
    """Return x * sigmoid(x)."""
    if special.exp_is_normal(x):
        result = special.sigmoid(x, out)
        result *= x
        return result
    result = special.exp_above(x, 40.0, out)  # from 37 on the sigmoid is 1
    result /= 1.0 + result
    result *= special.clip_below(x, -_FAR)
    return special.times_exp_below(result, x)


def silu_grad(x: Array) -> Array:
    """Return sigmoid(x) * (1 + x*sigmoid(-x))."""
    a = special.clip_above(np.abs(x), _FAR)
    return special.sigmoid_gate_grad(x, a, a)


silu = Elementwise(
    name="silu",
    family="swish",
    tier="core",
    summary="the input times its sigmoid",
    formula="x*sigmoid(x)",
    derivative="sigmoid(x)*(1+x*sigmoid(-x))",
    f=InPlace(silu_value),
    grad=silu_grad,
    traits=lambda: Traits(
        range=(Interval(_MINIMUM, inf, "[)"),),
        monotone="no",
        smoothness=inf,
        lipschitz=_STEEPEST,
        asymptotes=(IDENTITY_RIGHT,),
    ),
    papers=(HENDRYCKS_GIMPEL, ELFWING, _RAMACHANDRAN),
    aliases=("swish1",),
    libraries=in_libraries(
        ggml="GGML_UNARY_OP_SILU",
        te="silu",
        coreml="silu",
        bnns="siLU",
        mnn="SILU",
        exllamav3="silu",
        flashinfer="Silu",
        ncnn=LibraryEntry("Swish", note="-inf at -inf"),
        torch=LibraryEntry("silu, SiLU", note="value and slope are 0 from -709.8 down (-88.7 in float32)"),
        jax=LibraryEntry("silu, swish", note="value and slope are 0 from -709 down (-87.4 in float32)"),
        keras="silu, swish",
        onnx="Swish(alpha=1)",
        tf="silu, swish",
        mlx=LibraryEntry("silu, SiLU", note="8 digits in float64 too"),
        hf="silu, swish",
        tinygrad="silu, swish",
        nnlib="swish",
        paddle=LibraryEntry(
            "silu, swish", note="in float32 the slope is nan from -88.8 down; that of swish is wrong above 1.7e7"
        ),
        ort=LibraryEntry("Swish", note="runs as opset 24 only, not where the model says 25 to 28"),
        timm="swish, Swish",
    ),
    notes=(NAN_AT_MINUS_INF.format("PyTorch, JAX, Keras, TensorFlow, MLX, Transformers, tinygrad and PaddlePaddle"),),
)


def _swish(x: Array, beta: float) -> Array:
    """The gate grows with |x| for positive beta; for negative beta swish(x; beta) = -swish(-x; -beta)."""
    if beta == 0:
        return x / 2
    sign = 1.0 if beta > 0 else -1.0
    return sign * special.sigmoid_gate(sign * x, *_gate(x, beta))


def _gate(x: Array, beta: float) -> tuple[Array, Array, Array]:
    """Return |x|, no larger than matters, and |beta x| in two parts."""
    size = abs(beta)
    a = special.clip_above(np.abs(x), _FAR / size)
    return a, *special.two_prod(a, size)


def _swish_grad(x: Array, beta: float) -> Array:
    if beta == 0:
        return 0.5 + 0.0 * special.clip(x, -1, 1)
    _, hi, lo = _gate(x, beta)
    return special.sigmoid_gate_grad(x if beta > 0 else -x, hi, hi, lo)


def _swish_traits(beta: float) -> Traits:
    if beta == 0:
        return Traits(range=REALS, monotone="increasing", smoothness=inf, lipschitz=0.5, symmetry="odd")
    up = beta > 0
    return Traits(
        range=(Interval(_MINIMUM / beta, inf, "[)") if up else Interval(-inf, _MINIMUM / beta, "(]"),),
        monotone="no",
        smoothness=inf,
        lipschitz=_STEEPEST,
        asymptotes=(Asymptote(1, 0, 1 if up else -1),),
    )


swish = Elementwise(
    name="swish",
    family="swish",
    tier="core",
    summary="silu with a sharpness: half the input at 0, towards relu as it grows",
    formula="x*sigmoid(beta*x)",
    derivative="sigmoid(beta*x)*(1+beta*x*sigmoid(-beta*x))",
    f=_swish,
    grad=_swish_grad,
    params=(Param("beta", 1.0, FINITE, "sharpness of the gate", aliases=("alpha",), learned=True),),
    traits=_swish_traits,
    papers=(_RAMACHANDRAN,),
    libraries=in_libraries(
        cudnn="SWISH",
        onednn=LibraryEntry("swish", note="no default of alpha"),
        openvino=LibraryEntry("Swish", note="beta is an input, 1 if absent"),
        directml=LibraryEntry("Swish", note="SigmoidInputScale"),
        onnx=LibraryEntry("Swish", note="alpha"),
        tf="silu(beta), swish(beta)",
    ),
    notes=(
        "The swish of JAX, Keras, Transformers, tinygrad, PaddlePaddle, NNlib.jl, timm and ncnn is silu: beta is 1.",
        "ONNX Runtime runs Swish in models of opset 24 only, not of 25 to 28.",
    ),
)


e_swish = Elementwise(
    name="e_swish",
    family="swish",
    summary="a multiple of silu",
    formula="beta*x*sigmoid(x)",
    derivative="beta*sigmoid(x)*(1+x*sigmoid(-x))",
    f=lambda x, beta: beta * silu_value(x),
    grad=lambda x, beta: beta * silu_grad(x),
    params=(Param("beta", 1.735, NONZERO, "the factor"),),
    traits=lambda beta: Traits(
        range=(Interval(beta * _MINIMUM, inf, "[)") if beta > 0 else Interval(-inf, beta * _MINIMUM, "(]"),),
        monotone="no",
        smoothness=inf,
        lipschitz=abs(beta) * _STEEPEST,
        asymptotes=(Asymptote(beta, 0, 1),),
    ),
    papers=(Paper("Alcaide", 2018, "E-swish: Adjusting Activations to Different Network Depths", "1801.07145"),),
)


def _exp_and_half_n(x: Array) -> tuple[Array, Array]:
    """Return t = e^x and e = t + t^2/2: tanh(softplus(x)) is e/(1 + e)."""
    # From 20 on the tanh is 1; of a power of two the limit of the slope comes out exact.
    t = special.clip_above(special.exp_above(x, 50.0), 2.0**70)
    e = 0.5 * t
    e *= t
    e += t
    return t, e


@InPlace
def _mish(x: Array, out: Array) -> None:
    _, result = _exp_and_half_n(x)
    np.divide(result, 1.0 + result, out=out)
    out *= special.clip_below(x, -_FAR)
    special.times_exp_below(out, x)


def _mish_grad(x: Array) -> Array:
    """Return p (1 + x + t (1 - x p)/2) with p = t/(1 + e): the largest term is added last and multiplied once."""
    t, e = _exp_and_half_n(x)
    y = special.clip(x, -_FAR, 50.0)
    e += 1.0
    p = t / e
    t *= 0.5
    t *= 1.0 - y * p
    t += 1.0 + y
    t *= p
    return special.times_exp_below(t, x)


mish = Elementwise(
    name="mish",
    family="swish",
    tier="core",
    summary="the input times the tanh of its softplus",
    formula="x*tanh(softplus(x))",
    derivative="tanh(softplus(x))+x*sigmoid(x)*(1-tanh(softplus(x))**2)",
    f=_mish,
    grad=_mish_grad,
    traits=lambda: Traits(
        range=(Interval(-0.3088434130172504, inf, "[)"),),
        monotone="no",
        smoothness=inf,
        lipschitz=1.0884981612517279,
        asymptotes=(IDENTITY_RIGHT,),
    ),
    papers=(Paper("Misra", 2019, "Mish: A Self Regularized Non-Monotonic Activation Function", "1908.08681"),),
    libraries=in_libraries(
        onednn="mish",
        openvino="Mish",
        ncnn="Mish",
        dlib=LibraryEntry("mish", note="the gradient is set to 1 from 8 on, 0 up to -8"),
        torch="mish, Mish",
        jax=LibraryEntry("mish", note="0 from -709 down (-87.4 in float32)"),
        keras="mish",
        onnx="Mish",
        tfa="mish",
        mlx=LibraryEntry("mish, Mish", note="8 digits in float64 too"),
        hf="mish",
        tinygrad=LibraryEntry("mish", note="0 at -20 in float32, nan at inf"),
        nnlib="mish",
        paddle=LibraryEntry("mish", note="0 from -37 down, -17 in float32"),
        timm="mish, Mish",
    ),
    notes=(
        "Its slope at 0 is exactly 3/5.",
        "With a factor before the softplus it is beta_mish, with a shift inside mila.",
        NAN_AT_MINUS_INF.format("PyTorch, JAX, Keras, MLX, Transformers, tinygrad, PaddlePaddle and ONNX Runtime"),
    ),
)
