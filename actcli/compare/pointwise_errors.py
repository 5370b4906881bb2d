"""Errors at each point: in units in the last place, in steps between values, absolute and relative."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from actcli.numbers.array import Array
    from actcli.numbers.number_format import NumberFormat


@dataclass(frozen=True, eq=False)
class Errors:
    """The errors of one function at some points.

    Attributes
    ----------
    name
        The function.
    number_format
        The type of results, whose ulp is the unit.
    x, got
        Points and the function's results, rounded to their types; shape (n,). Where vectors are compared, x is the
        element that belongs to the result.
    exact
        The reference's values: not rounded where they are known more closely than the type tells.
    rest
        The rest of the reference's exact values beyond those doubles; 0 where it is unknown.
    rounded
        The reference's values in the type; None where they are the given ones, rounded.
    vectors
        The vectors that the results belong to, shape (r, k) with n a multiple of r; None for elementwise functions.
    points_format
        The type of points; None for that of results.
    """

    name: str
    number_format: NumberFormat
    x: Array
    got: Array
    exact: Array
    rest: Array | float = 0.0
    rounded: Array | None = None
    vectors: Array | None = None
    points_format: NumberFormat | None = None

    @cached_property
    def wanted(self) -> Array:
        """The reference's values, rounded to the type."""
        return self.number_format.round(self.exact) if self.rounded is None else self.rounded

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

    @cached_property
    def mismatched(self) -> NDArray[np.bool_]:
        """Where a nan or infinity is on one side only."""
        return self.nans | self.infinities

    @cached_property
    def finite(self) -> NDArray[np.bool_]:
        """Where both are finite, so that they can be subtracted."""
        return np.isfinite(self.got) & np.isfinite(self.wanted)

    @cached_property
    def absolute(self) -> Array:
        """The difference; 0 where they can't be subtracted."""
        with np.errstate(all="ignore"):
            return np.where(self.finite, np.abs((self.got - self.exact) - self.rest), 0.0)

    @property
    def relative(self) -> Array:
        """The difference relative to the reference; inf where that is 0 and the result is not.

        It is 0 where both are subnormal: these have too few digits for it.
        """
        has_digits = np.maximum(np.abs(self.got), np.abs(self.wanted)) >= self.number_format.smallest_normal
        with np.errstate(all="ignore"):
            return np.where((self.absolute == 0) | ~has_digits, 0.0, self.absolute / np.abs(self.exact))

    @cached_property
    def ulps(self) -> Array:
        """The difference in units in the last place of the reference; 0 where they can't be subtracted.

        A result that is the rounded reference is at most half a unit off, even if it is the largest value, which
        represents all beyond it.
        """
        with np.errstate(all="ignore"):
            ulps = np.where(self.absolute == 0, 0.0, self.absolute / self.number_format.ulp(self.exact))
        return np.where(self.got == self.wanted, np.minimum(ulps, 0.5), ulps)

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
        zero = np.abs(self.wanted) < smallest
        return replace(
            self,
            got=flushed(self.got, self.number_format),
            exact=np.where(zero, np.copysign(0.0, self.exact), self.exact),
            rest=np.where(zero, 0.0, self.rest),
            rounded=np.where(zero, np.copysign(0.0, self.wanted), self.wanted),
        )

    def exceed(self, atol: float, rtol: float) -> NDArray[np.bool_]:
        """Tell where the difference is larger than ``atol + rtol * |reference|``, as numpy.allclose has it."""
        with np.errstate(all="ignore"):
            return self.mismatched | (self.finite & ~(self.absolute <= atol + rtol * np.abs(self.exact)))

    def vector(self, index: int) -> Array | None:
        """Return the vector that a result belongs to."""
        return None if self.vectors is None else self.vectors[index // (self.x.size // len(self.vectors))]


def flushed(values: Array, number_format: NumberFormat) -> Array:
    """Return values of a type with zeros of their sign for subnormals."""
    return np.where(np.abs(values) < number_format.smallest_normal, np.copysign(0.0, values), values)
