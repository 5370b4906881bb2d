"""Softplus moved, scaled, and as a difference."""

from __future__ import annotations

from math import inf, log

from actcli.catalog.record import FINITE, Elementwise, Interval, LibraryEntry, Paper, Param, Traits, in_libraries

shifted_softplus = Elementwise(
    name="shifted_softplus",
    family="softplus",
    summary="softplus moved through the origin",
    formula="softplus(x) - log(2)",
    stable="log1p(expm1(x)/2)",
    traits=lambda: Traits(monotone="increasing", smoothness=inf, lipschitz=1, range=(Interval(-log(2), inf, "()"),)),
    aliases=("softplus2", "ssp"),
    papers=(
        Paper(
            "Schütt et al.",
            2017,
            "SchNet: A continuous-filter convolutional neural network for modeling quantum interactions",
            "1706.08566",
        ),
    ),
    libraries=in_libraries(other="SchNetPack shifted_softplus; mlpack; e3x shifted_softplus; MatGL SoftPlus2"),
)

parametric_softplus = Elementwise(
    name="parametric_softplus",
    family="softplus",
    tier="core",
    summary="softplus of any scale and steepness",
    formula="alpha*softplus(beta*x)",
    params=(Param("alpha", 1.0, FINITE, "scale"), Param("beta", 1.0, FINITE, "steepness")),
    libraries=in_libraries(
        tensorrt=LibraryEntry("SOFTPLUS", note="no defaults"),
        coreml=LibraryEntry("softplus_parametric", note="no defaults"),
        ort=LibraryEntry("ParametricSoftplus", note="opsets up to 10"),
    ),
    notes=("softplus of PyTorch has alpha = 1/beta; oneDNN's soft_relu is log(1 + exp(alpha*x))/alpha.",),
)

uaf = Elementwise(
    name="uaf",
    family="softplus",
    summary="a difference of two softplus, trained to become what a task needs: the universal activation function",
    formula="softplus(alpha*(x + beta) + gamma*x**2) - softplus(delta*(x - beta)) + eps",
    params=(
        Param("alpha", 1.0, FINITE, "steepness of the first", learned=True),
        Param("beta", 0.0, FINITE, "how far they are apart", learned=True),
        Param("gamma", 0.0, FINITE, "curvature of the first", learned=True),
        Param("delta", -1.0, FINITE, "steepness of the second", learned=True),
        Param("eps", 0.0, FINITE, "added at the end", learned=True),
    ),
    papers=(Paper("Yuen, Hoang, Dong, Lu", 2021, "Universal activation function for machine learning", "2011.03842"),),
    notes=("Training starts from the identity, which the default parameters give.",),
)
