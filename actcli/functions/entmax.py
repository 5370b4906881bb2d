"""Entmax: the family of functions to the probability simplex that leads from softmax to sparsemax."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from actcli import special
from actcli.catalog.record import Domain, ExactKernels, Interval, LibraryEntry, Paper, Param, Vector, in_libraries
from actcli.functions.softmax import (
    SIMPLEX_LIMITS,
    below_maximum,
    complement,
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
from actcli.special.double_double import sum_in_parts, two_sum

if TYPE_CHECKING:
    from collections.abc import Sequence

    #: A number of exact arithmetic.
    Number = Any
    Exact = Sequence[Number]

#: The last of the family.
SPARSEMAX = 2.0
#: A step of Newton's method that is all rounding, and more steps than any vector takes.
_CONVERGED, _MOST_STEPS = 2.0**-50, 200


def _scaled(x: Array, a: float) -> tuple[Array, Array]:
    """Return a times the distances from the maximum as sums of two doubles; -1 outside the support."""
    with np.errstate(all="ignore"):
        _, lost = two_sum(x, -x.max(axis=-1, keepdims=True))
        high, low = special.two_prod(special.clip_below(below_maximum(x), -1.0 / a), a)
        low += a * lost
    return high, np.where(np.isfinite(low) & (high > -1.0), low, 0.0)


def _powers(scaled: tuple[Array, Array], offset: tuple[Array, Array], a: float) -> tuple[Array, Array]:
    """Return w**(1/a) and w**(1/a - 1) where w = scaled + offset is positive, else 0; nan for nan."""
    w, rest = two_sum(scaled[0], offset[0])
    rest += scaled[1] + offset[1]
    support = w + rest > 0.0
    keep = np.where(np.isnan(w), w, support)
    w = np.where(support, w, 1.0)
    p, s = (keep * w**power for power in (1.0 / a, 1.0 / a - 1.0))
    return p + p * np.expm1(rest / a / w), s


def _excess(p: Array) -> Array:
    """Return the sum of p minus 1, in which nothing but the last addition rounds."""
    total, rest = sum_in_parts(p)
    return (total - 1.0) + rest


def _solved(x: Array, alpha: float) -> Array:
    """Return the values for 1 < alpha < 2.

    The sum rises and is convex in the offset, so Newton's method from 1 descends to the solution. What its last step
    would change goes to the values.
    """
    a = alpha - 1.0
    scaled = _scaled(x, a)
    high, low = np.ones((*x.shape[:-1], 1)), np.zeros((*x.shape[:-1], 1))
    for _ in range(_MOST_STEPS):  # pragma: no branch  # Newton's method ends long before
        p, s = _powers(scaled, (high, low), a)
        step = _excess(p) / s.sum(axis=-1, keepdims=True)
        moving = step > _CONVERGED
        if not moving.any():
            break
        high, error = two_sum(high, np.where(moving, -a * step, 0.0))
        high, low = two_sum(high, low + error)
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


def _power(w: Number, exponent: Number) -> Number:
    """Return a power of the positive part of a number; the exponent is positive."""
    from actcli.formula import balls

    if w > 0:
        return balls.ball(w) ** balls.ball(exponent)
    if w <= 0:
        return balls.ball(0)
    return balls.ball(0).union(w.upper() ** balls.ball(exponent))


def _bases(x: Exact, a: Number) -> list[Number]:
    """Return the powers a = alpha - 1 of the values as balls, negative outside the support.

    They are a*(x - max(x)) + c. The sum of the values is convex in c, and its slope is at least the sum divided by a:
    so Newton's method from 1 descends to the solution, and what the sum lacks of 1 bounds the distance from it.
    """
    from actcli.formula import balls
    from actcli.formula.rationals import Undecided

    z = [a * (each - max(x)) for each in x]
    c, excess = balls.ball(1), balls.ball(1)
    for _ in range(_MOST_STEPS):  # pragma: no branch  # Newton's method ends long before
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


def _solved_exactly(x: Exact, alpha: float) -> tuple[list[Number], list[Number]]:
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


def _entmax_exactly(x: Exact, alpha: float) -> list[Number]:
    return sparsemax_exactly(x) if alpha == SPARSEMAX else _solved_exactly(x, alpha)[0]


def _entmax_jacobian_exactly(x: Exact, alpha: float) -> list[list[Number]]:
    if alpha == SPARSEMAX:
        return sparsemax_jacobian_exactly(x)
    _, s = _solved_exactly(x, alpha)
    total = sum(s)

    def entry(i: int, j: int) -> Number:
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
    params=(Param("alpha", 1.5, Domain("from 1 to 2", low=1.0, high=SPARSEMAX), "1 is softmax, 2 is sparsemax"),),
    range=(Interval(0, 1),),
    display_only=True,
    sums_to_one=True,
    aliases=("entmax15", "entmax_bisect"),
    papers=(
        Paper("Peters, Niculae, Martins", 2019, "Sparse Sequence-to-Sequence Models", "1905.05702"),
        Paper("Correia, Niculae, Martins", 2019, "Adaptively Sparse Transformers", "1909.00015"),
    ),
    libraries=in_libraries(
        other=LibraryEntry("entmax entmax15, entmax_bisect", note="entmax_bisect: 50 halvings, then divided by the sum")
    ),
    notes=(
        "The closer alpha is to 2, the more values are 0; above 2 it is not offered.",
        "Where a value meets tau it is 0.",
        *SIMPLEX_LIMITS,
    ),
)
