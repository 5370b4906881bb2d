"""(functions, points) -> Table; pure."""

from __future__ import annotations

from collections import deque
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from actcli.errors import ActcliError, UsageError
from actcli.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from actcli.evaluation.bound import BoundActivation, Stream
    from actcli.evaluation.exactly import Exactly
    from actcli.evaluation.points import Points
    from actcli.numbers.array import Array
    from actcli.numbers.number_format import ExactValue, NumberFormat
    from actcli.numbers.target import Target

    #: Vectors of one length, shape (r, n), then the results of each series: (r, m), or the Jacobians (r, m, n).
    Batch = Sequence[Array]

#: Rows that are computed and written at once.
ROWS = 65536
#: The most points of a range that makes one vector, which is held in memory.
MAX_VECTOR = 10**7


class Series(Frozen):
    """A named quantity that can be computed at any point: a function, its derivative, or its derivative by a parameter.

    Attributes
    ----------
    name
        The heading of its column: ``relu``, ``relu'``, ``d/dalpha``.
    function
        The function it belongs to.
    compute
        Float64 x to float64 results of the same shape; for functions of vectors along the last axis.
    stream
        Many blocks at once, where the function answers them so; None where it answers one after the other.
    order, wrt
        The order of the derivative with respect to x, or the parameter with respect to which it is taken.
    """

    name: str
    function: BoundActivation
    compute: Callable[[Array], Array]
    stream: Stream | None = None
    order: int = 0
    wrt: str | None = None

    def exactly(self, exact_value: ExactValue | None = None) -> Exactly:
        """Return the quantity for exact evaluation; see `exactly.exactly`."""
        from actcli.evaluation.exactly import exactly

        return exactly(self.function, self.order, self.wrt, exact_value)


def value(function: BoundActivation) -> Series:
    """Return the values of a function as a series."""
    return Series(function.name, function, function.compute, function.stream)


def derivative(function: BoundActivation, wrt: str | None = None, order: int = 1) -> Series:
    """Return a derivative of a function as a series; the Jacobian for a function of vectors."""
    if wrt is not None:
        name = function.parameter(wrt)
        return Series(f"d/d{name}", function, lambda x: function.slope(x, name), wrt=name)
    if order == 1:
        return Series(f"{function.name}'", function, function.slope, order=1)
    function.check_order(order)
    return Series(function.name + "'" * order, function, lambda x: function.slope(x, order=order), order=order)


def require_elementwise(option: str, functions: Iterable[BoundActivation]) -> None:
    """Refuse functions of vectors with an option that is for elementwise functions."""
    for function in functions:
        if function.is_vector:
            raise UsageError(f"{option} is for elementwise functions; {function.name} takes a vector")


class Vectors(Frozen):
    """The vectors that the rows of a table are made of, for formats that keep them whole.

    Attributes
    ----------
    names
        The series, in the order of a batch's results.
    batches
        In the order of the input; lengths may differ between them.
    several
        Whether there may be several vectors: an array then has an axis for them.
    """

    names: tuple[str, ...]
    batches: Iterable[Batch]
    several: bool


class Table(Frozen):
    """Named columns of equal length, computed block by block as they are read.

    Attributes
    ----------
    names
        The headings of the columns; none if there are no vectors, so that nothing is known of them.
    blocks
        Runs of rows: one float64 array per column.
    count
        The number of rows; 0 where they are still being read.
    vectors
        The same results, for functions of vectors. Either these or the blocks can be read, once.
    series
        The quantities in the columns beside x.
    points
        A description of the points, if known.
    """

    names: tuple[str, ...]
    blocks: Iterable[Sequence[Array]]
    count: int = 0
    vectors: Vectors | None = None
    series: Sequence[Series] = ()
    points: str = ""


def table(
    series: Sequence[Series], points: Points, number_format: NumberFormat | None = None, target: Target | None = None
) -> Table:
    """Return x and one column per series, rounded as by `apply`.

    All points make one vector if a series takes vectors.
    """
    if any(s.function.is_vector for s in series):
        batch = apply(series, vector(points)[None, :], number_format, target)
        return vector_table(iter([batch]), series)._replace(points=points.text)
    names = ("x", *(s.name for s in series))
    blocks = _blocks(series, points, number_format, target)
    return Table(names, blocks, points.count, series=series, points=points.text)


def vector_table(batches: Iterator[Batch], series: Sequence[Series], *, several: bool = False) -> Table:
    """Return x and one column per series, of a Jacobian a row per result; without x where lengths differ from its own.

    Parameters
    ----------
    batches
        The vectors, with the results of each series.
    series
        The quantities.
    several
        Whether there may be several vectors.

    Raises
    ------
    UsageError
        If the series give different numbers of results.
    ActcliError
        On reading rows whose number of columns differs from the first one's.
    """
    names = tuple(s.name for s in series)
    first = next(batches, None)
    if first is None:
        return Table((), (), vectors=Vectors(names, (), several), series=series)
    x, *results = first
    if len({y.shape[1] for y in results}) > 1:
        raise UsageError("functions with different numbers of results cannot share a table")
    headings = ["x"] if results[0].shape[:2] == x.shape else []
    for name, y in zip(names, results, strict=True):
        headings += [name] if y.ndim == 2 else [f"d/dx{j + 1}" for j in range(y.shape[2])]
    batches = chain([first], batches)
    blocks = (rows for batch in batches for rows in in_blocks(_columns(batch, len(headings))))
    count = 0 if several else results[0].shape[0] * results[0].shape[1]
    return Table(tuple(headings), blocks, count, Vectors(names, batches, several), series)


def _columns(batch: Batch, count: int) -> list[Array]:
    """Return the columns of vectors one below the other."""
    x, *results = batch
    columns = [x.reshape(-1)] if results[0].shape[:2] == x.shape else []
    for y in results:
        columns += list(y.reshape(-1, y.shape[2] if y.ndim == 3 else 1).T)
    if len(columns) != count:
        raise ActcliError("Jacobians of different widths do not fit into one set of columns")
    return columns


def _blocks(
    series: Sequence[Series], points: Points, number_format: NumberFormat | None, target: Target | None
) -> Iterator[Sequence[Array]]:
    if all(s.stream is None for s in series):
        for block in points.blocks(ROWS):
            yield apply(series, block, number_format, target)
        return
    columns = [apply_each(s, points.blocks(ROWS), number_format, target) for s in series]
    for pairs in zip(*columns, strict=True):
        yield [pairs[0][0], *(y for _, y in pairs)]


def apply_each(
    series: Series, blocks: Iterable[Array], number_format: NumberFormat | None, target: Target | None
) -> Iterator[tuple[Array, Array]]:
    """Yield each block of x with its results, as they come, rounded as by `apply`."""
    if series.stream is None:
        for block in blocks:
            x, y = apply([series], block, number_format, target)
            yield x, y
        return
    due: deque[Array] = deque()

    def rounded() -> Iterator[Array]:
        for block in blocks:
            due.append(block if number_format is None else number_format.round(block))
            yield due[-1]

    for y in series.stream(rounded()):
        yield due.popleft(), y if target is None else target.round(y)


def apply(series: Sequence[Series], x: Array, number_format: NumberFormat | None, target: Target | None) -> list[Array]:
    """Return x, rounded to its format, and the correctly rounded results of each series; None stands for float64."""
    if number_format is not None:
        x = number_format.round(x)
    if target is None:
        return [x, *(s.compute(x) for s in series)]
    from actcli.evaluation.correct_rounding import rounded

    exact_value = None if number_format is None else number_format.exact_value
    return [x, *(rounded(s, x, target, exact_value) for s in series)]


def in_blocks(columns: Sequence[Array]) -> Iterator[Sequence[Array]]:
    """Yield computed columns, or matrices, in parts of a number of rows, the size in which they are written."""
    count = len(columns[0])
    step = max(2 * ROWS * count // max(sum(column.size for column in columns), 1), 1)
    for start in range(0, count, step):
        yield [column[start : start + step] for column in columns]


def vector(points: Points) -> Array:
    """Return all points as one array."""
    if points.count > MAX_VECTOR:
        raise UsageError(f"a vector of up to 10**7 points is computed, got {points.count}")
    return np.concatenate(list(points.blocks(ROWS)))
