"""(functions, points) -> Table; pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from actcli.errors import UsageError
from actcli.evaluation import parameters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from actcli.evaluation.bound import BoundActivation
    from actcli.evaluation.points import Points
    from actcli.numbers.array import Array
    from actcli.numbers.narrow import NumberType

#: Rows that are computed and written at once.
ROWS = 65536
#: Points of a range that make one vector, at most: it is held as a whole.
MAX_VECTOR = 10**7


class Series(NamedTuple):
    """A named quantity that can be computed anywhere: a function, its derivative, or a derivative for a parameter.

    Attributes
    ----------
    name
        What stands above its column: ``relu``, ``relu'``, ``d/dalpha``.
    function
        The function it belongs to.
    compute
        Float64 x to float64 results of the same shape; for functions of vectors along the last axis.
    """

    name: str
    function: BoundActivation
    compute: Callable[[Array], Array]


def value(function: BoundActivation) -> Series:
    """Return the values of a function as a series."""
    return Series(function.name, function, function.compute)


def derivative(function: BoundActivation, wrt: str | None = None) -> Series:
    """Return a derivative of a function as a series; the Jacobian for a function of vectors."""
    if wrt is None:
        return Series(f"{function.name}'", function, function.slope)
    name, _ = parameters.derivative(function.activation, wrt)
    return Series(f"d/d{name}", function, lambda x: function.slope(x, name))


@dataclass(frozen=True)
class Table:
    """Named columns of equal length, computed block by block as they are read.

    Attributes
    ----------
    names
        What stands above the columns.
    blocks
        Runs of rows: one float64 array per column.
    count
        The number of rows; 0 where they are still being read.
    """

    names: tuple[str, ...]
    blocks: Iterable[Sequence[Array]]
    count: int = 0


def table(series: Sequence[Series], points: Points, number_type: NumberType | None = None) -> Table:
    """Return x and one column per series."""
    if any(s.function.is_vector for s in series):
        return _vector_table(series, points, number_type)
    return Table(("x", *(s.name for s in series)), _blocks(series, points, number_type), points.count)


def _blocks(series: Sequence[Series], points: Points, number_type: NumberType | None) -> Iterator[Sequence[Array]]:
    for block in points.blocks(ROWS):
        yield apply(series, block, number_type)


def apply(series: Sequence[Series], x: Array, number_type: NumberType | None) -> list[Array]:
    """Return x and the results of each series, all rounded to the number type."""
    if number_type is None:
        return [x, *(s.compute(x) for s in series)]
    x = number_type.round(x)
    return [x, *(number_type.round(s.compute(x)) for s in series)]


def in_blocks(columns: Sequence[Array]) -> Iterator[Sequence[Array]]:
    """Yield columns, or matrices of so many rows, that are there as a whole in parts that are written at once."""
    count = len(columns[0])
    step = max(2 * ROWS * count // max(sum(column.size for column in columns), 1), 1)
    for start in range(0, count, step):
        yield [column[start : start + step] for column in columns]


def vector(points: Points) -> Array:
    """Return all points as one array."""
    if points.count > MAX_VECTOR:
        raise UsageError(f"a vector of up to 10**7 points is computed, got {points.count}")
    return np.concatenate(list(points.blocks(ROWS)))


def _vector_table(series: Sequence[Series], points: Points, number_type: NumberType | None) -> Table:
    x, *results = apply(series, vector(points), number_type)
    names: list[str] = []
    columns: list[Array] = []
    for s, result in zip(series, results, strict=True):
        if result.ndim == 1:
            names.append(s.name)
            columns.append(result)
        else:
            names += [f"d/dx{j + 1}" for j in range(x.size)]
            columns += list(result.T)
    lengths = {column.size for column in columns}
    if len(lengths) > 1:
        raise UsageError("results of different lengths can't stand side by side")
    if lengths == {x.size}:
        names.insert(0, "x")
        columns.insert(0, x)
    count = lengths.pop()
    return Table(tuple(names), in_blocks(columns), count)
