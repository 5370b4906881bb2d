"""Sigmoids from statistics and growth curves, and the error function."""

from __future__ import annotations

from math import exp, inf, pi, sqrt

from actcli.catalog.record import (
    FINITE,
    POSITIVE,
    Elementwise,
    Interval,
    LibraryEntry,
    Paper,
    Param,
    Traits,
    in_libraries,
)
from actcli.functions._helpers import ELLIOTT, corner


def _isigmoid(alpha: float, beta: float) -> Traits:
    slope = exp(-beta) / (1 + exp(-beta)) ** 2
    return Traits(kinks=(*corner(-beta, alpha, slope), *corner(beta, slope, alpha)))


erf = Elementwise(
    name="erf",
    family="sigmoid",
    summary="the error function",
    formula="erf(x)",
    traits=lambda: Traits(
        range=(Interval(-1, 1, "()"),), monotone="increasing", smoothness=inf, lipschitz=2 / sqrt(pi), symmetry="odd"
    ),
    papers=(Paper("Williams", 1996, "Computing with Infinite Networks"),),
    libraries=in_libraries(
        torch="torch.erf",
        jax="jax.lax.erf",
        keras="keras.ops.erf",
        onnx="Erf",
        tf="tf.math.erf",
        mlx="mx.erf",
        tinygrad="erf",
        paddle="paddle.erf",
        scipy="scipy.special.erf",
        ncnn="Erf",
        webnn="erf",
        cudnn="ERF",
        openvino="Erf",
        mnn="ERF",
        mxnet="erf",
    ),
)

derf = Elementwise(
    name="derf",
    family="sigmoid",
    summary="the error function of a scaled and shifted input: a layer in place of normalization",
    formula="erf(alpha*x + shift)",
    params=(
        Param("alpha", 0.5, FINITE, "scale of the input", learned=True),
        Param("shift", 0.0, FINITE, "added to it", learned=True),
    ),
    papers=(Paper("Chen et al.", 2025, "Stronger Normalization-Free Transformers", "2512.10938"),),
    notes=("The layer also multiplies by gamma and adds beta, like that of dyt.",),
)

sigmoid_attention = Elementwise(
    name="sigmoid_attention",
    family="sigmoid",
    summary="sigmoid with a bias: attention without softmax",
    formula="sigmoid(x + bias)",
    params=(Param("bias", 0.0, FINITE, "added to the input", aliases=("b",)),),
    traits=lambda bias: Traits(range=(Interval(0, 1, "()"),), monotone="increasing", smoothness=inf, lipschitz=0.25),
    papers=(
        Paper(
            "Ramapuram et al.", 2024, "Theory, Analysis, and Best Practices for Sigmoid Self-Attention", "2409.04431"
        ),
    ),
    notes=("The authors advise a bias near -log(n) for n keys.",),
)

elliott = Elementwise(
    name="elliott",
    family="sigmoid",
    summary="softsign, moved to 0..1",
    formula="x/(2*(1 + abs(x))) + 1/2",
    derivative="1/(2*(1 + abs(x))**2)",
    stable="where(x < 0, 1/(2*(1 - x)), (1 + 2*x)/(2*(1 + x)))",
    traits=lambda: Traits(smoothness=1),
    papers=(ELLIOTT,),
    libraries=in_libraries(
        nonlinear="Elliot",
        other=LibraryEntry("FANN ELLIOT", note="FANN first multiplies the input by 0.5, its steepness"),
    ),
    notes=("MATLAB's elliotsig and mlpack's Elliot are softsign.",),
)

loglog = Elementwise(
    name="loglog",
    family="sigmoid",
    summary="a sigmoid that leaves 0 fast and reaches 1 slowly: the Gompertz curve",
    formula="exp(-exp(-x))",
    derivative="exp(-x-exp(-x))",
    traits=lambda: Traits(range=(Interval(0, 1, "()"),), monotone="increasing", smoothness=inf, lipschitz=exp(-1)),
    aliases=("gompertz",),
    papers=(
        Paper(
            "Gomes, Ludermir, Lima",
            2010,
            "Comparison of new activation functions in neural network for forecasting financial time series",
        ),
    ),
    notes=("loglog(x) = 1 - cloglog(-x).", "pysurvival's LogLog is cloglog."),
)

cloglogm = Elementwise(
    name="cloglogm",
    family="sigmoid",
    summary="cloglog stretched to run from -1 to 1",
    formula="1 - 2*exp(-0.7*exp(x))",
    derivative="1.4*exp(x)*exp(-0.7*exp(x))",
    papers=(
        Paper(
            "Gomes, Ludermir",
            2013,
            "Optimization of the weights and asymmetric activation function family "
            "of neural network for time series forecasting",
        ),
    ),
    notes=("torch_activation has exp(-x) inside, which decreases.",),
)

aranda_ordaz = Elementwise(
    name="aranda_ordaz",
    family="sigmoid",
    summary="a family of sigmoids from logistic to complementary log-log",
    formula="1 - (1 + alpha*exp(x))**(-1/alpha)",
    stable="-expm1(-log1p(alpha*exp(x))/alpha)",
    params=(Param("alpha", 2.0, POSITIVE, "1 is sigmoid, 0 the limit cloglog", learned=True),),
    papers=(Paper("Aranda-Ordaz", 1981, "On Two Families of Transformations to Additivity for Binary Response Data"),),
    libraries=in_libraries(ai_on_browser="aranda", torch_activation="ArandaOrdaz"),
)

scaled_sigmoid = Elementwise(
    name="scaled_sigmoid",
    family="sigmoid",
    summary="sigmoid of any height, steepness and place",
    formula="alpha*sigmoid(beta*(x - mu)) - gamma",
    params=(
        Param("alpha", 1.0, FINITE, "height"),
        Param("beta", 1.0, FINITE, "steepness"),
        Param("mu", 0.0, FINITE, "centre"),
        Param("gamma", 0.0, FINITE, "subtracted"),
    ),
    libraries=in_libraries(torch_activation="VariantSigmoidFunction"),
    notes=("beta is 5 in NEAT-python, after 4.9 in the paper of NEAT, and twice the steepness in FANN: 1 by default.",),
)

d_sigmoid = Elementwise(
    name="d_sigmoid",
    family="sigmoid",
    summary="the derivative of sigmoid: a bell",
    formula="sigmoid(x)*(1 - sigmoid(x))",
    derivative="sigmoid(x)*(1 - sigmoid(x))*(1 - 2*sigmoid(x))",
    aliases=("sigmoid_derivative",),
    libraries=in_libraries(nonlinear="SigmoidDerivative"),
)

isigmoid = Elementwise(
    name="isigmoid",
    family="sigmoid",
    summary="sigmoid near zero, lines outside",
    formula=(
        "where(x < -beta, alpha*(x + beta) + sigmoid(-beta), where(x > beta, alpha*(x - beta) + "
        "sigmoid(beta), sigmoid(x)))"
    ),
    params=(Param("alpha", 0.2, FINITE, "slope of the lines"), Param("beta", 2.0, POSITIVE, "where they begin")),
    traits=_isigmoid,
    papers=(
        Paper(
            "Qin et al.",
            2018,
            "The Optimized Deep Belief Networks With Improved Logistic Sigmoid Units and Their Application in "
            "Fault Diagnosis for Planetary Gearboxes of Wind Turbines",
        ),
    ),
    libraries=in_libraries(
        torch_activation="ImprovedLogisticSigmoid", ai_on_browser=LibraryEntry("isigmoid", {"alpha": 1, "beta": 1})
    ),
)
