"""Exact quantities of functions of one number, or of pairs: values, derivatives, derivatives by a parameter."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from actcli.evaluation import evaluate, exact, parameters
from actcli.evaluation.exact_quantity import ExactQuantity
from actcli.formula.balls import BALLS
from actcli.formula.duals import Duals
from actcli.formula.rationals import Singular, constant, rational
from actcli.formula.series import PowerSeries
from actcli.formula.split_functions import SPLITS

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from actcli.evaluation.function import Function
    from actcli.formula.branches import Branches
    from actcli.formula.flint import fmpq
    from actcli.numbers.array import Array
    from actcli.numbers.number_format import ExactValue

    #: A number of any system.
    Number = Any

_GATED = ("a", "b")
#: Where limits of higher derivatives are looked for: large and without pattern.
_FAR = ("1.2345678e700", "3.3219281e791", "2.7182818e858")


def differentiating(order: int, *, split: bool) -> Branches:
    """Return the number system of derivatives up to an order; with ``split`` the one of Splits, if there is one."""
    return Duals() if order == 1 and split else PowerSeries(order)


@dataclass(frozen=True, eq=False)
class Quantity(ExactQuantity):
    """A function of one number, one of its derivatives, or its derivative with respect to a parameter.

    Attributes
    ----------
    function
        An elementwise function.
    order
        The order of the derivative with respect to x, 0 to 8.
    wrt
        The parameter with respect to which the first derivative is taken; None for x.
    exact_value
        Gives the exact number that a point represents in its number format; None where that is the double itself.
    """

    function: Function
    order: int = 0
    wrt: str | None = None
    exact_value: ExactValue | None = None
    axes = 0

    @cached_property
    def parameter(self) -> str | None:
        """The parameter's own name."""
        return None if self.wrt is None else parameters.find(self.function.activation, self.wrt).name

    @property
    def name(self) -> str:
        """Its name as a column has it."""
        return f"d/d{self.parameter}" if self.parameter else self.function.name + "'" * self.order

    def at(self, *, split: bool = False) -> Callable[[float | Fraction], Number]:
        """Return the quantity as a function of a double, at the current precision.

        Parameters
        ----------
        split
            Whether to keep apart what a ball would add up, at several times the cost.
        """
        if self.parameter is not None:
            return self._by_parameter(self.parameter, split=split)
        if self.order == 0:
            run = self.definition.unary(SPLITS if split else BALLS)
            return lambda x: run(rational(x))
        system = differentiating(self.order, split=split)
        run = self.definition.unary(system)
        return lambda x: system.derivative(run(system.variable(rational(x))))

    def _by_parameter(self, name: str, *, split: bool) -> Callable[[float | Fraction], Number]:
        system = differentiating(1, split=split)
        run = self.definition.closure(system, ("x", name))
        value = system.constant(constant(self.definition.parameters[name]))
        removed = cache(lambda: self._removed(name))

        def slope(x: float | Fraction) -> Number:
            try:
                return system.derivative(run((rational(x), system.variable(value))))
            except Singular:
                return removed()(rational(x))

        return slope

    def _removed(self, name: str) -> Callable[[fmpq], Number]:
        """Return a derivative where the branches beside are 0/0, as those of soft_exponential are at alpha = 0."""
        function = self.definition.closure(BALLS, ("x",))
        value = constant(self.definition.parameters[name])
        left, right = (PowerSeries(1, side, spare=1) for side in (-1, 1))
        sides = [(system, self.definition.closure(system, ("x", name))) for system in (left, right)]

        def slope(x: fmpq) -> Number:
            function((x,))  # singular, where the function is
            return left.smaller(*(system.derivative(run((x, system.variable(value)))) for system, run in sides))

        return slope

    def ulp_errors(self, x: Array, got: Array, spacing: Callable[[Array], Array] = np.spacing) -> Array:
        """Return the signed errors of results at finite x, in units of the spacing at the exact values."""
        return exact.ulp_errors(Points(self, x.reshape(-1)), got.reshape(-1), lambda y: spacing(np.abs(y))).reshape(
            x.shape
        )

    def numbers(self, x: Array, bits: int) -> list[Number | None]:
        """Return the exact values at finite x as rational numbers or balls of a precision; None at poles and gaps."""
        return exact.enclosures(Points(self, x), np.arange(x.size), bits)

    def approximate(self, x: Array) -> Array:
        """Return it in float64 arithmetic; nan for higher derivatives, which have no kernels."""
        with np.errstate(all="ignore"):
            if self.parameter is not None or self.order == 1:
                return self.function.slope(x, self.parameter)
            return self.function.compute(x) if self.order == 0 else np.full(x.shape, math.nan)

    def problem(self, points: Array) -> Points:
        """Return the quantity at finite points."""
        return Points(self, points)

    def at_infinities(self, x: Array) -> Array:
        """Return its limits, nan where there is none."""
        if self.order < 2:
            return self.approximate(x)
        limits = {sign * math.inf: self._limit(sign) for sign in (-1, 1) if np.any(x == sign * math.inf)}
        return np.array([limits.get(each, math.nan) for each in x.tolist()])

    def _limit(self, sign: int) -> float:
        """Return the limit of a higher derivative at an infinity, nan where there is none."""
        seen = exact.rounded(_Far(self, sign), None, "nan")
        if np.all(seen == seen[0]) and np.all(np.signbit(seen) == np.signbit(seen[0])):
            return float(seen[0])
        return math.nan


@dataclass(frozen=True)
class _Far:
    """A quantity at a large x, for the search of its limit."""

    quantity: Quantity
    sign: int

    size = len(_FAR)

    def evaluator(self, *, split: bool) -> exact.Evaluator:
        compute = self.quantity.at(split=split)
        return lambda index: compute(self.sign * Fraction(_FAR[index]))

    def approximate(self, indices: NDArray[np.intp]) -> Array:
        return np.zeros(indices.shape)

    def describe(self, index: int) -> str:
        raise AssertionError(index)  # a limit that stays undecided is nan, and no error names it


@dataclass(frozen=True, eq=False)
class GatedQuantity(ExactQuantity):
    """A gated function of pairs, or one of its partial derivatives.

    Attributes
    ----------
    function
        A gated function.
    wrt
        ``a`` or ``b`` for a partial derivative.
    exact_value
        As in `Quantity`.
    """

    function: Function
    wrt: Literal["a", "b"] | None = None
    exact_value: ExactValue | None = None

    @property
    def name(self) -> str:
        """Its name, for messages."""
        return self.function.name if self.wrt is None else f"d/d{self.wrt} of {self.function.name}"

    def problem(self, points: Array) -> Points:
        """Return the quantity at finite pairs."""
        return Points(self, points)

    def approximate(self, points: Array) -> Array:
        """Return the results of the float64 kernels for pairs, shape (n, 2)."""
        pairs = self.function.pairs
        kernel = {None: pairs.f, "a": pairs.grad_a, "b": pairs.grad_b}[self.wrt]
        with np.errstate(all="ignore"):
            return evaluate.whole(kernel, points[:, 0], (points[:, 1],))

    def at(self, *, split: bool) -> Callable[[list[float]], Any]:
        """Return the quantity as a function of a pair, at the current precision."""
        if self.wrt is None:
            run = self.definition.closure(SPLITS if split else BALLS, _GATED)
            return lambda pair: run([rational(each) for each in pair])
        system, moving = differentiating(1, split=split), _GATED.index(self.wrt)
        run = self.definition.closure(system, _GATED)

        def slope(pair: list[float]) -> Any:
            values: list[Any] = [rational(each) for each in pair]
            values[moving] = system.variable(values[moving])
            return system.derivative(run(values))

        return slope


@dataclass(frozen=True)
class Points:
    """A quantity at finite doubles, shape (n,), or at pairs of them, shape (n, 2)."""

    quantity: Quantity | GatedQuantity
    points: Array

    @property
    def size(self) -> int:
        """How many points there are."""
        return len(self.points)

    def evaluator(self, *, split: bool) -> exact.Evaluator:
        """Return the quantity as a function of the index of a point."""
        compute, points = self.quantity.at(split=split), exact.exact_points(self.points, self.quantity.exact_value)
        return lambda index: compute(points[index])

    def approximate(self, indices: NDArray[np.intp]) -> Array:
        """Return it in float64 arithmetic."""
        return self.quantity.approximate(self.points[indices])

    def describe(self, index: int) -> str:
        """Name the quantity and the point."""
        return exact.point_text(self.quantity.name, np.atleast_1d(self.points[index]).tolist())
