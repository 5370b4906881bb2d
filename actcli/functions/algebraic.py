"""Algebraic functions: curves made of roots, squares and quotients, and the arctangent."""

from __future__ import annotations

from math import inf, pi, sqrt

import numpy as np

from actcli import special
from actcli.catalog.record import (
    POSITIVE,
    REALS,
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
from actcli.functions._helpers import ELLIOTT, IDENTITY_RIGHT, LARGEST
from actcli.numbers.array import Array

_ISRLU_PAPER = Paper(
    "Carlile, Delamarter, Kinney, Marti, Whitney",
    2017,
    "Improving Deep Learning by Inverse Square Root Linear Units (ISRLUs)",
    "1710.09967",
)
# Its square is finite, and 1 is nothing beside it.
_FAR = 1e150


@InPlace
def _softsign(x: Array, out: Array) -> None:
    special.clip(x, -LARGEST, LARGEST, out)
    below = np.abs(out)
    below += 1.0
    out /= below


def _softsign_grad(x: Array) -> Array:
    root = 1.0 / (1.0 + np.abs(x))
    return root * root


softsign = Elementwise(
    name="softsign",
    family="algebraic",
    tier="core",
    summary="an S from -1 to 1 that saturates slowly, as 1/x",
    formula="x/(1+abs(x))",
    derivative="1/(1+abs(x))**2",
    f=_softsign,
    grad=_softsign_grad,
    traits=lambda: Traits(
        range=(Interval(-1, 1, "()"),), monotone="increasing", smoothness=1, lipschitz=1, symmetry="odd"
    ),
    aliases=("elliotsig",),
    papers=(ELLIOTT, Paper("Turian, Bergstra, Bengio", 2009, "Quadratic Features and Deep Architectures for Chunking")),
    libraries=in_libraries(
        tensorrt="SOFTSIGN",
        openvino=LibraryEntry("SoftSign", note="nan at infinity"),
        webnn="softsign",
        coreml="softsign",
        torch=LibraryEntry("softsign, Softsign", note="nan at ±inf"),
        jax=LibraryEntry("soft_sign", note="nan at ±inf"),
        keras=LibraryEntry("softsign", note="nan at ±inf"),
        onnx=LibraryEntry("Softsign", note="nan at ±inf"),
        tf=LibraryEntry("softsign", note="nan at ±inf"),
        mlx=LibraryEntry("softsign, Softsign", note="nan at ±inf"),
        tinygrad=LibraryEntry("softsign", note="nan at ±inf"),
        nnlib="softsign",
        paddle=LibraryEntry("softsign", note="nan at ±inf"),
        mxnet="softsign",
    ),
)


def _isru(x: Array, alpha: float) -> Array:
    far = _FAR / sqrt(alpha)
    y = special.clip(x, -far, far)
    return y / np.sqrt(1.0 + alpha * y * y)


def _isru_grad(x: Array, alpha: float) -> Array:
    far = _FAR / sqrt(alpha)
    y = special.clip(x, -far, far)
    square = 1.0 + alpha * y * y
    return 1.0 / square / np.sqrt(square)


isru = Elementwise(
    name="isru",
    family="algebraic",
    summary="an S made with an inverse square root",
    formula="x/sqrt(1+alpha*x**2)",
    derivative="1/sqrt(1+alpha*x**2)**3",
    f=_isru,
    grad=_isru_grad,
    params=(Param("alpha", 1.0, POSITIVE, "the ceiling is 1/sqrt(alpha)"),),
    traits=lambda alpha: Traits(
        range=(Interval(-1 / sqrt(alpha), 1 / sqrt(alpha), "()"),),
        monotone="increasing",
        smoothness=inf,
        lipschitz=1,
        symmetry="odd",
    ),
    papers=(_ISRLU_PAPER,),
    libraries=in_libraries(
        torch_activation="ISRU",
        echo=LibraryEntry("isru, ISRU", note="a misspelt name stops ISRU in its repository (3960e19)"),
    ),
)


isrlu = Elementwise(
    name="isrlu",
    family="algebraic",
    summary="the identity above zero, an inverse square root approach to a floor below",
    formula="where(x > 0, x, x/sqrt(1+alpha*x**2))",
    derivative="where(x < 0, 1/sqrt(1+alpha*x**2)**3, 1)",
    f=lambda x, alpha: special.clip_below(x, 0.0) + _isru(special.clip_above(x, 0.0), alpha),
    grad=lambda x, alpha: _isru_grad(special.clip_above(x, 0.0), alpha),
    params=(Param("alpha", 1.0, POSITIVE, "the floor is -1/sqrt(alpha)"),),
    traits=lambda alpha: Traits(
        range=(Interval(-1 / sqrt(alpha), inf, "()"),),
        monotone="increasing",
        smoothness=2,
        lipschitz=1,
        asymptotes=(IDENTITY_RIGHT,),
    ),
    papers=(_ISRLU_PAPER,),
)


def _bent_identity(x: Array) -> Array:
    y = special.clip(x, -_FAR, _FAR)
    return x * (1.0 + 0.5 * y / (np.sqrt(y * y + 1.0) + 1.0))


def _bent_identity_grad(x: Array) -> Array:
    y = special.clip(x, -_FAR, _FAR)
    return 1.0 + 0.5 * y / np.sqrt(y * y + 1.0)


bent_identity = Elementwise(
    name="bent_identity",
    family="algebraic",
    summary="a line that bends upwards at zero, from slope 1/2 to slope 3/2",
    formula="(sqrt(x**2+1)-1)/2+x",
    f=_bent_identity,
    grad=_bent_identity_grad,
    traits=lambda: Traits(
        range=REALS,
        monotone="increasing",
        smoothness=inf,
        lipschitz=1.5,
        asymptotes=(Asymptote(0.5, -0.5, -1), Asymptote(1.5, -0.5, 1)),
    ),
    libraries=in_libraries(torch_activation="BentIdentity", echo="bent_id, BentID"),
)


def _sqnl(x: Array) -> Array:
    y = special.clip(x, -2.0, 2.0)
    return y * (1.0 - 0.25 * np.abs(y))


sqnl = Elementwise(
    name="sqnl",
    family="algebraic",
    summary="an S of two parabolas, exactly -1 below -2 and 1 above 2",
    formula="where(x < -2, -1, where(x > 2, 1, x-x*abs(x)/4))",
    derivative="max(1-abs(x)/2, 0)",
    f=_sqnl,
    grad=lambda x: 1.0 - 0.5 * special.clip_above(np.abs(x), 2.0),
    traits=lambda: Traits(
        range=(Interval(-1, 1),),
        monotone="non-decreasing",
        smoothness=1,
        lipschitz=1,
        symmetry="odd",
        dead=(Interval(-inf, -2, "()"), Interval(2, inf, "()")),
    ),
    libraries=in_libraries(torch_activation="SQNL", echo="sqnl, SQNL"),
)


arctan = Elementwise(
    name="arctan",
    family="algebraic",
    summary="an S from -pi/2 to pi/2",
    formula="atan(x)",
    derivative="1/(1+x**2)",
    f=np.arctan,
    traits=lambda: Traits(
        range=(Interval(-pi / 2, pi / 2, "()"),), monotone="increasing", smoothness=inf, lipschitz=1, symmetry="odd"
    ),
    aliases=("atan",),
    libraries=in_libraries(
        torch="torch.atan",
        jax="jnp.arctan",
        keras=LibraryEntry("keras.ops.arctan", note="on JAX float64 gives float32"),
        onnx="Atan",
        tf="tf.atan",
        mlx="mx.arctan",
        tinygrad="atan",
        paddle="paddle.atan",
        numpy="numpy.arctan",
        torch_activation="Arctan",
        acttensor="arcTan, ArcTan",
        openvino="Atan",
        mnn="ATAN",
        mxnet="arctan",
    ),
)
