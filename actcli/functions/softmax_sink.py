"""Softmax with a sink: one more value takes part in the sum, and is left out of the result."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from actcli.catalog.record import FINITE, Interval, LibraryEntry, Param, Vector, in_libraries
from actcli.functions.softmax import complement, jacobian_of, set_diagonal, softmax_value
from actcli.numbers.array import Array
from actcli.special.double_double import two_sum

if TYPE_CHECKING:
    from numpy.typing import NDArray


def _with_sink(x: Array, sink: float) -> Array:
    # Sums along the last axis are pairwise, hence accurate, only where it is contiguous.
    return np.ascontiguousarray(np.concatenate([x, np.full((*x.shape[:-1], 1), sink)], axis=-1))


class _Weights(NamedTuple):
    """Exponentials of the distances from the largest value as two factors, and their sum.

    They are known only where the largest is finite.
    """

    head: Array
    rest: Array
    total: Array
    known: NDArray[np.bool_]

    @property
    def whole(self) -> Array:
        return self.head * self.rest


def _weights(values: Array) -> _Weights:
    top = values.max(axis=-1, keepdims=True)
    with np.errstate(all="ignore"):
        hi, lo = two_sum(values, -top)
        head, rest = np.exp(hi), 1.0 + np.where(np.isfinite(lo), lo, 0.0)
        return _Weights(head, rest, (head * rest).sum(axis=-1, keepdims=True), np.isfinite(top))


def _softmax_sink(x: Array, sink: float) -> Array:
    values = _with_sink(x, sink)
    weights = _weights(values)
    return np.where(weights.known, weights.whole / weights.total, softmax_value(values))[..., :-1]


def _softmax_sink_jacobian(x: Array, sink: float) -> Array:
    """Round as little as possible: both factors of a product come from one exponential each, and the sum only once."""
    values = _with_sink(x, sink)
    head, rest, total, known = weights = _weights(values)
    square = total * total
    with np.errstate(all="ignore"):
        jacobian = -(head[..., :, None] * head[..., None, :])
        jacobian *= rest[..., :, None] + (rest[..., None, :] - 1.0)
        jacobian /= square[..., None]
        set_diagonal(jacobian, weights.whole * complement(weights.whole, total) / square)
    limits = jacobian_of(softmax_value(values))
    return np.where(known[..., None], jacobian, limits)[..., :-1, :-1]


softmax_sink = Vector(
    name="softmax_sink",
    family="vector",
    tier="core",
    summary="softmax beside one more value, the sink, that takes its share of 1",
    formula="exp(x)/(exp(sink) + sum(exp(x)))",
    derivative="dp_i/dx_j = p_i*(1 - p_i) if i = j else -p_i*p_j, p = softmax_sink(x)",
    f=_softmax_sink,
    jacobian=_softmax_sink_jacobian,
    params=(Param("sink", 0.0, FINITE, "the additional value; 0 adds 1 to the sum", learned=True),),
    range=(Interval(0, 1, "()"),),
    aliases=("softmax1", "quiet_softmax", "smooth_softmax"),
    libraries=in_libraries(
        ggml="soft_max_add_sinks",
        te=LibraryEntry("softmax_type='off-by-one'", note="softmax_type='learnable' has a sink for each head, from 0"),
        ort=LibraryEntry("com.microsoft.GroupQueryAttention(smooth_softmax=1)", note="head_sink gives sinks"),
        burn="quiet_softmax",
    ),
    notes=(
        "gpt-oss learns one sink for each head; attention kernels of vLLM, FlashInfer and cuDNN take them too.",
        "The results sum to less than 1; those of values that are all -inf are 0.",
        "Before exp, an implementation must subtract the maximum of the values and the sink.",
    ),
)
