"""Results in a number type, correctly rounded: float64 where its error cannot matter, exact arithmetic elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from actcli.choices import Rounding
from actcli.evaluation.function import MAX_JACOBIAN
from actcli.formula.propagation import SPACING, UNDERFLOW, unit

if TYPE_CHECKING:
    from collections.abc import Callable

    from actcli.evaluation.exactly import Exactly
    from actcli.evaluation.function import Function
    from actcli.numbers.array import Array
    from actcli.numbers.number_format import ExactValue
    from actcli.numbers.target import Target

FLOAT64 = "float64"
#: The error that float64 results are given credit for, in ulp: far more than the judge finds.
_ULPS = 1000.0
#: The same, times the condition number: twice the bar of kernels, and that of formulas.
_ULPS_BY_CONDITION = 8.0
#: The step, relative to x, over which the change of a derivative is measured.
_STEP = 2.0**-20


class Series(Protocol):
    """A quantity as it is rounded; :class:`actcli.evaluation.compute.Series` is one."""

    @property
    def function(self) -> Function:
        """The function that it belongs to."""

    @property
    def compute(self) -> Callable[[Array], Array]:
        """Its float64 results."""

    @property
    def order(self) -> int:
        """The order of the derivative with respect to x."""

    @property
    def wrt(self) -> str | None:
        """The parameter with respect to which it is a derivative."""

    def exactly(self, exact_value: ExactValue | None = None) -> Exactly:
        """Return the quantity for exact evaluation."""


def rounded(series: Series, x: Array, target: Target, exact_value: ExactValue | None = None) -> Array:
    """Return the results of a quantity in a number type.

    They are the correctly rounded exact results where a formula defines the quantity; otherwise the given float64
    results, rounded once.

    Parameters
    ----------
    series
        The quantity.
    x
        Points of any shape; for functions of vectors along the last axis.
    target
        The number type and how it is rounded to.
    exact_value
        Gives the exact number that a point represents in its number format; None where that is the double itself.

    Raises
    ------
    ActcliError
        If a result stays undecided at 65,536 bits.
    """
    y = series.compute(x)
    result = target.round(y)
    is_default = target.number_format.name == FLOAT64 and target.rounding in {None, Rounding.even}
    if is_default or not series.function.provable:
        return result
    with np.errstate(all="ignore"):
        error = error_bound(series, x, y)
        doubtful = target.number_format.undecided(y, error, target.rounding, saturate=target.saturate)
    if series.function.is_vector:
        todo = np.isfinite(x).all(axis=-1) & doubtful.any(axis=tuple(range(x.ndim - 1, y.ndim)))
    else:
        todo = np.isfinite(x) & doubtful
    if todo.any():
        result[todo] = series.exactly(exact_value).values(x[todo], target)
    return result


def error_bound(series: Series, x: Array, y: Array) -> Array:
    """Return a bound of the error of float64 results; inf where nothing is known."""
    movement = _movement_of_vectors(series, x, y) if series.function.is_vector else _movement(series, x, y)
    error = _ULPS * (unit(y) + UNDERFLOW) + _ULPS_BY_CONDITION * SPACING * movement
    return np.where(np.isfinite(error), error, np.inf)


def _movement(series: Series, x: Array, y: Array) -> Array:
    """Return how far a result moves per relative change of x."""
    if series.order == 0 and series.wrt is None:
        return np.abs(x * series.function.slope(x))
    beside = [np.abs(series.compute(x * scale) - y) for scale in (1 - _STEP, 1 + _STEP)]
    return np.maximum(*beside) / _STEP


def _movement_of_vectors(series: Series, x: Array, y: Array) -> Array:
    """Return how far the results of vectors move per relative change of all elements; inf for their derivatives."""
    n = x.shape[-1]
    if series.order or n * y.shape[-1] > MAX_JACOBIAN:
        return np.full(y.shape, np.inf)
    rows, results = x.reshape(-1, n), y.reshape(-1, y.shape[-1])
    step = max(MAX_JACOBIAN // (10 * n * y.shape[-1]), 1)
    moved = np.empty_like(results)
    for start in range(0, len(rows), step):
        some = rows[start : start + step]
        moved[start : start + step] = np.abs(series.function.slope(some) * some[:, None, :]).sum(axis=-1)
    return moved.reshape(y.shape)
