"""The input times a gate: sigmoids of other shapes and with more parameters."""

from __future__ import annotations

import numpy as np

from actcli import special
from actcli.catalog.record import FINITE, POSITIVE, Elementwise, LibraryEntry, Paper, Param, Traits, in_libraries
from actcli.functions._helpers import ELFWING, LARGEST, PATWARDHAN, PISHCHIK
from actcli.numbers.array import Array

_HUANG = Paper("Huang", 2024, "Expanded Gating Ranges Improve Activation Functions", "2405.20768")

#: Further left the gate of golu is closed.
_CLOSED = 600.0


def _golu_grad(x: Array, alpha: float, beta: float, gamma: float) -> Array:
    rate = beta * np.exp(special.clip(-gamma * x, -LARGEST, _CLOSED))
    held = special.clip(x, -_CLOSED / gamma, LARGEST)
    return special.times_exp(alpha * (1.0 + gamma * (held * rate)), -rate)


def _pflu_grad(x: Array) -> Array:
    held = special.clip(x, -LARGEST, LARGEST)
    r = held / np.hypot(1.0, held)
    square = 1.0 + held * held
    bent = (1.0 + r - r * r) / (1.0 - special.clip_above(r, 0.0)) / 2.0
    far = np.where(np.isinf(square), held, 1.0)
    left = np.where(np.isinf(square), bent / far / far, bent / square)
    return np.where(r < 0.0, left, (1.0 + r * (1.0 + 1.0 / square)) / 2.0)


scaled_silu = Elementwise(
    name="scaled_silu",
    family="swish",
    summary="silu of the scaled input",
    formula="alpha*x*sigmoid(alpha*x)",
    params=(Param("alpha", 1.0, FINITE, "scale of the input"),),
    libraries=in_libraries(ort="ScaledSiLU"),
    notes=("Unlike swish, it scales both the input and the argument of the sigmoid.",),
)

golu = Elementwise(
    name="golu",
    family="swish",
    summary="the input times a Gompertz curve",
    formula="x*(alpha*exp(-beta*exp(-gamma*x)))",
    grad=_golu_grad,
    params=(
        Param("alpha", 1.0, POSITIVE, "height of the gate"),
        Param("beta", 1.0, POSITIVE, "place of the gate"),
        Param("gamma", 1.0, POSITIVE, "steepness of the gate"),
    ),
    papers=(
        Paper(
            "Das et al.",
            2025,
            "Gompertz Linear Units: Leveraging Asymmetry for Enhanced Learning Dynamics",
            "2502.03654",
        ),
    ),
    libraries=in_libraries(nonlinear="ExpExpish"),
)

acon_c = Elementwise(
    name="acon_c",
    family="swish",
    summary="a smooth maximum of two lines through zero",
    formula="(p1 - p2)*x*sigmoid(beta*(p1 - p2)*x) + p2*x",
    params=(
        Param("p1", 1.0, FINITE, "slope on the right", learned=True),
        Param("p2", 0.0, FINITE, "slope on the left", learned=True),
        Param("beta", 1.0, FINITE, "steepness", learned=True),
    ),
    papers=(Paper("Ma, Zhang, Liu, Sun", 2020, "Activate or Not: Learning Customized Activation", "2009.04759"),),
    libraries=in_libraries(other="YOLOv5 AconC"),
    notes=("p1=1, p2=0 is swish; ACON-B has p2 = 0.25.",),
)

colu = Elementwise(
    name="colu",
    family="swish",
    summary="the input over 1 - x exp(-(x + exp(x)))",
    formula="x/(1 - x*exp(-(x + exp(x))))",
    papers=(Paper("Vagerwal", 2021, "Deeper Learning with CoLU Activation", "2112.12078"),),
    libraries=in_libraries(acttensor="colu, CoLU"),
)

sinlu = Elementwise(
    name="sinlu",
    family="swish",
    summary="the input plus a sine, times the sigmoid of the input",
    formula="(x + alpha*sin(beta*x))*sigmoid(x)",
    params=(
        Param("alpha", 1.0, FINITE, "amplitude", learned=True),
        Param("beta", 1.0, FINITE, "frequency", learned=True),
    ),
    papers=(Paper("Paul et al.", 2022, "SinLU: Sinu-Sigmoidal Linear Unit"),),
    libraries=in_libraries(torch_activation=LibraryEntry("SinLU", note="alpha is 0.5 where Plotly is missing")),
)

coslu = Elementwise(
    name="coslu",
    family="swish",
    summary="the input plus a cosine, times the sigmoid of the input",
    formula="(x + alpha*cos(beta*x))*sigmoid(x)",
    params=(
        Param("alpha", 1.0, FINITE, "amplitude", learned=True),
        Param("beta", 1.0, FINITE, "frequency", learned=True),
    ),
    papers=(PISHCHIK,),
    libraries=in_libraries(torch_activation="CosLU"),
)

d_silu = Elementwise(
    name="d_silu",
    family="swish",
    summary="the derivative of silu",
    formula="sigmoid(x)*(1 + x*(1 - sigmoid(x)))",
    derivative="sigmoid(x)*(1 - sigmoid(x))*(2 + x*(1 - 2*sigmoid(x)))",
    papers=(ELFWING,),
    libraries=in_libraries(nonlinear="DerivativeSiLU"),
)

aria = Elementwise(
    name="aria",
    family="swish",
    summary="the input times a power of a sigmoid",
    formula="x*(1 + exp(-beta*x))**(-alpha)",
    params=(Param("alpha", 1.5, POSITIVE, "power"), Param("beta", 2.0, POSITIVE, "steepness")),
    papers=(PATWARDHAN,),
    libraries=in_libraries(
        torch_activation=LibraryEntry("ARiA", {"alpha": 1, "beta": 1}, note="nu = 1/alpha"), other="pywick Aria2"
    ),
    notes=(
        "aria2 is the gate alone, without the input, as Echo has it; the paper's ARiA2 is this function.",
        "alpha = 1 is swish.",
    ),
)

calu = Elementwise(
    name="calu",
    family="swish",
    summary="the input times an arctan gate",
    formula="x*(atan(x)/pi + 1/2)",
    aliases=("atlu",),
    papers=(_HUANG,),
    libraries=in_libraries(nonlinear="CaLU"),
)

xatlu = Elementwise(
    name="xatlu",
    family="swish",
    summary="the input times an arctan gate of an expanded range",
    formula="x*((1 + 2*alpha)*(atan(x)/pi + 1/2) - alpha)",
    params=(Param("alpha", 0.0, FINITE, "how far the gate leaves 0..1", learned=True),),
    papers=(_HUANG,),
)

pflu = Elementwise(
    name="pflu",
    family="swish",
    summary="the input times an algebraic gate",
    formula="x*(1 + x/sqrt(1 + x**2))/2",
    derivative="(1 + x*(2 + x**2)/(1 + x**2)**1.5)/2",
    grad=_pflu_grad,
    stable="where(x < 0, x/(2*(1 + x**2)*(1 - x/sqrt(1 + x**2))), x*(1 + x/sqrt(1 + x**2))/2)",
    aliases=("dish", "swim"),
    papers=(
        Paper(
            "Zhu et al.",
            2021,
            "PFLU and FPFLU: Two novel non-monotonic activation functions in convolutional neural networks",
        ),
    ),
    libraries=in_libraries(nonlinear="PFLU", other="thinc dish"),
)

lalu = Elementwise(
    name="lalu",
    family="swish",
    summary="the input times the distribution function of the Laplace distribution",
    formula="x*where(x > 0, 1 - exp(-x)/2, exp(x)/2)",
    traits=lambda: Traits(smoothness=2),
    libraries=in_libraries(nonlinear="LaLU"),
)

mila = Elementwise(
    name="mila",
    family="swish",
    summary="mish whose softplus is shifted",
    formula="x*tanh(softplus(x + beta))",
    params=(Param("beta", -0.25, FINITE, "shift"),),
    libraries=in_libraries(echo="mila, Mila"),
    notes=("beta = 0 is mish.",),
)

beta_mish = Elementwise(
    name="beta_mish",
    family="swish",
    summary="mish whose softplus is scaled",
    formula="x*tanh(beta*softplus(x))",
    params=(Param("beta", 1.5, POSITIVE, "scale"),),
    libraries=in_libraries(echo="beta_mish, BetaMish"),
    notes=("beta = 1 is mish.",),
)

eis_3 = Elementwise(
    name="eis_3",
    family="swish",
    summary="swish whose gate is moved",
    formula="x/(1 + delta*exp(-theta*x))",
    stable="where(x < 0, x*exp(theta*x)/(delta + exp(theta*x)), x/(1 + delta*exp(-theta*x)))",
    params=(Param("delta", 1.16, POSITIVE, "moves the gate"), Param("theta", 1.0, POSITIVE, "steepness")),
    papers=(
        Paper(
            "Biswas, Kumar, Banerjee, Pandey",
            2020,
            "EIS - a family of activation functions combining Exponential, ISRU, and Softplus",
            "2009.13501",
        ),
    ),
    libraries=in_libraries(
        torch_activation=LibraryEntry("EIS", {"delta": 1}), nonlinear=LibraryEntry("EANAF", {"delta": 2})
    ),
    notes=(
        "delta = 1 is swish; RMAF has delta = 0.25, EANAF 2.",
        "In its abstract, the paper gives delta = 1.16 to x*softplus(x)/(x + 1.16*exp(-x)), of the same family.",
    ),
)

log_logish = Elementwise(
    name="log_logish",
    family="swish",
    summary="the input times its cloglog",
    formula="x*(1 - exp(-exp(x)))",
    derivative="1 - exp(-exp(x)) + x*exp(x)*exp(-exp(x))",
    libraries=in_libraries(nonlinear="LogLogish"),
)

sin_sig = Elementwise(
    name="sin_sig",
    family="swish",
    summary="the input times the sine of a sigmoid",
    formula="x*sin(pi/2*sigmoid(x))",
    libraries=in_libraries(nonlinear="SinSig"),
)
