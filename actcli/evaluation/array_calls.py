"""A function called on anything array-like: shapes, dtypes and axes in and out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from actcli.errors import UsageError
from actcli.evaluation import evaluate

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from actcli.evaluation.function import Function
    from actcli.numbers.array import Array


class ArrayCalls:
    """The calls of the library: they take array-likes and keep shape and floating dtype.

    A Python number gives a NumPy scalar, and a masked array a masked array.
    """

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
            If x holds no real numbers of up to 64 bits, or is a masked array that a function of vectors would mix.
        ActcliError
            If the length along the axis does not suit the function.
        UsageError
            If an elementwise function is given an axis.
        """
        axis = _checked(self, axis, x)
        x64, dtype = _read(x)
        if self.is_vector:
            rows = np.moveaxis(np.atleast_1d(x64), axis, -1)
            y = np.moveaxis(self.compute(rows), -1, axis)
            return _result(self, x, evaluate.to_dtype(y.reshape(()) if x64.ndim == 0 and y.size == 1 else y, dtype))
        return _result(self, x, evaluate.to_dtype(self.compute(x64), dtype))

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
        axis = _checked(self, axis, x)
        x64, dtype = _read(x)
        if self.is_vector:
            x64 = np.moveaxis(np.atleast_1d(x64), axis, -1)
        if order != 1:
            self.check_order(order)
        return _result(self, x, evaluate.to_dtype(self.slope(x64, wrt, order), dtype))

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
        _checked(self, None, x)
        x64, _ = _read(x)
        return _result(self, x, exactly(self, order, wrt).values(x64))


def _checked(function: Function, axis: int | None, x: ArrayLike) -> int:
    """Return the axis along which to work."""
    if axis is not None and not function.is_vector:
        raise UsageError(f"{function.name} is elementwise and takes no axis")
    if function.is_vector and isinstance(x, np.ma.MaskedArray):
        raise TypeError(f"{function.name} mixes the elements of a vector, masked ones too: fill them or leave them out")
    return -1 if axis is None else axis


def _read(x: ArrayLike) -> tuple[Array, np.dtype[Any]]:
    """Return the input as float64, and the dtype of results."""
    x64, dtype = evaluate.as_float64(x)
    if dtype.kind == "f" and dtype.itemsize > x64.itemsize:
        raise TypeError(f"results would have the digits of float64, not of {dtype}: pass float64")
    return x64, dtype


def _result(function: Function, x: ArrayLike, y: NDArray[Any]) -> NDArray[Any]:
    """Return results as NumPy's own functions do: scalars for numbers, masked arrays with their mask."""
    result = y
    if isinstance(x, np.ma.MaskedArray) and not function.is_vector:
        result = np.ma.array(y, mask=np.ma.getmaskarray(x).copy())
    elif not isinstance(x, np.ndarray) and y.ndim == 0:
        result = y[()]
    return result
