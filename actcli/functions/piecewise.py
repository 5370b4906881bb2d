"""Functions of straight and curved pieces: steps, tents and smooth steps."""

from __future__ import annotations

from math import inf

from actcli.catalog.record import (
    FINITE,
    NONNEGATIVE,
    POSITIVE,
    Elementwise,
    Interval,
    Kink,
    LibraryEntry,
    Paper,
    Param,
    Traits,
    in_libraries,
)
from actcli.functions._helpers import LIU_SHEN, corner

abs = Elementwise(  # noqa: A001  # the name of the function
    name="abs",
    family="threshold",
    tier="core",
    summary="the absolute value",
    formula="abs(x)",
    traits=lambda: Traits(kinks=(Kink(0, -1, 1, slope=0),)),
    aliases=("modulus", "vrelu"),
    libraries=in_libraries(
        torch="torch.abs",
        jax="jnp.abs",
        keras="keras.ops.abs",
        onnx="Abs",
        tf="tf.abs",
        mlx="mx.abs",
        tinygrad="abs",
        paddle="paddle.abs",
        numpy="numpy.abs",
        ggml="GGML_UNARY_OP_ABS",
        onednn="abs",
        bnns="abs",
        ncnn="AbsVal",
        openvino="Abs",
        tflite="ABS",
        mnn="ABS",
        mxnet="abs",
    ),
    notes=("The slope at 0 is 1 in candle, but 0 in PyTorch and here.",),
)

bipolar_step = Elementwise(
    name="bipolar_step",
    family="linear",
    summary="-1 below the threshold, 1 from it on",
    formula="where(x < threshold, -1, 1)",
    params=(Param("threshold", 0.0, FINITE, "where the step is"),),
    traits=lambda threshold: Traits(
        range=(Interval(-1, -1), Interval(1, 1)),
        monotone="non-decreasing",
        smoothness=-1,
        lipschitz=inf,
        symmetry="none" if threshold else "odd",
        kinks=(Kink(float(threshold), 0, 0, jump=(-1, 1)),),
        dead=(Interval(-inf, inf, "()"),),
    ),
    aliases=("hardlims", "rsign"),
    papers=(LIU_SHEN,),
    libraries=in_libraries(acttensor=LibraryEntry("bipolar, Bipolar", note="-1 at 0"), other="MATLAB hardlims"),
    notes=("sign is 0 at 0; this function is 1 there.", "ReActNet's RSign is -1 at the threshold."),
)

tent = Elementwise(
    name="tent",
    family="threshold",
    summary="a triangle around zero",
    formula="max(alpha - abs(x), 0)",
    derivative="where(abs(x) < alpha, -sign(x), 0)",
    params=(Param("alpha", 1.0, POSITIVE, "height, and half the width"),),
    traits=lambda alpha: Traits(kinks=(Kink(-float(alpha), 0, 1), Kink(0, 1, -1, slope=0), Kink(float(alpha), -1, 0))),
    aliases=("tribas",),
    papers=(
        Paper(
            "Rozsa, Boult",
            2019,
            "Improved Adversarial Robustness by Reducing Open Space Risk via Tent Activations",
            "1908.02435",
        ),
    ),
    libraries=in_libraries(other="MATLAB tribas; NEAT-python hat"),
)

clamped_relu = Elementwise(
    name="clamped_relu",
    family="threshold",
    tier="core",
    summary="leaky_relu, cut off at beta",
    formula="min(beta, max(x, 0) + alpha*min(x, 0))",
    derivative="where(x > 0, where(x < beta, 1, 0), alpha)",
    params=(Param("alpha", 0.0, NONNEGATIVE, "slope below 0"), Param("beta", 6.0, POSITIVE, "largest value")),
    traits=lambda alpha, beta: Traits(kinks=(*corner(0, alpha, 1), Kink(float(beta), 1, 0))),
    libraries=in_libraries(
        coreml=LibraryEntry("clamped_relu", note="no defaults"),
        bnns=LibraryEntry("clampedLeakyRectifiedLinear", note="no defaults"),
        cudnn=LibraryEntry("RELU", {"beta": inf}, "lower_clip_slope, upper_clip"),
    ),
)

smooth_step = Elementwise(
    name="smooth_step",
    family="threshold",
    summary="a smooth step: 0, then a cubic, then 1",
    formula="where(x >= alpha/2, 1, where(x <= -alpha/2, 0, 1/2 + 3*x/(2*alpha) - 2*x**3/alpha**3))",
    stable="where(x >= alpha/2, 1, where(x <= -alpha/2, 0, (alpha/2 + x)**2*(alpha - x)*2/alpha**3))",
    params=(Param("alpha", 1.0, POSITIVE, "width of the cubic"),),
    traits=lambda alpha: Traits(smoothness=1),
    papers=(
        Paper(
            "Hazimeh, Ponomareva, Mol, Tan, Mazumder",
            2020,
            "The Tree Ensemble Layer: Differentiability meets Conditional Computation",
            "2002.07772",
        ),
    ),
)

huber = Elementwise(
    name="huber",
    family="threshold",
    summary="a parabola around zero, the absolute value outside",
    formula="where(abs(x) > alpha, abs(x) - alpha/2, x**2/(2*alpha))",
    params=(Param("alpha", 1.0, POSITIVE, "where the parabola ends"),),
    traits=lambda alpha: Traits(smoothness=1),
    papers=(Paper("Huber", 1964, "Robust Estimation of a Location Parameter"),),
    libraries=in_libraries(torch_activation="BiFiring"),
    notes=("As an activation function it is called bi-firing.",),
)

square = Elementwise(
    name="square",
    family="linear",
    summary="the input times itself",
    formula="x**2",
    traits=lambda: Traits(
        range=(Interval(0, inf, "[)"),), monotone="no", smoothness=inf, lipschitz=inf, symmetry="even"
    ),
    aliases=("quadratic",),
    libraries=in_libraries(onednn="square", other="mlpack Quadratic; NEAT-python"),
)

triple = Elementwise(
    name="triple",
    family="linear",
    summary="the cube of the input",
    formula="alpha*x**3",
    params=(Param("alpha", 1.0, FINITE, "factor"),),
    aliases=("cube",),
    libraries=in_libraries(other="DL4J CUBE; NEAT-python cube"),
)
