"""Softmax with a sink: one more value takes part in the sum, and is left out of the result."""

from __future__ import annotations

import numpy as np

from actcli.catalog.record import FINITE, Interval, LibraryEntry, Param, Vector, in_libraries
from actcli.functions.softmax import softmax_jacobian, softmax_value
from actcli.numbers.array import Array


def _with_sink(x: Array, sink: float) -> Array:
    return np.concatenate([x, np.full((*x.shape[:-1], 1), sink)], axis=-1)


def _softmax_sink(x: Array, sink: float) -> Array:
    return softmax_value(_with_sink(x, sink))[..., :-1]


def _softmax_sink_jacobian(x: Array, sink: float) -> Array:
    return softmax_jacobian(_with_sink(x, sink))[..., :-1, :-1]


softmax_sink = Vector(
    name="softmax_sink",
    family="vector",
    tier="core",
    summary="softmax beside one more value, the sink, that takes its share of 1",
    formula="exp(x)/(exp(sink) + sum(exp(x)))",
    derivative="dp_i/dx_j = p_i*(1 - p_i) if i = j else -p_i*p_j, p = softmax_sink(x)",
    f=_softmax_sink,
    jacobian=_softmax_sink_jacobian,
    params=(Param("sink", 0.0, FINITE, None, "the further value; 0 adds 1 to the sum", learned=True),),
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
        "What an implementation subtracts before exp must be the maximum of the values and the sink.",
    ),
)
