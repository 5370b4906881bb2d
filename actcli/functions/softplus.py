"""Softplus and related functions: relu with a smooth corner."""

from __future__ import annotations

from math import inf, log

import numpy as np

from actcli import special
from actcli.catalog.record import (
    NONNEGATIVE,
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
from actcli.functions._helpers import IDENTITY_RIGHT, corner, positive
from actcli.numbers.array import Array


@InPlace
def _softplus(x: Array, beta: float, out: Array) -> None:
    if beta == 1:
        special.softplus(x, out)
        return
    # The straight part apart from beta, whose product with it may overflow.
    straight = special.clip_below(x, 0.0) if beta > 0 else special.clip_above(x, -0.0)
    np.add(straight, special.log1p_exp(beta * x, out) / beta, out=out)


def _softplus_dbeta(x: Array, beta: float) -> Array:
    """Minus the entropy of sigmoid(beta*x), over beta^2."""
    a = special.clip_above(np.abs(beta * x), 800.0)
    return (np.log1p(np.exp(-a)) + special.sigmoid_tail(a, a)) / -beta / beta


softplus = Elementwise(
    name="softplus",
    family="softplus",
    tier="core",
    summary="a smooth relu: the integral of sigmoid",
    formula="log(1+exp(beta*x))/beta",
    derivative="sigmoid(beta*x)",
    f=_softplus,
    grad=lambda x, beta: special.sigmoid(beta * x),
    params=(Param("beta", 1.0, NONZERO, "sharpness of the bend", derivative=_softplus_dbeta),),
    traits=lambda beta: Traits(
        range=(Interval(0, inf, "()") if beta > 0 else Interval(-inf, 0, "()"),),
        monotone="increasing",
        smoothness=inf,
        lipschitz=1,
        asymptotes=(Asymptote(1, 0, 1 if beta > 0 else -1),),
    ),
    aliases=("bnll", "softrelu"),
    papers=(
        Paper(
            "Dugas, Bengio, Bélisle, Nadeau, Garcia",
            2000,
            "Incorporating Second-Order Functional Knowledge for Better Option Pricing",
        ),
    ),
    libraries=in_libraries(
        ggml=LibraryEntry("GGML_UNARY_OP_SOFTPLUS", note="x above 20"),
        cudnn="SOFTPLUS",
        onednn=LibraryEntry("soft_relu", note="log(1 + exp(alpha*x))/alpha, no default"),
        openvino=LibraryEntry("SoftPlus", note="x from 20, in float16 from 11; negative near -20"),
        webnn="softplus",
        coreml="softplus",
        ncnn=LibraryEntry("Softplus, BNLL", note="0 at -20"),
        mnn="BNLL",
        mxnet=LibraryEntry("Activation(act_type='softrelu')", note="x above 20; 0 at -30 in float32"),
        burn=LibraryEntry("softplus", note="overflows"),
        ttnn="SOFTPLUS",
        torch=LibraryEntry("softplus, Softplus", note="returns x where beta*x > 20, a jump of 2.1e-9/beta"),
        jax=LibraryEntry("softplus", note="no beta"),
        keras=LibraryEntry("softplus", note="no beta"),
        onnx=LibraryEntry("Softplus", note="no beta; the function body is the naive log(exp(x) + 1)"),
        tf=LibraryEntry("softplus", note="no beta; x or exp(x) where |x| is above about 34 (13.9 in float32)"),
        mlx=LibraryEntry("softplus, Softplus", note="no beta; 8 digits in float64 too"),
        tinygrad=LibraryEntry("softplus", note="log(1 + exp(x)) in effect: 0 at -20 in float32, nan at inf"),
        nnlib=LibraryEntry("softplus", note="no beta"),
        paddle=LibraryEntry("softplus", note="returns x where beta*x > 20; 0 from -37 down, -17 in float32"),
    ),
    notes=(
        (
            "TensorRT and Core ML multiply: alpha*log(1 + exp(beta*x)), which is parametric_softplus; "
            "oneDNN divides, as PyTorch does."
        ),
        "PyTorch's threshold applies to beta*x, not to x (#31110).",
    ),
)


def _root_and_half_sum(x: Array, b: float) -> tuple[Array, Array]:
    """Return r = sqrt(x^2+b) and (r+|x|)/2, without overflow and above zero for b = 0 too."""
    a = np.abs(x)
    square = special.clip_above(a, 1e150)
    square *= square
    root = np.maximum(np.sqrt(square + b), special.clip_below(a, 1e-323))
    return root, 0.5 * root + 0.5 * a


def _squareplus(x: Array, b: float) -> Array:
    """(x+r)/2 = max(x, 0) + (b/4)/((r+|x|)/2)."""
    _, half_sum = _root_and_half_sum(x, b)
    return special.clip_below(x, 0.0) + 0.25 * b / half_sum


def _squareplus_grad(x: Array, b: float) -> Array:
    root, half_sum = _root_and_half_sum(x, b)
    near = (np.abs(x) < 0.5 * root) & (b > 0)  # where the difference from 1 would cancel
    middle = 0.5 + 0.5 * (np.where(near, x, 0.0) / np.where(near, root, 1.0))
    return np.where(near, middle, np.abs(positive(x) - 0.25 * b / half_sum / root))


squareplus = Elementwise(
    name="squareplus",
    family="softplus",
    tier="core",
    summary="a smooth relu made with a square root: a branch of a hyperbola",
    formula="(x+sqrt(x**2+b))/2",
    derivative="(1+x/sqrt(x**2+b))/2",
    stable="where(x < 0, b/(sqrt(x**2+b)-x), x+sqrt(x**2+b))/2",
    f=_squareplus,
    grad=_squareplus_grad,
    params=(Param("b", 4.0, NONNEGATIVE, "width of the bend; 0 gives relu"),),
    traits=lambda b: Traits(
        range=(Interval(0, inf, "()" if b else "[)"),),
        monotone="increasing" if b else "non-decreasing",
        smoothness=inf if b else 0,
        lipschitz=1,
        kinks=corner(0, 0 if b == 0 else 0.5, 1 if b == 0 else 0.5),
        dead=() if b else (Interval(-inf, 0, "()"),),
        asymptotes=(IDENTITY_RIGHT,),
    ),
    papers=(Paper("Barron", 2021, "Squareplus: A Softplus-Like Algebraic Rectifier", "2112.11687"),),
    libraries=in_libraries(
        jax=LibraryEntry(
            "squareplus",
            note="0 below -2.7e8 (-12300 in float32), inf from -1.35e154 down (-1.86e19), nan at -inf; "
            "b = 0 has the slope nan at 0",
        ),
        keras=LibraryEntry("squareplus", note="as JAX, on all backends; b = 0 has the slope nan at 0 on JAX"),
    ),
)

# From there down sqrt(softplus(x)) is exp(x/2), but softplus(x) alone would vanish below -745.
_FAR_LEFT = -40.0


def _left_factor(x: Array) -> Array:
    """Return what exp(x/2) loses between x and _FAR_LEFT."""
    return np.exp(0.5 * (special.clip_above(x, _FAR_LEFT) - _FAR_LEFT))


def _sqrt_softplus_grad(x: Array) -> Array:
    y = special.clip_below(x, _FAR_LEFT)
    return 0.5 * special.sigmoid(y) / np.sqrt(special.softplus(y)) * _left_factor(x)


sqrt_softplus = Elementwise(
    name="sqrt_softplus",
    family="softplus",
    tier="core",
    summary="the square root of softplus",
    formula="sqrt(softplus(x))",
    f=lambda x: np.sqrt(special.softplus(special.clip_below(x, _FAR_LEFT))) * _left_factor(x),
    grad=_sqrt_softplus_grad,
    traits=lambda: Traits(
        range=(Interval(0, inf, "()"),),
        monotone="increasing",
        smoothness=inf,
        # The slope is largest at 0.92142250865661.
        lipschitz=0.31908634316947576,
    ),
    libraries=in_libraries(
        hf=LibraryEntry(
            "sqrtsoftplus",
            note="the router score of DeepSeek V4; jumps at 20 as PyTorch's softplus, the slope is nan below -745",
        )
    ),
)


logcosh = Elementwise(
    name="logcosh",
    family="softplus",
    tier="core",
    summary="a smooth absolute value: the integral of tanh",
    formula="log(cosh(x))",
    derivative="tanh(x)",
    f=special.logcosh,
    grad=np.tanh,
    traits=lambda: Traits(
        range=(Interval(0, inf, "[)"),),
        monotone="no",
        smoothness=inf,
        lipschitz=1,
        symmetry="even",
        asymptotes=(Asymptote(-1, -log(2), -1), Asymptote(1, -log(2), 1)),
    ),
    libraries=in_libraries(nnlib="logcosh"),
)
