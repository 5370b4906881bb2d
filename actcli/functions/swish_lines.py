"""Gated inputs with lines, and products of the input with one more function."""

from __future__ import annotations

from actcli.catalog.record import (
    FINITE,
    POSITIVE,
    Elementwise,
    Param,
    Traits,
    in_libraries,
)
from actcli.functions._helpers import corner

self_arctan = Elementwise(
    name="self_arctan",
    family="swish",
    tier="extra",
    summary="the input times its arctan",
    formula="x*atan(x)",
    libraries=in_libraries(other="nonlinear"),
)

ahaf = Elementwise(
    name="ahaf",
    family="swish",
    tier="extra",
    summary="swish of any height",
    formula="alpha*x*sigmoid(beta*x)",
    params=(
        Param("alpha", 1.0, FINITE, None, "height", learned=True),
        Param("beta", 1.0, FINITE, None, "steepness", learned=True),
    ),
    notes=("alpha = 1 is swish, beta = 1 is e_swish.",),
)

sara = Elementwise(
    name="sara",
    family="swish",
    tier="extra",
    summary="the input above zero, a moved swish below",
    formula="where(x > 0, x, x/(1 + alpha*exp(-beta*x)))",
    params=(
        Param("alpha", 0.5, POSITIVE, None, "moves the gate"),
        Param("beta", 0.7, POSITIVE, None, "steepness"),
    ),
    traits=lambda alpha, beta: Traits(kinks=corner(0, 1 / (1 + alpha), 1)),
    libraries=in_libraries(other="nonlinear SaRa"),
)

asu = Elementwise(
    name="asu",
    family="periodic",
    tier="extra",
    summary="the input times its sine",
    formula="x*sin(x)",
    notes=("The amplifying sine unit of Rahman et al. (2023).",),
)
