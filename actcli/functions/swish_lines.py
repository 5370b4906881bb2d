"""Gated inputs with lines, and products of the input with one more function."""

from __future__ import annotations

from math import e

from actcli.catalog.record import FINITE, POSITIVE, Elementwise, LibraryEntry, Paper, Param, Rule, Traits, in_libraries
from actcli.functions._helpers import corner

_ERFACT = Paper(
    "Biswas, Kumar, Banerjee, Pandey",
    2021,
    "ErfAct and Pserf: Non-monotonic Smooth Trainable Activation Functions",
    "2109.04386",
)

erf_act = Elementwise(
    name="erf_act",
    family="swish",
    summary="the input times the error function of an exponential",
    formula="x*erf(alpha*exp(beta*x))",
    params=(Param("alpha", 0.75, POSITIVE, "scale", learned=True), Param("beta", 0.75, POSITIVE, "rate", learned=True)),
    papers=(_ERFACT,),
    libraries=in_libraries(torch_activation=LibraryEntry("ErfAct", {"alpha": 1, "beta": 0.5})),
)

p_serf = Elementwise(
    name="p_serf",
    family="swish",
    summary="serf with trained scale and steepness",
    formula="x*erf(alpha*softplus(beta*x))",
    params=(
        Param("alpha", 1.25, POSITIVE, "scale", learned=True),
        Param("beta", 0.85, POSITIVE, "steepness", learned=True),
    ),
    papers=(_ERFACT,),
    libraries=in_libraries(torch_activation=LibraryEntry("PSerf", {"alpha": 1, "beta": 1})),
    notes=("alpha = beta = 1 is serf.", "Other ports start from alpha = 1 and beta = 1.25."),
)

lau = Elementwise(
    name="lau",
    family="swish",
    summary="logish whose sigmoid has a trained scale and steepness",
    formula="x*log1p(alpha*sigmoid(beta*x))",
    params=(
        Param("alpha", 1.0, POSITIVE, "scale", learned=True),
        Param("beta", 1.0, POSITIVE, "steepness", learned=True),
    ),
    libraries=in_libraries(torch_activation="LAU"),
    notes=(
        "alpha = beta = 1 is logish.",
        "pLogish (ParametricLogish in nonlinear) has the factor alpha outside: alpha*x*log(1 + sigmoid(beta*x)).",
    ),
)

self_arctan = Elementwise(
    name="self_arctan",
    family="swish",
    summary="the input times its arctan",
    formula="x*atan(x)",
    libraries=in_libraries(nonlinear="SelfArctan"),
)

ahaf = Elementwise(
    name="ahaf",
    family="swish",
    summary="swish of any height",
    formula="alpha*x*sigmoid(beta*x)",
    params=(Param("alpha", 1.0, FINITE, "height", learned=True), Param("beta", 1.0, FINITE, "steepness", learned=True)),
    papers=(Paper("Bodyanskiy, Kostiuk", 2022, "Adaptive hybrid activation function for deep neural networks"),),
    libraries=in_libraries(torch_activation="AHAF"),
    notes=("alpha = 1 is swish, beta = 1 is e_swish.",),
)

sara = Elementwise(
    name="sara",
    family="swish",
    summary="the input above zero, a moved swish below",
    formula="where(x > 0, x, x/(1 + alpha*exp(-beta*x)))",
    params=(Param("alpha", 0.5, POSITIVE, "moves the gate"), Param("beta", 0.7, POSITIVE, "steepness")),
    traits=lambda alpha, beta: Traits(kinks=corner(0, 1 / (1 + alpha), 1)),
    libraries=in_libraries(nonlinear="SaRa", torch_activation=LibraryEntry("SaRa", {"alpha": 1, "beta": 1})),
)

asu = Elementwise(
    name="asu",
    family="periodic",
    summary="the input times its sine",
    formula="x*sin(x)",
    libraries=in_libraries(torch_activation="ASU"),
    notes=("The name is short for amplifying sine unit.",),
)

leaf = Elementwise(
    name="leaf",
    family="swish",
    summary="a line times sigmoid",
    formula="(alpha*x + beta)*sigmoid(gamma*x) + delta",
    params=(
        Param("alpha", 1.0, FINITE, "slope of the line", learned=True),
        Param("beta", 0.0, FINITE, "its value at 0", learned=True),
        Param("gamma", 1.0, FINITE, "sharpness", learned=True),
        Param("delta", 0.0, FINITE, "added at the end", learned=True),
    ),
    papers=(Paper("Bodyanskiy, Kostiuk", 2023, "Learnable Extended Activation Function for Deep Neural Networks"),),
    notes=("With the default parameters it is silu.", "LEAF of torch_activation is another function."),
)

srs = Elementwise(
    name="srs",
    family="swish",
    summary="a valley before a rise to a bound: the soft root sign",
    formula="x/(x/alpha + exp(-x/beta))",
    derivative="exp(-x/beta)*(1 + x/beta)/(x/alpha + exp(-x/beta))**2",
    stable="where(x < 0, x*exp(x/beta)/(1 + x*exp(x/beta)/alpha), x/(x/alpha + exp(-x/beta)))",
    params=(
        Param("alpha", 2.0, POSITIVE, "upper bound", learned=True),
        Param("beta", 3.0, POSITIVE, "width", learned=True),
    ),
    rules=(Rule("beta < e*alpha", lambda alpha, beta: beta < e * alpha),),
    aliases=("soft_root_sign",),
    papers=(Paper("Zhou, Li, Huo, Kung", 2020, "Soft-Root-Sign Activation Function", "2003.00547"),),
    libraries=in_libraries(ai_on_browser=LibraryEntry("srs", {"alpha": 3, "beta": 2})),
    notes=("It has poles below 0 where beta >= e*alpha.",),
)
