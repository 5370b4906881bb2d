"""Functions that select among the values of a vector: they keep some, and leave the others out."""

from __future__ import annotations

from itertools import accumulate
from math import inf
from typing import TYPE_CHECKING, Any

import numpy as np

from actcli import special
from actcli.catalog.record import (
    REALS,
    Domain,
    ExactKernels,
    Interval,
    LibraryEntry,
    Paper,
    Param,
    Vector,
    in_libraries,
)
from actcli.functions._helpers import positive
from actcli.functions.softmax import SIMPLEX_LIMITS, below_maximum

if TYPE_CHECKING:
    from collections.abc import Sequence

    #: Numbers of exact arithmetic.
    Exact = Sequence[Any]
from actcli.numbers.array import Array


def sparsemax_value(x: Array) -> Array:
    """Return max(z - tau, 0) for z = x - max(x), where entries of the support differ exactly."""
    z = special.clip_below(below_maximum(x), -1.0)  # no entry further below the maximum is in the support
    descending = -np.sort(-z, axis=-1)
    count = np.arange(1.0, z.shape[-1] + 1)
    within = 1.0 + count * descending > descending.cumsum(axis=-1)
    size = np.maximum(within.sum(axis=-1, keepdims=True), 1)  # nan is within nothing
    tau = ((descending * within).sum(axis=-1, keepdims=True) - 1.0) / size
    z -= tau
    return np.maximum(z, 0.0, out=z)


def sparsemax_jacobian(x: Array) -> Array:
    """Return the Jacobian of sparsemax."""
    p = sparsemax_value(x)
    support = positive(p)
    jacobian = support[..., :, None] * support[..., None, :]
    jacobian /= support.sum(axis=-1)[..., None, None]
    np.subtract(0.0, jacobian, out=jacobian)  # -0 nowhere
    index = np.arange(p.shape[-1])
    jacobian[..., index, index] += support
    return jacobian


def sparsemax_exactly(x: Exact) -> list[Any]:
    """Return sparsemax in exact arithmetic."""
    descending = sorted(x, reverse=True)
    sums = accumulate(descending)
    tau = max((total - 1) / k for k, total in enumerate(sums, start=1))
    return [max(each - tau, tau * 0) for each in x]


def sparsemax_jacobian_exactly(x: Exact) -> list[list[Any]]:
    """Return its Jacobian in exact arithmetic."""
    p = sparsemax_exactly(x)
    zero = p[0] * 0
    share = (zero + 1) / sum(1 for each in p if each > 0)
    return [
        [(i == j) - share if each > 0 and other > 0 else zero for j, other in enumerate(p)] for i, each in enumerate(p)
    ]


sparsemax = Vector(
    name="sparsemax",
    family="vector",
    tier="core",
    summary="the nearest point of the probability simplex: like softmax, with exact zeros",
    formula="max(x - tau, 0), with tau such that the sum is 1",
    derivative="dp_i/dx_j = (1 if i = j else 0) - 1/k for i and j among the k values with p > 0, else 0",
    f=sparsemax_value,
    jacobian=sparsemax_jacobian,
    exact=ExactKernels(sparsemax_exactly, sparsemax_jacobian_exactly),
    range=(Interval(0, 1),),
    display_only=True,
    sums_to_one=True,
    papers=(
        Paper(
            "Martins, Astudillo",
            2016,
            "From Softmax to Sparsemax: A Sparse Model of Attention and Multi-Label Classification",
            "1602.02068",
        ),
    ),
    libraries=in_libraries(
        liger="sparsemax",
        keras=LibraryEntry("sparsemax", note="axis=-1; wrong up to 3.15.1"),
        tfa=LibraryEntry("sparsemax", note="axis=-1"),
        other="entmax",
    ),
    notes=(
        "tau is (the sum of the k largest values - 1)/k for the largest k at which the k-th is still above it.",
        "The slope jumps where a value equals tau; there the value counts as left out.",
        *SIMPLEX_LIMITS,
        "Keras up to 3.15.1 is wrong where two or more values stay: [1, 1, 0] gives zeros (#23425).",
        "Keras 3.15.1 gives inf for values near 1e8.",
        "TensorFlow Addons gives nan for values near 1e8 (#2314).",
    ),
)


def _first_maximum(x: Array) -> Array:
    """Return 1 at the first maximum along the last axis, 0 elsewhere; nan throughout where one entry is nan."""
    top = x.max(axis=-1, keepdims=True)
    chosen = np.where(np.isnan(top), top, np.zeros(x.shape))
    np.put_along_axis(chosen, x.argmax(axis=-1, keepdims=True), np.where(np.isnan(top), top, 1.0), axis=-1)
    return chosen


def _hardmax_jacobian(x: Array) -> Array:
    top = x.max(axis=-1)[..., None, None]
    return np.where(np.isnan(top), top, np.zeros((*x.shape, x.shape[-1])))


def _hardmax_exactly(x: Exact) -> list[Any]:
    first = list(x).index(max(x))
    return [x[0] * 0 + (i == first) for i in range(len(x))]


hardmax = Vector(
    name="hardmax",
    family="vector",
    tier="core",
    summary="1 for the first largest value, 0 for all others",
    formula="1 at the first maximum of x, 0 elsewhere",
    derivative="0",
    f=_first_maximum,
    jacobian=_hardmax_jacobian,
    exact=ExactKernels(_hardmax_exactly, lambda x: [[each * 0 for each in x] for _ in x]),
    range=(Interval(0, 0), Interval(1, 1)),
    display_only=True,
    sums_to_one=True,
    libraries=in_libraries(onnx=LibraryEntry("Hardmax", note="axis 1 before opset 13, -1 since")),
    notes=(
        "It is one-hot argmax; no gradient passes.",
        "Infinite values compare like all others: of several +inf, or if all are -inf, the first is chosen.",
    ),
)


def _crelu(x: Array) -> Array:
    y = np.concatenate([x, -x], axis=-1)
    np.maximum(y, 0.0, out=y)
    y += 0.0  # no -0
    return y


def _crelu_jacobian(x: Array) -> Array:
    n = x.shape[-1]
    jacobian = np.zeros((*x.shape[:-1], 2 * n, n))
    index = np.arange(n)
    jacobian[..., index, index] = positive(x)
    jacobian[..., n + index, index] = 0.0 - positive(-x)
    return jacobian


def _crelu_exactly(x: Exact) -> list[Any]:
    return [*(max(each, each * 0) for each in x), *(max(-each, each * 0) for each in x)]


def _crelu_jacobian_exactly(x: Exact) -> list[list[Any]]:
    zero = x[0] * 0

    def half(sign: int) -> list[list[Any]]:
        return [[zero + sign * (i == j and sign * each > 0) for j in range(len(x))] for i, each in enumerate(x)]

    return [*half(1), *half(-1)]


crelu = Vector(
    name="crelu",
    family="vector",
    tier="core",
    summary="the positive parts of the values, then those of their negatives: twice as many",
    formula="[max(x, 0), max(-x, 0)]",
    derivative="1 where x > 0 in the first half, -1 where x < 0 in the second, else 0",
    f=_crelu,
    jacobian=_crelu_jacobian,
    exact=ExactKernels(_crelu_exactly, _crelu_jacobian_exactly),
    range=(Interval(0, inf, "[)"),),
    length=lambda n: 2 * n,
    display_only=True,
    papers=(
        Paper(
            "Shang, Sohn, Almeida, Lee",
            2016,
            "Understanding and Improving Convolutional Neural Networks via Concatenated Rectified Linear Units",
            "1603.05201",
        ),
    ),
    libraries=in_libraries(
        tf=LibraryEntry("crelu", note="axis=-1"),
        torch_activation=LibraryEntry("CReLU", note="joins along dim=0"),
        nonlinear=LibraryEntry("functional.crelu", note="joins along dim=1"),
    ),
    notes=("At 0 both slopes are 0.",),
)


def _size(size: float) -> int:
    return int(size)


def _groups(x: Array, size: float) -> Array:
    return x.reshape(*x.shape[:-1], x.shape[-1] // int(size), int(size))


def _maxout(x: Array, size: float) -> Array:
    largest: Array = _groups(x, size).max(axis=-1)
    return largest


def _maxout_jacobian(x: Array, size: float) -> Array:
    chosen = _first_maximum(_groups(x, size))
    m = chosen.shape[-2]
    jacobian = np.zeros((*x.shape[:-1], m, m, int(size)))
    index = np.arange(m)
    jacobian[..., index, index, :] = chosen
    return jacobian.reshape(*x.shape[:-1], m, x.shape[-1])


def _groups_exactly(x: Exact, size: float) -> list[Exact]:
    return [x[start : start + int(size)] for start in range(0, len(x), int(size))]


def _maxout_jacobian_exactly(x: Exact, size: float) -> list[list[Any]]:
    tops = [start * int(size) + list(group).index(max(group)) for start, group in enumerate(_groups_exactly(x, size))]
    return [[x[0] * 0 + (j == top) for j in range(len(x))] for top in tops]


maxout = Vector(
    name="maxout",
    family="vector",
    tier="core",
    summary="the largest of each group of consecutive values",
    formula="max(x) over each group of size consecutive values",
    derivative="1 at the first maximum of each group, else 0",
    f=_maxout,
    jacobian=_maxout_jacobian,
    exact=ExactKernels(lambda x, size: [max(group) for group in _groups_exactly(x, size)], _maxout_jacobian_exactly),
    params=(
        Param(
            "size",
            2.0,
            Domain("a whole number from 1 to 10**7", low=1.0, high=1e7, integer=True),
            "how many values make a group",
            aliases=("groups", "pool_size"),
        ),
    ),
    range=REALS,
    multiple=_size,
    length=lambda n, size: n // int(size),
    display_only=True,
    papers=(Paper("Goodfellow, Warde-Farley, Mirza, Courville, Bengio", 2013, "Maxout Networks", "1302.4389"),),
    libraries=in_libraries(
        paddle=LibraryEntry("maxout", note="size is called groups and has no default; axis=1; 0 for nan"),
        echo=LibraryEntry(
            "Maxout", {"size": 1}, note="size is called pool_size; current versions of PyTorch refuse it"
        ),
    ),
    notes=(
        "torch_activation's Maxout is another function: the largest of several learned lines w_i*x + b_i.",
        "Of equal largest values the first gets the slope.",
    ),
)
