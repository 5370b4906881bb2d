"""Exponential units with more parameters: xielu and soft_exponential."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import inf, log, log1p, nextafter

import numpy as np

from actcli import special
from actcli.catalog.record import (
    FINITE,
    POSITIVE,
    REALS,
    Asymptote,
    Elementwise,
    Interval,
    LibraryEntry,
    Paper,
    Param,
    Rule,
    Traits,
    in_libraries,
)
from actcli.functions._helpers import nearest, one, times
from actcli.numbers.array import Array


def _xielu(x: Array, alpha_p: float, alpha_n: float, beta: float) -> Array:
    above, below = special.positive_part(x), special.clip_above(x, 0.0)
    near = special.clip_below(below, -1.0)
    # Far below zero the two linear terms are one: each alone may be infinite.
    bend = alpha_n * special.expm1_minus(near)
    left = -(-beta * near - bend) if beta else bend  # where both are too small, the sign of beta * x
    far = alpha_n * np.expm1(below) + times(beta - alpha_n, below)
    return np.where(x > 0.0, above * (alpha_p * above + beta), np.where(below >= -1.0, left, far))


def _xielu_grad(x: Array, alpha_p: float, alpha_n: float, beta: float) -> Array:
    return 2.0 * (alpha_p * special.positive_part(x)) + (alpha_n * np.expm1(special.clip_above(x, 0.0)) + beta)


def _xielu_traits(alpha_p: float, alpha_n: float, beta: float) -> Traits:
    if beta > 0:
        at = log1p(-beta / alpha_n)
        minimum = (beta - alpha_n) * at - beta
    else:
        minimum = -beta * beta / (4 * alpha_p)
    return Traits(
        range=(Interval(minimum, inf, "[)"),),
        monotone="no",
        smoothness=1,
        lipschitz=inf,
        asymptotes=(Asymptote(beta - alpha_n, -alpha_n, -1),),
    )


xielu = Elementwise(
    name="xielu",
    family="exponential",
    tier="core",
    summary="the integral of an elu of trained shape: a parabola above zero, a line in the end below",
    formula="where(x > 0, alpha_p*x**2 + beta*x, alpha_n*(expm1(x) - x) + beta*x)",
    derivative="where(x > 0, 2*alpha_p*x + beta, alpha_n*expm1(x) + beta)",
    f=_xielu,
    grad=_xielu_grad,
    params=(
        Param("alpha_p", 0.8, POSITIVE, "coefficient of the square above zero", learned=True),
        Param("alpha_n", 0.8, FINITE, "coefficient of the exponential part below zero", learned=True),
        Param("beta", 0.5, FINITE, "slope at zero"),
    ),
    rules=(Rule("beta < alpha_n", lambda alpha_n, beta, **_: beta < alpha_n),),
    traits=_xielu_traits,
    papers=(Paper("Huang, Schlag", 2024, "Deriving Activation Functions Using Integration", "2411.13010"),),
    libraries=in_libraries(
        vllm="xielu",
        sglang="XIELU",
        ggml=LibraryEntry("GGML_UNARY_OP_XIELU", note="takes the raw parameters and applies softplus to them"),
        exllamav3=LibraryEntry("xielu", note="beta is fixed at 0.5, eps at -9.9838e-7"),
        mlxlm="xielu",
        ttnn="XIELU",
        hf=LibraryEntry(
            "xielu", note="in bfloat16, within 0.008; -8e-7 at 0, because expm1 is taken of min(x, -1e-6); nan at -inf"
        ),
    ),
    notes=(
        "The slope is continuous: beta from both sides of 0.",
        "The trained parameters are r_p and r_n: alpha_p = softplus(r_p), alpha_n = beta + softplus(r_n).",
        "The comment in ggml.h states another formula.",
        "Kernels in float16 compute exp(x) - 1, which loses digits near 0.",
        "In Transformers the slope is beta - alpha_n instead of beta for -1e-6 < x <= 0.",
    ),
)


# The distance decides the domain; rounding must not take the logarithm of 0.
_ABOVE_MINUS_ONE = nextafter(-1.0, 0.0)


@lru_cache
def _soft_exponential_start(alpha: float) -> tuple[float, float]:
    """Return where 1 - alpha*(x + alpha) is 0, as the nearest double and what that lacks."""
    a = Fraction(alpha)
    exact = 1 / a - a
    start = nearest(exact)
    return start, nearest(exact - Fraction(start))


def _from_start(x: Array, alpha: float) -> Array:
    """Return the distance from the start of the domain, for alpha < 0; nan outside it."""
    high, low = _soft_exponential_start(alpha)
    return np.where(x > high, special.clip_below(x, high) - high, np.nan) - low


def _logarithm(x: Array, alpha: float) -> Array:
    """Return log(1 - alpha*(x + alpha)) for alpha < 0."""
    distance = _from_start(x, alpha)
    w = np.where(distance > 0.0, -alpha * (x + alpha), np.nan)
    # The product with -alpha may overflow.
    large = log(-alpha) + np.log(special.clip_below(distance, 1.0))
    return np.where(w > 1e300, large, np.log1p(special.clip_below(w, _ABOVE_MINUS_ONE)))


def _soft_exponential(x: Array, alpha: float) -> Array:
    if alpha < 0:
        return _logarithm(x, alpha) / -alpha
    if alpha == 0:
        return np.positive(x)
    u = alpha * x
    # exp(u) alone may overflow.
    return np.where(u > 40.0, special.times_exp(1.0 / alpha, u), np.expm1(u) / alpha) + alpha


def _soft_exponential_grad(x: Array, alpha: float) -> Array:
    if alpha < 0:
        return -1.0 / alpha / _from_start(x, alpha)
    return np.exp(alpha * x) if alpha else one(x)


def _soft_exponential_dalpha(x: Array, alpha: float) -> Array:
    if alpha < 0:
        return _dalpha_logarithmic(x, alpha)
    if alpha == 0:
        return 0.5 * x * x + 1.0
    u = alpha * x
    far = special.clip_below(u, 40.0)
    large = special.times_exp((far - 1.0) / alpha / alpha, far)
    return np.where(u > 40.0, large, special.exp_gap(special.clip_above(u, 40.0)) / alpha / alpha) + 1.0


def _dalpha_logarithmic(x: Array, alpha: float) -> Array:
    """Return (log(1 + w) - w/(1 + w))/alpha**2 + 1/(1 + w), w = -alpha*(x + alpha)."""
    slope = _soft_exponential_grad(x, alpha)
    # As a function of 1/(1 + w) - 1 the difference does not cancel for small w.
    near = special.clip_above(-alpha * (special.clip_above(x, 1e300) + alpha), 1.0)
    near = special.clip_below(near, _ABOVE_MINUS_ONE)
    small = -special.log1p_minus(-near / (1.0 + near))
    gap = np.where(near < 1.0, small, _logarithm(x, alpha) - 1.0 + slope)
    return gap / alpha / alpha + slope


def _soft_exponential_traits(alpha: float) -> Traits:
    if alpha == 0:
        return Traits(range=REALS, monotone="increasing", smoothness=inf, lipschitz=1, symmetry="odd")
    return Traits(
        range=(Interval(alpha - 1 / alpha, inf, "()"),) if alpha > 0 else REALS,
        monotone="increasing",
        smoothness=inf,
        lipschitz=inf,
        domain=REALS[0] if alpha > 0 else Interval(_soft_exponential_start(alpha)[0], inf, "()"),
    )


soft_exponential = Elementwise(
    name="soft_exponential",
    family="exponential",
    summary="logarithmic, linear or exponential as alpha is below, at or above 0",
    formula="where(alpha < 0, -log1p(-alpha*(x + alpha))/alpha, where(alpha > 0, expm1(alpha*x)/alpha + alpha, x))",
    f=_soft_exponential,
    grad=_soft_exponential_grad,
    params=(Param("alpha", 0.0, FINITE, "shape", derivative=_soft_exponential_dalpha, aliases=("a",), learned=True),),
    traits=_soft_exponential_traits,
    papers=(
        Paper(
            "Godfrey, Gashler",
            2016,
            "A continuum among logarithmic, linear, and exponential functions, "
            "and its potential to improve generalization in neural networks",
            "1602.01321",
        ),
    ),
    notes=("alpha and -alpha give functions that are the inverse of each other.",),
)
