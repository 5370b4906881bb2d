"""``-t npy``: the results as an array, in the dtype that holds every value of the number type."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np

from actcli.errors import ActcliError
from actcli.render.text.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from actcli.evaluation.compute import Table, Vectors
    from actcli.numbers.array import Array
    from actcli.numbers.style import Style


def _npy(table: Table, style: Style, header: bool) -> Iterator[bytes]:  # noqa: ARG001, FBT001  # as every writer of numbers
    array = _columns(table) if table.vectors is None else _whole(table.vectors)
    buffer = io.BytesIO()
    np.save(buffer, array if style.number_type is None else array.astype(style.number_type.dtype), allow_pickle=False)
    yield buffer.getvalue()


def _columns(table: Table) -> Array:
    """Return the results without x, shape (rows,), or (rows, columns) for several series."""
    skip = 1 if table.names[0] == "x" else 0
    blocks = [np.stack(columns[skip:], axis=-1) for columns in table.blocks]
    whole = np.concatenate(blocks) if blocks else np.empty((0, len(table.names) - skip))
    return whole[:, 0] if whole.shape[1] == 1 else whole


def _whole(vectors: Vectors) -> Array:
    """Return the results of vectors, shape (m,), or (m, n) for a Jacobian, with an axis before it for several."""
    results = [y for _, y in vectors.batches]
    if len({y.shape[1:] for y in results}) > 1:
        raise ActcliError("rows of different lengths do not make one array")
    whole = np.concatenate(results) if results else np.empty((1, 0))
    return whole if vectors.several else whole[0]


WRITER = Writer(numbers=_npy)
