"""Bells of radial bases, wavelets, and waves of neural fields."""

from __future__ import annotations

from math import inf, sqrt

from actcli.catalog.record import (
    FINITE,
    NONZERO,
    POSITIVE,
    Elementwise,
    Interval,
    LibraryEntry,
    Paper,
    Param,
    Traits,
    in_libraries,
)

snake_beta = Elementwise(
    name="snake_beta",
    family="periodic",
    tier="core",
    summary="snake whose frequency and height are separate",
    formula="x + sin(alpha*x)**2/beta",
    derivative="1 + alpha/beta*sin(2*alpha*x)",
    params=(
        Param("alpha", 1.0, FINITE, "frequency", learned=True),
        Param("beta", 1.0, NONZERO, "inverse height", learned=True),
    ),
    papers=(
        Paper(
            "Lee, Ping, Ginsburg, Catanzaro, Yoon",
            2022,
            "BigVGAN: A Universal Neural Vocoder with Large-Scale Training",
            "2206.04658",
        ),
    ),
    libraries=in_libraries(
        hf=LibraryEntry("SnakeBeta", note="in models of speech; the parameters are logarithms"),
        diffusers=LibraryEntry("SnakeBeta", note="the parameters are logarithms in LTX-2"),
        other="BigVGAN SnakeBeta",
    ),
    notes=(
        "beta = alpha is snake.",
        "The parameters may be stored as logarithms. This is optional in BigVGAN, and always so in Qwen's Omni models.",
    ),
)

cosine = Elementwise(
    name="cosine",
    family="periodic",
    summary="a cosine wave",
    formula="cos(omega*x)",
    params=(Param("omega", 1.0, POSITIVE, "angular frequency"),),
    libraries=in_libraries(
        torch="torch.cos",
        jax="jnp.cos",
        keras="keras.ops.cos",
        onnx="Cos",
        tf="tf.cos",
        mlx="mx.cos",
        tinygrad="cos",
        paddle="paddle.cos",
        numpy="numpy.cos",
        acttensor="Cosine, Cos",
        other="FANN COS_SYMMETRIC",
        openvino="Cos",
        tflite="COS",
        mnn="COS",
        mxnet="cos",
    ),
)

gaussian_rbf = Elementwise(
    name="gaussian_rbf",
    family="periodic",
    summary="a Gaussian bell of any place and width",
    formula="exp(-(x - mu)**2/(2*sigma**2))",
    derivative="-(x - mu)/sigma**2*exp(-(x - mu)**2/(2*sigma**2))",
    params=(
        Param("mu", 0.0, FINITE, "centre", learned=True),
        Param("sigma", 1.0, NONZERO, "standard deviation", learned=True),
    ),
    libraries=in_libraries(acttensor="gaussian, Gaussian", ai_on_browser="gaussian", other="pysurvival Gaussian"),
    notes=("gaussian has sigma = 1/sqrt(2).",),
)

gabor = Elementwise(
    name="gabor",
    family="periodic",
    summary="a cosine under a bell: a wavelet",
    formula="cos(omega*x)*exp(-(sigma*x)**2)",
    derivative="-(omega*sin(omega*x) + 2*sigma**2*x*cos(omega*x))*exp(-(sigma*x)**2)",
    params=(Param("omega", 5.0, FINITE, "angular frequency"), Param("sigma", 0.7071, FINITE, "inverse width")),
    papers=(Paper("Saragadam et al.", 2023, "WIRE: Wavelet Implicit Neural Representations", "2301.05187"),),
    notes=(
        "The defaults give the Morlet wavelet, cos(5*x)*exp(-x**2/2). The real layer of WIRE has omega = sigma = 10.",
    ),
)

wave = Elementwise(
    name="wave",
    family="periodic",
    summary="a wavelet: a bell that dips below zero on both sides",
    formula="(1 - x**2)*exp(-alpha*x**2)",
    derivative="-2*x*(1 + alpha*(1 - x**2))*exp(-alpha*x**2)",
    params=(Param("alpha", 1.0, POSITIVE, "inverse width"),),
    libraries=in_libraries(torch_activation=LibraryEntry("Wave", note="wrong: 1 - x**2*exp(-alpha*x**2)")),
    notes=("alpha = 1/2 is the Mexican hat wavelet, up to a factor.",),
)

multiquadric = Elementwise(
    name="multiquadric",
    family="periodic",
    summary="a hyperbola: a smooth absolute value",
    formula="sqrt((x - mu)**2 + beta**2)",
    params=(Param("mu", 0.0, FINITE, "centre"), Param("beta", 1.0, NONZERO, "value there")),
    papers=(Paper("Hardy", 1971, "Multiquadric Equations of Topography and Other Irregular Surfaces"),),
    libraries=in_libraries(
        acttensor=LibraryEntry("Multi_quadratic, Multiquadratic", note="px and py have no default"),
        other="mlpack MultiQuad",
    ),
)

inverse_quadratic = Elementwise(
    name="inverse_quadratic",
    family="periodic",
    summary="a bell with algebraic tails: the Cauchy kernel",
    formula="1/(1 + x**2)",
    traits=lambda: Traits(
        range=(Interval(0, 1, "(]"),), monotone="no", smoothness=inf, lipschitz=3 * sqrt(3) / 8, symmetry="even"
    ),
    libraries=in_libraries(other="mlpack InvQuad"),
)

inverse_multiquadric = Elementwise(
    name="inverse_multiquadric",
    family="periodic",
    summary="the reciprocal of a hyperbola",
    formula="1/sqrt((x - mu)**2 + beta**2)",
    params=(Param("mu", 0.0, FINITE, "centre"), Param("beta", 1.0, NONZERO, "inverse height")),
    libraries=in_libraries(
        acttensor=LibraryEntry("Inv_Multi_quadratic, InvMultiquadratic", note="px and py have no default")
    ),
)

finer = Elementwise(
    name="finer",
    family="periodic",
    summary="a sine whose frequency grows with the distance from zero, for implicit neural representations",
    formula="sin(omega*(abs(x) + 1)*x)",
    derivative="omega*(2*abs(x) + 1)*cos(omega*(abs(x) + 1)*x)",
    params=(Param("omega", 30.0, NONZERO, "angular frequency at zero"),),
    traits=lambda **_: Traits(smoothness=1),
    papers=(
        Paper(
            "Liu et al.",
            2024,
            "FINER: Flexible spectral-bias tuning in Implicit NEural Representation by Variable-periodic Activation "
            "Functions",
            "2312.02434",
        ),
    ),
)

sincos = Elementwise(
    name="sincos",
    family="periodic",
    summary="a sine plus a cosine, each of its own height and frequency: the wavelet of PINNsFormer",
    formula="alpha*sin(beta*x) + gamma*cos(delta*x)",
    params=(
        Param("alpha", 1.0, FINITE, "height of the sine", learned=True),
        Param("beta", 1.0, FINITE, "angular frequency of the sine"),
        Param("gamma", 1.0, FINITE, "height of the cosine", learned=True),
        Param("delta", 1.0, FINITE, "angular frequency of the cosine"),
    ),
    papers=(
        Paper(
            "Zhao, Ding, Prakash",
            2023,
            "PINNsFormer: A Transformer-Based Framework For Physics-Informed Neural Networks",
            "2307.11833",
        ),
    ),
    libraries=in_libraries(other="PINNsFormer WaveAct"),
    notes=("PINNsFormer learns the heights; its frequencies are 1.",),
)
