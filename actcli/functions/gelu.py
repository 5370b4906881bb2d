"""Gaussian error linear units: the input times the standard normal probability below it, and approximations."""

from __future__ import annotations

from math import inf

import numpy as np

from actcli import special
from actcli.catalog.record import Elementwise, InPlace, Interval, Kink, LibraryEntry, Paper, Traits, in_libraries
from actcli.functions._helpers import HENDRYCKS_GIMPEL, IDENTITY_RIGHT, NAN_AT_MINUS_INF, indicator
from actcli.numbers.array import Array

#: The smallest value of gelu, at -0.75179..., and its largest slope.
_MINIMUM = -0.16997120747990366
_STEEPEST = 1.1289041451851547

gelu = Elementwise(
    name="gelu",
    family="gelu",
    tier="core",
    summary="the input times the standard normal distribution function",
    formula="x/2*(1+erf(x/sqrt(2)))",
    derivative="(1+erf(x/sqrt(2)))/2 + x*exp(-x**2/2)/sqrt(2*pi)",
    f=InPlace(special.gelu),
    grad=special.gelu_grad,
    traits=lambda: Traits(
        range=(Interval(_MINIMUM, inf, "[)"),),
        monotone="no",
        smoothness=inf,
        lipschitz=_STEEPEST,
        asymptotes=(IDENTITY_RIGHT,),
    ),
    aliases=("gelu_erf",),
    papers=(HENDRYCKS_GIMPEL,),
    libraries=in_libraries(
        cudnn=LibraryEntry("GELU", note="beside GELU_APPROX_TANH"),
        flashinfer=LibraryEntry("Gelu", note="of MoE kernels"),
        vllm="gelu",
        ggml="GGML_UNARY_OP_GELU_ERF",
        tensorrt="GELU_ERF",
        onednn="gelu_erf",
        openvino=LibraryEntry("Gelu", note="approximation mode ERF, the default; nan at inf"),
        directml="GELU",
        webnn="gelu",
        coreml=LibraryEntry("gelu", note="mode EXACT, the default"),
        tflite=LibraryEntry("GELU", note="approximate=false; in int16 it is -1 unit at 0"),
        ncnn=LibraryEntry("GELU", note="fast_gelu=0"),
        mnn="GELU_STANDARD",
        candle=LibraryEntry("Activation::Gelu", note="Tensor::gelu is gelu_tanh"),
        burn="gelu",
        dlib="gelu",
        ttnn="GELU",
        torch=LibraryEntry("gelu, GELU", note="approximate='none'"),
        jax=LibraryEntry("gelu(approximate=False)", note="the default is gelu_tanh"),
        keras=LibraryEntry("gelu", note="keras.ops.gelu is gelu_tanh by default"),
        onnx=LibraryEntry("Gelu", note="approximate='none'"),
        tf=LibraryEntry("gelu", note="rounds sqrt(2) to float32, in float64 too: 5e-9 off at 1.4"),
        mlx=LibraryEntry("gelu, GELU", note="in float64 too erf is 2.5e-7 off"),
        hf="gelu, gelu_python",
        tinygrad="gelu(approximate='none')",
        paddle=LibraryEntry("gelu", note="overflows at 3e38"),
        nnlib=LibraryEntry("gelu_erf", note="its gelu is gelu_tanh"),
        ort="com.microsoft.Gelu",
        mxnet="LeakyReLU(act_type='gelu')",
        timm="gelu, GELU",
    ),
    notes=(
        (
            "gelu is the tanh form in ggml, TransformerEngine, MNN, Darknet, TensorRT-LLM, text-embeddings-inference, "
            "microxcaling, candle's Tensor::gelu and Vulkan of ExecuTorch, and by default in JAX, Flax, tinygrad, "
            "TensorFlow Addons, NNlib.jl and SGLang's GeluAndMul."
        ),
        (
            "PyTorch 2.13.0 adds 1 + erf: in float32 it is 0 from -5.543 down and 57 % off in the median near -5.5; "
            "float64 is 0 from -8.374 down (#187806). In float32, vectors are up to 3e-4 off at -3.41 (oneDNN)."
        ),
        "Apple BNNS has gelu_tanh only, as geluApproximation; its geluApproximation2 is hard_swish.",
        NAN_AT_MINUS_INF.format("PyTorch, JAX, Keras, TensorFlow, MLX, Transformers, PaddlePaddle and ONNX Runtime"),
        "PyTorch 2.13.0 returns nan at +inf, too, for two or more values in float32, bfloat16 and float16 (#185770).",
        (
            "tinygrad 0.14.0 adds 1 + erf in float32: gelu(-5) is -1.49e-6 instead of -1.4333e-6. "
            "Its erf has five terms, which alone give -1.4355e-6."
        ),
    ),
)

_NAN_SLOPE = "the slope is nan from {} on, {} in float32"
_TANH_OVERFLOWS = f"nan at -inf; {_NAN_SLOPE.format('±1.4e154', '±1.9e19')}"
_CUBE_OVERFLOWS = f"nan at -inf; {_NAN_SLOPE.format('±7.8e153', '±1.1e19')}"

gelu_tanh = Elementwise(
    name="gelu_tanh",
    family="gelu",
    tier="core",
    summary="gelu with the distribution function replaced by a tanh; within 4.8e-4 of it",
    formula="x/2*(1+tanh(sqrt(2/pi)*(x+0.044715*x**3)))",
    derivative=(
        "(1+tanh(sqrt(2/pi)*(x+0.044715*x**3)))/2"
        " + x*sqrt(2/pi)*(1+0.134145*x**2)*(1-tanh(sqrt(2/pi)*(x+0.044715*x**3))**2)/2"
    ),
    f=InPlace(special.gelu_tanh),
    grad=special.gelu_tanh_grad,
    traits=lambda: Traits(
        range=(Interval(-0.17004075057125405, inf, "[)"),),
        monotone="no",
        smoothness=inf,
        lipschitz=1.1289930686587717,
        asymptotes=(IDENTITY_RIGHT,),
    ),
    papers=(HENDRYCKS_GIMPEL,),
    aliases=(
        "gelu_new",
        "gelu_approx",
        "fast_gelu",
        "gelu_fast",
        "gelu_pytorch_tanh",
        "gelu_python_tanh",
        "gelu_accurate",
        "sielu",
    ),
    libraries=in_libraries(
        vllm="gelu_new, gelu_fast, gelu_tanh",
        sglang="NewGELU",
        ggml=LibraryEntry("GGML_UNARY_OP_GELU", note="on the CPU in float32 through a table of float16"),
        te=LibraryEntry("gelu", note="always this form"),
        megatron="fast_gelu",
        cudnn="GELU_APPROX_TANH",
        tensorrt="GELU_TANH",
        onednn="gelu_tanh",
        openvino=LibraryEntry("Gelu", note="approximation mode TANH"),
        coreml=LibraryEntry("gelu", note="mode TANH_APPROXIMATION"),
        bnns=LibraryEntry("geluApproximation", note="its constants are parameters"),
        mnn=LibraryEntry("GELU", note="within 2e-4, 0 from -3.8 down; GELU_STANDARD is the exact one"),
        candle="Tensor::gelu",
        burn="gelu_approximate",
        ttnn="GELU_TANH",
        darknet="gelu",
        torch=LibraryEntry("gelu(approximate='tanh')", note=_TANH_OVERFLOWS),
        jax=LibraryEntry("gelu", note=f"the default; {_CUBE_OVERFLOWS}"),
        keras=LibraryEntry("gelu(approximate=True)", note="the default of keras.ops.gelu"),
        onnx="Gelu(approximate='tanh')",
        tf=LibraryEntry("gelu(approximate=True)", note="float32 constants in float64 too: 9e-10 off"),
        tfa=LibraryEntry("gelu", note="the default"),
        mlx=LibraryEntry("gelu_approx, GELU('precise'), GELU('tanh')", note=_CUBE_OVERFLOWS),
        hf="gelu_new, gelu_fast, gelu_pytorch_tanh, gelu_python_tanh, gelu_accurate",
        flax=LibraryEntry("gelu", note="the default"),
        tinygrad=LibraryEntry("gelu", note="the default"),
        paddle="gelu(approximate=True)",
        nnlib="gelu, gelu_tanh, gelu_sigmoid",
        ort=LibraryEntry("com.microsoft.FastGelu", note="positive at -5.15"),
        tflite=LibraryEntry("GELU", note="approximate=true"),
        timm="gelu_tanh, GELUTanh",
    ),
    notes=(
        "FastGelu is quick_gelu in MindSpore, and geluApproximation2 of Apple BNNS is hard_swish.",
        (
            "With 1 + tanh a program loses the negative tail: JAX's float32 result at -5 is 0 (right: -2.29e-7), "
            "its float64 result at -7.31 is 59 times its value off (0.10.2)."
        ),
        "Hugging Face's gelu_fast rounds sqrt(2/pi) to 0.7978845608.",
        "quick_gelu is called gelu_fast_approx in MLX.",
    ),
)

_QUICK = special.constant("1.702")
#: Beyond it exp(-1.702 a) is zero whatever it is multiplied with.
_FAR = 1e4


@InPlace
def _quick_gelu(x: Array, out: Array) -> None:
    a = special.clip_above(np.abs(x), _FAR)
    special.sigmoid_gate(x, a, *special.two_prod(a, _QUICK), out)


def _quick_gelu_grad(x: Array) -> Array:
    hi, lo = special.two_prod(special.clip_above(np.abs(x), _FAR), _QUICK)
    return special.sigmoid_gate_grad(x, hi, hi, lo)


quick_gelu = Elementwise(
    name="quick_gelu",
    family="gelu",
    tier="core",
    summary="gelu with the distribution function replaced by a sigmoid; within 0.0204 of it",
    formula="x*sigmoid(1.702*x)",
    derivative="sigmoid(1.702*x)*(1+1.702*x*sigmoid(-1.702*x))",
    f=_quick_gelu,
    grad=_quick_gelu_grad,
    traits=lambda: Traits(
        range=(Interval(-0.16361018963635358, inf, "[)"),),
        monotone="no",
        smoothness=inf,
        lipschitz=1.0998393201288669,
        asymptotes=(IDENTITY_RIGHT,),
    ),
    papers=(HENDRYCKS_GIMPEL,),
    aliases=("gelu_quick", "gelu_fast_approx"),
    libraries=in_libraries(
        vllm="quick_gelu",
        sglang="QuickGELU",
        ggml="GGML_UNARY_OP_GELU_QUICK",
        te="qgelu",
        megatron="quick_gelu",
        coreml=LibraryEntry("gelu", note="mode SIGMOID_APPROXIMATION"),
        diffusers="ApproximateGELU",
        mlx=LibraryEntry(
            "gelu_fast_approx, GELU('fast')", note="its documentation promises an error below 0.015; it is 0.0203"
        ),
        hf="quick_gelu",
        tinygrad="quick_gelu",
        ort=LibraryEntry("com.microsoft.QuickGelu", note="0 from -10.6 down in float32"),
        timm="quick_gelu, QuickGELU",
    ),
)


gelu_10 = Elementwise(
    name="gelu_10",
    family="gelu",
    tier="core",
    summary="gelu cut off at -10 and 10",
    formula="min(max(gelu(x), -10), 10)",
    derivative="where(x < 10, (1+erf(x/sqrt(2)))/2 + x*exp(-x**2/2)/sqrt(2*pi), 0)",
    f=lambda x: special.clip_above(special.gelu(x), 10.0),
    grad=lambda x: special.gelu_grad(x) * indicator(x < 10.0, x),
    traits=lambda: Traits(
        range=(Interval(_MINIMUM, 10, "[]"),),
        monotone="no",
        smoothness=0,
        lipschitz=_STEEPEST,
        kinks=(Kink(10, 1, 0, libraries={"hf": 1}),),
        dead=(Interval(10, inf, "()"),),
    ),
    papers=(
        Paper(
            "Wu et al.",
            2020,
            "Integer Quantization for Deep Learning Inference: Principles and Empirical Evaluation",
            "2004.09602",
        ),
    ),
    aliases=("clipped_gelu",),
    libraries=in_libraries(hf=LibraryEntry("gelu_10", note="nan at -inf; in float32 nan at inf")),
    notes=("The lower limit is never reached: gelu is at least -0.17.",),
)
