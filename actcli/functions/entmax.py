"""Entmax: the family of functions to the probability simplex that leads from softmax to sparsemax."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from actcli.catalog.record import Domain, ExactKernels, Interval, LibraryEntry, Paper, Param, Vector, in_libraries
from actcli.functions.softmax import (
    SIMPLEX_LIMITS,
    below_maximum,
    complement,
    rounded_once,
    set_diagonal,
    softmax_jacobian,
    softmax_value,
)
from actcli.functions.vector_selecting import (
    sparsemax_exactly,
    sparsemax_jacobian,
    sparsemax_jacobian_exactly,
    sparsemax_value,
)
from actcli.numbers.array import Array

if TYPE_CHECKING:
    from collections.abc import Sequence

    #: Numbers of exact arithmetic.
    Exact = Sequence[Any]

#: The last of the family.
SPARSEMAX = 2.0
#: A step of Newton's method that is all rounding, and more steps than any vector takes.
_CONVERGED, _MOST_STEPS = 2.0**-50, 200


def _powers(z: Array, shift: Array, alpha: float) -> tuple[Array, Array]:
    """Return p = (1 + (alpha - 1)*(z - shift))**(1/(alpha - 1)) and p**(2 - alpha), 0 outside the support."""
    a = alpha - 1.0
    inside = a * (z - shift)
    support = inside > -1.0
    logarithm = np.log1p(np.where(support, inside, 0.0)) / a
    keep = np.where(np.isnan(inside), np.nan, support)
    return np.exp(logarithm) * keep, np.exp((2.0 - alpha) * logarithm) * keep


def _solved(x: Array, alpha: float) -> Array:
    """Return the values for 1 < alpha < 2.

    The sum falls and is convex in the shift, so Newton's method from 0 climbs to the solution. What its last step would
    add to the shift is less than the shift's rounding, and goes to the values.
    """
    z = below_maximum(x)
    shift = np.zeros((*z.shape[:-1], 1))
    for _ in range(_MOST_STEPS):
        p, s = _powers(z, shift, alpha)
        step = (rounded_once(p) - 1.0) / s.sum(axis=-1, keepdims=True)
        moving = step > _CONVERGED * (1.0 + shift)
        if not moving.any():
            break
        shift += np.where(moving, step, 0.0)
    p -= s * step
    return np.maximum(p, 0.0, out=p)


def _entmax(x: Array, alpha: float) -> Array:
    if alpha == 1.0:
        return softmax_value(x)
    return sparsemax_value(x) if alpha == SPARSEMAX else _solved(x, alpha)


def _entmax_jacobian(x: Array, alpha: float) -> Array:
    if alpha == 1.0:
        return softmax_jacobian(x)
    if alpha == SPARSEMAX:
        return sparsemax_jacobian(x)
    p = _solved(x, alpha)
    s = np.where(p == 0.0, 0.0, p ** (2.0 - alpha))
    total = s.sum(axis=-1, keepdims=True)
    jacobian = s[..., :, None] * s[..., None, :]
    jacobian /= total[..., None]
    np.subtract(0.0, jacobian, out=jacobian)  # -0 nowhere
    return set_diagonal(jacobian, s * complement(s, total) / total)


def _power(w: Any, exponent: Any) -> Any:
    """Return a power of the positive part of a number; the exponent is positive."""
    from actcli.formula import balls

    if w > 0:
        return balls.ball(w) ** balls.ball(exponent)
    if w <= 0:
        return balls.ball(0)
    return balls.ball(0).union(w.upper() ** balls.ball(exponent))


def _bases(x: Exact, a: Any) -> list[Any]:
    """Return the powers a = alpha - 1 of the values as balls, negative outside the support.

    They are a*(x - max(x)) + c. The sum of the values is convex in c, and its slope is at least the sum divided by a:
    so Newton's method from 1 descends to the solution, and what the sum lacks of 1 bounds the distance from it.
    """
    from actcli.formula import balls
    from actcli.formula.rationals import Undecided

    z = [a * (each - max(x)) for each in x]
    c, excess = balls.ball(1), balls.ball(1)
    for _ in range(_MOST_STEPS):
        bases = [balls.ball(each) + c for each in z]
        excess = sum(_power(base, 1 / a) for base in bases) - 1
        if not excess > excess.rad():
            break
        c = (c - a * excess / sum(_power(base, 1 / a - 1) for base in bases)).mid()
    gap = abs(excess).upper()
    if not gap < 1:
        raise Undecided
    around = a * gap / (1 - gap)
    return [base + around.union(-around) for base in bases]


def _solved_exactly(x: Exact, alpha: float) -> tuple[list[Any], list[Any]]:
    """Return the values for alpha below 2 and their powers 2 - alpha, as balls."""
    from actcli.formula import balls
    from actcli.formula.rationals import rational

    a = rational(alpha) - 1
    if not a:
        weights = [balls.ball(each - max(x)).exp() for each in x]
        p = [weight / sum(weights) for weight in weights]
        return p, p
    bases = _bases(x, a)
    return [_power(base, 1 / a) for base in bases], [_power(base, 1 / a - 1) for base in bases]


def _entmax_exactly(x: Exact, alpha: float) -> list[Any]:
    return sparsemax_exactly(x) if alpha == SPARSEMAX else _solved_exactly(x, alpha)[0]


def _entmax_jacobian_exactly(x: Exact, alpha: float) -> list[list[Any]]:
    if alpha == SPARSEMAX:
        return sparsemax_jacobian_exactly(x)
    _, s = _solved_exactly(x, alpha)
    total = sum(s)

    def entry(i: int, j: int) -> Any:
        factor = sum(s[:i] + s[i + 1 :]) if i == j else -s[j]
        return s[i] * factor / total

    return [[entry(i, j) for j in range(len(s))] for i in range(len(s))]


entmax = Vector(
    name="entmax",
    family="vector",
    tier="core",
    summary="between softmax and sparsemax: values far below the largest get exact zeros",
    formula="max((alpha - 1)*x - tau, 0)**(1/(alpha - 1)), with tau such that the sum is 1",
    derivative="dp_i/dx_j = s_i*(1 - s_i/sum(s)) if i = j else -s_i*s_j/sum(s), s = p**(2 - alpha) where p > 0, else 0",
    f=_entmax,
    jacobian=_entmax_jacobian,
    exact=ExactKernels(_entmax_exactly, _entmax_jacobian_exactly),
    params=(
        Param("alpha", 1.5, Domain("from 1 to 2", low=1.0, high=SPARSEMAX), None, "1 is softmax, 2 is sparsemax"),
    ),
    range=(Interval(0, 1),),
    display_only=True,
    sums_to_one=True,
    aliases=("entmax15", "entmax_bisect"),
    papers=(
        Paper("Peters, Niculae, Martins", 2019, "Sparse Sequence-to-Sequence Models", "1905.05702"),
        Paper("Correia, Niculae, Martins", 2019, "Adaptively Sparse Transformers", "1909.00015"),
    ),
    libraries=in_libraries(
        other=LibraryEntry("entmax entmax15, entmax_bisect", note="entmax_bisect: 50 halvings, then divided by the sum"),
    ),
    notes=(
        "The closer alpha is to 2, the more values are 0; above 2 it is not offered.",
        "Where a value meets tau it is 0.",
        *SIMPLEX_LIMITS,
    ),
)
