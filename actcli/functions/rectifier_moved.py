"""Rectifiers that are moved, of other slopes, or of higher powers."""

from __future__ import annotations

from actcli.catalog.record import (
    FINITE,
    Domain,
    Elementwise,
    ExactFloat,
    Kink,
    LibraryEntry,
    Paper,
    Param,
    Traits,
    in_libraries,
)
from actcli.functions._helpers import LIU_SHEN, PISHCHIK, POLYCOM, corner

polyrelu = Elementwise(
    name="polyrelu",
    family="rectifier",
    summary="a cubic polynomial above zero",
    formula="weight_3*max(x, 0)**3 + weight_2*max(x, 0)**2 + weight_1*max(x, 0) + bias",
    params=(
        Param("weight_3", ExactFloat("1/3"), FINITE, "coefficient of the cube", learned=True),
        Param("weight_2", ExactFloat("1/3"), FINITE, "coefficient of the square", learned=True),
        Param("weight_1", ExactFloat("1/3"), FINITE, "slope at 0 from above", learned=True),
        Param("bias", 0.0, FINITE, "value below 0", learned=True),
    ),
    traits=lambda weight_3, weight_2, weight_1, bias: Traits(kinks=corner(0, 0, weight_1), smoothness=1),
    papers=(POLYCOM,),
    notes=("polynorm, a function of a vector, takes normalized powers of x instead of powers of relu.",),
)

repu = Elementwise(
    name="repu",
    family="rectifier",
    summary="a power of relu",
    formula="where(x > 0, x**alpha, 0)",
    params=(Param("alpha", 3.0, Domain("finite and >= 2", 2.0, 1e300), "exponent"),),
    traits=lambda alpha: Traits(smoothness=1 if alpha == 2 else 2),
    papers=(
        Paper(
            "Li, Tang, Yu",
            2019,
            "Better Approximations of High Dimensional Smooth Functions by Deep Neural Networks with Rectified Power "
            "Units",
            "1903.05858",
        ),
    ),
    libraries=in_libraries(
        nonlinear=LibraryEntry("ReCU", note="RePU has alpha = 1, ReQU is x**2 on both sides"),
        ai_on_browser=LibraryEntry("repu", {"alpha": 2}),
    ),
    notes=("alpha=2 is relu_squared.",),
)

dprelu = Elementwise(
    name="dprelu",
    family="rectifier",
    summary="one slope above zero, another below",
    formula="where(x > 0, alpha*x, beta*x)",
    params=(
        Param("alpha", 1.0, FINITE, "slope above 0", learned=True),
        Param("beta", 0.01, FINITE, "slope below 0", learned=True),
    ),
    traits=lambda alpha, beta: Traits(kinks=corner(0, beta, alpha)),
    aliases=("lelelu",),
    papers=(Paper("Chen, Li, Xu", 2020, "AReLU: Attention-based Rectified Linear Unit", "2006.13858"),),
    libraries=in_libraries(nonlinear=LibraryEntry("DPReLU, LeLeLU", note="AReLU has alpha = 1.88 and beta = 0.9")),
    notes=("AReLU starts from alpha = 1.88 and beta = 0.9. LeLeLU has beta = alpha/100, Li-ReLU beta = alpha - 1.",),
)

rprelu = Elementwise(
    name="rprelu",
    family="rectifier",
    summary="prelu moved sideways and upwards",
    formula="where(x > gamma, x - gamma + zeta, beta*(x - gamma) + zeta)",
    params=(
        Param("gamma", 0.0, FINITE, "where the slope changes", learned=True),
        Param("zeta", 0.0, FINITE, "value there", learned=True),
        Param("beta", 0.25, FINITE, "slope below", learned=True),
    ),
    traits=lambda gamma, beta, **_: Traits(kinks=corner(gamma, beta, 1)),
    papers=(LIU_SHEN,),
)

fts = Elementwise(
    name="fts",
    family="rectifier",
    summary="silu above zero and 0 below, moved by t",
    formula="max(x, 0)*sigmoid(x) + t",
    params=(Param("t", -0.2, FINITE, "value below 0"),),
    traits=lambda t: Traits(kinks=corner(0, 0, 0.5)),
    aliases=("flatten_t_swish", "ft_swish"),
    papers=(
        Paper(
            "Chieng, Wahid, Pauline, Perla",
            2018,
            "Flatten-T Swish: a thresholded ReLU-Swish-like activation function for deep learning",
            "1812.06247",
        ),
    ),
    libraries=in_libraries(nonlinear="FlattedTSwish", other="mlpack FTSwish"),
    notes=("Echo and SC-Swish have t=0.",),
)

shilu = Elementwise(
    name="shilu",
    family="rectifier",
    summary="relu scaled and raised",
    formula="alpha*max(x, 0) + beta",
    params=(
        Param("alpha", 1.0, FINITE, "slope above 0", learned=True),
        Param("beta", 0.0, FINITE, "value below 0", learned=True),
    ),
    traits=lambda alpha, beta: Traits(kinks=corner(0, 0, alpha)),
    papers=(PISHCHIK,),
    libraries=in_libraries(
        torch_activation="ShiLU",
        nonlinear="ShiLU, FReLU",
        acttensor=LibraryEntry("frelu", note="b has no default"),
        ai_on_browser="frelu",
    ),
    notes=(
        "With alpha = 1 it is the flexible ReLU of Qiu et al. (2018), called FReLU.",
        "The funnel ReLU, also called FReLU, is another function: the larger of x and a learned convolution.",
    ),
)

shifted_relu = Elementwise(
    name="shifted_relu",
    family="rectifier",
    summary="relu moved to the right",
    formula="max(x - shift, 0)",
    derivative="where(x > shift, 1, 0)",
    params=(Param("shift", 1.0, FINITE, "where the slope changes"),),
    traits=lambda shift: Traits(kinks=corner(shift, 0, 1)),
    libraries=in_libraries(
        nonlinear=LibraryEntry("DRLU", {"shift": 0.08}), torch_activation=LibraryEntry("DelayReLU", {"shift": 0.5})
    ),
    notes=("max(x, -1), which the paper of elu calls SReLU, is threshold:threshold=-1,value=-1.",),
)

pvlu = Elementwise(
    name="pvlu",
    family="rectifier",
    summary="relu plus a sine",
    formula="max(x, 0) + alpha*sin(beta*x)",
    params=(
        Param("alpha", 0.1, FINITE, "amplitude", learned=True),
        Param("beta", 1.0, FINITE, "frequency", learned=True),
    ),
    traits=lambda alpha, beta: Traits(kinks=corner(0, alpha * beta, 1 + alpha * beta)),
    papers=(
        Paper(
            "Gupta, Ahuja",
            2021,
            "Parametric Variational Linear Units (PVLUs) in Deep Convolutional Networks",
            "2110.12246",
        ),
    ),
    libraries=in_libraries(
        torch_activation="PVLU",
        acttensor=LibraryEntry("Sin_ReLU, SinReLU", {"alpha": 1}),
        other=LibraryEntry("pysurvival SinReLU", {"alpha": 1}),
    ),
)

rectified_tanh = Elementwise(
    name="rectified_tanh",
    family="rectifier",
    summary="tanh where it is positive, else 0",
    formula="max(tanh(x), 0)",
    derivative="where(x > 0, 1 - tanh(x)**2, 0)",
    traits=lambda: Traits(kinks=(Kink(0, 0, 1),)),
    libraries=in_libraries(other="DL4J RECTIFIEDTANH"),
)

sign_relu = Elementwise(
    name="sign_relu",
    family="rectifier",
    summary="the input above zero, alpha times softsign below",
    formula="where(x > 0, x, alpha*x/(1 - x))",
    derivative="where(x > 0, 1, alpha/(1 - x)**2)",
    params=(Param("alpha", 1.0, FINITE, "slope below 0"),),
    traits=lambda alpha: Traits(kinks=corner(0, alpha, 1), smoothness=1),
    aliases=("dlu", "poly_lu"),
    libraries=in_libraries(nonlinear="DLU, PolyLU"),
    notes=("It was published under several names: SignReLU, DLU and PolyLU.",),
)
