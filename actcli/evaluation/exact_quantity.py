"""Exact results of a quantity: at finite points by enclosures, at infinities and nan as float64 arithmetic has them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from actcli.evaluation import exact
from actcli.evaluation.definition import Definition, define

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from actcli.evaluation.exact import IfUndecided, Problem
    from actcli.evaluation.function import Function
    from actcli.numbers.array import Array
    from actcli.numbers.target import Target


class ExactQuantity(ABC):
    """A function or a derivative of it at points: single numbers, pairs, or vectors along the last axis."""

    function: Function
    #: The axes of a point: 0 for a number, 1 for a pair or a vector.
    axes: ClassVar[int] = 1

    @cached_property
    def definition(self) -> Definition:
        """The function as its formula."""
        return define(self.function)

    @abstractmethod
    def approximate(self, points: Array) -> Array:
        """Return the results in float64 arithmetic."""

    @abstractmethod
    def problem(self, points: Array) -> Problem:
        """Return the exact results at finite points."""

    def at_infinities(self, points: Array) -> Array:
        """Return the results at points that are not finite."""
        return self.approximate(points)

    def result_shape(self, _x: Array) -> tuple[int, ...]:
        """Return the shape of the result at one of some points; the points are refused if there is none."""
        return ()

    def values(self, x: Array, target: Target | None = None, undecided: IfUndecided = "raise") -> Array:
        """Return the correctly rounded results.

        Parameters
        ----------
        x
            Points of any number.
        target
            The number type of the results; None for float64 to nearest even.
        undecided
            How to treat a value that stays undecided: raise an error, or return nan.

        Returns
        -------
        Array
            Doubles, which hold the values of every type: a number, a vector or a matrix in place of each point.

        Raises
        ------
        ActcliError
            If a value stays undecided.
        """
        shape = self.result_shape(x)
        points, finite = self._points(x)
        results = np.empty((len(points), *shape))
        special = self.at_infinities(points[~finite])
        results[~finite] = special if target is None else target.round(special)
        results[finite] = exact.rounded(self.problem(points[finite]), target, undecided).reshape(-1, *shape)
        return results.reshape((*x.shape[: x.ndim - self.axes], *shape))

    def sums(self, x: Array) -> tuple[Array, Array]:
        """Return the exact results as sums of two doubles, each shaped like `values`; see `exact.sums`."""
        shape = self.result_shape(x)
        points, finite = self._points(x)
        near, rest = np.empty((len(points), *shape)), np.zeros((len(points), *shape))
        near[~finite] = self.at_infinities(points[~finite])
        found = exact.sums(self.problem(points[finite]))
        near[finite], rest[finite] = (part.reshape(-1, *shape) for part in found)
        whole = (*x.shape[: x.ndim - self.axes], *shape)
        return near.reshape(whole), rest.reshape(whole)

    def _points(self, x: Array) -> tuple[Array, NDArray[np.bool_]]:
        """Return the points one after the other, and which of them are finite."""
        points = x.reshape(-1, *x.shape[x.ndim - self.axes :])
        return points, np.asarray(np.isfinite(points).all(axis=tuple(range(1, points.ndim))))
