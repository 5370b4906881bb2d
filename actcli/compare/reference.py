"""The values of a reference, exact wherever a formula defines it, so that errors below one ulp are told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from actcli.evaluation.correct_rounding import FLOAT64, error_bound
from actcli.numbers.target import Target

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from actcli.evaluation.compute import Series
    from actcli.numbers.array import Array
    from actcli.numbers.number_format import NumberFormat

#: The float64 result is as good as the exact value where its error is below this part of an ulp of the type.
_NEGLIGIBLE = 2.0**-10


class Known(NamedTuple):
    """The values of a reference at some points.

    Attributes
    ----------
    wanted
        Rounded to the type: the correctly rounded exact values where a formula defines the reference.
    exact, rest
        The values before rounding as sums of two doubles.
    """

    wanted: Array
    exact: Array
    rest: Array


def known(reference: Series, xs: Iterable[Array], number_format: NumberFormat) -> Iterator[Known]:
    """Yield the values of a reference for blocks of points, as they come.

    Parameters
    ----------
    reference
        A function or a derivative; of vectors along the last axis.
    xs
        Points, values of the type.
    number_format
        The type of the results.
    """
    if reference.function.provable:
        yield from (_exact(reference, x, number_format) for x in xs)
    else:
        results = map(reference.compute, xs) if reference.stream is None else reference.stream(xs)
        for y in results:
            wanted = number_format.round(y)
            yield Known(wanted, wanted, np.zeros_like(wanted))


def _exact(reference: Series, x: Array, number_format: NumberFormat) -> Known:
    y = reference.compute(x)
    if number_format.name == FLOAT64:
        exact, rest = reference.exactly().sums(x)
        exact = np.where(np.isnan(exact), y, exact)
        return Known(exact, exact, rest)
    exact, wanted, rest = y.copy(), number_format.round(y), np.zeros_like(y)
    todo = _doubtful(reference, x, y, number_format)
    if todo.any():
        exactly = reference.exactly(number_format.exact_value)
        near, rest[todo] = exactly.sums(x[todo])
        exact[todo] = np.where(np.isnan(near), y[todo], near)
        wanted[todo] = exactly.values(x[todo], Target(number_format))
    return Known(wanted, exact, rest)


def _doubtful(reference: Series, x: Array, y: Array, number_format: NumberFormat) -> NDArray[np.bool_]:
    """Tell for which points, or vectors, a float64 result may round wrongly or is off by a part of an ulp."""
    with np.errstate(all="ignore"):
        error = error_bound(reference, x, y)
        doubtful = number_format.undecided(y, error) | ~(error <= _NEGLIGIBLE * number_format.ulp(y))
    if reference.function.is_vector:
        return np.asarray(np.isfinite(x).all(axis=-1) & doubtful.any(axis=tuple(range(x.ndim - 1, y.ndim))))
    return np.asarray(np.isfinite(x) & np.isfinite(y) & doubtful)
