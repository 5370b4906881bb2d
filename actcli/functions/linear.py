"""The identity, straight lines and steps."""

from __future__ import annotations

from math import inf

import numpy as np

from actcli.catalog.record import (
    FINITE,
    REALS,
    Elementwise,
    Interval,
    Kink,
    LibraryEntry,
    Paper,
    Param,
    Traits,
    in_libraries,
)
from actcli.functions._helpers import indicator, one, times, zero
from actcli.numbers.array import Array

linear = Elementwise(
    name="linear",
    family="linear",
    tier="classic",
    summary="the input, unchanged",
    formula="x",
    f=np.positive,
    grad=one,
    traits=lambda: Traits(range=REALS, monotone="increasing", smoothness=inf, lipschitz=1, symmetry="odd"),
    aliases=("purelin", "identity"),
    libraries=in_libraries(
        flashinfer="Identity",
        cudnn="IDENTITY",
        torch="nn.Identity",
        jax="identity",
        keras="linear, Identity",
        onnx="Identity",
        tf="tf.identity",
        mlx="nn.Identity",
        hf="linear",
        paddle="nn.Identity",
        sklearn="identity",
    ),
    notes=("linear of oneDNN and WebNN, and linear_activation of Core ML, have a slope and an offset: affine.",),
)


_HEAVISIDE = "the value at 0 is an argument"

binary_step = Elementwise(
    name="binary_step",
    family="linear",
    tier="classic",
    summary="0 below the threshold, 1 from it on",
    formula="where(x < threshold, 0, 1)",
    f=lambda x, threshold: indicator(x >= threshold, x),
    grad=zero,
    params=(Param("threshold", 0.0, FINITE, "where the step is", derivative=zero),),
    traits=lambda threshold: Traits(
        range=(Interval(0, 0), Interval(1, 1)),
        monotone="non-decreasing",
        smoothness=-1,
        lipschitz=inf,
        kinks=(Kink(float(threshold), 0, 0, jump=(0, 1), libraries={"jax": 0, "mlx": 0}),),
        dead=(Interval(-inf, inf, "()"),),
    ),
    aliases=("heaviside", "step", "hardlim"),
    papers=(
        Paper("McCulloch, Pitts", 1943, "A logical calculus of the ideas immanent in nervous activity"),
        Paper(
            "Rosenblatt",
            1958,
            "The perceptron: a probabilistic model for information storage and organization in the brain",
        ),
    ),
    libraries=in_libraries(
        ggml=LibraryEntry("GGML_UNARY_OP_STEP", note="0 at 0"),
        ncnn=LibraryEntry("Threshold", note="0 at the threshold; threshold is another function in PyTorch and Keras"),
        torch=LibraryEntry("torch.heaviside(input, values)", note=f"{_HEAVISIDE}; 0 for nan"),
        jax=LibraryEntry("jnp.heaviside(x, h0)", note=f"{_HEAVISIDE}, which subnormal numbers get too"),
        keras=LibraryEntry("keras.ops.heaviside", note=_HEAVISIDE),
        onnx=LibraryEntry("ai.onnx.ml.Binarizer", note="0 at the threshold"),
        mlx=LibraryEntry("step, Step", note="0 for nan"),
        paddle=LibraryEntry("paddle.heaviside", note=_HEAVISIDE),
        numpy=LibraryEntry("numpy.heaviside(x1, x2)", note=_HEAVISIDE),
    ),
    notes=(
        "The value at the threshold is a convention: 1 here and in MLX, 0 in ONNX and ActTensor, often 1/2 elsewhere.",
    ),
)


def _sign(x: Array) -> Array:
    # np.sign drops the sign of zero.
    return np.copysign(np.sign(x), x)


sign = Elementwise(
    name="sign",
    family="linear",
    tier="core",
    summary="-1 below zero, 1 above, 0 at zero",
    formula="where(x > 0, 1, where(x < 0, -1, 0))",
    f=_sign,
    grad=zero,
    traits=lambda: Traits(
        range=(Interval(-1, -1), Interval(0, 0), Interval(1, 1)),
        monotone="non-decreasing",
        smoothness=-1,
        lipschitz=inf,
        kinks=(Kink(0, 0, 0, jump=(-1, 1), libraries={"torch": 0, "jax": 0, "tf": 0, "keras": 0, "mlx": 0}),),
        symmetry="odd",
        dead=(Interval(-inf, inf, "()"),),
    ),
    libraries=in_libraries(
        ggml="GGML_UNARY_OP_SGN",
        webnn="sign",
        torch=LibraryEntry("torch.sign", note="0 for nan"),
        jax=LibraryEntry("jnp.sign", note="0 for subnormal numbers"),
        keras="keras.ops.sign",
        onnx="Sign",
        tf=LibraryEntry("tf.sign", note="a subnormal number is returned unchanged"),
        mlx=LibraryEntry("mx.sign", note="0 for nan"),
        tinygrad="sign",
        paddle="paddle.sign",
        numpy="numpy.sign",
        openvino="Sign",
        tflite="SIGN",
        mnn="SIGN",
        mxnet="sign",
    ),
    notes=("The steps that have no 0 are bipolar_step, which is 1 at 0, and bipolar of ActTensor, which is -1 there.",),
)


def _affine(x: Array, alpha: float, beta: float) -> Array:
    product = times(alpha, x)
    # Adding zero would drop the sign of zero.
    return product + beta if beta else product


def _affine_traits(alpha: float, beta: float) -> Traits:
    return Traits(
        range=REALS if alpha else (Interval(beta, beta),),
        monotone="increasing" if alpha > 0 else "decreasing" if alpha else "non-decreasing",
        smoothness=inf,
        lipschitz=abs(alpha),
        symmetry="none" if bool(alpha) == bool(beta) else "odd" if alpha else "even",
        dead=() if alpha else REALS,
    )


affine = Elementwise(
    name="affine",
    family="linear",
    tier="core",
    summary="a straight line",
    formula="alpha*x + beta",
    f=_affine,
    grad=lambda x, alpha, _beta: zero(x) + alpha,
    params=(
        Param("alpha", 1.0, FINITE, "slope", aliases=("a",)),
        Param("beta", 0.0, FINITE, "value at zero", derivative=one, aliases=("b",)),
    ),
    traits=_affine_traits,
    libraries=in_libraries(
        onednn=LibraryEntry("linear", note="no defaults"),
        webnn="linear",
        coreml=LibraryEntry("linear_activation", note="no defaults"),
        onnx=LibraryEntry("Affine", note="inside RNN, GRU and LSTM only; the schema states no defaults"),
        ort=LibraryEntry("Affine", note="as an operator up to opset 10"),
    ),
)
