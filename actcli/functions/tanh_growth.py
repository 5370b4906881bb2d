"""Soft caps, logarithms and exponentials of both signs, and combinations of tanh."""

from __future__ import annotations

from math import inf

from actcli.catalog.record import (
    FINITE,
    POSITIVE,
    REALS,
    Elementwise,
    Interval,
    LibraryEntry,
    Paper,
    Param,
    Traits,
    in_libraries,
)
from actcli.functions._helpers import PISHCHIK

_TANHSOFT = Paper(
    "Biswas, Kumar, Banerjee, Pandey",
    2020,
    "TanhSoft: a family of activation functions combining Tanh and Softplus",
    "2009.03863",
)

_HAFNER = Paper(
    "Hafner, Pasukonis, Ba, Lillicrap", 2023, "Mastering Diverse Domains through World Models", "2301.04104"
)

softcap = Elementwise(
    name="softcap",
    family="tanh",
    summary="a soft limit: near the identity around zero, never beyond the cap",
    formula="cap*tanh(x/cap)",
    params=(Param("cap", 30.0, POSITIVE, "limit on both sides", aliases=("logit_cap", "softcap")),),
    traits=lambda cap: Traits(
        range=(Interval(-float(cap), float(cap), "()"),),
        monotone="increasing",
        smoothness=inf,
        lipschitz=1,
        symmetry="odd",
    ),
    libraries=in_libraries(
        ggml="logit_softcap",
        onnx=LibraryEntry("Attention(softcap)", note="0 is off"),
        ort=LibraryEntry("com.microsoft.GroupQueryAttention(softcap)", note="0 is off"),
        ttnn=LibraryEntry("SOFTCAP", {"cap": 50}),
        liger=LibraryEntry("softcap", note="in its cross entropy"),
    ),
    notes=(
        (
            "cap: 50 for attention and 30 for logits in Gemma 2, 30 in Grok, Gemma 3n and Inkling 2, 20 in "
            "Muse, 15 in nanochat."
        ),
        (
            "Engines compute it as tanh (SGLang, Transformers), as 1 - 2/(exp(2*x/cap) + 1) (vLLM, Vulkan), "
            "or with the approximate tanh of the GPU, whose error is about 0.0005 (flash-attention, FlashInfer)."
        ),
        "It is scaled_tanh with alpha=cap and beta=1/cap.",
    ),
)

symlog = Elementwise(
    name="symlog",
    family="tanh",
    summary="the logarithm of 1 + |x|, with the sign of x",
    formula="where(x > 0, log1p(x), -log1p(-x))",
    traits=lambda: Traits(smoothness=1),
    papers=(_HAFNER,),
    notes=("Its inverse is symexp.",),
)

symexp = Elementwise(
    name="symexp",
    family="tanh",
    summary="exp(|x|) - 1, with the sign of x",
    formula="where(x > 0, expm1(x), -expm1(-x))",
    traits=lambda: Traits(smoothness=1),
    papers=(_HAFNER,),
    notes=("Its inverse is symlog.",),
)

arcsinh = Elementwise(
    name="arcsinh",
    family="tanh",
    summary="the inverse hyperbolic sine",
    formula="asinh(x)",
    traits=lambda: Traits(range=REALS, monotone="increasing", smoothness=inf, lipschitz=1, symmetry="odd"),
    aliases=("asinh",),
    libraries=in_libraries(
        torch="torch.asinh",
        jax="jnp.arcsinh",
        keras="keras.ops.arcsinh",
        onnx="Asinh",
        tf="tf.asinh",
        mlx="mx.arcsinh",
        tinygrad="asinh",
        paddle="paddle.asinh",
        numpy="numpy.arcsinh",
        openvino="Asinh",
        mnn="ASINH",
        mxnet="arcsinh",
    ),
)

scaled_softsign = Elementwise(
    name="scaled_softsign",
    family="algebraic",
    summary="softsign of any height and width",
    formula="alpha*x/(beta + abs(x))",
    derivative="alpha*beta/(beta + abs(x))**2",
    params=(
        Param("alpha", 1.0, FINITE, "limit", learned=True),
        Param("beta", 1.0, POSITIVE, "where half of it is reached", learned=True),
    ),
    traits=lambda **_: Traits(smoothness=1),
    papers=(PISHCHIK,),
    libraries=in_libraries(torch_activation=LibraryEntry("ScaledSoftsign", note="beta is fixed at 1")),
)

rootsig = Elementwise(
    name="rootsig",
    family="algebraic",
    summary="a smooth softsign",
    formula="alpha*x/(1 + sqrt(1 + (alpha*x)**2))",
    derivative="alpha/(sqrt(1 + (alpha*x)**2)*(1 + sqrt(1 + (alpha*x)**2)))",
    params=(Param("alpha", 1.0, FINITE, "twice the slope at 0"),),
    libraries=in_libraries(torch_activation="Rootsig"),
)


stan = Elementwise(
    name="stan",
    family="tanh",
    summary="tanh plus a multiple of x tanh(x)",
    formula="tanh(x) + beta*x*tanh(x)",
    derivative="1 - tanh(x)**2 + beta*(tanh(x) + x*(1 - tanh(x)**2))",
    params=(Param("beta", 1.0, FINITE, "factor", learned=True),),
    papers=(
        Paper(
            "Gnanasambandam et al.",
            2022,
            "Self-scalable Tanh (Stan): Faster Convergence and Better "
            "Generalization in Physics-informed Neural Networks",
            "2204.12589",
        ),
    ),
)

tanhlu = Elementwise(
    name="tanhlu",
    family="tanh",
    summary="tanh plus a line",
    formula="alpha*tanh(beta*x) + gamma*x",
    params=(
        Param("alpha", 1.0, FINITE, "height of the tanh", learned=True),
        Param("beta", 1.0, FINITE, "its steepness", learned=True),
        Param("gamma", 1.0, FINITE, "slope of the line", learned=True),
    ),
    libraries=in_libraries(torch_activation="TanhLU", nonlinear=LibraryEntry("TanhLU", {"beta": 0})),
    notes=("alpha=-1 is tanhshrink.",),
)

tanhsoft_1 = Elementwise(
    name="tanhsoft_1",
    family="tanh",
    summary="tanh times softplus",
    formula="tanh(alpha*x)*softplus(x)",
    params=(Param("alpha", 0.87, FINITE, "steepness of the tanh"),),
    papers=(_TANHSOFT,),
)

tanhsoft_2 = Elementwise(
    name="tanhsoft_2",
    family="tanh",
    summary="the input times the tanh of an exponential",
    formula="x*tanh(beta*exp(gamma*x))",
    params=(
        Param("beta", 0.6, POSITIVE, "factor of the exponential"),
        Param("gamma", 1.0, POSITIVE, "rate of the exponential"),
    ),
    papers=(_TANHSOFT,),
    notes=("beta = gamma = 1 is telu.",),
)

reltanh = Elementwise(
    name="reltanh",
    family="tanh",
    summary="tanh between two points, its tangents outside",
    formula=(
        "where(x < alpha, tanh(alpha) + (1 - tanh(alpha)**2)*(x - alpha), where(x > beta, tanh(beta) + "
        "(1 - tanh(beta)**2)*(x - beta), tanh(x)))"
    ),
    params=(
        Param("alpha", -1.5, FINITE, "where the left tangent begins"),
        Param("beta", 0.0, FINITE, "where the right tangent begins"),
    ),
    traits=lambda **_: Traits(smoothness=1),
    papers=(
        Paper(
            "Wang, Qin, Wang, Xiang, Chen",
            2019,
            "ReLTanh: An activation function with vanishing gradient resistance "
            "for SAE-based DNNs and its application to rotating machinery fault diagnosis",
        ),
    ),
    libraries=in_libraries(
        torch_activation="ReLTanh",
        nonlinear=LibraryEntry("ReLTanh", note="wrong: the tangents begin at 1 and 0.01, in this order"),
    ),
)

smht = Elementwise(
    name="smht",
    family="tanh",
    summary="tanh with a rate for each of its exponentials: Soboleva's modified hyperbolic tangent",
    formula="(exp(alpha*x) - exp(-beta*x))/(exp(gamma*x) + exp(-delta*x))",
    stable=(
        "where(x > 0, -exp((alpha - gamma)*x)*expm1(-(alpha + beta)*x)/(1 + exp(-(gamma + delta)*x)),"
        " exp((delta - beta)*x)*expm1((alpha + beta)*x)/(1 + exp((gamma + delta)*x)))"
    ),
    params=(
        Param("alpha", 1.0, POSITIVE, "rate of the rising exponential in the numerator"),
        Param("beta", 1.0, POSITIVE, "rate of the falling one there"),
        Param("gamma", 1.0, POSITIVE, "rate of the rising exponential in the denominator"),
        Param("delta", 1.0, POSITIVE, "rate of the falling one there"),
    ),
    notes=("With all rates 1 it is tanh. It is bounded where alpha <= gamma and beta <= delta.",),
)
