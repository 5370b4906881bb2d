"""Differences and checks from Python: a function or its values compared with a SPEC, for use in tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from actcli.compare import diff_points, limits
from actcli.compare.pointwise_errors import Errors, errors_between
from actcli.compare.value_diff import DiffRow, summary
from actcli.errors import UsageError
from actcli.evaluation import evaluate
from actcli.evaluation.compute import Series, value
from actcli.numbers import formats
from actcli.spec.adapters import computed_in
from actcli.spec.resolve import resolve
from actcli.spec.trial_calls import elementwise

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike

    from actcli.evaluation.bound import BoundActivation
    from actcli.numbers.array import Array
    from actcli.numbers.number_format import NumberFormat

    #: A SPEC, a function of arrays or numbers, or values at the points.
    Other = str | Callable[[Any], Any] | ArrayLike


def diff(reference: str, other: Other, dtype: str = "float64", x: ArrayLike | None = None) -> DiffRow:
    """Return how far a function or its values are from those of a SPEC: the record of ``compare --diff``.

    Parameters
    ----------
    reference
        The SPEC of an elementwise function.
    other
        A SPEC, a callable, or values at the points.
    dtype
        The number type to which points and results are rounded, and whose ulp is the unit.
    x
        The points; by default all magnitudes and both sides of every kink, or every value of a type of 16 bits or
        fewer.

    Raises
    ------
    actcli.errors.ActcliError
        If a SPEC or type is unknown, the function fails, or there are not as many values as points.
    """
    return summary(_errors(reference, other, dtype, x))


def check(  # noqa: PLR0913  # each has a default and is given by name
    reference: str,
    other: Other,
    dtype: str = "float64",
    x: ArrayLike | None = None,
    *,
    max_ulp: float | None = None,
    atol: float | None = None,
    rtol: float | None = None,
) -> None:
    """Raise AssertionError, with the worst x, if a function or its values differ too much from a SPEC.

    Parameters
    ----------
    reference, other, dtype, x
        As `diff` takes them.
    max_ulp
        The largest error in ulp; 0.5 by default, unless a tolerance is given: correctly rounded.
    atol, rtol
        The largest error is ``atol + rtol * |reference|``, as numpy.allclose has it.

    Raises
    ------
    AssertionError
        If an error is larger, or a nan or infinity is on one side only.
    """
    errors = _errors(reference, other, dtype, x)
    if max_ulp is None and atol is None and rtol is None:
        max_ulp = 0.5
    excess = None if max_ulp is None else limits.beyond_ulp(errors, max_ulp)
    if excess is None and (atol is not None or rtol is not None):
        excess = limits.beyond(errors, atol or 0.0, rtol or 0.0)
    if excess is not None:
        raise AssertionError(excess)


def _errors(reference: str, other: Other, dtype: str, x: ArrayLike | None) -> Errors:
    number_format = formats.number_format(dtype)
    function = resolve(reference)
    series = value(function)
    kinks = [kink.at for kink in function.elementwise.traits(**function.values).kinks]
    given = None if x is None else evaluate.as_float64(np.asarray(x))[0].reshape(-1)
    points = diff_points.default(kinks, number_format) if given is None else given
    return errors_between(series, _series(other, function, number_format, given), points, number_format)


def _series(other: Other, reference: BoundActivation, number_format: NumberFormat, x: Array | None) -> Series:
    """Return the compared function as a series; plain values are those of the reference function."""
    if isinstance(other, str):
        return value(resolve(other, number_format))
    if callable(other):
        name = getattr(other, "__name__", type(other).__name__)
        called = elementwise(name, other, computed_in(number_format))
        return Series(name, reference, called.value)
    values = evaluate.as_float64(np.asarray(other))[0].reshape(-1)
    if x is None:
        raise UsageError("values need their points: diff(..., x=points)")
    if values.size != x.size:
        raise UsageError(f"{values.size} values for {x.size} points")
    return Series("values", reference, lambda _: values)
