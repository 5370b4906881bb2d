"""Gated functions that limit one or both halves, as large language models clamp them."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

import numpy as np

from actcli import special
from actcli.catalog.gating import INTERLEAVED, SECOND, gated
from actcli.catalog.record import FINITE, POSITIVE, REALS, Domain, Gate, LibraryEntry, Paper, Param, in_libraries
from actcli.functions._gates import product, swish_times, swish_times_grad, times_sigmoid
from actcli.functions._helpers import positive, zero
from actcli.functions.swish import silu_value
from actcli.numbers.array import Array

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Below this, relative to its cap, a number equals its capped value.
_LINEAR = 1e-9
_LIMIT = Domain("> 0, inf for none", 0.0, inf, low_open=True)
#: The notes of every function with a limit.
_OFF = (
    "limit = 0 turns the limit off in ONNX Runtime's SwiGLU, aiter, exllamav3 and llama.cpp, but clamps to 0 in ONNX "
    "Runtime's MoE. None turns it off in vLLM and Megatron-LM, inf here."
)
_SLOPE_AT_THE_LIMIT = (
    "The slope at the limit itself is 0 here; TransformerEngine and Megatron-LM have the slope inside the limit there."
)


def _where(inside: NDArray[np.bool_], slope: Array, x: Array) -> Array:
    """Return a slope within limits, +0 beyond them; nan for nan."""
    return np.where(inside, slope, zero(x))


def _raised(b: Array, limit: float, offset: float) -> Array:
    return special.clip(b, -limit, limit) + offset


def _clamped(a: Array, b: Array, alpha: float, limit: float, offset: float) -> Array:
    return swish_times(special.clip_above(a, limit), _raised(b, limit, offset), alpha)


def _clamped_grad_a(a: Array, b: Array, alpha: float, limit: float, offset: float) -> Array:
    slope = swish_times_grad(special.clip_above(a, limit), _raised(b, limit, offset), alpha)
    return _where(a < limit, slope, np.maximum(a, b))


def _clamped_grad_b(a: Array, b: Array, alpha: float, limit: float, _offset: float) -> Array:
    slope = swish_times(special.clip_above(a, limit), np.ones(a.shape), alpha)
    return _where(np.abs(b) < limit, slope, np.maximum(a, b))


clamped_swiglu = gated(
    Gate(_clamped, _clamped_grad_a, _clamped_grad_b),
    name="clamped_swiglu",
    tier="core",
    summary="swiglu of limited halves, the other half raised by an offset: the gated unit of gpt-oss",
    formula="min(a, limit)*sigmoid(alpha*min(a, limit))*(clip(b, -limit, limit) + offset)",
    params=(
        Param("alpha", 1.702, POSITIVE, "steepness of the sigmoid", aliases=("activation_alpha",)),
        Param("limit", 7.0, _LIMIT, "a is clamped from above, b from both sides", aliases=("swiglu_limit",)),
        Param("offset", 1.0, FINITE, "added to b", aliases=("glu_linear_offset", "activation_beta")),
    ),
    range=REALS,
    aliases=("swiglu_oai", "swiglu_clamp"),
    gates={
        "first": (
            "TransformerEngine, SGLang, ggml, aiter, MiniMax-M3, vLLM swigluoai_uninterleave, silu_and_mul_with_clamp"
        ),
        "second": "MoE kernels of FlashInfer",
        "interleaved": (
            "gpt-oss (in Transformers, too), Phi-3-small, vLLM swigluoai_and_mul, ONNX Runtime MoE(swiglu_fusion=1); "
            "cuDNN in blocks of 32"
        ),
    },
    libraries=in_libraries(
        ort=LibraryEntry(
            "com.microsoft.SwiGLU", {"alpha": 1, "limit": inf, "offset": 0}, "limit 0 is off; no CPU kernel"
        ),
        vllm=LibraryEntry(
            "swigluoai_and_mul, swigluoai_uninterleave, silu_and_mul_with_clamp",
            note="the limit of the latter has no default",
            variants={"swigluoai_and_mul": "gate=interleaved", "silu_and_mul_with_clamp": "alpha=1,offset=0"},
        ),
        sglang=LibraryEntry(
            "swiglu_oai_split, silu_and_mul_clamp",
            note="swiglu_oai_split has the halves in two tensors",
            variants={"silu_and_mul_clamp": "alpha=1,offset=0"},
        ),
        ggml=LibraryEntry(
            "GGML_GLU_OP_SWIGLU_OAI, GGML_GLU_OP_SWIGLU_CLAMP",
            note="llama.cpp sets alpha 1.702 and limit 7 for gpt-oss",
            variants={"GGML_GLU_OP_SWIGLU_CLAMP": "alpha=1,offset=0"},
        ),
        te=LibraryEntry("clamped_swiglu"),
        megatron=LibraryEntry("clamped_swiglu", {"alpha": 1, "limit": inf, "offset": 0}, "the clamp is off by default"),
        flashinfer=LibraryEntry(
            "SwigluBias", {"alpha": 1, "limit": inf, "offset": 0, "gate": SECOND}, "of MoE kernels"
        ),
        aiter=LibraryEntry("swiglu_and_mul"),
        exllamav3=LibraryEntry("silu_oai", note="limit 0 is off"),
        cudnn=LibraryEntry("geglu", note="of grouped GEMM; interleaved in blocks of 32 columns"),
        mlxlm=LibraryEntry(
            "swiglu_oai, gegelu",
            note="SwigluOAI takes the linear half first",
            variants={"gegelu": "limit=20,gate=interleaved"},
        ),
        other=LibraryEntry("Phi-3-small gegelu", {"limit": 20, "gate": INTERLEAVED}),
    ),
    notes=(
        (
            "alpha, limit, offset: 1.702, 7, 1 in gpt-oss and MiniMax-M3; 1.702, 20, 1 in Phi-3-small, as gegelu; "
            "1, 10, 0 in DeepSeek-V4, GLM-5-next and Hy-V4."
        ),
        "The gate is clamped from above only: below, its sigmoid closes it. A symmetric clamp is another function.",
        "A port that leaves the limits out raises no error: compare --diff shows it.",
        "The limit is applied before the sigmoid; swiglu_step applies it after silu.",
        _OFF,
        _SLOPE_AT_THE_LIMIT,
        (
            "The offset is called beta in ONNX Runtime, vLLM and FlashInfer; beta is the cap of the gate in situ, and "
            "the inner factor of swish in cuDNN and OpenVINO."
        ),
        "Phi-3-small leaves infinities unclamped.",
        (
            "PyTorch, JAX, Keras, MLX, ncnn, TensorRT, ONNX, oneDNN, Core ML and TensorFlow Lite have no operator for "
            "it; SwiGLU of ONNX is swiglu."
        ),
    ),
)


def _step(a: Array, b: Array, limit: float) -> Array:
    held = special.clip(b, -limit, limit)
    return np.where(silu_value(a) < limit, swish_times(a, held, 1.0), np.where(np.isnan(a), a, limit * held))


def _step_grad_a(a: Array, b: Array, limit: float) -> Array:
    slope = swish_times_grad(a, special.clip(b, -limit, limit), 1.0)
    return _where(silu_value(a) < limit, slope, np.maximum(a, b))


def _step_grad_b(a: Array, b: Array, limit: float) -> Array:
    return _where(np.abs(b) < limit, special.clip_above(silu_value(a), limit), np.maximum(a, b))


swiglu_step = gated(
    Gate(_step, _step_grad_a, _step_grad_b),
    name="swiglu_step",
    summary="silu of one half, then limited, times the other half, limited on both sides",
    formula="min(silu(a), limit)*clip(b, -limit, limit)",
    params=(Param("limit", 7.0, _LIMIT, "silu(a) is clamped from above, b from both sides"),),
    range=REALS,
    gates={"first": "vLLM, SGLang", "second": "MoE kernels of FlashInfer"},
    libraries=in_libraries(
        vllm="swiglustep_and_mul",
        sglang="swiglustep",
        flashinfer=LibraryEntry("SwigluStep", {"gate": SECOND}, "of MoE kernels"),
        ort=LibraryEntry("com.microsoft.MoE(swiglu_limit_after_activation=1)", {"limit": inf}),
    ),
    notes=(
        "Step-3.7 sets the limit for each layer, to 7 or 16; Ling-3.0 to 4, 5 or 7.",
        (
            "The limit is applied after silu; clamped_swiglu applies it before. With alpha 1 and offset 0 the two "
            "differ by at most 0.0064 b at limit 7."
        ),
        _OFF,
        _SLOPE_AT_THE_LIMIT,
    ),
)


def _capped(b: Array, cap: float) -> Array:
    """Return cap * tanh(b / cap); b where it is so small that the quotient might lose digits, or for no cap."""
    return b if cap == inf else np.where(np.abs(b) < _LINEAR * cap, b, cap * np.tanh(b / cap))


def _situ(a: Array, b: Array, beta: float, linear_beta: float) -> Array:
    return times_sigmoid(_capped(a, beta) * _capped(b, linear_beta), a)


def _situ_grad_a(a: Array, b: Array, beta: float, linear_beta: float) -> Array:
    bent = special.sech2(a / beta) + _capped(a, beta) * special.sigmoid(-a)
    return times_sigmoid(bent * _capped(b, linear_beta), a)


def _situ_grad_b(a: Array, b: Array, beta: float, linear_beta: float) -> Array:
    slope = 1.0 + zero(b) if linear_beta == inf else special.sech2(b / linear_beta)
    return times_sigmoid(_capped(a, beta) * slope, a)


situ = gated(
    Gate(_situ, _situ_grad_a, _situ_grad_b),
    name="situ",
    tier="core",
    summary="swiglu with both of its linear factors capped by a tanh",
    formula="beta*tanh(a/beta)*sigmoid(a)*where(linear_beta < inf, linear_beta*tanh(b/linear_beta), b)",
    params=(
        Param("beta", 4.0, POSITIVE, "cap of the gate", aliases=("beta1",)),
        Param("linear_beta", 25.0, _LIMIT, "cap of the other half", aliases=("beta2",)),
    ),
    range=REALS,
    aliases=("situ_glu", "situv2"),
    gates={"first": "vLLM, SGLang, TransformerEngine, aiter", "second": "TT-NN, MoE kernels of FlashInfer"},
    libraries=in_libraries(
        vllm=LibraryEntry("situ_and_mul", {"beta": 1, "linear_beta": inf}, "inf is None there; Kimi K3 sets 4 and 25"),
        sglang=LibraryEntry("SituAndMul", {"beta": 1, "linear_beta": inf}, "inf is None there"),
        te="situglu",
        flashinfer=LibraryEntry("Situ", {"gate": SECOND}, "of MoE kernels"),
        aiter="Situv2",
        ttnn=LibraryEntry("situ_glu", {"gate": SECOND}, "as all of its gated functions"),
    ),
    notes=(
        "Kimi K3 and Inkling 2 use 4 and 25.",
        "With the default cap the gate alone is lowest, -0.26977, at a = -1.21876, and approaches 4.",
    ),
)


def _above(a: Array, b: Array, threshold: float) -> Array:
    on = np.where(a > threshold, a, zero(a))
    return np.where(a > threshold, product(on, b), product(on, np.abs(b)))


def _above_grad_a(a: Array, b: Array, threshold: float) -> Array:
    slope = np.where(a > threshold, b, product(zero(a), np.abs(b)))
    return np.where((a == threshold) & np.isinf(b), np.nan, slope + zero(a))


fatrelu_glu = gated(
    Gate(_above, _above_grad_a, lambda a, _b, threshold: np.where(a > threshold, a, zero(a))),
    name="fatrelu_glu",
    summary="one half where it is above a threshold, times the other",
    formula="where(a > threshold, a, 0)*b",
    params=(Param("threshold", 0.0, FINITE, "values of a up to it count as 0"),),
    range=REALS,
    gates={"first": "vLLM"},
    libraries=in_libraries(vllm="fatrelu_and_mul"),
    notes=("MiniCPM-S sets the threshold in its configuration.", "The function of a is thresholded_relu."),
)


def _both(a: Array, b: Array) -> Array:
    return product(special.positive_part(a), special.positive_part(b)) + 0.0


def _first_on(a: Array, b: Array) -> Array:
    """Return relu(b) where a > 0, else 0; nan at the kink beside inf, where the one-sided slopes are 0 and inf."""
    return np.where((a == 0.0) & (b == inf), np.nan, product(positive(a), special.positive_part(b)) + 0.0)


drelu = gated(
    Gate(_both, _first_on, lambda a, b: _first_on(b, a)),
    name="drelu",
    summary="the product of both halves where both are positive",
    formula="relu(a)*relu(b)",
    range=REALS,
    papers=(
        Paper(
            "Song et al.",
            2024,
            "Turbo Sparse: Achieving LLM SOTA Performance with Minimal Activated Parameters",
            "2406.05955",
        ),
    ),
    notes=("The displaced relu, also called DReLU, is threshold with threshold = value.",),
)
