"""Hard approximations: sigmoid and tanh as straight pieces."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import inf, isfinite, isinf

import numpy as np

from actcli import special
from actcli.catalog.record import (
    FINITE,
    REALS,
    Asymptote,
    Domain,
    Elementwise,
    ExactFloat,
    InPlace,
    Interval,
    Kink,
    LibraryEntry,
    Paper,
    Param,
    Traits,
    in_libraries,
)
from actcli.functions._helpers import (
    BLONDEL_MARTINS_NICULAE,
    IDENTITY_RIGHT,
    LARGEST,
    between,
    closed,
    indicator,
    nearest,
    times,
    unsigned_zero,
    zero,
)
from actcli.numbers.array import Array


def _constant(value: float) -> Traits:
    """Return the traits of a function that is the same everywhere."""
    return Traits((Interval(value, value),), "non-decreasing", inf, 0, symmetry="even" if value else "none", dead=REALS)


@lru_cache
def _root(slope: float, offset: float) -> special.Constant | None:
    """Return where slope*x + offset is 0, in two parts; None where that is next to or beyond the largest double."""
    if not slope:
        return None
    root = -Fraction(offset) / Fraction(slope)
    return special.constant(root) if abs(root) < LARGEST / 4 else None


@lru_cache
def knees(slope: float, offset: float) -> tuple[float, float]:
    """Return the doubles nearest to where slope*x + offset is 0 and 1, the lower one first; the slope is not 0."""
    a, b = Fraction(slope), Fraction(offset)
    low, high = sorted((nearest(-b / a), nearest((1 - b) / a)))
    return low, high


@InPlace
def hard_sigmoid_value(x: Array, slope: float, offset: float, out: Array) -> None:
    """Without cancellation: the distance from the root of the line, times the slope."""
    root = _root(slope, offset)
    if root is None:
        special.clip(times(slope, x) + offset, 0.0, 1.0, out)
        return
    np.subtract(x, root.hi, out=out)
    if root.lo:
        out -= root.lo
    out *= slope
    if slope < 0 or root.hi == 0:
        out += 0.0  # -0 would be the end of the flat piece
    special.clip(out, 0.0, 1.0, out)


def _hard_sigmoid_grad(x: Array, slope: float, offset: float) -> Array:
    return unsigned_zero(slope * between(x, *knees(slope, offset))) if slope else zero(x)


def _hard_sigmoid_traits(slope: float, offset: float) -> Traits:
    if not slope:
        return _constant(min(max(offset, 0.0), 1.0))
    low, high = knees(slope, offset)
    flat = dict.fromkeys(("torch", "jax", "tf", "keras", "tinygrad", "paddle", "nnlib"), 0.0)
    libraries = flat if (low, high) == (-3, 3) else {}
    above = libraries | {"tinygrad": slope} if libraries else {}
    return Traits(
        range=(Interval(0, 1),),
        monotone="non-decreasing" if slope > 0 else "no",
        smoothness=0,
        lipschitz=max(slope, -slope),
        kinks=(Kink(low, 0, slope, libraries=libraries), Kink(high, slope, 0, libraries=above)),
        dead=(Interval(-inf, low, "()"), Interval(high, inf, "()")),
    )


hard_sigmoid = Elementwise(
    name="hard_sigmoid",
    family="hard",
    tier="core",
    summary="a straight line through (0, offset), cut off at 0 and 1",
    formula="min(max(slope*x + offset, 0), 1)",
    f=hard_sigmoid_value,
    grad=_hard_sigmoid_grad,
    params=(
        Param("slope", ExactFloat("1/6"), FINITE, "slope of the line", aliases=("alpha", "a")),
        Param("offset", 0.5, FINITE, "value at zero, before the cut", aliases=("beta", "b")),
    ),
    traits=_hard_sigmoid_traits,
    aliases=("hsigmoid",),
    papers=(
        Paper(
            "Courbariaux, Bengio, David",
            2015,
            "BinaryConnect: Training Deep Neural Networks with binary weights during propagations",
            "1511.00363",
        ),
        Paper("Gulcehre, Moczulski, Denil, Bengio", 2016, "Noisy Activation Functions", "1603.00391"),
    ),
    libraries=in_libraries(
        directml=LibraryEntry("HARD_SIGMOID", note="no defaults"),
        candle="HardSigmoid",
        ttnn="hardsigmoid",
        ggml="GGML_UNARY_OP_HARDSIGMOID",
        tensorrt=LibraryEntry("HARD_SIGMOID", note="no defaults"),
        onednn=LibraryEntry("hardsigmoid", note="no defaults"),
        openvino=LibraryEntry("HSigmoid, HardSigmoid", note="HardSigmoid has no defaults"),
        webnn=LibraryEntry("hardSigmoid", {"slope": 0.2}),
        coreml=LibraryEntry("sigmoid_hard", note="no defaults"),
        ncnn=LibraryEntry("HardSigmoid", {"slope": 0.2}),
        burn=LibraryEntry("HardSigmoid", {"slope": 0.2}),
        mxnet=LibraryEntry("hard_sigmoid", {"slope": 0.2}),
        torch=LibraryEntry(
            "hardsigmoid, Hardsigmoid", note="slope and offset are fixed; in float64 the derivative is 0.16666667163"
        ),
        jax=LibraryEntry("hard_sigmoid", note="slope and offset are fixed"),
        keras=LibraryEntry("hard_sigmoid", note="slope and offset are fixed; the slope was 0.2 in Keras 2"),
        onnx=LibraryEntry("HardSigmoid", {"slope": 0.2}, note="alpha, beta"),
        tinygrad=LibraryEntry("hardsigmoid", note="alpha, beta; in float32 2 at 1e8, 0 at 1e9, nan at inf; 0 for nan"),
        nnlib=LibraryEntry("hardσ", note="slope and offset are fixed"),
        paddle=LibraryEntry("hardsigmoid", {"slope": 0.1666667}, note="rounded to float32, in float64 too"),
        timm="hard_sigmoid, HardSigmoid",
    ),
    notes=(
        (
            "The slope is 0.2 in ONNX, WebNN, ncnn, Burn, MXNet, Theano and thinc, 0.5 in torch_activation and "
            "ActTensor, as in BinaryConnect, and 1/6 in the others that have a default, ExecuTorch among them. "
            "MLX and TensorFlow Lite have no operator for it."
        ),
        "The slopes 1/6 and 0.2 are up to 0.0833 apart, at -2.5 and 2.5.",
        "In timm's memory-efficient form the slope is 1/6 at -3 and 3.",
        "The slope at 3 was not 0 in PyTorch 1.5 (PyTorch #49922, #51408); it is 1/6 in tinygrad 0.14.0.",
        "ONNX' reference evaluator (1.23.2) rounds the constants to float32, in float64 too.",
    ),
)


sparse_sigmoid = Elementwise(
    name="sparse_sigmoid",
    family="hard",
    tier="core",
    summary="a straight line of slope 1/2, cut off at 0 and 1",
    formula="min(max((x + 1)/2, 0), 1)",
    derivative="where(-1 < x < 1, 1/2, 0)",
    f=lambda x: special.clip(0.5 * x + 0.5, 0.0, 1.0),
    grad=lambda x: 0.5 * between(x, -1.0, 1.0),
    traits=lambda: Traits(
        range=(Interval(0, 1),),
        monotone="non-decreasing",
        smoothness=0,
        lipschitz=0.5,
        kinks=(
            Kink(-1, 0, 0.5, libraries={"jax": 0.25, "keras": 0.25}),
            Kink(1, 0.5, 0, libraries={"jax": 0.25, "keras": 0.25}),
        ),
        dead=(Interval(-inf, -1, "()"), Interval(1, inf, "()")),
    ),
    papers=(BLONDEL_MARTINS_NICULAE,),
    libraries=in_libraries(jax="sparse_sigmoid", keras="sparse_sigmoid"),
    notes=(
        "It is the derivative of sparse_plus.",
        "The slopes at -1 and 1 are 0 on Keras' PyTorch and TensorFlow backends, 1/4 on JAX (3.15.1).",
    ),
)


@InPlace
def _hard_tanh(x: Array, min_val: float, max_val: float, out: Array) -> None:
    special.clip(x, min(min_val, max_val), max_val, out)
    if not (min_val and max_val):
        out += 0.0  # -0 would be the end of a flat piece


def _hard_tanh_grad(x: Array, min_val: float, max_val: float) -> Array:
    """Return 1 between the bounds; at infinity too, where there is none."""
    return indicator(((x > min_val) | (min_val == -inf)) & ((x < max_val) | (max_val == inf)), x)


def _hard_tanh_traits(min_val: float, max_val: float) -> Traits:
    if min_val >= max_val:
        return _constant(float(max_val))
    fixed = {"jax": 1, "keras": 1} if (min_val, max_val) == (-1, 1) else {}
    libraries = {"torch": 0, **fixed, "tf": 1, "mlx": 0, "tinygrad": 1, "paddle": 0, "nnlib": 0}
    low, high = float(min_val), float(max_val)
    kinks = tuple(
        Kink(at, *sides, libraries=libraries) for at, sides in ((low, (0, 1)), (high, (1, 0))) if isfinite(at)
    )
    dead = (Interval(-inf, min_val, "()"), Interval(max_val, inf, "()"))
    return Traits(
        range=(closed(min_val, max_val),),
        monotone="non-decreasing" if kinks else "increasing",
        smoothness=0 if kinks else inf,
        lipschitz=1,
        kinks=kinks,
        symmetry="odd" if min_val == -max_val else "none",
        dead=tuple(piece for piece in dead if piece.low < piece.high),
        asymptotes=((Asymptote(1, 0, -1),) if isinf(low) else ()) + ((IDENTITY_RIGHT,) if isinf(high) else ()),
    )


_BELOW_INF = Domain("a number below inf", high=inf, high_open=True)
_ABOVE_MINUS_INF = Domain("a number above -inf", low=-inf, low_open=True)

hard_tanh = Elementwise(
    name="hard_tanh",
    family="hard",
    tier="core",
    summary="the identity, cut off below min_val and above max_val",
    formula="min(max(x, min_val), max_val)",
    f=_hard_tanh,
    grad=_hard_tanh_grad,
    params=(
        Param("min_val", -1.0, _BELOW_INF, "lower bound", aliases=("min", "lo")),
        Param("max_val", 1.0, _ABOVE_MINUS_INF, "upper bound", aliases=("max", "hi")),
    ),
    traits=_hard_tanh_traits,
    aliases=("clamp", "relu_n1_to_1", "satlins", "clip"),
    papers=(Paper("Collobert", 2004, "Large Scale Machine Learning"),),
    libraries=in_libraries(
        tensorrt=LibraryEntry("CLIP", note="no defaults"),
        onednn=LibraryEntry(
            "clip", note="no defaults; the slope is 0 at the lower bound, 1 at the upper; clip_v2 has 0 at both"
        ),
        openvino=LibraryEntry("Clamp", note="no defaults"),
        tflite=LibraryEntry("RELU_N1_TO_1", note="earlier versions call it relu1"),
        webnn="clamp",
        ncnn=LibraryEntry("Clip", note="no defaults"),
        torch="hardtanh, Hardtanh",
        jax=LibraryEntry("hard_tanh", note="the bounds are fixed"),
        keras=LibraryEntry("hard_tanh", note="the bounds are fixed"),
        onnx=LibraryEntry("Clip", note="with -1 and 1; with min above max all is max, as here"),
        tf=LibraryEntry("tf.clip_by_value", note="with -1 and 1"),
        mlx="hard_tanh, HardTanh",
        tinygrad="hardtanh",
        nnlib="hardtanh",
        paddle=LibraryEntry("hardtanh", note="min, max"),
        numpy=LibraryEntry("numpy.clip", note="with -1 and 1"),
    ),
    notes=("The slopes at -1 and 1 are 0 on Keras' PyTorch backend, 1 on JAX and TensorFlow (3.15.1).",),
)

relu1 = Elementwise(
    name="relu1",
    family="hard",
    summary="the identity from 0 to 1, flat outside",
    formula="min(max(x, 0), 1)",
    traits=lambda: Traits(kinks=(Kink(0, 0, 1), Kink(1, 1, 0))),
    aliases=("relu_0_to_1", "satlin"),
    libraries=in_libraries(tflite="RELU_0_TO_1", other="MATLAB satlin"),
    notes=("It is hard_tanh:min_val=0. TFLite's earlier relu1 was -1 to 1, as hard_tanh is.",),
)
