"""Further gated functions of engines that run language models."""

from __future__ import annotations

from math import pi, sqrt

import numpy as np

from actcli import special
from actcli.catalog.gating import SECOND, gated
from actcli.catalog.record import REALS, Gate, LibraryEntry, in_libraries
from actcli.functions._gates import FURTHEST, product, swish_times, swish_times_grad, times_sigmoid, tiny_last
from actcli.numbers.array import Array

#: 2u = _SLOPE * (a + 0.044715 * a**3) is the argument of the sigmoid in gelu_tanh.
_SLOPE = 2 * sqrt(2 / pi)
#: Beyond it, the sigmoid is 0 or 1.
_REACH = 30.0


def _argument(a: Array) -> Array:
    held = special.clip(a, -_REACH, _REACH)
    return np.where(np.isinf(a), a, _SLOPE * (held + 0.044715 * held**3))


def _geglu_tanh(a: Array, b: Array) -> Array:
    first, last = tiny_last(special.clip_below(a, FURTHEST), b)
    return product(times_sigmoid(first, _argument(a)), last)


def _geglu_tanh_grad_a(a: Array, b: Array) -> Array:
    held = special.clip(a, -_REACH, _REACH)
    bend = _SLOPE * (held + 0.134145 * held**3)
    return product(times_sigmoid(b, _argument(a)), 1.0 + bend * special.sigmoid(-_argument(a)))


geglu_tanh = gated(
    Gate(_geglu_tanh, _geglu_tanh_grad_a, lambda a, _b: special.gelu_tanh(a)),
    name="geglu_tanh",
    tier="core",
    summary="gelu_tanh of one half times the other: what most engines call geglu",
    formula="gelu_tanh(a)*b",
    range=REALS,
    gates={
        "first": "ggml, Megatron-LM, TransformerEngine, Liger, SGLang, vLLM gelu_tanh_and_mul",
        "second": "MoE kernels of FlashInfer",
    },
    libraries=in_libraries(
        vllm="gelu_tanh_and_mul",
        sglang=LibraryEntry("GeluAndMul", note="its default; approximate='none' is geglu"),
        ggml="GGML_GLU_OP_GEGLU",
        te="geglu",
        megatron="geglu",
        liger="geglu",
        flashinfer=LibraryEntry("GegluTanh", {"gate": SECOND}, "of MoE kernels"),
        hf=LibraryEntry("gated-gelu", note="of T5 v1.1, and of all Gemma models"),
    ),
    notes=(
        (
            "geglu is this function in ggml, Megatron-LM, TransformerEngine, Liger and ONNX Runtime's MoE, the exact "
            "one in vLLM and here, and clamped_swiglu in cuDNN's grouped GEMM."
        ),
        "vLLM computes the exact geglu instead on ROCm, Diffusers this one instead of the exact geglu on NPUs.",
    ),
)

_QUICK = 1.702

quick_geglu = gated(
    Gate(
        f=lambda a, b: swish_times(a, b, _QUICK),
        grad_a=lambda a, b: swish_times_grad(a, b, _QUICK),
        grad_b=lambda a, _b: swish_times(a, np.ones(a.shape), _QUICK),
    ),
    name="quick_geglu",
    tier="core",
    summary="quick_gelu of one half times the other",
    formula="quick_gelu(a)*b",
    range=REALS,
    aliases=("qgeglu", "geglu_quick"),
    gates={"first": "ggml, TransformerEngine, Megatron-LM"},
    libraries=in_libraries(
        ggml="GGML_GLU_OP_GEGLU_QUICK",
        te="qgeglu",
        megatron=LibraryEntry("quick_geglu", note="linear_offset=0 is added to b"),
    ),
    notes=("It is swiglu with alpha=1.702, or clamped_swiglu without limit and offset.",),
)


def _relu2(a: Array, b: Array) -> Array:
    """Multiply b by relu(a) twice, so that a small square does not underflow beside a large b."""
    on = special.positive_part(a)
    return product(on, product(on, b)) + np.where(a > 0.0, -0.0, 0.0)


def _relu2_grad_a(a: Array, b: Array) -> Array:
    slope = 2.0 * product(special.positive_part(a), b) + np.where(a > 0.0, -0.0, 0.0)
    return np.where((a == 0.0) & np.isinf(b), np.nan, slope)


relu2_glu = gated(
    Gate(_relu2, _relu2_grad_a, lambda a, _b: special.positive_part(a) * special.positive_part(a)),
    name="relu2_glu",
    summary="the square of relu of one half times the other",
    formula="relu(a)**2*b",
    range=REALS,
    aliases=("sreglu",),
    gates={"first": "TransformerEngine"},
    libraries=in_libraries(te="sreglu"),
    notes=("TransformerEngine calls relu_squared srelu, and so this function sreglu.",),
)
