"""Rectifiers: zero below the origin, the identity or a square above."""

from __future__ import annotations

from math import inf

from actcli import special
from actcli.catalog.record import (
    FINITE,
    POSITIVE,
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
from actcli.functions._helpers import IDENTITY_RIGHT, between, one, positive
from actcli.numbers.array import Array

#: Libraries whose slope of relu and relu6 was looked at.
_WITH_RELU = ("torch", "jax", "tf", "keras", "mlx", "hf", "tinygrad", "paddle", "nnlib")


relu = Elementwise(
    name="relu",
    family="rectifier",
    tier="classic",
    summary="the input where it is positive, else 0",
    formula="max(x, 0)",
    f=InPlace(special.positive_part),
    grad=positive,
    traits=lambda: Traits(
        range=(Interval(0, inf, "[)"),),
        monotone="non-decreasing",
        smoothness=0,
        lipschitz=1,
        kinks=(Kink(0, 0, 1, libraries=dict.fromkeys(_WITH_RELU, 0)),),
        dead=(Interval(-inf, 0, "()"),),
        asymptotes=(IDENTITY_RIGHT,),
    ),
    aliases=("poslin",),
    papers=(
        Paper("Fukushima", 1969, "Visual Feature Extraction by a Multilayered Network of Analog Threshold Elements"),
        Paper("Nair, Hinton", 2010, "Rectified Linear Units Improve Restricted Boltzmann Machines"),
        Paper("Glorot, Bordes, Bengio", 2011, "Deep Sparse Rectifier Neural Networks"),
    ),
    libraries=in_libraries(
        ggml="GGML_UNARY_OP_RELU",
        te="relu",
        cudnn=LibraryEntry("RELU", note="with clips: clamped_relu"),
        tensorrt="RELU",
        onednn=LibraryEntry("relu", note="alpha is the slope below 0"),
        coreml="relu",
        tflite="RELU",
        candle="Relu",
        burn="Relu",
        dlib="relu",
        ncnn="ReLU",
        webnn="relu",
        flashinfer="Relu",
        torch="relu, ReLU",
        jax="relu",
        keras=LibraryEntry("relu, ReLU", note="with negative_slope, max_value, threshold: relu_general"),
        onnx="Relu",
        tf="relu",
        mlx="relu, ReLU",
        hf="relu",
        sklearn="relu",
        tinygrad=LibraryEntry("relu", note="0 for nan"),
        nnlib="relu",
        paddle=LibraryEntry("relu", note="0 for nan"),
        openvino="Relu",
        mxnet="relu",
    ),
    notes=(
        ("The slope at 0 is 1 in candle and in flash-attention, 0 in PyTorch, TransformerEngine, dlib and oneDNN."),
        "maximum(x, 0) has the slope 1/2 at 0 in JAX and tinygrad, where relu has 0.",
    ),
)


@InPlace
def _relu6(x: Array, out: Array) -> None:
    special.clip(special.positive_part(x, out), 0.0, 6.0, out)


relu6 = Elementwise(
    name="relu6",
    family="rectifier",
    tier="core",
    summary="relu cut off at 6",
    formula="min(max(x, 0), 6)",
    f=_relu6,
    grad=lambda x: between(x, 0.0, 6.0),
    traits=lambda: Traits(
        range=(Interval(0, 6),),
        monotone="non-decreasing",
        smoothness=0,
        lipschitz=1,
        kinks=(
            Kink(0, 0, 1, libraries=dict.fromkeys(_WITH_RELU, 0)),
            Kink(6, 1, 0, libraries=dict.fromkeys(_WITH_RELU, 0) | {"tinygrad": 1}),
        ),
        dead=(Interval(-inf, 0, "()"), Interval(6, inf, "()")),
    ),
    aliases=("clipped_relu",),
    papers=(
        Paper("Krizhevsky", 2010, "Convolutional Deep Belief Networks on CIFAR-10"),
        Paper(
            "Howard et al.",
            2017,
            "MobileNets: Efficient Convolutional Neural Networks for Mobile Vision Applications",
            "1704.04861",
        ),
    ),
    libraries=in_libraries(
        coreml="relu6",
        tflite=LibraryEntry(
            "RELU6",
            note="CMSIS-NN relu6_s8 clips the raw integer at 6, whatever its scale; TensorFlow Lite Micro does not "
            "rescale int8, so that input and output need the same scale",
        ),
        candle="Relu6",
        dlib="clipped_relu",
        torch="relu6, ReLU6",
        jax="relu6",
        keras="relu6",
        onnx=LibraryEntry("Clip", note="with 0 and 6"),
        tf="relu6",
        mlx="relu6, ReLU6",
        hf="relu6",
        tinygrad=LibraryEntry("relu6", note="wrong from 1e8 on in float32; 0 for nan"),
        nnlib="relu6",
        paddle="relu6",
    ),
    notes=(
        "A clipped_relu of another bound, such as CLIPPEDRELU of MIOpen, is relu_general:max_value=BOUND.",
        "The slope of JAX was 1/2 at 0 and 6 until 2023.",
        "tinygrad 0.14.0 computes relu(x) - relu(x-6): relu6(1e8) is 8 in float32, relu6(1e9) 0, relu6(inf) nan.",
    ),
)


def _relu_squared(x: Array) -> Array:
    on = special.positive_part(x)
    return on * on


relu_squared = Elementwise(
    name="relu_squared",
    family="rectifier",
    tier="core",
    summary="the square of the input where it is positive, else 0",
    formula="max(x, 0)**2",
    derivative="2*max(x, 0)",
    f=_relu_squared,
    grad=lambda x: 2.0 * special.positive_part(x),
    traits=lambda: Traits(
        range=(Interval(0, inf, "[)"),),
        monotone="non-decreasing",
        smoothness=1,
        lipschitz=inf,
        dead=(Interval(-inf, 0, "()"),),
    ),
    aliases=("relu_sqr", "sqrelu", "requ", "relu2", "squared_relu"),
    papers=(
        Paper("So et al.", 2021, "Primer: Searching for Efficient Transformers for Language Modeling", "2109.08668"),
    ),
    libraries=in_libraries(
        ggml=LibraryEntry("LLM_FFN_RELU_SQR", note="of llama.cpp"),
        vllm="relu2",
        sglang="ReLU2",
        te=LibraryEntry("srelu", note="srelu here is the S-shaped one"),
        megatron="squared_relu",
        liger="relu_squared",
        flashinfer="Relu2",
        exllamav3="relu2",
        mlxlm="relu2",
        candle="Relu2",
        cudnn=LibraryEntry("srelu", note="of grouped GEMM"),
        mlx="relu2, ReLU2",
        hf="relu2",
    ),
)


def _star_relu(x: Array, scale: float, bias: float) -> Array:
    on = special.positive_part(x)
    # Scaled first: the square alone may overflow.
    return scale * on * on + bias


star_relu = Elementwise(
    name="star_relu",
    family="rectifier",
    summary="relu_squared, scaled and moved",
    formula="scale*max(x, 0)**2 + bias",
    derivative="2*scale*max(x, 0)",
    f=_star_relu,
    grad=lambda x, scale, _bias: 2.0 * (scale * special.positive_part(x)),
    params=(
        Param(
            "scale", 0.8944, POSITIVE, "factor", derivative=lambda x, *_: _relu_squared(x), aliases=("s",), learned=True
        ),
        Param("bias", -0.4472, FINITE, "value below zero", derivative=one, aliases=("b",), learned=True),
    ),
    traits=lambda scale, bias: Traits(
        range=(Interval(bias, inf, "[)"),),
        monotone="non-decreasing",
        smoothness=1,
        lipschitz=inf,
        dead=(Interval(-inf, 0, "()"),),
    ),
    papers=(Paper("Yu et al.", 2022, "MetaFormer Baselines for Vision", "2210.13452"),),
    notes=("For standard normal input the default scale and bias give mean 0 and variance 1.",),
)
