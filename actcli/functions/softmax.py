"""Softmax and related functions: the exponentials of a vector, divided by their sum."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

import numpy as np

from actcli.catalog.record import POSITIVE, Interval, LibraryEntry, Paper, Param, Vector, in_libraries
from actcli.numbers.array import Array
from actcli.special.double_double import sum_in_parts

if TYPE_CHECKING:
    from numpy.typing import NDArray

_BRIDLE = Paper(
    "Bridle",
    1990,
    "Probabilistic Interpretation of Feedforward Classification Network Outputs, "
    "with Relationships to Statistical Pattern Recognition",
)

_TORCH_DIM = "dim=None, deprecated, picks 0 for 0-, 1- and 3-d input, else 1"
_ONNX_AXIS = "axis 1 in opsets 1 and 11, which flatten to 2-d; -1 since 13"
#: Notes on infinite values that hold for every function to the probability simplex that grows with its input.
SIMPLEX_LIMITS = (
    "A single +inf has the limit 1, the others 0; -inf beside larger values has 0.",
    "Several +inf, or several values that are all -inf, have no limit: nan.",
)


def below_maximum(x: Array) -> Array:
    """Return x minus its maximum along the last axis, in new contiguous memory.

    Where one entry alone is the infinite maximum, it gets 0 and the others -inf; where several share it, all get nan.
    """
    top: Array = x.max(axis=-1, keepdims=True)
    # Sums along the last axis are pairwise, hence accurate, only where it is contiguous.
    infinite = np.isinf(top)
    below: Array = np.subtract(x, np.where(infinite, 0.0, top), order="C")
    if not infinite.any():
        return below
    at_top = x == top
    alone = at_top.sum(axis=-1, keepdims=True) == 1
    limit = np.where(alone, np.where(at_top, 0.0, -inf), np.nan)
    return np.where(infinite, limit, below)


def softmax_value(x: Array, beta: float = 1.0) -> Array:
    """Return the values of softmax."""
    p = below_maximum(x)
    p *= beta
    np.exp(p, out=p)
    p /= p.sum(axis=-1, keepdims=True)
    return p


def _sum_of_others(weights: Array, largest: NDArray[np.intp]) -> Array:
    """Return the sum of all weights except the largest, whose rounding would hide it."""
    others = weights.copy()
    np.put_along_axis(others, largest, 0.0, axis=-1)
    total: Array = others.sum(axis=-1, keepdims=True)
    return total


def complement(p: Array, total: Array | float = 1.0) -> Array:
    """Return the total minus p; for the largest, the only one that may be near it, the sum of the others."""
    largest = p.argmax(axis=-1, keepdims=True)
    others = total - p
    np.put_along_axis(others, largest, _sum_of_others(p, largest), axis=-1)
    return others


def set_diagonal(jacobian: Array, diagonal: Array) -> Array:
    """Write the diagonals of matrices, and return them."""
    index = np.arange(diagonal.shape[-1])
    jacobian[..., index, index] = diagonal
    return jacobian


def _rounded_once(weights: Array) -> Array:
    """Return the sum of weights up to 1 along the last axis, in which nothing but the last addition rounds."""
    total, rest = sum_in_parts(weights)
    return total + rest


def softmax_jacobian(x: Array, beta: float = 1.0) -> Array:
    """Return the Jacobian of softmax."""
    p = below_maximum(x)
    p *= beta
    np.exp(p, out=p)
    p /= _rounded_once(p)  # products of two values hold the error of the sum twice
    jacobian = jacobian_of(p)
    jacobian *= beta
    return jacobian


def jacobian_of(p: Array) -> Array:
    """Return the Jacobian of softmax, given its values."""
    jacobian = p[..., :, None] * p[..., None, :]
    np.negative(jacobian, out=jacobian)
    return set_diagonal(jacobian, p * complement(p))


softmax = Vector(
    name="softmax",
    family="vector",
    tier="classic",
    summary="exponentials divided by their sum: positive, and together 1",
    formula="exp(beta*x)/sum(exp(beta*x))",
    derivative="dp_i/dx_j = beta*p_i*(1 - p_i) if i = j else -beta*p_i*p_j, p = softmax(x)",
    f=softmax_value,
    jacobian=softmax_jacobian,
    params=(Param("beta", 1.0, POSITIVE, "the values are multiplied by it; 1/beta is the temperature"),),
    range=(Interval(0, 1, "(]"),),
    sums_to_one=True,
    aliases=("softargmax",),
    papers=(_BRIDLE,),
    libraries=in_libraries(
        torch=LibraryEntry("softmax, Softmax", note=f"Softmax2d works over the channels; {_TORCH_DIM}"),
        jax=LibraryEntry("softmax", note="axis=-1, may be several axes; where= leaves entries out"),
        keras=LibraryEntry("softmax, Softmax", note="axis=-1; the layer takes several axes and a mask"),
        onnx=LibraryEntry("Softmax", note=_ONNX_AXIS),
        tf=LibraryEntry("softmax", note="axis=-1; in float32 one +inf or nan gives nan there and 0 elsewhere"),
        mlx=LibraryEntry("softmax, Softmax", note="axis=-1; 9 digits in float64 too"),
        tinygrad="softmax",
        paddle=LibraryEntry("softmax", note="at least 1.6e-28, for -inf too"),
        sklearn="softmax",
        scipy=LibraryEntry("scipy.special.softmax", note="axis=None takes all elements"),
        nnlib=LibraryEntry("softmax", note="dims=1"),
        tflite=LibraryEntry("SOFTMAX", note="no default of beta"),
        ggml=LibraryEntry("soft_max_ext", note="beta is called scale"),
        onednn="softmax",
        openvino="Softmax",
        webnn="softmax",
        coreml="softmax",
        ttnn="softmax",
        candle="softmax",
        burn="softmax",
        ncnn="Softmax",
        mxnet="softmax",
    ),
    notes=(
        "It is 1 only for a vector of one value.",
        "Adding the same number to all values changes nothing.",
        *SIMPLEX_LIMITS,
        "PyTorch (#6864) and JAX (#21495, documented) return nan for all values if one is +inf.",
    ),
)


def _log_softmax(x: Array) -> Array:
    """Minus the sum of two distances, so that an underflow gives -0; a single value gives exactly 0."""
    y = below_maximum(x)
    rest = _sum_of_others(np.exp(y), y.argmax(axis=-1, keepdims=True))
    np.subtract(np.log1p(rest), y, out=y)
    return 0.0 - y if y.shape[-1] == 1 else np.negative(y, out=y)


def _log_softmax_jacobian(x: Array) -> Array:
    p = softmax_value(x)
    jacobian = np.repeat(-p[..., None, :], p.shape[-1], axis=-2)
    return set_diagonal(jacobian, complement(p))


log_softmax = Vector(
    name="log_softmax",
    family="vector",
    tier="core",
    summary="the logarithm of softmax",
    formula="x-log(sum(exp(x)))",
    derivative="dy_i/dx_j = 1 - p_j if i = j else -p_j, p = softmax(x)",
    f=_log_softmax,
    jacobian=_log_softmax_jacobian,
    range=(Interval(-inf, 0, "(]"),),
    libraries=in_libraries(
        tflite="LOG_SOFTMAX",
        torch=LibraryEntry("log_softmax, LogSoftmax", note=_TORCH_DIM),
        scipy=LibraryEntry("scipy.special.log_softmax", note="axis=None takes all elements"),
        jax=LibraryEntry("log_softmax", note="axis=-1"),
        keras=LibraryEntry("log_softmax", note="axis=-1"),
        onnx=LibraryEntry("LogSoftmax", note=_ONNX_AXIS),
        tf=LibraryEntry("log_softmax", note="axis=-1"),
        mlx=LibraryEntry("log_softmax, LogSoftmax", note="axis=-1"),
        tinygrad="log_softmax",
        paddle=LibraryEntry("log_softmax", note="at least -64: [100, 0] gives -64 instead of -100"),
        nnlib=LibraryEntry("logsoftmax", note="dims=1"),
        openvino="LogSoftmax",
        mxnet="log_softmax",
    ),
    notes=(
        "It is 0 only for a vector of one value.",
        "A single +inf has the limit 0, the others -inf.",
        SIMPLEX_LIMITS[1],
        (
            "For a vector with +inf all libraries return nan throughout: PyTorch (#6864), JAX, Keras, TensorFlow, MLX, "
            "tinygrad, PaddlePaddle and ONNX Runtime. In float64, ONNX Runtime has nan at the infinity only."
        ),
        "The reference evaluator of ONNX takes the logarithm of softmax: a value 1000 below the largest gives -inf.",
    ),
)


def _softmin_jacobian(x: Array) -> Array:
    jacobian = softmax_jacobian(-x)
    return 0.0 - jacobian if x.shape[-1] == 1 else np.negative(jacobian, out=jacobian)


softmin = Vector(
    name="softmin",
    family="vector",
    tier="core",
    summary="softmax of the negated values: the smallest gets the most",
    formula="exp(-x)/sum(exp(-x))",
    derivative="dp_i/dx_j = -p_i*(1 - p_i) if i = j else p_i*p_j, p = softmin(x)",
    f=lambda x: softmax_value(-x),
    jacobian=_softmin_jacobian,
    range=(Interval(0, 1, "(]"),),
    sums_to_one=True,
    libraries=in_libraries(
        torch=LibraryEntry("softmin, Softmin", note=f"{_TORCH_DIM}; nan throughout for one -inf"),
        mlx=LibraryEntry("softmin, Softmin", note="axis=-1"),
        tinygrad="softmin",
        mxnet="softmin",
    ),
    notes=(
        "It is 1 only for a vector of one value.",
        "A single -inf has the limit 1, the others 0; +inf beside smaller values has 0.",
        "Several -inf, or several values that are all +inf, have no limit: nan.",
    ),
)
