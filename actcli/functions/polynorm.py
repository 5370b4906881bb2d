"""Polynomials of a vector whose powers are normalized."""

from __future__ import annotations

from actcli.catalog.record import FINITE, POSITIVE, REALS, ExactFloat, LibraryEntry, Param, Vector, in_libraries
from actcli.functions._helpers import POLYCOM

polynorm = Vector(
    name="polynorm",
    family="vector",
    tier="core",
    summary="a cubic polynomial whose powers are divided by their root mean squares",
    formula=(
        "weight_3*x**3/sqrt(mean(x**6) + eps) + weight_2*x**2/sqrt(mean(x**4) + eps)"
        " + weight_1*x/sqrt(mean(x**2) + eps) + bias"
    ),
    params=(
        Param("weight_3", ExactFloat("1/3"), FINITE, "weight of the cubes", learned=True),
        Param("weight_2", ExactFloat("1/3"), FINITE, "weight of the squares", learned=True),
        Param("weight_1", ExactFloat("1/3"), FINITE, "weight of the values", learned=True),
        Param("bias", 0.0, FINITE, "added to every result", learned=True),
        Param("eps", 1e-6, POSITIVE, "added to the mean squares"),
    ),
    range=REALS,
    papers=(POLYCOM,),
    libraries=in_libraries(vllm="PolyNorm", liger=LibraryEntry("LigerPolyNorm", {"bias": 1.0})),
    notes=(
        "bias starts at 1 in Liger, at 0 in the reference.",
        "polyrelu, of a single number, takes powers of relu instead.",
    ),
)
