"""The exponential function, and exponential units with their own slopes, scales and powers."""

from __future__ import annotations

from math import inf

import numpy as np

from actcli.catalog.record import (
    FINITE,
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
from actcli.functions._helpers import PISHCHIK, corner

exponential = Elementwise(
    name="exponential",
    family="exponential",
    tier="core",
    summary="e to the power of the input",
    formula="exp(x)",
    f=np.exp,
    grad=np.exp,
    traits=lambda: Traits(range=(Interval(0, inf, "()"),), monotone="increasing", smoothness=inf, lipschitz=inf),
    aliases=("exp",),
    libraries=in_libraries(
        ggml="GGML_UNARY_OP_EXP",
        onednn="exp",
        torch="torch.exp",
        jax="jnp.exp",
        keras="exponential",
        onnx="Exp",
        tf="tf.exp",
        mlx=LibraryEntry("mx.exp", note="float32 digits and range in float64 too: inf from 88.7 on"),
        tinygrad="exp",
        paddle="paddle.exp",
        sklearn=LibraryEntry("exp", note="internal"),
        numpy="numpy.exp",
        ncnn="Exp",
        openvino="Exp",
        tflite="EXP",
        mnn="EXP",
        mxnet="exp",
    ),
)

pelu = Elementwise(
    name="pelu",
    family="exponential",
    summary="elu whose scale, slope and decay are trained",
    formula="where(x > 0, alpha/beta*x, alpha*expm1(x/beta))",
    params=(
        Param("alpha", 1.0, POSITIVE, "depth", learned=True),
        Param("beta", 1.0, POSITIVE, "decay; the slope above 0 is alpha/beta", learned=True),
    ),
    traits=lambda **_: Traits(smoothness=1),
    papers=(
        Paper(
            "Trottier, Giguere, Chaib-draa",
            2016,
            "Parametric Exponential Linear Unit for Deep Convolutional Neural Networks",
            "1605.09332",
        ),
    ),
    libraries=in_libraries(
        acttensor=LibraryEntry("pelu", note="c, b and alpha without defaults"),
        nonlinear=LibraryEntry("PELU", note="wrong below 0: alpha*exp(x/beta - 1)"),
        ai_on_browser="pelu",
    ),
    notes=("alpha = beta is celu.",),
)

mpelu = Elementwise(
    name="mpelu",
    family="exponential",
    summary="elu with a trained decay",
    formula="where(x > 0, x, alpha*expm1(beta*x))",
    params=(Param("alpha", 1.0, POSITIVE, "depth", learned=True), Param("beta", 1.0, POSITIVE, "decay", learned=True)),
    traits=lambda alpha, beta: Traits(kinks=corner(0, alpha * beta, 1), smoothness=1),
    papers=(
        Paper(
            "Li et al.",
            2016,
            "Improving Deep Neural Network with Multiple Parametric Exponential Linear Units",
            "1606.00305",
        ),
    ),
    libraries=in_libraries(ai_on_browser="mpelu", nonlinear=LibraryEntry("MPELU", note="alpha is called b, beta a")),
    notes=("beta = 1 is elu, beta = 1/alpha is celu.",),
)

ptelu = Elementwise(
    name="ptelu",
    family="exponential",
    summary="the input above zero, a tanh below",
    formula="where(x > 0, x, alpha*tanh(beta*x))",
    params=(
        Param("alpha", 1.0, POSITIVE, "depth", learned=True),
        Param("beta", 1.0, POSITIVE, "steepness", learned=True),
    ),
    traits=lambda alpha, beta: Traits(kinks=corner(0, alpha * beta, 1), smoothness=2),
    papers=(
        Paper(
            "Duggal, Gupta", 2017, "P-TELU: Parametric Tan Hyperbolic Linear Unit Activation for Deep Neural Networks"
        ),
    ),
    libraries=in_libraries(ai_on_browser="ptelu", nonlinear="PTELU"),
    notes=("ThLU has beta = 0.5.",),
)

serlu = Elementwise(
    name="serlu",
    family="exponential",
    summary="a scaled line above zero, a bump below that fades",
    formula="where(x > 0, lambd*x, lambd*alpha*x*exp(x))",
    derivative="where(x > 0, lambd, lambd*alpha*(1 + x)*exp(x))",
    params=(Param("lambd", 1.07862, POSITIVE, "scale"), Param("alpha", 2.90427, POSITIVE, "depth of the bump")),
    traits=lambda lambd, alpha: Traits(kinks=corner(0, lambd * alpha, lambd), smoothness=1),
    papers=(
        Paper(
            "Zhang, Li", 2018, "Effectiveness of Scaled Exponentially-Regularized Linear Units (SERLUs)", "1807.10117"
        ),
    ),
    libraries=in_libraries(
        torch_activation=LibraryEntry("ScaledExponentiallyRegularizedLinearUnit", {"lambd": 1, "alpha": 1})
    ),
    notes=("With the default parameters, an input of mean 0 and variance 1 keeps them, as with selu.",),
)

preu = Elementwise(
    name="preu",
    family="exponential",
    summary="a line above zero, x exp(x) below",
    formula="where(x > 0, alpha*x, alpha*x*exp(beta*x))",
    derivative="where(x > 0, alpha, alpha*(1 + beta*x)*exp(beta*x))",
    params=(
        Param("alpha", 1.0, POSITIVE, "slope at 0", learned=True),
        Param("beta", 1.0, POSITIVE, "how fast it fades", learned=True),
    ),
    traits=lambda **_: Traits(smoothness=1),
    papers=(Paper("Ying et al.", 2019, "Rectified Exponential Units for Convolutional Neural Networks"),),
    libraries=in_libraries(nonlinear="PREU, REU", ai_on_browser="preu"),
    notes=("alpha = beta = 1 is the rectified exponential unit.",),
)

hexpo = Elementwise(
    name="hexpo",
    family="exponential",
    summary="exponentials towards both limits",
    formula="where(x > 0, -alpha*expm1(-x/beta), gamma*expm1(x/delta))",
    params=(
        Param("alpha", 1.0, POSITIVE, "limit on the right"),
        Param("beta", 1.0, POSITIVE, "decay on the right"),
        Param("gamma", 1.0, POSITIVE, "limit on the left"),
        Param("delta", 1.0, POSITIVE, "decay on the left"),
    ),
    traits=lambda alpha, beta, gamma, delta: Traits(kinks=corner(0, gamma / delta, alpha / beta), smoothness=1),
    papers=(Paper("Kong, Takatsuka", 2017, "Hexpo: A vanishing-proof activation function"),),
    libraries=in_libraries(
        ai_on_browser="hexpo", torch_activation=LibraryEntry("Hexpo", note="wrong below 0: exp(-x/delta), which grows")
    ),
)

slu = Elementwise(
    name="slu",
    family="exponential",
    summary="the input above zero, a shifted softplus below",
    formula="where(x > 0, x, 2*(softplus(x) - log(2)))",
    stable="where(x > 0, x, 2*log1p(expm1(x)/2))",
    traits=lambda: Traits(smoothness=1),
    papers=(Paper("Zhao et al.", 2017, "A novel softplus linear unit for deep convolutional neural networks"),),
    libraries=in_libraries(
        torch_activation="SLU", ai_on_browser=LibraryEntry("slu", note="softplus(x) below 0, which jumps at 0")
    ),
)

delu_pishchik = Elementwise(
    name="delu_pishchik",
    family="exponential",
    summary="silu below zero, a line with a bend above",
    formula="where(x > 0, (n + 1/2)*x + 1 - exp(-x), x*sigmoid(x))",
    stable="where(x > 0, (n + 1/2)*x - expm1(-x), x*sigmoid(x))",
    params=(Param("n", 0.0, FINITE, "slope on the right, less 1/2", learned=True),),
    traits=lambda n: Traits(kinks=corner(0, 0.5, n + 1.5)),
    papers=(PISHCHIK,),
    libraries=in_libraries(
        torch_activation=LibraryEntry("DELU", note="n is 0 or 1"), nonlinear=LibraryEntry("DELU", {"n": 1})
    ),
    notes=("Three functions are called DELU.",),
)

hyper_sinh = Elementwise(
    name="hyper_sinh",
    family="exponential",
    summary="a third of sinh above zero, a quarter of the cube below",
    formula="where(x > 0, sinh(x)/3, x**3/4)",
    traits=lambda: Traits(kinks=(Kink(0, 0, 1 / 3),)),
    papers=(
        Paper(
            "Parisi, Ma, RaviChandran, Lanzillotta",
            2020,
            "hyper-sinh: An Accurate and Reliable Function from Shallow to Deep Learning in TensorFlow and Keras",
            "2011.07661",
        ),
    ),
    libraries=in_libraries(other="mlpack HyperSinh"),
)
