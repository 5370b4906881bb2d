"""The errors of several functions against a reference, block by block."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from actcli.compare.pointwise_errors import Errors, flushed
from actcli.compare.reference import known
from actcli.errors import UsageError
from actcli.evaluation.correct_rounding import rounded
from actcli.numbers.target import Target
from actcli.spec.measured import Measured

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from actcli.evaluation.compute import Series
    from actcli.numbers.array import Array
    from actcli.numbers.number_format import ExactValue, NumberFormat

#: Numbers in a block.
BLOCK = 1 << 16


class Points(NamedTuple):
    """The points of a comparison.

    Attributes
    ----------
    blocks
        Returns them, from the first one on, each time it is called: arrays of shape (n,), or vectors (r, n).
    size
        How many numbers they are.
    where
        The points in words.
    owner
        The measured values that they belong to, whose results are taken in the same order.
    """

    blocks: Callable[[], Iterable[Array]]
    size: int
    where: str
    owner: Measured | None = None


def in_blocks(x: Array, where: str = "") -> Points:
    """Return points in memory, or vectors (r, n)."""
    step = max(BLOCK // (x.shape[1] if x.ndim == 2 else 1), 1)
    return Points(lambda: (x[i : i + step] for i in range(0, max(len(x), 1), step)), x.size, where)


def own_points(values: Measured) -> Points:
    """Return the points of measured values."""
    return Points(lambda: values.points, values.rows.size, f"of {values.name}", values)


def errors_by_block(  # noqa: PLR0913  # two functions, where, in which types, and how
    reference: Series,
    others: Sequence[Series],
    points: Points,
    number_format: NumberFormat,
    target: Target | None = None,
    *,
    flush: bool = False,
) -> Iterator[Sequence[Errors]]:
    """Yield the errors of each function for each block of points.

    Parameters
    ----------
    reference, others
        Functions that give as many results.
    points
        Where they are compared.
    number_format
        The type to which points are rounded.
    target
        How results are rounded, and in whose ulp errors are measured; None for the type of the points.
    flush
        Whether subnormal points and results count as zeros of their sign, on both sides.

    Raises
    ------
    UsageError
        If functions of vectors give different numbers of results.
    """

    def taken(series: Series) -> Iterator[Array]:
        blocks = map(number_format.round, points.blocks())
        # Measured values are known only at their own points.
        if not flush or isinstance(series.function, Measured):
            return blocks
        return (flushed(x, number_format) for x in blocks)

    target, exact_value = target or Target(number_format), number_format.exact_value
    results = [_results(series, taken(series), points, target, exact_value) for series in others]
    references = known(reference, taken(reference), target, exact_value)
    xs = map(number_format.round, points.blocks())
    form = target.number_format
    for x, (exact, rest, wanted), *answers in zip(xs, references, *results, strict=True):
        found = [
            Errors(series.name, form, x, got, exact, rest, wanted, points_format=number_format)
            for series, got in zip(others, answers, strict=True)
        ]
        if x.ndim == 2:
            found = [_flat(errors, reference) for errors in found]
        yield [each.with_flushed_results() for each in found] if flush else found


def _results(
    series: Series, xs: Iterable[Array], points: Points, target: Target, exact_value: ExactValue | None
) -> Iterator[Array]:
    """Yield the results of a function for each block, rounded to the type."""
    function = series.function
    if isinstance(function, Measured) and function is points.owner:
        yield from map(target.round, function.results)
    elif isinstance(function, Measured) and not function.has_points:
        yield target.round(function.y)
    elif series.stream is not None:
        yield from map(target.round, series.stream(xs))
    elif target.keeps_doubles:
        yield from map(series.compute, xs)
    else:
        yield from (rounded(series, x, target, exact_value) for x in xs)


def _flat(errors: Errors, reference: Series) -> Errors:
    """Return the errors of vectors (r, n), results (r, m) or Jacobians (r, m, n), one after the other."""
    wanted = errors.wanted
    if errors.got.size != wanted.size:
        raise UsageError(f"{errors.name} gives {errors.got.size} results, {reference.name} {wanted.size}")
    x = np.broadcast_to(_places(reference, errors.x, wanted.shape), wanted.shape)
    got, exact, rest, wanted = (np.reshape(part, -1) for part in (errors.got, errors.exact, errors.rest, wanted))
    return replace(errors, x=x.reshape(-1), got=got, exact=exact, rest=rest, rounded=wanted, vectors=errors.x)


def _places(reference: Series, x: Array, shape: tuple[int, ...]) -> Array:
    """Return the elements of vectors that belong to their results: for a Jacobian, those that vary."""
    if len(shape) == 3:
        return x[:, None, :]
    (_, n), (_, m) = x.shape, shape
    function = reference.function
    if function.is_vector and function.vector.gate is not None:
        return function.halves(n).split(x)[0]
    return x[:, np.arange(m) * n // m if m < n else np.arange(m) % n]
