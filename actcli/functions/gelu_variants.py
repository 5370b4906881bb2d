"""Gaussian error units with parameters, and smooth maxima of lines."""

from __future__ import annotations

import numpy as np

from actcli import special
from actcli.catalog.record import (
    FINITE,
    NONZERO,
    POSITIVE,
    Elementwise,
    Kink,
    LibraryEntry,
    Paper,
    Param,
    Traits,
    in_libraries,
)
from actcli.functions._helpers import times
from actcli.numbers.array import Array

_SMU = Paper(
    "Biswas, Kumar, Banerjee, Pandey",
    2021,
    "SMU: smooth activation function for deep networks using smoothing maximum technique",
    "2111.04682",
)

#: So many deviations from the mean, no density is left.
_FAR = 60.0

sgelu = Elementwise(
    name="sgelu",
    family="gelu",
    summary="the input times the error function: an even gelu",
    formula="alpha*x*erf(x/sqrt(2))",
    derivative="alpha*(erf(x/sqrt(2)) + 2*x*exp(-x**2/2)/sqrt(2*pi))",
    params=(Param("alpha", 0.1, FINITE, "scale"),),
    papers=(Paper("Yu, Su", 2019, "Symmetrical Gaussian Error Linear Units (SGELUs)", "1911.03925"),),
    libraries=in_libraries(nonlinear="SGELU"),
)

smu = Elementwise(
    name="smu",
    family="gelu",
    summary="a smooth leaky relu, built from the error function",
    formula="((1 + alpha)*x + (1 - alpha)*x*erf(mu*(1 - alpha)*x))/2",
    params=(Param("alpha", 0.25, FINITE, "slope on the left"), Param("mu", 1.0, FINITE, "sharpness", learned=True)),
    papers=(_SMU,),
    libraries=in_libraries(torch_activation=LibraryEntry("SMU", {"mu": 25})),
    notes=(
        "alpha = 0 and mu = 1/sqrt(2) is gelu.",
        "Ports start from mu = 1000000, nearly a leaky relu, from 25, or from alpha = 0.01 and mu = 2.5.",
    ),
)


def _deviations(x: Array, beta: float) -> tuple[Array, Array]:
    """Return beta |x|, no larger than matters, in two parts."""
    return special.two_prod(special.clip_above(np.abs(x), _FAR / beta), beta)


def _excess(x: Array, beta: float) -> Array:
    """Return by how much a normal number of deviation 1/beta exceeds |x|, on average: phi(t)/beta - |x| Phi(-t)."""
    t, rest = _deviations(x, beta)
    return (special.normal_pdf(t, rest) - t * special.normal_cdf(-t, -rest)) / beta


def _sau(x: Array, alpha: float, beta: float) -> Array:
    return np.where(x > 0.0, x, times(alpha, x)) + (1.0 - alpha) * _excess(x, beta)


def _sau_dalpha(x: Array, _alpha: float, beta: float) -> Array:
    return -(special.clip_below(-x, 0.0) + _excess(x, beta))


def _sau_dbeta(x: Array, alpha: float, beta: float) -> Array:
    return (alpha - 1.0) * special.normal_pdf(*_deviations(x, beta)) / (beta * beta)


sau = Elementwise(
    name="sau",
    family="gelu",
    summary="a smooth leaky relu: its convolution with a Gaussian bell",
    formula="alpha*x + (1 - alpha)*(x/2*(1 + erf(beta*x/sqrt(2))) + exp(-(beta*x)**2/2)/(beta*sqrt(2*pi)))",
    derivative="alpha + (1 - alpha)*(1 + erf(beta*x/sqrt(2)))/2",
    f=_sau,
    params=(
        Param("alpha", 0.25, FINITE, "slope on the left", derivative=_sau_dalpha),
        Param("beta", 1.0, POSITIVE, "sharpness: the inverse width of the bell", derivative=_sau_dbeta, learned=True),
    ),
    papers=(
        Paper(
            "Biswas, Kumar, Banerjee, Pandey",
            2021,
            "SAU: Smooth activation function using convolution with approximate identities",
            "2109.13210",
        ),
    ),
    notes=("torch_activation leaves out the factor 1/beta of the bell.",),
)

smu_1 = Elementwise(
    name="smu_1",
    family="gelu",
    summary="a smooth leaky relu, built from a square root",
    formula="((1 + alpha)*x + sqrt(((1 - alpha)*x)**2 + mu**2))/2",
    params=(Param("alpha", 0.25, FINITE, "slope on the left"), Param("mu", 1.0, NONZERO, "smoothness", learned=True)),
    papers=(_SMU,),
    notes=("alpha = 0 and mu = sqrt(b) is squareplus with b.", "Ports start from mu = 4.35e-9, nearly a leaky relu."),
)

hard_mish = Elementwise(
    name="hard_mish",
    family="hard",
    tier="core",
    summary="mish in straight and square pieces",
    formula="x*min(max(x + 2, 0), 2)/2",
    derivative="where(x > 0, 1, where(x > -2, x + 1, 0))",
    traits=lambda: Traits(kinks=(Kink(-2, 0, -1, libraries={"timm": -1}),)),
    libraries=in_libraries(timm="hard_mish", darknet="hard_mish", ttnn="HARDMISH"),
    notes=("ttnn's earlier reference was x*clip(x + 2.8, 0, 5)/5.",),
)

pgelu = Elementwise(
    name="pgelu",
    family="gelu",
    summary="gelu with a scale inside",
    formula="x/2*(1 + erf(alpha*x/sqrt(2)))",
    params=(Param("alpha", 1.0, POSITIVE, "inverse standard deviation", learned=True),),
    libraries=in_libraries(torch_activation="GEU"),
    notes=("alpha = 1 is gelu.", "PGELU of torch_activation divides by its parameter."),
)
