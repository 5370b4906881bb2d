"""Sigmoids of several parameters or without symmetry."""

from __future__ import annotations

from math import exp, expm1, inf, tanh

import numpy as np

from actcli import special
from actcli.catalog.record import POSITIVE, Elementwise, Interval, LibraryEntry, Paper, Param, Traits, in_libraries
from actcli.functions._helpers import PATWARDHAN
from actcli.numbers.array import Array

_UNIT = (Interval(0, 1, "()"),)


def _log_slope(x: Array, alpha: float, beta: float) -> Array:
    """Return the logarithm of f(x) * sigmoid(-beta*x), which f' and df/dbeta share."""
    z = beta * x
    return -(special.softplus(z) + alpha * special.softplus(-z))


aria2 = Elementwise(
    name="aria2",
    family="sigmoid",
    summary="a power of sigmoid: a specialized Richards curve",
    formula="(1+exp(-beta*x))**(-alpha)",
    derivative="alpha*beta*exp(-beta*x)*(1+exp(-beta*x))**(-alpha-1)",
    grad=lambda x, alpha, beta: special.times_exp(alpha * beta, _log_slope(x, alpha, beta)),
    params=(
        Param("alpha", 1.0, POSITIVE, "the power, which makes the two bends differ"),
        Param("beta", 0.5, POSITIVE, "growth rate"),
    ),
    traits=lambda alpha, beta: Traits(
        range=_UNIT, monotone="increasing", smoothness=inf, lipschitz=beta * (alpha / (alpha + 1)) ** (alpha + 1)
    ),
    papers=(PATWARDHAN,),
    libraries=in_libraries(
        echo=LibraryEntry(
            "aria2, Aria2", {"alpha": 1.5, "beta": 1}, note="alpha = 1 and beta = 0.5 in its repository (3960e19)"
        )
    ),
    notes=("The ARiA2 of the paper and of pywick is the input times this curve, which is not monotone: aria.",),
)


def _cloglog_grad(x: Array) -> Array:
    rate = np.exp(special.clip_above(x, 8.0))
    return special.times_exp(rate, -rate)


cloglog = Elementwise(
    name="cloglog",
    family="sigmoid",
    summary="a sigmoid that leaves 0 slowly and reaches 1 fast: the inverse of the complementary log-log link",
    formula="1-exp(-exp(x))",
    derivative="exp(x-exp(x))",
    f=lambda x: -np.expm1(-np.exp(x)),
    grad=_cloglog_grad,
    traits=lambda: Traits(range=_UNIT, monotone="increasing", smoothness=inf, lipschitz=exp(-1)),
    libraries=in_libraries(
        acttensor="cll, CLL",
        torch_activation=LibraryEntry("cLogLog", note="wrong: 1 - exp(-exp(-x)), the mirror image, 0.308 at 1"),
    ),
)


def _soft_clipping(x: Array, alpha: float) -> Array:
    """f(x) + f(1-x) = 1: the half below 1/2, which does not cancel, gives both."""
    z = alpha * np.minimum(x, 1.0 - x)
    if alpha < 1:
        below = np.log1p(-expm1(-alpha) * np.exp(z) / (1.0 + np.exp(z - alpha)))
    else:
        below = special.softplus(z) - special.softplus(z - alpha)
    return special.reflect(x - 0.5, below / alpha)


def _soft_clipping_grad(x: Array, alpha: float) -> Array:
    outside = special.positive_part(np.maximum(-x, x - 1.0))
    bends = (1.0 + np.exp(-alpha * np.abs(x))) * (1.0 + np.exp(-alpha * np.abs(x - 1.0)))
    return special.times_exp(-expm1(-alpha) / bends, -alpha * outside)


soft_clipping = Elementwise(
    name="soft_clipping",
    family="sigmoid",
    summary="clipping to 0..1 with rounded corners",
    formula="log((1+exp(alpha*x))/(1+exp(alpha*(x-1))))/alpha",
    derivative="sigmoid(alpha*x)-sigmoid(alpha*(x-1))",
    # f(x) + f(1 - x) = 1: the half below 1/2, which does not cancel, gives both.
    stable=(
        "where(x < 1/2, log1p(-expm1(-alpha)*exp(alpha*x)/(1+exp(alpha*(x-1))))/alpha, "
        "1-log1p(-expm1(-alpha)*exp(alpha*(1-x))/(1+exp(-alpha*x)))/alpha)"
    ),
    f=_soft_clipping,
    grad=_soft_clipping_grad,
    params=(Param("alpha", 0.5, POSITIVE, "sharpness of the corners"),),
    traits=lambda alpha: Traits(range=_UNIT, monotone="increasing", smoothness=inf, lipschitz=tanh(alpha / 4)),
    papers=(
        Paper("Klimek, Perelstein", 2018, "Neural Network-Based Approach to Phase Space Integration", "1810.11509"),
    ),
    libraries=in_libraries(echo="soft_clipping, SoftClipping"),
)
