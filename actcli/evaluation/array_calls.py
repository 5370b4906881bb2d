"""A function called on anything array-like: shapes, dtypes and axes in and out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from actcli.errors import UsageError
from actcli.evaluation import evaluate

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from actcli.evaluation.function import Function


class ArrayCalls:
    """The calls of the library: they take array-likes and keep shape and floating dtype."""

    def __call__(self: Function, x: ArrayLike, axis: int | None = None) -> NDArray[Any]:
        """Return the values of the function.

        Parameters
        ----------
        x
            Real numbers, any shape.
        axis
            The axis along which a function of vectors works; default: the last.

        Raises
        ------
        TypeError
            If x holds no real numbers.
        ActcliError
            If the length along the axis does not suit the function.
        UsageError
            If an elementwise function is given an axis.
        """
        axis = _checked(self, axis)
        x64, dtype = evaluate.as_float64(x)
        if self.is_vector:
            rows = np.moveaxis(np.atleast_1d(x64), axis, -1)
            y = np.moveaxis(self.compute(rows), -1, axis)
            return evaluate.to_dtype(y.reshape(()) if x64.ndim == 0 and y.size == 1 else y, dtype)
        return evaluate.to_dtype(self.compute(x64), dtype)

    def grad(
        self: Function, x: ArrayLike, wrt: str | None = None, axis: int | None = None, order: int = 1
    ) -> NDArray[Any]:
        """Return the derivative with respect to x or a parameter; the Jacobian for a function of vectors.

        Parameters
        ----------
        x
            Real numbers, any shape.
        wrt
            The name of a parameter; None for x.
        axis
            The axis along which a function of vectors works; default: the last. It is moved to the end: the result has
            shape (..., m, n), d output / d input.
        order
            The order of the derivative with respect to x, 1 to 8.

        Raises
        ------
        UsageError
            If the parameter does not exist or has no derivative, or an elementwise function is given an
            axis.
        """
        axis = _checked(self, axis)
        x64, dtype = evaluate.as_float64(x)
        if self.is_vector:
            x64 = np.moveaxis(np.atleast_1d(x64), axis, -1)
        if order != 1:
            self.check_order(order)
        return evaluate.to_dtype(self.slope(x64, wrt, order), dtype)

    def exact(self: Function, x: ArrayLike, order: int = 0, wrt: str | None = None) -> NDArray[np.float64]:
        """Return correctly rounded float64 results, proven by exact arithmetic.

        Parameters
        ----------
        x
            Real numbers, any shape; functions of vectors work along the last axis.
        order
            The order of the derivative with respect to x; 0 for values.
        wrt
            The name of a parameter to differentiate with respect to; None for x.

        Raises
        ------
        UsageError
            If no formula defines the function, or it lacks this derivative.
        ActcliError
            If a value stays undecided at 65,536 bits.
        """
        from actcli.evaluation.exactly import exactly

        if order:
            self.check_order(order)
        x64, _ = evaluate.as_float64(x)
        return exactly(self, order, wrt).values(x64)


def _checked(function: Function, axis: int | None) -> int:
    """Return the axis along which to work."""
    if axis is not None and not function.is_vector:
        raise UsageError(f"{function.name} is elementwise and takes no axis")
    return -1 if axis is None else axis
