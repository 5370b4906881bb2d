"""Errors at each point: in units in the last place, in steps between values, absolute and relative."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from actcli.catalog.user_activation import is_defined
from actcli.compare.exact_reference import exact_sums
from actcli.numbers.formats import FLOAT64
from actcli.spec.measured import Measured

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from actcli.evaluation.compute import Series
    from actcli.numbers.array import Array
    from actcli.numbers.number_format import NumberFormat


@dataclass(frozen=True, eq=False)
class Errors:
    """The errors of one function at all points.

    Attributes
    ----------
    name
        The function.
    number_format
        The type of points and results, whose ulp is the unit.
    x, got
        Points and the function's results, rounded to the type; shape (n,).
    exact
        The reference's values: not rounded where they are known more closely than the type tells.
    where
        The points in words.
    rest
        What the reference's exact values have beyond those doubles; 0 where that is not known.
    """

    name: str
    number_format: NumberFormat
    x: Array
    got: Array
    exact: Array
    where: str = ""
    rest: Array | float = 0.0

    @cached_property
    def wanted(self) -> Array:
        """The reference's values, rounded to the type."""
        return self.number_format.round(self.exact)

    @cached_property
    def nans(self) -> NDArray[np.bool_]:
        """Where just one of the two is nan."""
        differ: NDArray[np.bool_] = np.isnan(self.got) != np.isnan(self.wanted)
        return differ

    @cached_property
    def infinities(self) -> NDArray[np.bool_]:
        """Where just one of the two is infinite, or both with different signs."""
        infinite = np.isinf(self.got) | np.isinf(self.wanted)
        differ: NDArray[np.bool_] = ~self.nans & infinite & (self.got != self.wanted)
        return differ

    @property
    def mismatched(self) -> NDArray[np.bool_]:
        """Where a nan or infinity is on one side only."""
        return self.nans | self.infinities

    @cached_property
    def finite(self) -> NDArray[np.bool_]:
        """Where both can be subtracted."""
        return np.isfinite(self.got) & np.isfinite(self.wanted)

    @cached_property
    def absolute(self) -> Array:
        """The magnitude of the difference; 0 where they can't be subtracted."""
        with np.errstate(all="ignore"):
            return np.where(self.finite, np.abs((self.got - self.exact) - self.rest), 0.0)

    @cached_property
    def relative(self) -> Array:
        """The difference relative to the reference; inf where that is 0 and the result is not."""
        with np.errstate(all="ignore"):
            return np.where(self.absolute == 0, 0.0, self.absolute / np.abs(self.exact))

    @cached_property
    def ulps(self) -> Array:
        """The difference in units in the last place of the reference; 0 where they can't be subtracted."""
        with np.errstate(all="ignore"):
            return np.where(self.absolute == 0, 0.0, self.absolute / self.number_format.ulp(self.exact))

    @cached_property
    def steps(self) -> Array:
        """How many values of the type lie between the two, the farther one included."""
        return np.where(self.finite, self.number_format.steps(self.got, self.wanted), 0.0)

    @cached_property
    def ranked(self) -> Array:
        """The difference in ulp, infinite where a nan or infinity is on one side only."""
        return np.where(self.mismatched, np.inf, self.ulps)

    def with_flushed_results(self) -> Errors:
        """Return the errors where subnormal results count as zeros of their sign, on both sides."""
        smallest = self.number_format.smallest_normal
        exact = np.where(np.abs(self.wanted) < smallest, np.copysign(0.0, self.exact), self.exact)
        rest = np.where(exact == self.exact, self.rest, 0.0)
        return replace(self, got=flushed(self.got, self.number_format), exact=exact, rest=rest)

    def exceed(self, atol: float, rtol: float) -> NDArray[np.bool_]:
        """Tell where the difference is larger than ``atol + rtol * |reference|``, as numpy.allclose has it."""
        with np.errstate(all="ignore"):
            return self.mismatched | (self.finite & ~(self.absolute <= atol + rtol * np.abs(self.exact)))


def errors_between(
    reference: Series,
    series: Series,
    x: Array,
    number_format: NumberFormat | None = None,
    *,
    flush: bool = False,
) -> Errors:
    """Return the errors of a function of which another one is the reference.

    Parameters
    ----------
    reference, series
        Elementwise functions.
    x
        Points, shape (n,).
    number_format
        The type to which points and results are rounded, and whose ulp is the unit; None for float64.
    flush
        Whether subnormal points and results count as zeros of their sign, on both sides.
    """
    target = number_format or FLOAT64
    x = target.round(x)
    taken = flushed(x, target) if flush else x
    # Measured values are known only at their own points.
    got, exact = (s.compute(x if isinstance(s.function, Measured) else taken) for s in (series, reference))
    if not is_defined(reference.function.activation):
        exact = target.round(exact)
    rest: Array | float = 0.0
    if target.name == "float64" and (sums := exact_sums(reference, taken)) is not None:
        exact, rest = sums
    found = Errors(series.name, target, x, target.round(got), exact, rest=rest)
    return found.with_flushed_results() if flush else found


def flushed(values: Array, number_format: NumberFormat) -> Array:
    """Return values of a type with zeros of their sign for subnormals."""
    return np.where(np.abs(values) < number_format.smallest_normal, np.copysign(0.0, values), values)
