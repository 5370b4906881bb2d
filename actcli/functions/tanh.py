"""Hyperbolic tangents: an S from -1 to 1 around 0."""

from __future__ import annotations

from math import inf

import numpy as np

from actcli import special
from actcli.catalog.record import (
    FINITE,
    POSITIVE,
    REALS,
    Asymptote,
    Elementwise,
    ExactFloat,
    Interval,
    LibraryEntry,
    Paper,
    Param,
    Traits,
    in_libraries,
)
from actcli.functions._helpers import corner, indicator, zero
from actcli.numbers.array import Array

# sech^2 is 0 in float64 there, so that x*sech^2(x) has its limit.
_REACH = 400.0

_FROM_OUTPUT = "the slope comes from the output: 0 from ±19.1 on (±9.1 in float32), where 1e-16 is right"
_CUT = "the slope comes from the output, which is cut: 0 from ±{} on (±8 in float32)"

tanh = Elementwise(
    name="tanh",
    family="tanh",
    tier="classic",
    summary="an S from -1 to 1: the hyperbolic tangent",
    formula="(exp(x)-exp(-x))/(exp(x)+exp(-x))",
    derivative="1-tanh(x)**2",
    f=np.tanh,
    grad=special.sech2,
    traits=lambda: Traits(
        range=(Interval(-1, 1, "()"),), monotone="increasing", smoothness=inf, lipschitz=1, symmetry="odd"
    ),
    aliases=("tansig",),
    libraries=in_libraries(
        ggml="GGML_UNARY_OP_TANH",
        cudnn="TANH",
        tensorrt="TANH",
        onednn="tanh",
        webnn="tanh",
        tflite=LibraryEntry(
            "TANH",
            note="output quantized with scale 1/128 in int8; in int16 its default kernel is up to 12 off its reference",
        ),
        ncnn="TanH",
        torch=LibraryEntry("tanh, Tanh", note=_FROM_OUTPUT),
        jax=LibraryEntry("tanh", note=f"{_CUT.format(20)}; values up to 6.4 ulp off in float64"),
        keras=LibraryEntry("tanh", note="the slope comes from the output: 0 from ±8 on; on JAX float64 gives float32"),
        onnx="Tanh",
        tf=LibraryEntry("tanh", note=_CUT.format(17.8)),
        mlx="tanh, Tanh",
        hf=LibraryEntry("tanh", note=_FROM_OUTPUT),
        tinygrad="tanh",
        paddle="tanh",
        sklearn="tanh",
        numpy="numpy.tanh",
        openvino="Tanh",
        mnn="TANH",
        mxnet="tanh",
        timm="tanh, Tanh",
    ),
    notes=("It is 2*sigmoid(2*x) - 1: zero-centred, where sigmoid is not, but its slope fades in both tails too.",),
)


def _held(x: Array, scale: float) -> Array:
    """Return x, held where sech^2 of scale*x is 0."""
    bound = 2.0 * _REACH / abs(scale)
    return special.clip(x, -bound, bound)


def _scaled_sech2(x: Array, scale: float) -> Array:
    """Return sech^2 of the exact product scale*x."""
    return special.sech2(*special.two_prod(_held(x, scale), special.constant(scale)))


def _scaled_tanh_grad(x: Array, alpha: float, beta: float) -> Array:
    return _scaled_sech2(x, beta) * (alpha * beta) if alpha and beta else zero(x)


def _scaled_tanh_traits(alpha: float, beta: float) -> Traits:
    steepest = alpha * beta
    if not steepest:
        return Traits((Interval(0, 0),), "non-decreasing", inf, 0, dead=REALS)
    return Traits(
        range=(Interval(-abs(alpha), abs(alpha), "()"),),
        monotone="increasing" if steepest > 0 else "decreasing",
        smoothness=inf,
        lipschitz=abs(steepest),
        symmetry="odd",
    )


scaled_tanh = Elementwise(
    name="scaled_tanh",
    family="tanh",
    tier="core",
    summary="tanh stretched so that 1 goes to about 1 and -1 to about -1",
    formula="alpha*tanh(beta*x)",
    f=lambda x, alpha, beta: alpha * np.tanh(beta * x) if alpha and beta else zero(x),
    grad=_scaled_tanh_grad,
    params=(
        Param("alpha", 1.7159, FINITE, "amplitude", aliases=("scale_b",)),
        Param("beta", ExactFloat("2/3"), FINITE, "scale of x", aliases=("scale_a",)),
    ),
    traits=_scaled_tanh_traits,
    aliases=("lecun_tanh", "stanh"),
    papers=(Paper("LeCun, Bottou, Orr, Müller", 1998, "Efficient BackProp"),),
    libraries=in_libraries(
        tensorrt=LibraryEntry("SCALED_TANH", note="no defaults"),
        coreml=LibraryEntry("scaled_tanh", note="no defaults"),
        onnx=LibraryEntry("ScaledTanh", note="inside RNN, GRU and LSTM only, without defaults"),
        paddle=LibraryEntry(
            "paddle.stanh", {"beta": 0.67}, note="scale_a is beta, scale_b is alpha; rounded to float32, in float64 too"
        ),
        ort=LibraryEntry("ScaledTanh", note="as an operator up to opset 10"),
        torch_activation="STanh",
        acttensor="leCun_tanh, LeCunTanh",
    ),
    notes=("MIOpen swaps the names: beta*tanh(alpha*x).",),
)


def _penalized_tanh(x: Array, alpha: float) -> Array:
    y = np.tanh(x)
    above = special.clip_below(y, -0.0) if alpha else special.positive_part(y)
    return above + alpha * special.clip_above(y, 0.0)


def _penalized_tanh_grad(x: Array, alpha: float) -> Array:
    on = indicator(x > 0.0 if abs(alpha) <= 1 else x >= 0.0, x)
    return special.sech2(x) * (on + alpha * (1.0 - on))


def _penalized_range(alpha: float) -> Interval:
    if alpha > 0:
        return Interval(-alpha, 1, "()")
    return Interval(0, max(1, -alpha), "[)")


penalized_tanh = Elementwise(
    name="penalized_tanh",
    family="tanh",
    summary="tanh, flattened below zero",
    formula="where(x > 0, tanh(x), alpha*tanh(x))",
    derivative="where(x > 0, 1, alpha)*(1-tanh(x)**2)",
    f=_penalized_tanh,
    grad=_penalized_tanh_grad,
    params=(Param("alpha", 0.25, FINITE, "factor below zero"),),
    traits=lambda alpha: Traits(
        range=(_penalized_range(alpha),),
        monotone="increasing" if alpha > 0 else "non-decreasing" if alpha == 0 else "no",
        smoothness=inf if alpha == 1 else 0,
        lipschitz=max(1, abs(alpha)),
        kinks=corner(0, alpha, 1),
        symmetry="odd" if alpha == 1 else "even" if alpha == -1 else "none",
        dead=(Interval(-inf, 0, "()"),) if alpha == 0 else (),
    ),
    papers=(Paper("Xu, Huang, Li", 2016, "Revise Saturated Activation Functions", "1602.05980"),),
)


def _dyt_dalpha(x: Array, alpha: float) -> Array:
    return _held(x, alpha) * _scaled_sech2(x, alpha)


dyt = Elementwise(
    name="dyt",
    family="tanh",
    summary="tanh with a learned scale, a substitute for layer normalization",
    formula="tanh(alpha*x)",
    f=lambda x, alpha: np.tanh(alpha * x),
    params=(Param("alpha", 0.5, POSITIVE, "scale of x", derivative=_dyt_dalpha, learned=True),),
    traits=lambda alpha: Traits(
        range=(Interval(-1, 1, "()"),), monotone="increasing", smoothness=inf, lipschitz=alpha, symmetry="odd"
    ),
    aliases=("dynamic_tanh",),
    papers=(Paper("Zhu, Chen, He, LeCun, Liu", 2025, "Transformers without Normalization", "2503.10622"),),
    libraries=in_libraries(liger="dyt"),
    notes=("The layer of the paper also applies a learned weight and bias to each channel.",),
)


lisht = Elementwise(
    name="lisht",
    family="tanh",
    tier="core",
    summary="x times tanh(x): a valley with straight sides and a round floor",
    formula="x*tanh(x)",
    f=lambda x: x * np.tanh(x),
    grad=lambda x: np.tanh(x) + special.clip(x, -_REACH, _REACH) * special.sech2(x),
    traits=lambda: Traits(
        range=(Interval(0, inf, "[)"),),
        monotone="no",
        smoothness=inf,
        # The slope is largest where x*tanh(x) = 1, and there it equals x.
        lipschitz=1.1996786402577338,
        symmetry="even",
        asymptotes=(Asymptote(-1, 0, -1), Asymptote(1, 0, 1)),
    ),
    papers=(
        Paper(
            "Roy, Manna, Dubey, Chaudhuri",
            2019,
            "LiSHT: Non-Parametric Linearly Scaled Hyperbolic Tangent Activation Function for Neural Networks",
            "1901.05894",
        ),
    ),
    libraries=in_libraries(tfa="lisht", nnlib="lisht"),
)
