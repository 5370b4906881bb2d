"""The values of a reference, exact wherever a formula defines it, so that errors below one ulp can be measured."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from actcli.evaluation.correct_rounding import error_bound

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from actcli.evaluation.compute import Series
    from actcli.numbers.array import Array
    from actcli.numbers.number_format import ExactValue
    from actcli.numbers.target import Target

#: The float64 result is as good as the exact value where its error is below this part of an ulp of the type.
_NEGLIGIBLE = 2.0**-10


class Known(NamedTuple):
    """The values of a reference at some points.

    Attributes
    ----------
    exact, rest
        The values before rounding as sums of two doubles.
    wanted
        Rounded to the type: the correctly rounded exact values where a formula defines the reference.
    """

    exact: Array
    rest: Array
    wanted: Array


def known(
    reference: Series, xs: Iterable[Array], target: Target, exact_value: ExactValue | None = None
) -> Iterator[Known]:
    """Yield the values of a reference for blocks of points, as they come.

    Parameters
    ----------
    reference
        A function or a derivative; of vectors along the last axis.
    xs
        Points, values of their type.
    target
        How results are rounded.
    exact_value
        Gives the exact number that a point represents in its type; None where that is the double itself.
    """
    if reference.function.provable:
        yield from (_exact(reference, x, target, exact_value) for x in xs)
    else:
        results = map(reference.compute, xs) if reference.stream is None else reference.stream(xs)
        for y in results:
            wanted = target.round(y)
            yield Known(wanted, np.zeros_like(wanted), wanted)


def _exact(reference: Series, x: Array, target: Target, exact_value: ExactValue | None) -> Known:
    y, exactly = reference.compute(x), reference.exactly(exact_value)
    if target.keeps_doubles:
        exact, rest = exactly.sums(x)
        exact = np.where(np.isnan(exact), y, exact)
        return Known(exact, rest, exact)
    exact, wanted, rest = y.copy(), target.round(y), np.zeros_like(y)
    todo = _doubtful(reference, x, y, target)
    if todo.any():
        near, rest[todo] = exactly.sums(x[todo])
        exact[todo] = np.where(np.isnan(near), y[todo], near)
        wanted[todo] = exactly.values(x[todo], target)
    return Known(exact, rest, wanted)


def _doubtful(reference: Series, x: Array, y: Array, target: Target) -> NDArray[np.bool_]:
    """Tell for which points, or vectors, a float64 result may round wrongly or is off by a part of an ulp."""
    form = target.number_format
    with np.errstate(all="ignore"):
        error = error_bound(reference, x, y)
        doubtful = form.undecided(y, error, target.rounding, saturate=target.saturate)
        doubtful |= ~(error <= _NEGLIGIBLE * form.ulp(y))
    if reference.function.is_vector:
        return np.asarray(np.isfinite(x).all(axis=-1) & doubtful.any(axis=tuple(range(x.ndim - 1, y.ndim))))
    return np.asarray(np.isfinite(x) & np.isfinite(y) & doubtful)
