"""Periodic functions, and the bell."""

from __future__ import annotations

from math import e, inf, sqrt

import numpy as np

from actcli import special
from actcli.catalog.record import (
    NONZERO,
    POSITIVE,
    REALS,
    Elementwise,
    Interval,
    LibraryEntry,
    Paper,
    Param,
    Traits,
    in_libraries,
)
from actcli.functions._helpers import LARGEST
from actcli.numbers.array import Array


def _snake(x: Array, alpha: float) -> Array:
    wave = special.sin_product(special.clip(x, -LARGEST, LARGEST), alpha)
    y = np.asarray(x + wave * (wave / alpha))
    # There two thirds of x cancel, and the errors of the square count three times; those of its half angle don't.
    opposed = (alpha * x < -0.4) & (alpha * x > -2.2)
    if opposed.any():
        at, half = x[opposed], 0.5 / alpha
        y[opposed] = (at + half) - half * special.cos_product(at, 2.0 * alpha)
    return y


def _snake_grad(x: Array, alpha: float) -> Array:
    """1 + sin(2z) = (sin z + cos z)^2, right where it touches zero."""
    root = special.sin_product(x, alpha) + special.cos_product(x, alpha)
    return root * root


def _snake_dalpha(x: Array, alpha: float) -> Array:
    sine, cosine = special.sin_product(x, alpha), special.cos_product(x, alpha)
    wave = sine / alpha
    return 2.0 * (wave * (x * cosine) - 0.5 * wave * wave)


snake = Elementwise(
    name="snake",
    family="periodic",
    tier="core",
    summary="the identity plus a periodic wave that never turns it downwards",
    formula="x+sin(alpha*x)**2/alpha",
    derivative="1+sin(2*alpha*x)",
    f=_snake,
    grad=_snake_grad,
    params=(
        Param(
            "alpha",
            1.0,
            NONZERO,
            "frequency of the wave",
            derivative=_snake_dalpha,
            aliases=("frequency",),
            learned=True,
        ),
    ),
    traits=lambda alpha: Traits(range=REALS, monotone="increasing", smoothness=inf, lipschitz=2),
    papers=(
        Paper(
            "Ziyin, Hartwig, Ueda",
            2020,
            "Neural Networks Fail to Learn Periodic Functions and How to Fix It",
            "2006.08195",
        ),
    ),
    libraries=in_libraries(
        tfa=LibraryEntry("snake", note="frequency; nan at ±inf"),
        echo=LibraryEntry(
            "Snake",
            note="draws alpha, exponentially distributed, of rate 0.1; in its repository (3960e19), not in the package",
        ),
    ),
    notes=("The slope is 0 at isolated points only.",),
)


sine = Elementwise(
    name="sine",
    family="periodic",
    summary="a sine wave",
    formula="sin(omega*x)",
    f=special.sin_product,
    params=(Param("omega", 1.0, NONZERO, "angular frequency"),),
    traits=lambda omega: Traits(
        range=(Interval(-1, 1),), monotone="no", smoothness=inf, lipschitz=abs(omega), symmetry="odd"
    ),
    aliases=("siren",),
    papers=(
        Paper(
            "Sitzmann, Martel, Bergman, Lindell, Wetzstein",
            2020,
            "Implicit Neural Representations with Periodic Activation Functions",
            "2006.09661",
        ),
    ),
    libraries=in_libraries(
        torch="torch.sin",
        jax="jnp.sin",
        keras=LibraryEntry("keras.ops.sin", note="on JAX float64 gives float32"),
        onnx="Sin",
        tf="tf.sin",
        mlx="mx.sin",
        tinygrad="sin",
        paddle="paddle.sin",
        numpy="numpy.sin",
        echo=LibraryEntry("Siren", note="omega is 30; in its repository (3960e19), not in the package"),
        openvino="Sin",
        tflite="SIN",
        mnn="SIN",
        mxnet="sin",
    ),
    notes=("The networks of the paper have omega = 30.", "There is no limit at ±inf: nan."),
)


gcu = Elementwise(
    name="gcu",
    family="periodic",
    summary="a cosine wave that grows with x: the growing cosine unit",
    formula="x*cos(x)",
    traits=lambda: Traits(range=REALS, monotone="no", smoothness=inf, lipschitz=inf, symmetry="odd"),
    papers=(
        Paper(
            "Noel, Arunkumar, Trivedi, Dutta",
            2021,
            "Growing Cosine Unit: A Novel Oscillatory Activation Function That Can Speedup Training and Reduce "
            "Parameters in Convolutional Neural Networks",
            "2108.12943",
        ),
    ),
    libraries=in_libraries(torch_activation="GCU", acttensor="gcu, GCU"),
    notes=("There is no limit at ±inf: nan.",),
)

_WITH_PI = "sin(pi*x)/(pi*x)"


def _sinc(x: Array, omega: float) -> Array:
    """Return sin(omega*x)/(omega*x); far out omega*x itself may be infinite."""
    z = omega * x
    far = special.sin_product(special.clip(x, -LARGEST, LARGEST), omega) / omega / np.where(x == 0.0, 1.0, x)
    return special.sinc(z) if omega == 1.0 else np.where(np.abs(z) < 1.0, special.sinc(z), far)


def _sinc_grad(x: Array, omega: float) -> Array:
    z = omega * x
    far = special.cos_product(special.clip(x, -LARGEST, LARGEST), omega) - _sinc(x, omega)
    near = np.where((z == 0.0) & (x != 0.0), np.copysign(0.0, -x), omega * special.sinc_grad(z))
    return near if omega == 1.0 else np.where(np.abs(z) < 1.0, near, far / np.where(x == 0.0, 1.0, x))


sinc = Elementwise(
    name="sinc",
    family="periodic",
    summary="a wave that fades as 1/x, 1 at zero",
    formula="where(x == 0, 1, sin(omega*x)/(omega*x))",
    derivative="where(x == 0, 0, cos(omega*x)/x-sin(omega*x)/(omega*x**2))",
    f=_sinc,
    grad=_sinc_grad,
    params=(Param("omega", 1.0, POSITIVE, "angular frequency"),),
    traits=lambda omega: Traits(
        # The lowest value is the cosine of the first positive solution of tan(x) = x.
        range=(Interval(-0.21723362821122166, 1),),
        monotone="no",
        smoothness=inf,
        # The slope is steepest at 2.0815759778181.
        lipschitz=0.4361818172714585 * omega,
        symmetry="even",
    ),
    libraries=in_libraries(
        torch=LibraryEntry("torch.sinc", note=_WITH_PI),
        jax=LibraryEntry("jnp.sinc", note=_WITH_PI),
        keras=LibraryEntry("keras.ops.sinc", note=_WITH_PI),
        numpy=LibraryEntry("numpy.sinc", note=_WITH_PI),
        torch_activation=LibraryEntry("Sinc", note="sin(pi*x)/(pi*x)"),
    ),
)


def _gaussian(x: Array) -> Array:
    square, rest = special.two_square(special.clip(x, -40.0, 40.0))
    return special.exp_pair(-square, -rest)


def _gaussian_grad(x: Array) -> Array:
    y = special.clip(x, -40.0, 40.0)
    square, rest = special.two_square(y)
    return special.times_exp(0.0 - 2.0 * y, -square, -rest)  # +0 at both zeros


gaussian = Elementwise(
    name="gaussian",
    family="periodic",
    summary="a bell: 1 at zero, fading fast on both sides",
    formula="exp(-x**2)",
    f=_gaussian,
    grad=_gaussian_grad,
    traits=lambda: Traits(
        range=(Interval(0, 1, "(]"),), monotone="no", smoothness=inf, lipschitz=sqrt(2 / e), symmetry="even"
    ),
    aliases=("radbas",),
    notes=(
        "The gaussian of ActTensor, ai-on-browser and pysurvival is gaussian_rbf: exp(-x**2/2), 0.607 at 1, not 0.368.",
    ),
)
