"""Sigmoids: from a floor to a ceiling along an S; here the logistic function and its nearest relatives."""

from __future__ import annotations

from math import inf, pi, sqrt

import numpy as np

from actcli import special
from actcli.catalog.record import (
    FINITE,
    NONZERO,
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
from actcli.numbers.array import Array

_FROM_OUTPUT = "the slope comes from the output: 0 from 37 on (17 in float32), 4.2e-18 at 40 is right"

sigmoid = Elementwise(
    name="sigmoid",
    family="sigmoid",
    tier="classic",
    summary="an S from 0 to 1: the logistic function",
    formula="1/(1+exp(-x))",
    derivative="sigmoid(x)*sigmoid(-x)",
    f=InPlace(special.sigmoid),
    grad=special.sigmoid_grad,
    traits=lambda: Traits(range=(Interval(0, 1, "()"),), monotone="increasing", smoothness=inf, lipschitz=0.25),
    aliases=("logistic", "expit"),
    libraries=in_libraries(
        ggml="GGML_UNARY_OP_SIGMOID",
        cudnn="SIGMOID",
        tensorrt="SIGMOID",
        onednn="logistic",
        webnn="sigmoid",
        coreml="sigmoid",
        tflite=LibraryEntry(
            "LOGISTIC",
            note="output quantized with scale 1/256 in int8; in int16 its default kernel is up to 7 off its reference",
        ),
        ncnn="Sigmoid",
        torch=LibraryEntry("sigmoid, Sigmoid", note=_FROM_OUTPUT),
        jax=LibraryEntry("sigmoid", note=_FROM_OUTPUT),
        keras=LibraryEntry("sigmoid", note=f"{_FROM_OUTPUT}; the NumPy backend warns of an overflow below -709"),
        onnx="Sigmoid",
        tf=LibraryEntry("sigmoid", note=_FROM_OUTPUT),
        mlx=LibraryEntry("sigmoid, Sigmoid", note=f"{_FROM_OUTPUT}; 8 digits in float64 too"),
        hf=LibraryEntry("sigmoid", note=_FROM_OUTPUT),
        tinygrad="sigmoid",
        paddle="sigmoid",
        sklearn="logistic",
        scipy="scipy.special.expit",
        ort=LibraryEntry("Sigmoid", note="0 from -18 down in float32, 17 % off at -15; 0 from -37 down in float64"),
        nnlib="sigmoid, σ",
        other=LibraryEntry("MATLAB logsig", note="not log_sigmoid"),
        openvino="Sigmoid",
        mnn="SIGMOID",
        mxnet="sigmoid",
        timm="sigmoid, Sigmoid",
    ),
    notes=("Its values and those at -x add up to 1.", "The slope is at most 1/4 and fades in both tails."),
)


@InPlace
def _log_sigmoid(x: Array, out: Array) -> None:
    special.log1p_exp(x, out)
    out -= special.clip_above(x, 0.0)
    np.negative(out, out=out)


log_sigmoid = Elementwise(
    name="log_sigmoid",
    family="sigmoid",
    tier="core",
    summary="the logarithm of sigmoid: a straight line on the left, up to 0 on the right",
    formula="-log(1+exp(-x))",
    derivative="sigmoid(-x)",
    f=_log_sigmoid,
    grad=lambda x: special.sigmoid(-x),
    traits=lambda: Traits(
        range=(Interval(-inf, 0, "()"),),
        monotone="increasing",
        smoothness=inf,
        lipschitz=1,
        asymptotes=(Asymptote(1, 0, -1),),
    ),
    libraries=in_libraries(
        torch="logsigmoid, LogSigmoid",
        scipy="scipy.special.log_expit",
        jax="log_sigmoid",
        keras="log_sigmoid",
        tf="tf.math.log_sigmoid",
        mlx=LibraryEntry("log_sigmoid, LogSigmoid", note="8 digits in float64 too"),
        tinygrad=LibraryEntry("logsigmoid", note="0 at 20 in float32; nan at -inf"),
        nnlib="logσ",
        paddle=LibraryEntry("log_sigmoid", note="0 from 37 on, 17 in float32; nan at -inf"),
    ),
    notes=(
        "It is -softplus(-x).",
        "PyTorch returned -inf at -300 (#1835, 2017) and nan at -inf (#20972); both are fixed.",
    ),
)


bipolar_sigmoid = Elementwise(
    name="bipolar_sigmoid",
    family="sigmoid",
    summary="sigmoid stretched to run from -1 to 1",
    formula="(1-exp(-x))/(1+exp(-x))",
    derivative="2*sigmoid(x)*sigmoid(-x)",
    f=lambda x: np.tanh(0.5 * x),
    grad=lambda x: 2.0 * special.sigmoid_grad(x),
    traits=lambda: Traits(
        range=(Interval(-1, 1, "()"),), monotone="increasing", smoothness=inf, lipschitz=0.5, symmetry="odd"
    ),
    aliases=("loggy", "sigmoid_symmetric"),
    libraries=in_libraries(darknet="loggy", acttensor="bipolar_sigmoid, BipolarSigmoid"),
    notes=("It is tanh(x/2).",),
)


def _laplace_dsigma(x: Array, mu: float, sigma: float) -> Array:
    z, rest = special.two_standardize(x, mu, sigma)
    return special.normal_pdf(z, rest) * (-z / sigma)


laplace = Elementwise(
    name="laplace",
    family="sigmoid",
    tier="core",
    summary="the distribution function of a normal distribution with mean mu and deviation sigma",
    formula="erfc((mu-x)/(sigma*sqrt(2)))/2",
    derivative="exp(-((x-mu)/sigma)**2/2)/(sigma*sqrt(2*pi))",
    stable="Phi((x-mu)/sigma)",
    f=lambda x, mu, sigma: special.normal_cdf(*special.two_standardize(x, mu, sigma)),
    grad=lambda x, mu, sigma: special.normal_pdf(*special.two_standardize(x, mu, sigma)) / sigma,
    params=(
        Param("mu", 0.707107, FINITE, "mean: where the value is 1/2"),
        Param("sigma", 0.282095, NONZERO, "standard deviation: the width of the rise", derivative=_laplace_dsigma),
    ),
    traits=lambda mu, sigma: Traits(
        range=(Interval(0, 1, "()"),),
        monotone="increasing" if sigma > 0 else "decreasing",
        smoothness=inf,
        lipschitz=1 / (abs(sigma) * sqrt(2 * pi)),
    ),
    papers=(Paper("Ma et al.", 2022, "Mega: Moving Average Equipped Gated Attention", "2209.10655"),),
    libraries=in_libraries(hf=LibraryEntry("laplace", note="loses its tail: 0 at -2 in float64, where 4e-22 is right")),
    notes=(
        "In spite of its name it belongs to the normal distribution, not to Laplace's.",
        "The defaults are rounded from sqrt(1/2) and sqrt(1/(4 pi)).",
    ),
)
