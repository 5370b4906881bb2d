"""Differences and checks from Python: a function or its values compared with a SPEC, for use in tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from actcli.catalog.user_activation import undefined
from actcli.compare import diff_points, limits
from actcli.compare.errors_by_block import in_blocks, own_points
from actcli.compare.judged import judge
from actcli.compare.places import kinks_of, of_vectors
from actcli.errors import UsageError
from actcli.evaluation import evaluate
from actcli.evaluation.bound import BoundActivation
from actcli.evaluation.compute import value
from actcli.numbers import formats
from actcli.spec.adapters import computed_in
from actcli.spec.measured import Measured
from actcli.spec.resolve import resolve
from actcli.spec.stored_rows import Rows
from actcli.spec.trial_calls import elementwise

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import ArrayLike

    from actcli.compare.errors_by_block import Points
    from actcli.compare.judged import Judged
    from actcli.compare.value_diff import DiffRow
    from actcli.numbers.array import Array
    from actcli.numbers.number_format import NumberFormat

    #: A SPEC, a function of arrays or numbers, or values at the points.
    Other = str | Callable[[Any], Any] | ArrayLike


def diff(
    reference: str, other: Other, dtype: str = "float64", x: ArrayLike | None = None, *, ftz: bool = False
) -> DiffRow:
    """Return how far a function or its values are from those of a SPEC: the record of ``compare --diff``.

    Parameters
    ----------
    reference
        The SPEC of a function.
    other
        A SPEC, a callable, or values at the points.
    dtype
        The number type to which points and results are rounded, and whose ulp is the unit.
    x
        The points; by default all magnitudes and both sides of every kink, or every value of a type of 16 bits or
        fewer. Of functions of a vector they are vectors along the last axis.
    ftz
        Whether subnormal points and results count as zeros of their sign, on both sides.

    Raises
    ------
    actcli.errors.ActcliError
        If a SPEC or type is unknown, the function fails, or there are not as many values as points.
    """
    return _judged(reference, other, dtype, x, {"ftz": ftz}).summary.row


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
    if max_ulp is None and atol is None and rtol is None:
        max_ulp = 0.5
    judged = _judged(reference, other, dtype, x, {"atol": atol, "rtol": rtol})
    row = judged.summary.row
    excess = None if max_ulp is None else limits.beyond_ulp(row, max_ulp)
    if excess is not None:
        excess += f"; max_ulp is {max_ulp:g}"
    if excess is None and judged.tolerance is not None:
        excess = judged.tolerance.sentence(row)
    if excess is not None:
        raise AssertionError(excess)


def _judged(
    reference: str, other: Other, dtype: str, x: ArrayLike | None, options: Mapping[str, float | None]
) -> Judged:
    number_format = formats.number_format(dtype)
    function = resolve(reference)
    given = None if x is None else evaluate.as_float64(np.asarray(x))[0]
    if function.is_vector:
        points = of_vectors(function, given, number_format)
        compared = _of_vectors(other, points, number_format)
    else:
        compared = _function(other, number_format, None if given is None else given.reshape(-1))
        if isinstance(compared, Measured) and compared.has_points:
            points = own_points(compared)
        elif given is not None:
            points = in_blocks(given.reshape(-1))
        else:
            points = in_blocks(diff_points.default(kinks_of([function]), number_format))
    return judge(value(function), [value(compared)], points, number_format, options=options)[0]


def _function(other: Other, number_format: NumberFormat, x: Array | None) -> BoundActivation:
    """Return a compared object as a function; plain values count as measured ones."""
    if isinstance(other, str):
        return resolve(other, number_format)
    if callable(other):
        name = getattr(other, "__name__", type(other).__name__)
        called = elementwise(name, other, computed_in(number_format))
        return BoundActivation(undefined(name, "a callable")._replace(f=called.value))
    values = evaluate.as_float64(np.asarray(other))[0].reshape(-1)
    if x is None:
        raise UsageError("values need their points: diff(..., x=points)")
    if values.size != x.size:
        raise UsageError(f"{values.size} values for {x.size} points")
    return Measured(undefined("values", "values"), rows=Rows([np.column_stack([x, values])]))


def _of_vectors(other: Other, points: Points, number_format: NumberFormat) -> BoundActivation:
    """Return a SPEC, or values, to be compared with a function of vectors."""
    if isinstance(other, str):
        return resolve(other, number_format)
    name = getattr(other, "__name__", "values")
    with np.errstate(all="ignore"):
        values = [other(x.astype(number_format.dtype)) for x in points.blocks()] if callable(other) else [other]
    flat = [evaluate.as_float64(np.asarray(each))[0].reshape(-1, 1) for each in values]
    return Measured(undefined(name, "values"), rows=Rows(flat), has_points=False)
