"""Results without x, for the formats that hold one array."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from actcli.errors import ActcliError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from actcli.evaluation.compute import Series, Table, Vectors
    from actcli.numbers.array import Array


def result_blocks(table: Table) -> Iterator[Array]:
    """Yield the results as they are computed, shape (rows, columns), without x."""
    skip = 1 if table.names[:1] == ("x",) else 0
    return (np.stack(columns[skip:], axis=-1) for columns in table.blocks)


def whole(vectors: Vectors) -> Array:
    """Return the results of vectors, shape (m,), or (m, n) for a Jacobian, with an axis before it for several.

    Raises
    ------
    ActcliError
        If they differ in length.
    """
    results = [y for _, y in vectors.batches]
    if len({y.shape[1:] for y in results}) > 1:
        raise ActcliError("rows of different lengths do not make one array")
    array = np.concatenate(results) if results else np.empty((1, 0))
    return array if vectors.several else array[0]


def only_series(table: Table, what: str) -> Series:
    """Return the one quantity of a table.

    Raises
    ------
    UsageError
        If there are several.
    """
    if len(table.series) > 1:
        names = " and ".join(series.name for series in table.series)
        raise UsageError(f"a {what} holds the results of one function, not of {names}")
    return table.series[0]
