"""How far f and f' of a function are off, in units in the last place: the largest errors, for the accuracy report."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from actcli.evaluation import evaluate
from actcli.evaluation.quantity import Points
from actcli.numbers.formats import FLOAT64
from oracle import balls, goal
from oracle.points import generator, points
from oracle.report import ALLOWED_ULPS
from oracle.verdict import MANY, Case

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from actcli.catalog.record import Elementwise, Kernel
    from actcli.evaluation.quantity import Quantity
    from actcli.numbers.array import Array
    from actcli.numbers.float_format import FloatFormat

#: The share of bad results is that of so many random points of -WIDTH .. WIDTH.
WIDTH = 40.0
COUNT = 1000
#: Errors whose condition numbers are asked for at a time.
_SOME = 200


@dataclass(frozen=True)
class Errors:
    """The errors of f or f' at default parameters, in units of the spacing of a number format at the exact value.

    Attributes
    ----------
    case, exact, slope
        The function; the quantity and its derivative for exact values.
    x, wanted, ulps
        Points, the exact values as doubles, and the errors: infinite for nan and false infinities.
    """

    case: Case
    exact: Quantity
    slope: Quantity
    x: Array
    wanted: Array
    ulps: Array

    def _largest(self, chosen: NDArray[np.bool_]) -> float:
        return float(self.ulps[chosen].max(initial=0.0))

    @property
    def largest(self) -> float:
        return self._largest(self.x == self.x)

    @property
    def tails(self) -> float:
        """The largest for abs(x) >= 4, where the exact result is a normal number."""
        return self._largest((np.abs(self.x) >= goal.TAIL) & goal.is_normal(self.wanted))

    @property
    def origin(self) -> float:
        """The largest for abs(x) <= 1/4, where the exact result is a normal number."""
        return self._largest((np.abs(self.x) <= goal.ORIGIN) & goal.is_normal(self.wanted))

    @cached_property
    def relative(self) -> float:
        """The largest in units of 1 + condition number."""
        order, largest = np.argsort(-self.ulps), 0.0
        for start in range(0, order.size, _SOME):
            some = order[start : start + _SOME]
            if self.ulps[some[0]] <= largest:
                break
            conditions = balls.conditions(self.exact, self.slope, self.x[some])
            with np.errstate(invalid="ignore"):
                largest = max(largest, float(np.nanmax(self.ulps[some] / (1 + conditions))))
        return largest

    @cached_property
    def exactly(self) -> float:
        """The largest error of exact evaluation, told by balls of more bits where those of a few are too wide."""
        x, got = self.x, self.exact.values(self.x)
        found = balls.distances(Points(self.exact, x), got, 256).ulps
        wide = found > 0.5
        found[wide] = balls.distances(Points(self.exact, x[wide]), got[wide], 2048).ulps
        return float(found.max())

    @property
    def share(self) -> float:
        """The share of -40 .. 40 where the error is more than 4 ulp."""
        return float(np.mean(self.ulps[np.isin(self.x, _usual(self.case))] > ALLOWED_ULPS))


def _usual(case: Case) -> Array:
    """Return the points of which the share of bad results is taken: float32 values, so that they suit every peer."""
    x = generator("usual", case.record.name).uniform(-WIDTH, WIDTH, COUNT).astype(np.float32).astype(np.float64)
    return x[case.defined(x)]


def measure(record: Elementwise, number_format: FloatFormat = FLOAT64) -> dict[str, Errors]:
    """Return the errors of f and f' at default parameters.

    The points are thousands of values of the number format: of all magnitudes, in the tails, around zero and the kinks.
    """
    case = Case(record, record.defaults)
    x = number_format.round(np.unique([*points(record, record.defaults, case.declared, MANY), *_usual(case)]))
    x = x[np.isfinite(x) & case.defined(x)]
    kernels: tuple[Kernel, ...] = (case.kernels.f, case.kernels.grad)
    return {
        "f" + "'" * order: _errors(case, order, kernel, x[~np.isin(x, [*case.kinks])] if order else x, number_format)
        for order, kernel in enumerate(kernels)
    }


def _errors(case: Case, order: int, kernel: Kernel, x: Array, number_format: FloatFormat) -> Errors:
    exact = case.exactly(order)
    got, wanted = evaluate.elementwise(kernel, x, case.arguments), exact.values(x)
    exponent = np.frexp(np.where(wanted == 0, number_format.max, wanted))[1] - 1
    least = np.where(wanted == 0, number_format.min_exponent, np.maximum(exponent, number_format.min_exponent))
    units = np.ldexp(1.0, least - number_format.mantissa_bits)
    ulps = np.abs(exact.ulp_errors(x, got, lambda _: units))
    ulps[~np.isfinite(got)] = np.inf
    inside = np.abs(wanted) <= number_format.max
    return Errors(case, exact, case.exactly(order + 1), x[inside], wanted[inside], ulps[inside])
