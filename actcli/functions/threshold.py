"""Thresholded and piecewise linear functions."""

from __future__ import annotations

from math import copysign, inf
from typing import TYPE_CHECKING

from actcli import special
from actcli.catalog.record import (
    FINITE,
    REALS,
    Asymptote,
    Domain,
    Elementwise,
    Interval,
    Kink,
    LibraryEntry,
    Monotone,
    Paper,
    Param,
    Rule,
    Traits,
    in_libraries,
)
from actcli.functions._helpers import IDENTITY_RIGHT, closed, corner, indicator, times, unsigned_zero, zero
from actcli.numbers.array import Array

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray


def _relu_general(x: Array, negative_slope: float, max_value: float, threshold: float) -> Array:
    above = special.clip(x, threshold, max_value) * _is_above(x, max_value, threshold)
    return above + times(negative_slope, special.clip_above(x, threshold) - threshold)


def _is_above(x: Array, max_value: float, threshold: float) -> NDArray[np.bool_]:
    """Tell where the first branch holds: above the threshold, and at it where max_value is reached there."""
    return x > threshold if threshold < max_value else x >= threshold


def _relu_general_grad(x: Array, negative_slope: float, max_value: float, threshold: float) -> Array:
    if threshold >= max_value:
        return unsigned_zero(negative_slope * indicator(x < threshold, x))
    left = x <= threshold if abs(negative_slope) <= 1 else x < threshold
    right = (x >= max_value) & (max_value < inf)
    return negative_slope * indicator(left, x) + indicator(~(left | right), x)


def _relu_general_traits(negative_slope: float, max_value: float, threshold: float) -> Traits:
    s, bounded = negative_slope, max_value < inf
    if threshold >= max_value:
        return _step_traits(s, max_value, threshold)
    ends = [copysign(inf, -s) if s else 0, threshold, max_value]
    above = Interval(threshold, max_value, "(]" if bounded else "()")
    low, high = min(ends[0], 0), max(ends[0], 0)
    chosen = s if abs(s) <= 1 else 1
    kinks = corner(threshold, s, 1, slope=chosen, libraries=_keras_at_threshold(s, max_value, threshold))
    if threshold:
        libraries = {} if s else {"keras": 0.0}
        kinks = (Kink(float(threshold), s, 1, slope=chosen, jump=(0, threshold), libraries=libraries),)
    if bounded:
        kinks += (Kink(float(max_value), 1, 0, libraries={"keras": 0 if (max_value, threshold) == (6, 0) else 0.5}),)
    if threshold < 0:
        below = Interval(-inf, max_value, above.ends) if s > 0 else Interval(threshold, inf, "()") if s else above
        range_: tuple[Interval, ...] = (below,)
    else:
        range_ = (closed(low, high), above) if threshold and high < inf else (closed(low, max(high, max_value)),)
    return Traits(
        range=range_,
        monotone="no" if s < 0 or threshold < 0 else "increasing" if s and not bounded else "non-decreasing",
        smoothness=-1 if threshold else 0 if kinks else inf,
        lipschitz=inf if threshold else max(abs(s), 1),
        kinks=kinks,
        symmetry="none" if threshold or bounded else "odd" if s == 1 else "even" if s == -1 else "none",
        dead=(() if s else (Interval(-inf, threshold, "()"),)) + ((Interval(max_value, inf, "()"),) if bounded else ()),
        asymptotes=((Asymptote(s, -s * threshold, -1),) if s else ()) + (() if bounded else (IDENTITY_RIGHT,)),
    )


def _step_traits(slope: float, height: float, at: float) -> Traits:
    """Return the traits of a line up to a step to a height: the threshold is not below max_value."""
    low, high = sorted((copysign(inf, -slope) if slope else 0.0, 0.0))
    jump = (0.0, float(height)) if height else None
    left = Interval(low, high, "[]" if not slope else "()" if height else closed(low, high).ends)
    right = Interval(float(height), float(height))
    return Traits(
        range=(left,) if height in left else (left, right),
        monotone="no" if slope < 0 else "non-decreasing",
        smoothness=-1 if jump else 0 if slope else inf,
        lipschitz=inf if jump else abs(slope),
        kinks=(Kink(float(at), slope, 0, slope=0, jump=jump),) if jump or slope else (),
        dead=(*(() if slope else (Interval(-inf, at, "()"),)), Interval(at, inf, "()")) if jump or slope else REALS,
        asymptotes=(Asymptote(slope, -slope * at, -1),) if slope else (),
    )


def _keras_at_threshold(negative_slope: float, max_value: float, threshold: float) -> dict[str, float]:
    """Return what Keras has there, where known: without a bound and a threshold it delegates to leaky_relu."""
    if not negative_slope:
        return {"keras": 0}
    return {"keras": 1} if not threshold and max_value == inf else {}


relu_general = Elementwise(
    name="relu_general",
    family="threshold",
    tier="core",
    summary="relu with a threshold, a slope below it and an upper bound",
    formula=(
        "where(x < threshold, negative_slope*(x - threshold), "
        "where(x < max_value, where(x > threshold, x, 0), max_value))"
    ),
    derivative="where(x < threshold, negative_slope, where(x < max_value, 1, 0))",
    f=_relu_general,
    grad=_relu_general_grad,
    params=(
        Param("negative_slope", 0.0, FINITE, "slope below the threshold"),
        Param("max_value", inf, Domain(">= 0", 0.0, inf), "upper bound"),
        Param("threshold", 0.0, FINITE, "where the identity begins"),
    ),
    traits=_relu_general_traits,
    aliases=("bounded_relu", "relu_n"),
    libraries=in_libraries(
        keras=LibraryEntry(
            "relu(negative_slope, max_value, threshold), ReLU",
            note="max_value is None for no bound; with threshold = 1 it gives 0 for nan",
        )
    ),
    notes=(
        "With max_value alone it is called clipped ReLU, ReLU-N or bounded ReLU.",
        (
            "Keras' layer refuses a negative threshold, its function takes one, but with a max_value too "
            "it gives 0 between the threshold and 0 (3.15.1)."
        ),
        (
            "At the threshold the value is 0, or max_value where the threshold is not below it, "
            "as the documentation of Keras' layer has it for x >= max_value; Keras' code gives 0 there, too (3.15.1)."
        ),
    ),
)


def _above(x: Array, threshold: float, *_: float) -> Array:
    return indicator(x > threshold, x)


def _thresholded_traits(threshold: float, value: float, libraries: Mapping[str, float]) -> Traits:
    """Return the traits of x above the threshold and a value below."""
    jump = (value, threshold) if value != threshold else None
    above = Interval(threshold, inf, "()" if jump else "[)")
    return Traits(
        range=(Interval(value, value), above) if value < threshold else (above,),
        monotone="non-decreasing" if value <= threshold else "no",
        smoothness=-1 if jump else 0,
        lipschitz=inf if jump else 1,
        kinks=(Kink(float(threshold), 0, 1, jump=jump, libraries=libraries),),
        dead=(Interval(-inf, threshold, "()"),),
        asymptotes=(IDENTITY_RIGHT,),
    )


thresholded_relu = Elementwise(
    name="thresholded_relu",
    family="threshold",
    tier="core",
    summary="the input where it exceeds theta, else 0",
    formula="where(x > theta, x, 0)",
    f=lambda x, theta: unsigned_zero(special.clip_below(x, theta) * (x > theta)),
    grad=_above,
    params=(Param("theta", 1.0, FINITE, "threshold", derivative=zero, aliases=("threshold", "alpha")),),
    traits=lambda theta: _thresholded_traits(theta, 0.0, {"torch": 0, "keras": 0, "paddle": 0, "nnlib": 0}),
    papers=(
        Paper(
            "Konda, Memisevic, Krueger",
            2014,
            "Zero-bias autoencoders and the benefits of co-adapting features",
            "1402.3337",
        ),
    ),
    libraries=in_libraries(
        tensorrt=LibraryEntry("THRESHOLDED_RELU", note="no default"),
        coreml=LibraryEntry("thresholded_relu", note="keeps x at the threshold too; no default"),
        burn="thresholded_relu",
        torch=LibraryEntry("threshold(x, theta, 0)"),
        keras=LibraryEntry("relu(threshold=theta)", note="0 for nan; the layer ThresholdedReLU of Keras 2 is gone"),
        onnx=LibraryEntry("ThresholdedRelu", note="alpha; 0 for nan in ONNX Runtime and the reference evaluator"),
        nnlib=LibraryEntry("trelu, thresholdrelu"),
        paddle=LibraryEntry("thresholded_relu", note="threshold; nan at -inf"),
    ),
    notes=(
        "At the threshold Core ML keeps x; ONNX, TensorRT, Burn and vLLM give 0.",
        (
            "At theta the value is 0, as in the operator of ONNX. Its recurrent activation is defined with >=, but "
            "ONNX Runtime computes >."
        ),
    ),
)


def _threshold(x: Array, threshold: float, value: float) -> Array:
    return special.clip_below(x, threshold) * (x > threshold) + value * indicator(x <= threshold, x)


threshold = Elementwise(
    name="threshold",
    family="threshold",
    tier="core",
    summary="the input where it exceeds the threshold, else a value",
    formula="where(x > threshold, x, value)",
    f=_threshold,
    grad=_above,
    params=(
        Param("threshold", 1.0, FINITE, "where the identity begins", derivative=zero),
        Param("value", 0.0, FINITE, "the value up to there", aliases=("default_value",)),
    ),
    traits=lambda threshold, value: _thresholded_traits(threshold, value, {"torch": 0, "keras": 0}),
    libraries=in_libraries(
        torch=LibraryEntry("threshold, Threshold", note="both arguments are required"),
        keras=LibraryEntry("threshold(x, threshold, default_value)", note="both arguments are required"),
        paddle=LibraryEntry("thresholded_relu(threshold, value)", note="nan at -inf"),
    ),
    notes=(
        "ncnn's Threshold is binary_step.",
        "Keras 3.15.1 gives the value for nan on NumPy, JAX and TensorFlow, nan on PyTorch.",
    ),
)


def _srelu(x: Array, t_left: float, a_left: float, t_right: float, a_right: float) -> Array:
    # At a threshold of 0 the middle is the zero to which a straight line too small for a number adds its sign.
    middle = special.clip(x, t_left or (-0.0 if a_left else 0.0), t_right or copysign(0.0, a_right))
    return (
        middle
        - times(a_left, t_left - special.clip_above(x, t_left))
        - times(a_right, t_right - special.clip_below(x, t_right))
    )


def _srelu_grad(x: Array, t_left: float, a_left: float, t_right: float, a_right: float) -> Array:
    # At a knee the slope of smaller magnitude.
    left = x <= t_left if abs(a_left) <= 1 else x < t_left
    right = x >= t_right if abs(a_right) <= 1 else x > t_right
    return a_left * indicator(left, x) + a_right * indicator(right, x) + indicator(~(left | right), x)


def _srelu_traits(t_left: float, a_left: float, t_right: float, a_right: float) -> Traits:
    ends = (-copysign(inf, a_left) if a_left else t_left, copysign(inf, a_right) if a_right else t_right)
    low, high = min(*ends, t_left), max(*ends, t_right)
    monotone: Monotone = "no"
    if a_left >= 0 and a_right >= 0:
        monotone = "increasing" if a_left and a_right else "non-decreasing"
    kinks = corner(t_left, a_left, 1) + corner(t_right, 1, a_right)
    return Traits(
        range=(closed(low, high),),
        monotone=monotone,
        smoothness=0 if kinks else inf,
        lipschitz=max(abs(a_left), 1, abs(a_right)),
        kinks=kinks,
        symmetry="odd" if (t_left, a_left) == (-t_right, a_right) else "none",
        dead=(() if a_left else (Interval(-inf, t_left, "()"),)) + (() if a_right else (Interval(t_right, inf, "()"),)),
        asymptotes=((Asymptote(a_left, t_left - a_left * t_left, -1),) if a_left else ())
        + ((Asymptote(a_right, t_right - a_right * t_right, 1),) if a_right else ()),
    )


srelu = Elementwise(
    name="srelu",
    family="threshold",
    summary="the identity between two thresholds, straight lines of other slopes beyond them",
    formula="where(x < t_left, t_left + a_left*(x - t_left), where(x > t_right, t_right + a_right*(x - t_right), x))",
    f=_srelu,
    grad=_srelu_grad,
    params=(
        Param("t_left", -1.0, FINITE, "left threshold", learned=True),
        Param("a_left", 0.2, FINITE, "slope below it", learned=True),
        Param("t_right", 1.0, FINITE, "right threshold", learned=True),
        Param("a_right", 0.4, FINITE, "slope above it", learned=True),
    ),
    rules=(Rule("t_left < t_right", lambda t_left, t_right, **_: t_left < t_right),),
    traits=_srelu_traits,
    papers=(Paper("Jin et al.", 2015, "Deep Learning with S-shaped Rectified Linear Activation Units", "1512.07030"),),
    notes=(
        "In TransformerEngine and cuDNN srelu is the square of relu: relu_squared.",
        "SReLU is also the name of the shifted ReLU max(x, -1).",
        "Echo writes x + t where x - t is meant.",
    ),
)
