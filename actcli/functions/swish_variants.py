"""Relatives of swish: the input times some other smooth step, and an exponential tail."""

from __future__ import annotations

from math import inf, log

import numpy as np

from actcli import special
from actcli.catalog.record import Asymptote, Elementwise, Interval, Paper, Traits, in_libraries
from actcli.functions._gates import times_gelu_grad, times_normal_cdf
from actcli.functions._helpers import BASIRAT_ROTH, IDENTITY_RIGHT
from actcli.functions.swish import silu_grad
from actcli.numbers.array import Array

#: Left of it exp(x) is below half an ulp of 1: a gate that begins like c exp(x) is that.
_TAIL = -37.5
#: No result of a kernel depends on an x left of it, and products with exp(x) need a finite one.
_FAR = 1500.0
#: Right of it every gate here is 1, or its limit, to the last digit.
_RIGHT = 60.0


def _with_tail(x: Array, middle: Array, factor: Array) -> Array:
    """Return factor * exp(x) in the left tail, down to the subnormal numbers, and the middle elsewhere."""
    return np.where(x > _TAIL, middle, special.times_exp(factor, special.clip(x, -_FAR, 0.0)))


def _gate_traits(minimum: float, steepest: float, right: float = 1.0) -> Traits:
    return Traits(
        range=(Interval(minimum, inf, "[)"),),
        monotone="no",
        smoothness=inf,
        lipschitz=steepest,
        asymptotes=(Asymptote(right, 0, 1),),
    )


def _elish_grad(x: Array) -> Array:
    """On the left t (t^2 + 2t - 1)/(1 + t)^2 with t = e^x."""
    below = special.clip(x, -_FAR, 0.0)
    t = np.exp(below)
    left = special.times_exp((t * (t + 2.0) - 1.0) / ((1.0 + t) * (1.0 + t)), below)
    return np.where(x < 0.0, left, silu_grad(x))


elish = Elementwise(
    name="elish",
    family="swish",
    summary="silu on the right, elu times sigmoid on the left",
    formula="where(x < 0, expm1(x)*sigmoid(x), x*sigmoid(x))",
    derivative=("where(x < 0, exp(x)*sigmoid(x)+expm1(x)*sigmoid(x)*sigmoid(-x), sigmoid(x)*(1+x*sigmoid(-x)))"),
    grad=_elish_grad,
    traits=lambda: Traits(
        range=(Interval(-0.1715728752538099, inf, "[)"),),
        monotone="no",
        smoothness=1,
        lipschitz=1.0998393201288669,
        asymptotes=(IDENTITY_RIGHT,),
    ),
    papers=(BASIRAT_ROTH,),
    libraries=in_libraries(acttensor="elish, ELiSH"),
)

_TWO_OVER_SQRT_PI = special.constant("1.1283791670955125738961589031215")


def _serf(x: Array) -> Array:
    y = special.clip_below(x, -_FAR)
    middle = y * special.erf(special.softplus(y))
    return _with_tail(x, middle, _TWO_OVER_SQRT_PI.hi * special.clip_above(y, 0.0))


def _serf_grad(x: Array) -> Array:
    y = special.clip(x, -_FAR, _RIGHT)
    s = special.softplus(y)
    # sigmoid(x) is exp(x - s). Around -2 the second term is twice the sum: it is rounded as seldom as can be.
    fall = s + s * s
    exponent = y - fall
    slope = special.exp_pair(exponent, (y - exponent) - fall)
    hi, lo = special.two_prod(y, _TWO_OVER_SQRT_PI)
    bend, rest = special.two_prod(hi, slope)
    middle = (special.erf(s) + bend) + (rest + lo * slope)
    return _with_tail(x, middle, _TWO_OVER_SQRT_PI.hi * (1.0 + special.clip_above(y, 0.0)))


serf = Elementwise(
    name="serf",
    family="swish",
    summary="the input times the error function of its softplus",
    formula="x*erf(softplus(x))",
    derivative="erf(softplus(x))+2*x/sqrt(pi)*exp(-softplus(x)**2)*sigmoid(x)",
    f=_serf,
    grad=_serf_grad,
    traits=lambda: _gate_traits(-0.3484374587596064, 1.0861254441509972),
    papers=(
        Paper(
            "Nag, Bhattacharyya",
            2021,
            "SERF: Towards better training of deep neural networks using log-Softplus ERror activation Function",
            "2108.09598",
        ),
    ),
    libraries=in_libraries(torch_activation="Serf", acttensor="serf, Serf"),
)


def _telu_grad(x: Array) -> Array:
    y = special.clip(x, -_FAR, 10.0)
    t = np.exp(y)
    return _with_tail(x, np.tanh(t) + y * t * special.sech2(t), 1.0 + special.clip_above(y, 0.0))


telu = Elementwise(
    name="telu",
    family="swish",
    summary="the input times the tanh of its exponential",
    formula="x*tanh(exp(x))",
    derivative="tanh(exp(x))+x*exp(x)*(1-tanh(exp(x))**2)",
    grad=_telu_grad,
    traits=lambda: _gate_traits(-0.3532857778482113, 1.061975308717916),
    aliases=("tanhexp",),
    papers=(
        Paper(
            "Liu, Di",
            2020,
            "TanhExp: A Smooth Activation Function with High Convergence Speed for Lightweight Neural Networks",
            "2003.09855",
        ),
        Paper("Fernandez, Mali", 2024, "TeLU Activation Function for Fast and Stable Deep Learning", "2412.20269"),
    ),
    libraries=in_libraries(torch_activation="TanhExp", acttensor="tanh_exp, TanhExp"),
    notes=("In torch_activation, TeLU is x*tanh(elu(a*x)).",),
)


def _logish_grad(x: Array) -> Array:
    """With t = e^x: log1p(t/(1+t)) + x t/((1+t)(1+2t)), whose terms share the error of t."""
    y = special.clip(x, -_FAR, _RIGHT)
    t = np.exp(y)
    middle = np.log1p(t / (1.0 + t)) + y * t / (1.0 + t * (3.0 + 2.0 * t))
    return _with_tail(x, middle, 1.0 + special.clip_above(y, 0.0))


logish = Elementwise(
    name="logish",
    family="swish",
    summary="the input times log(1 + sigmoid)",
    formula="x*log(1+sigmoid(x))",
    derivative="log(1+sigmoid(x))+x*sigmoid(x)*sigmoid(-x)/(1+sigmoid(x))",
    grad=_logish_grad,
    traits=lambda: _gate_traits(-0.25276881678944035, 0.7463111804127397, right=log(2)),
    papers=(
        Paper(
            "Zhu, Zeng, Liu, Zhang",
            2021,
            "Logish: A new nonlinear nonmonotonic activation function for convolutional neural network",
        ),
    ),
    libraries=in_libraries(torch_activation="Logish"),
)


def _smish_exp(y: Array) -> Array:
    """Return e^y, no larger than a power of two, so that the limit comes out exact."""
    return special.clip_above(np.exp(special.clip_above(y, _RIGHT)), 2.0**70)


def _smish(x: Array) -> Array:
    """Rational in t = e^x: tanh(log(1+sigmoid(x))) = t(2+3t)/(2+6t+5t^2)."""
    t = _smish_exp(special.clip_below(x, -_FAR))
    gate = t * (2.0 + 3.0 * t) / (2.0 + t * (6.0 + 5.0 * t))
    return _with_tail(x, special.clip_below(x, -_FAR) * gate, special.clip(x, -_FAR, 0.0))


def _smish_grad(x: Array) -> Array:
    """With t = e^x and d = 2+6t+5t^2: (2 + 3t + 4x(1+t)(1+2t)/d) t/d."""
    y = special.clip(x, -_FAR, _RIGHT)
    t = _smish_exp(y)
    below = 2.0 + t * (6.0 + 5.0 * t)
    middle = (2.0 + 3.0 * t + 4.0 * y * (1.0 + t * (3.0 + 2.0 * t)) / below) * t / below
    return _with_tail(x, middle, 1.0 + special.clip_above(y, 0.0))


smish = Elementwise(
    name="smish",
    family="swish",
    summary="the input times tanh(log(1 + sigmoid))",
    formula="x*tanh(log(1+sigmoid(x)))",
    derivative=("tanh(log(1+sigmoid(x)))+x*(1-tanh(log(1+sigmoid(x)))**2)*sigmoid(x)*sigmoid(-x)/(1+sigmoid(x))"),
    f=_smish,
    grad=_smish_grad,
    traits=lambda: _gate_traits(-0.2499936636601295, 0.6368842228812263, right=0.6),
    papers=(Paper("Wang, Ren, Wang", 2022, "Smish: A Novel Activation Function for Deep Learning Methods"),),
    libraries=in_libraries(torch_activation="Smish", acttensor="smish, Smish"),
)


def _phish(x: Array) -> Array:
    y = special.clip_below(x, -_RIGHT)
    return np.where(y > _SMALL_GELU, y * np.tanh(special.gelu(y)), times_normal_cdf(_held(y) * _held(y), y))


def _phish_grad(x: Array) -> Array:
    y = special.clip(x, -_RIGHT, _RIGHT)
    g = special.gelu(y)
    middle = np.tanh(g) + y * special.sech2(g) * special.gelu_grad(y)
    return np.where(y > _SMALL_GELU, middle, g + times_gelu_grad(_held(y), y))


def _held(y: Array) -> Array:
    return special.clip_above(y, _SMALL_GELU)


#: From there down gelu is its own tanh; x times it is computed at once, for it is a subnormal number long before.
_SMALL_GELU = -9.0

phish = Elementwise(
    name="phish",
    family="swish",
    summary="the input times the tanh of its gelu",
    formula="x*tanh(gelu(x))",
    derivative=("tanh(gelu(x))+x*(1-tanh(gelu(x))**2)*((1+erf(x/sqrt(2)))/2+x*exp(-x**2/2)/sqrt(2*pi))"),
    f=_phish,
    grad=_phish_grad,
    traits=lambda: _gate_traits(0.0, 1.2983066733058116),
    papers=(Paper("Naveen", 2022, "Phish: A Novel Hyper-Optimizable Activation Function"),),
    libraries=in_libraries(torch_activation="Phish", acttensor="phish, Phish"),
)

gish = Elementwise(
    name="gish",
    family="swish",
    summary="the input times a logarithm of a double exponential",
    formula="x*log(2 - exp(-exp(x)))",
    stable="x*log1p(-expm1(-exp(x)))",
    papers=(Paper("Kaytan, Aydilek, Yeroğlu", 2023, "Gish: a novel activation function for image classification"),),
    libraries=in_libraries(nonlinear="Gish"),
)
