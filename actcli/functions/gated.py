"""Gated functions: one half of a vector opens and closes the other."""

from __future__ import annotations

import numpy as np

from actcli import special
from actcli.catalog.gating import FIRST, SECOND, gated
from actcli.catalog.record import FINITE, REALS, Gate, Interval, LibraryEntry, Paper, Param, in_libraries
from actcli.functions._gates import (
    FURTHEST,
    product,
    swish_times,
    swish_times_grad,
    times_gelu_grad,
    times_normal_cdf,
    times_sigmoid,
    times_sigmoid_grad,
    tiny_last,
)
from actcli.functions._helpers import positive, unsigned_zero
from actcli.functions.swish import silu_value
from actcli.numbers.array import Array

_DAUPHIN = Paper(
    "Dauphin, Fan, Auli, Grangier", 2016, "Language Modeling with Gated Convolutional Networks", "1612.08083"
)
_SHAZEER = Paper("Shazeer", 2020, "GLU Variants Improve Transformer", "2002.05202")
_VAN_DEN_OORD = Paper("van den Oord et al.", 2016, "Conditional Image Generation with PixelCNN Decoders", "1606.05328")


glu = gated(
    Gate(f=times_sigmoid, grad_a=lambda _a, b: special.sigmoid(b), grad_b=times_sigmoid_grad),
    default=SECOND,
    name="glu",
    tier="core",
    summary="one half, gated by the sigmoid of the other",
    formula="a*sigmoid(b)",
    range=REALS,
    papers=(_DAUPHIN,),
    gates={"first": "TransformerEngine", "second": "PyTorch, JAX, Keras, MLX, ncnn, Burn, TT-NN, timm GluMlp"},
    libraries=in_libraries(
        te=LibraryEntry("glu", {"gate": FIRST}, "the sigmoid of the first half, contrary to PyTorch"),
        ncnn="GLU",
        burn="glu",
        ttnn="glu",
        timm=LibraryEntry("GluMlp", note="gate_last=True"),
        torch=LibraryEntry("glu, GLU", note="dim=-1; the slope loses the gate's tail"),
        jax=LibraryEntry("glu", note="axis=-1"),
        keras=LibraryEntry("glu", note="axis=-1"),
        mlx=LibraryEntry("glu, GLU", note="axis=-1"),
        paddle=LibraryEntry("glu", note="axis=-1"),
        nnlib=LibraryEntry("glu", note="dim=1"),
    ),
    notes=(
        "By default the sigmoid takes the second half here, as in PyTorch; reglu, geglu and swiglu activate the first.",
        "There is no limit where the first half is infinite and the second -inf: nan.",
    ),
)

bilinear = gated(
    Gate(f=product, grad_a=lambda _a, b: b, grad_b=lambda a, _b: a),
    name="bilinear",
    tier="core",
    summary="the product of the two halves: a gated unit without a non-linearity",
    formula="a*b",
    range=REALS,
    papers=(_DAUPHIN, _SHAZEER),
    notes=(
        "torch.nn.Bilinear is something else: a layer with weights.",
        "0 times an infinity is 0, the limit while the 0 stays.",
    ),
)


def _reglu(a: Array, b: Array) -> Array:
    """Return relu(a) * b, where the flat piece of relu gives +0 whatever the sign of b."""
    return product(special.positive_part(a), b) + np.where(a > 0.0, -0.0, 0.0)


def _reglu_grad_a(a: Array, b: Array) -> Array:
    """Return b where a > 0, else 0; nan at the kink beside an infinity, where the one-sided slopes are 0 and inf."""
    slope = product(positive(a), b)
    return np.where((a == 0.0) & np.isinf(b), np.nan, unsigned_zero(slope))


reglu = gated(
    Gate(f=_reglu, grad_a=_reglu_grad_a, grad_b=lambda a, _b: special.positive_part(a)),
    name="reglu",
    tier="core",
    summary="relu of one half times the other",
    formula="relu(a)*b",
    range=REALS,
    papers=(_SHAZEER,),
    gates={"first": "ggml, TransformerEngine", "second": "TT-NN"},
    libraries=in_libraries(
        ggml="GGML_GLU_OP_REGLU", te="reglu", ttnn=LibraryEntry("reglu", {"gate": SECOND}), torch_activation="ReGLU"
    ),
    notes=("At a = 0 the slope along a is 0, as PyTorch's relu has it.",),
)


def _geglu(a: Array, b: Array) -> Array:
    first, last = tiny_last(special.clip_below(a, FURTHEST), b)
    return product(times_normal_cdf(first, a), last)


def _geglu_grad_a(a: Array, b: Array) -> Array:
    return times_gelu_grad(b, a)


geglu = gated(
    Gate(f=_geglu, grad_a=_geglu_grad_a, grad_b=lambda a, _b: special.gelu(a)),
    name="geglu",
    tier="core",
    summary="gelu of one half times the other",
    formula="gelu(a)*b",
    derivative="dy/da = (erfc(-a/sqrt(2))/2 + a*exp(-a**2/2)/sqrt(2*pi))*b, dy/db = gelu(a)",
    range=REALS,
    aliases=("geglu_erf",),
    papers=(_SHAZEER,),
    gates={
        "first": "vLLM, SGLang, ggml",
        "second": "Diffusers, TT-NN, ONNX Runtime BiasSplitGelu, MoE kernels of FlashInfer and TensorRT-LLM",
    },
    libraries=in_libraries(
        flashinfer=LibraryEntry("Geglu", {"gate": SECOND}, "of MoE kernels"),
        vllm=LibraryEntry("gelu_and_mul", note="approximate='none', the default"),
        sglang=LibraryEntry("GeluAndMul(approximate='none')", note="the default is tanh"),
        ggml="GGML_GLU_OP_GEGLU_ERF",
        diffusers=LibraryEntry("GEGLU", {"gate": SECOND}),
        ttnn=LibraryEntry("geglu", {"gate": SECOND}),
        ort=LibraryEntry(
            "com.microsoft.BiasSplitGelu", note="takes gelu of the second half, after adding a bias; no CPU kernel"
        ),
        torch_activation="GEGLU",
    ),
    notes=(
        (
            "In most engines geglu is geglu_tanh: ggml, Megatron-LM, TransformerEngine, Liger, ONNX Runtime "
            "MoE. In cuDNN it is clamped_swiglu."
        ),
        (
            "PyTorch, JAX, Keras, MLX, TensorRT, ONNX, oneDNN, Core ML and TensorFlow Lite have no operator for it. It "
            "is a feature request of PyTorch (#80168)."
        ),
        "There is no limit where the first half is -inf and the second infinite: nan.",
    ),
)


swiglu = gated(
    Gate(
        f=swish_times,
        grad_a=swish_times_grad,
        grad_b=lambda a, _b, alpha: swish_times(a, np.ones(a.shape), alpha) if alpha != 1 else silu_value(a),
    ),
    name="swiglu",
    tier="core",
    summary="silu of one half times the other",
    formula="a*sigmoid(alpha*a)*b",
    derivative="dy/da = sigmoid(alpha*a)*(1 + alpha*a*sigmoid(-alpha*a))*b, dy/db = a*sigmoid(alpha*a)",
    params=(Param("alpha", 1.0, FINITE, "steepness of the sigmoid, the beta of swish", aliases=("beta",)),),
    range=REALS,
    aliases=("silu_and_mul",),
    papers=(_SHAZEER,),
    gates={
        "first": (
            "vLLM, SGLang, ggml, TransformerEngine, Megatron-LM, candle, Liger, FlashInfer silu_and_mul, Transformers"
        ),
        "second": (
            "vLLM mul_and_silu, ggml swapped, TT-NN, Diffusers (but Flux 2), MoE kernels of FlashInfer and TensorRT-LLM"
        ),
        "interleaved": "cuDNN in blocks of 32; with clamps, as clamped_swiglu: gpt-oss, Phi-3-small",
    },
    libraries=in_libraries(
        cudnn=LibraryEntry("swiglu", note="of grouped GEMM; interleaved in blocks of 32 columns"),
        vllm=LibraryEntry("silu_and_mul, mul_and_silu", variants={"mul_and_silu": "gate=second"}),
        sglang="SiluAndMul",
        ggml=LibraryEntry("GGML_GLU_OP_SWIGLU", note="swapped it is swiglu:gate=second"),
        te=LibraryEntry("swiglu", note="glu_interleave_size alternates the halves in blocks"),
        megatron="swiglu",
        liger="swiglu",
        flashinfer=LibraryEntry(
            "silu_and_mul, Swiglu", variants={"Swiglu": "gate=second"}, note="Swiglu in MoE kernels"
        ),
        aiter=LibraryEntry("silu_and_mul", note="swiglu_and_mul is clamped_swiglu"),
        mlxlm="swiglu",
        candle="Swiglu",
        diffusers=LibraryEntry("SwiGLU", {"gate": SECOND}),
        timm="SwiGLUPacked",
        ttnn=LibraryEntry("swiglu", {"gate": SECOND}),
        onnx=LibraryEntry(
            "SwiGLU", note="since opset 28 (1.23.2); two inputs A, B, and alpha, the beta of swish, is 1"
        ),
        paddle="swiglu",
        ort=LibraryEntry(
            "com.microsoft.SwiGLU", note="clamped, with activation_alpha, activation_beta and limit; no CPU kernel"
        ),
        torch_activation="SwiGLU",
    ),
    notes=(
        "swiglu_and_mul of aiter, and swiglu in the code of gpt-oss, are clamped_swiglu.",
        "PyTorch, JAX, Keras and MLX do not have it; mlx-lm does. It is a feature request of PyTorch (#128712).",
        "There is no limit where the first half is -inf and the second infinite: nan.",
    ),
)

gtu = gated(
    Gate(
        f=lambda a, b: np.tanh(a) * special.sigmoid(b),
        grad_a=lambda a, b: special.sech2(a) * special.sigmoid(b),
        grad_b=lambda a, b: np.tanh(a) * special.sigmoid_grad(b),
    ),
    default=SECOND,
    name="gtu",
    tier="core",
    summary="the tanh of one half, gated by the sigmoid of the other",
    formula="tanh(a)*sigmoid(b)",
    range=(Interval(-1, 1, "()"),),
    papers=(_VAN_DEN_OORD, _DAUPHIN),
    libraries=in_libraries(torch_activation="GTU"),
)
