"""Round corners with an exact zero on the left, and a logarithmic rectifier."""

from __future__ import annotations

from math import inf

import numpy as np

from actcli import special
from actcli.catalog.record import (
    POSITIVE,
    Elementwise,
    Interval,
    Kink,
    LibraryEntry,
    Paper,
    Param,
    Traits,
    in_libraries,
)
from actcli.functions._helpers import BLONDEL_MARTINS_NICULAE, IDENTITY_RIGHT, positive
from actcli.numbers.array import Array


def _smelu(x: Array, beta: float) -> Array:
    """The parabola lies above the line x, which it touches at beta."""
    rise = special.clip(x, -beta, beta) + beta
    return np.maximum(rise * (rise / (4.0 * beta)), x)


def _smelu_grad(x: Array, beta: float) -> Array:
    return (special.clip(x, -beta, beta) + beta) / (2.0 * beta)


def _smelu_dbeta(x: Array, beta: float) -> Array:
    y = special.clip(x, -beta, beta)
    return (beta + y) / (2.0 * beta) * ((beta - y) / (2.0 * beta))


def _round_corner(beta: float) -> Traits:
    return Traits(
        range=(Interval(0, inf, "[)"),),
        monotone="non-decreasing",
        smoothness=1,
        lipschitz=1,
        dead=(Interval(-inf, -beta, "()"),),
        asymptotes=(IDENTITY_RIGHT,),
    )


smelu = Elementwise(
    name="smelu",
    family="softplus",
    summary="relu whose corner is a parabola from -beta to beta",
    formula="where(x < -beta, 0, where(x > beta, x, (x+beta)**2/(4*beta)))",
    derivative="min(max((x+beta)/(2*beta), 0), 1)",
    f=_smelu,
    grad=_smelu_grad,
    params=(Param("beta", 1.0, POSITIVE, "half the width of the round corner", derivative=_smelu_dbeta),),
    traits=_round_corner,
    papers=(
        Paper(
            "Shamir, Lin",
            2022,
            "Real World Large Scale Recommendation Systems Reproducibility and Smooth Activations",
            "2202.06499",
        ),
    ),
    libraries=in_libraries(dlib="smelu"),
    notes=("With beta = 1 it is sparse_plus.",),
)


sparse_plus = Elementwise(
    name="sparse_plus",
    family="softplus",
    tier="core",
    summary="relu whose corner is a parabola from -1 to 1",
    formula="where(x < -1, 0, where(x > 1, x, (x+1)**2/4))",
    derivative="min(max((x+1)/2, 0), 1)",
    f=lambda x: _smelu(x, 1.0),
    grad=lambda x: _smelu_grad(x, 1.0),
    traits=lambda: _round_corner(1.0),
    papers=(BLONDEL_MARTINS_NICULAE,),
    libraries=in_libraries(jax="sparse_plus", keras="sparse_plus"),
    notes=("JAX returns the slope nan at ±inf.", "It is smelu with beta = 1."),
)


def _reach(beta: float) -> float:
    """Return a number whose product with beta is finite and far above 1."""
    return 1e300 / max(1.0, beta)


def _nlrelu(x: Array, beta: float) -> Array:
    y = special.positive_part(x)
    far = _reach(beta)
    return np.log1p(beta * special.clip_above(y, far)) + np.log(special.clip_below(y / far, 1.0))


nlrelu = Elementwise(
    name="nlrelu",
    family="softplus",
    summary="the logarithm of 1 plus relu: zero on the left, slow growth on the right",
    formula="log(1+beta*max(x, 0))",
    derivative="where(x > 0, beta/(1+beta*x), 0)",
    f=_nlrelu,
    grad=lambda x, beta: positive(x) / (1.0 / beta + special.positive_part(x)),
    params=(Param("beta", 1.0, POSITIVE, "slope just above zero"),),
    traits=lambda beta: Traits(
        range=(Interval(0, inf, "[)"),),
        monotone="non-decreasing",
        smoothness=0,
        lipschitz=beta,
        kinks=(Kink(0, 0, beta),),
        dead=(Interval(-inf, 0, "()"),),
    ),
    papers=(
        Paper(
            "Liu, Zhang, Gao, Qu, Ji",
            2019,
            "Natural-Logarithm-Rectified Activation Function in Convolutional Neural Networks",
            "1908.03682",
        ),
    ),
    libraries=in_libraries(
        echo=LibraryEntry("NLReLU", note="in its repository (3960e19), not in the package"), torch_activation="NLReLU"
    ),
)
