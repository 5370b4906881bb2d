"""The second opinion, which judges the balls: formulas in mpmath at any precision, and derivatives by differences."""

from __future__ import annotations

import ast
import math
import operator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import mpmath
from mpmath import mpf

from actcli.evaluation.definition import define
from actcli.formula.balls import both, where
from actcli.formula.flint import fmpq
from actcli.formula.rows import Row, over_rows
from actcli.formula.system import System

if TYPE_CHECKING:
    from collections.abc import Iterable

    from actcli.evaluation.bound import BoundActivation
    from actcli.evaluation.function import Function
    from actcli.formula.compile import Closure
    from actcli.formula.system import Operation


def real(value: Any) -> Any:  # noqa: ANN401  # a number of any kind
    """Return a number as mpmath's, to the precision of the moment."""
    if isinstance(value, fmpq):
        return mpf(int(value.p)) / int(value.q)
    if isinstance(value, mpf):
        return value
    if not math.isfinite(value):
        return mpf(float(value))
    numerator, denominator = value.as_integer_ratio()
    return mpf(numerator) / denominator


def _total(operation: Operation) -> Operation:
    """Return an operation that gives nan where it has no real result."""

    def apply(*args: Any) -> Any:  # noqa: ANN401  # the same
        try:
            result = operation(*map(real, args))
        except (ZeroDivisionError, ValueError):
            return mpmath.nan
        return mpmath.nan if isinstance(result, mpmath.mpc) else result

    return apply


def _number(text: str) -> Any:  # noqa: ANN401  # the same
    return mpf({"pi": mpmath.pi, "e": mpmath.e, "inf": mpmath.inf}.get(text, text))


_NAMES = ("exp", "expm1", "log", "log1p", "sqrt", "sin", "cos", "tan", "sinh", "cosh", "sech", "atan", "asinh", "acosh")
MPMATH = System(
    add=operator.add,
    subtract=operator.sub,
    multiply=operator.mul,
    divide=_total(operator.truediv),
    power=_total(operator.pow),
    negate=operator.neg,
    integer_power=_total(operator.pow),
    functions={
        **{name: _total(getattr(mpmath, name)) for name in (*_NAMES, "atanh", "erf", "erfc", "sign")},
        "Phi": _total(lambda z: mpmath.erfc(-z / mpmath.sqrt(2)) / 2),
        "abs": abs,
        "min": min,
        "max": max,
        "clip": lambda x, low, high: min(max(x, low), high),
    },
    activations={"softplus": lambda z: mpmath.log1p(mpmath.exp(z)) if z < 0 else z + mpmath.log1p(mpmath.exp(-z))},
    first={"min": min, "max": max},
    comparisons={
        ast.Lt: operator.lt,
        ast.LtE: operator.le,
        ast.Gt: operator.gt,
        ast.GtE: operator.ge,
        ast.Eq: operator.eq,
    },
    number=_number,
    constant=real,
    nearest_double=lambda value: mpf(float(value)),
    where=where,
    both=both,
)


@dataclass
class Opinion:
    """A function as its formula, at a precision.

    Attributes
    ----------
    function
        The function.
    bits
        The precision.
    variables
        What it is a function of: x, a parameter, the halves of a gate.
    rows
        Whether x is a vector.
    """

    function: Function
    bits: int = 1200
    variables: tuple[str, ...] = ("x",)
    rows: bool = False
    run: Closure = field(init=False)

    def __post_init__(self) -> None:
        with mpmath.workprec(self.bits):
            self.run = define(self.function).closure(over_rows(MPMATH) if self.rows else MPMATH, self.variables)

    def __call__(self, *point: Any) -> Any:  # noqa: ANN401  # numbers or a vector
        with mpmath.workprec(self.bits):
            return self.run([Row(map(real, at)) if isinstance(at, list) else real(at) for at in point])

    def slope(self, *point: Any, along: int = 0, order: int = 1) -> Any:  # noqa: ANN401  # the same
        """Return a derivative by central differences, over a quarter of the bits below the point."""
        with mpmath.workprec(self.bits):
            h = mpmath.ldexp(1, -self.bits // (4 * order)) * (abs(real(point[along])) or 1)
            sides = [[*point[:along], real(point[along]) + by, *point[along + 1 :]] for by in (h, -h)]
            above, below = (self(*at) if order == 1 else self.slope(*at, along=along, order=order - 1) for at in sides)
            return (above - below) / (2 * h)

    def columns(self, x: Iterable[float]) -> list[list[Any]]:
        """Return the Jacobian of a function of a vector, by columns."""
        with mpmath.workprec(self.bits):
            row, h = [real(at) for at in x], mpmath.ldexp(1, -self.bits // 4)
            moved = [[self([*row[:k], row[k] + by, *row[k + 1 :]]) for by in (h, -h)] for k in range(len(row))]
            return [[(a - b) / (2 * h) for a, b in zip(*pair, strict=True)] for pair in moved]


def with_formula(function: BoundActivation, text: str) -> Function:
    """Return a function with the same parameters and another formula."""
    return function.with_record(function.activation._replace(name="printed", formula=text))


def ulps(got: float, wanted: Any) -> float:  # noqa: ANN401  # a number of mpmath
    """Return the error in units of the spacing of doubles at the true value; infinity counts as 2**1024, nan as nan."""
    if mpmath.isnan(wanted) or math.isnan(got):
        return 0.0 if mpmath.isnan(wanted) and math.isnan(got) else math.inf
    with mpmath.workprec(200):
        top = mpmath.ldexp(1, 1024)
        result, wanted = (min(max(value, -top), top) for value in (mpf(got), wanted))
        magnitude = mpmath.frexp(wanted)[1] if wanted else -1074
        return float(abs(result - wanted) / mpmath.ldexp(1, min(max(magnitude - 53, -1074), 971)))
