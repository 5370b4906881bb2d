"""Exponential units with the constants of selu as parameters, and powers in place of the exponential."""

from __future__ import annotations

from math import inf

from actcli.catalog.record import (
    FINITE,
    POSITIVE,
    Domain,
    Elementwise,
    Interval,
    LibraryEntry,
    Paper,
    Param,
    Traits,
    in_libraries,
)
from actcli.functions._helpers import IDENTITY_RIGHT, corner

pselu = Elementwise(
    name="pselu",
    family="exponential",
    summary="selu with a decay parameter",
    formula="where(x > 0, lambd*x, lambd*alpha*expm1(beta*x))",
    params=(
        Param("lambd", 1.0507, POSITIVE, "slope above zero"),
        Param("beta", 1.0, POSITIVE, "decay"),
        Param("alpha", 1.67326, FINITE, "depth of the floor, before scaling"),
    ),
    traits=lambda lambd, beta, alpha: Traits(kinks=corner(0, lambd * alpha * beta, lambd), smoothness=1),
    libraries=in_libraries(torch_activation=LibraryEntry("PSELU", {"lambd": 1, "alpha": 1})),
    notes=("beta = 1 is selu, whose constants have more digits; lambd = 1 is mpelu.",),
)

polu = Elementwise(
    name="polu",
    family="exponential",
    summary="the input above zero, a power of the distance from 1 below",
    formula="where(x > 0, x, (1 - x)**(-alpha) - 1)",
    stable="where(x > 0, x, expm1(-alpha*log1p(-x)))",
    params=(Param("alpha", 1.0, POSITIVE, "exponent"),),
    traits=lambda alpha: Traits(kinks=corner(0, alpha, 1), smoothness=1),
    papers=(Paper("Li, Ding, Li", 2018, "Training Neural Networks by Using Power Linear Units (PoLUs)", "1802.00212"),),
    libraries=in_libraries(nonlinear=LibraryEntry("PoLU", {"alpha": 1.5})),
    notes=("alpha = 1 is sign_relu.",),
)


def _pdelu_traits(alpha: float, t: float) -> Traits:
    return Traits(
        range=(Interval(-alpha, inf, "[)"),),
        monotone="non-decreasing",
        smoothness=1 if alpha == 1 else 0,
        lipschitz=max(1.0, alpha),
        kinks=corner(0, alpha, 1),
        dead=(Interval(-inf, -1 / (1 - t), "()"),),
        asymptotes=(IDENTITY_RIGHT,),
    )


pdelu = Elementwise(
    name="pdelu",
    family="exponential",
    summary="elu with a deformed exponential, which ends below",
    formula="where(x > 0, x, where(x > -1/(1 - t), alpha*((1 + (1 - t)*x)**(1/(1 - t)) - 1), -alpha))",
    stable="where(x > 0, x, where(x > -1/(1 - t), alpha*expm1(log1p((1 - t)*x)/(1 - t)), -alpha))",
    params=(
        Param("alpha", 1.0, POSITIVE, "depth", learned=True),
        Param(
            "t",
            0.9,
            Domain("between 0 and 1", 0.0, 1.0, low_open=True, high_open=True),
            "how far it is deformed; 1 is elu",
        ),
    ),
    traits=_pdelu_traits,
    papers=(
        Paper(
            "Cheng, Li, Wu, Ma, Ngan", 2020, "Parametric Deformable Exponential Linear Units for Deep Neural Networks"
        ),
    ),
    libraries=in_libraries(ai_on_browser=LibraryEntry("pdelu", {"t": 0.1})),
)
