"""Shrinkage: small inputs become 0."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Literal

import numpy as np

from actcli import special
from actcli.catalog.record import (
    FINITE,
    REALS,
    Asymptote,
    Elementwise,
    InPlace,
    Interval,
    Kink,
    LibraryEntry,
    Paper,
    Param,
    Traits,
    in_libraries,
)
from actcli.functions._helpers import indicator, one, unsigned_zero, zero
from actcli.numbers.array import Array

if TYPE_CHECKING:
    from collections.abc import Mapping


def _outside(x: Array, lambd: float, *_: float) -> Array:
    """Return 1 beyond the threshold, else 0: the slope of all three. Without a threshold nothing is shrunk."""
    return indicator(np.abs(x) > lambd, x) if lambd > 0 else one(x)


def _shrink_traits(lambd: float, bias: float, libraries: Mapping[str, float]) -> Traits:
    """Return the traits of x - bias*sign(x) beyond the threshold, 0 within."""
    jump = lambd - bias
    if lambd:
        kinks: tuple[Kink, ...] = (
            Kink(-lambd, 1, 0, jump=(-jump, 0.0) if jump else None, libraries=libraries),
            Kink(float(lambd), 0, 1, jump=(0.0, jump) if jump else None, libraries=libraries),
        )
    else:
        kinks = (Kink(0.0, 1, 1, jump=(-jump, jump)),) if jump else ()
    return Traits(
        range=(Interval(-inf, -jump, "()"), Interval(0, 0), Interval(jump, inf, "()")) if jump > 0 else REALS,
        monotone="no" if jump < 0 else "non-decreasing" if lambd else "increasing",
        smoothness=-1 if jump else 0 if lambd else inf,
        lipschitz=inf if jump else 1,
        kinks=kinks,
        symmetry="odd",
        dead=(Interval(-lambd, lambd, "()"),) if lambd else (),
        asymptotes=(Asymptote(1, -bias, 1), Asymptote(1, bias, -1)),
    )


def _parted(at: float, bias: float, side: Literal["(]", "()"]) -> Traits:
    """Return the traits of x + bias below a point and x - bias above it, where neither is 0."""
    low, high = at + bias, at - bias
    parts = Interval(-inf, low, side), Interval(high, inf, "()" if side == "(]" else "[)")
    return Traits(
        range=parts if bias < 0 else REALS,
        monotone="increasing" if bias < 0 else "no",
        smoothness=-1,
        lipschitz=inf,
        kinks=(Kink(at, 1, 1, jump=(low, high)),),
        asymptotes=(Asymptote(1, -bias, 1), Asymptote(1, bias, -1)),
    )


@InPlace
def _softshrink(x: Array, lambd: float, out: Array) -> None:
    if lambd < 0:
        np.add(x, np.where(x > lambd, -lambd, lambd), out=out)
    elif lambd:
        np.subtract(x, special.clip(x, -lambd, lambd, out), out=out)
    else:
        np.positive(x, out=out)


def _softshrink_traits(lambd: float) -> Traits:
    if lambd < 0:
        return _parted(float(lambd), float(lambd), "(]")
    return _shrink_traits(lambd, lambd, {"torch": 0, "tfa": 0, "keras": 0, "mlx": 0, "paddle": 0, "nnlib": 0})


softshrink = Elementwise(
    name="softshrink",
    family="shrink",
    tier="core",
    summary="the input moved towards zero by lambd, 0 if it is smaller than that",
    formula="where(x > lambd, x - lambd, where(x < -lambd, x + lambd, 0))",
    derivative="where(abs(x) > lambd, 1, 0)",
    f=_softshrink,
    grad=_outside,
    params=(Param("lambd", 0.5, FINITE, "threshold", aliases=("threshold", "lambda")),),
    traits=_softshrink_traits,
    papers=(Paper("Donoho", 1995, "De-noising by soft-thresholding"),),
    libraries=in_libraries(
        torch=LibraryEntry("softshrink, Softshrink", note="a negative lambd is refused"),
        keras=LibraryEntry("soft_shrink", note="threshold; 0 for nan, save on PyTorch"),
        onnx=LibraryEntry("Shrink", note="with bias = lambd"),
        tfa=LibraryEntry("softshrink", note="lower and upper instead of one threshold; 0 for nan"),
        mlx=LibraryEntry("softshrink, Softshrink", note="0 for nan"),
        nnlib="softshrink",
        paddle=LibraryEntry("softshrink", note="threshold; nan at ±inf"),
    ),
    notes=(
        "PyTorch gave 0 for nan until #138385 was fixed.",
        "With a negative lambd, which Keras takes, both conditions hold near 0: the first decides.",
    ),
)


hardshrink = Elementwise(
    name="hardshrink",
    family="shrink",
    tier="core",
    summary="the input where its magnitude exceeds lambd, else 0",
    formula="where(abs(x) > lambd, x, 0)",
    f=lambda x, lambd: unsigned_zero(x * (np.abs(x) > lambd)) if lambd > 0 else +x,
    grad=_outside,
    params=(
        Param(
            "lambd",
            0.5,
            FINITE,
            "threshold; below zero nothing is shrunk",
            derivative=zero,
            aliases=("threshold", "lambda"),
        ),
    ),
    traits=lambda lambd: _shrink_traits(
        max(lambd, 0.0), 0.0, {"torch": 0, "tfa": 0, "keras": 0, "mlx": 0, "paddle": 1}
    ),
    papers=(Paper("Donoho, Johnstone", 1994, "Ideal spatial adaptation by wavelet shrinkage"),),
    libraries=in_libraries(
        torch="hardshrink, Hardshrink",
        keras=LibraryEntry("hard_shrink", note="threshold; 0 for nan, save on PyTorch"),
        onnx=LibraryEntry("Shrink", note="with bias = 0, its default"),
        tfa=LibraryEntry("hardshrink", note="lower and upper instead of one threshold"),
        mlx=LibraryEntry("hard_shrink, HardShrink", note="0 for nan"),
        paddle=LibraryEntry("hardshrink", note="threshold; keeps ±threshold, 0.5 stays 0.5"),
    ),
    notes=("PyTorch gave 0 for nan in vector lanes and nan in the scalar tail (PyTorch #81138).",),
)


def _shrink(x: Array, lambd: float, bias: float) -> Array:
    if lambd < 0:
        return x + np.where(x < -lambd, bias, -bias) if bias else +x
    if not (lambd or bias):
        return +x
    on = np.abs(x) > lambd
    return unsigned_zero(x * on - np.copysign(on, x) * bias)


def _general_traits(lambd: float, bias: float) -> Traits:
    if lambd < 0 and bias:
        return _parted(float(-lambd), float(bias), "()")
    return _shrink_traits(max(lambd, 0.0), bias, {})


shrink = Elementwise(
    name="shrink",
    family="shrink",
    tier="core",
    summary="the input moved towards zero by bias where its magnitude exceeds lambd, else 0",
    formula="where(x < -lambd, x + bias, where(x > lambd, x - bias, 0))",
    derivative="where(abs(x) > lambd, 1, 0)",
    f=_shrink,
    grad=_outside,
    params=(
        Param("lambd", 0.5, FINITE, "threshold", derivative=zero, aliases=("threshold", "lambda")),
        Param("bias", 0.0, FINITE, "amount subtracted beyond the threshold"),
    ),
    traits=_general_traits,
    libraries=in_libraries(
        burn=LibraryEntry("Shrink", note="bias 0.5, lambda 0.5"),
        ncnn=LibraryEntry("Shrink", note="bias 0, lambd 0.5"),
        onnx="Shrink",
        ort=LibraryEntry("Shrink", note="computes float64 in float32; 0 for nan"),
    ),
    notes=(
        "With bias = 0, the default, it is hardshrink; with bias = lambd it is softshrink.",
        "With a negative lambd both conditions hold near 0, and the first decides: below -lambd the bias is added.",
    ),
)


def _tanhshrink_grad(x: Array) -> Array:
    t = np.tanh(x)
    return t * t


tanhshrink = Elementwise(
    name="tanhshrink",
    family="shrink",
    tier="core",
    summary="the input less its tanh",
    formula="x - tanh(x)",
    f=InPlace(special.tanhshrink),
    grad=_tanhshrink_grad,
    traits=lambda: Traits(
        range=REALS,
        monotone="increasing",
        smoothness=inf,
        lipschitz=1,
        symmetry="odd",
        asymptotes=(Asymptote(1, -1, 1), Asymptote(1, 1, -1)),
    ),
    libraries=in_libraries(
        torch=LibraryEntry("tanhshrink, Tanhshrink", note="by subtraction: 0 where |x| is below 1e-8"),
        keras="tanh_shrink",
        tfa="tanhshrink",
        nnlib="tanhshrink",
        paddle="tanhshrink",
    ),
    notes=("Near 0 the difference x - tanh(x) cancels; there the function is x**3/3.",),
)
