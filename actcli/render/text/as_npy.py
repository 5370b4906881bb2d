"""``-t npy``: the results as an array, in a dtype that holds every value of their format, or of codes."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np

from actcli.render.text.result_arrays import result_blocks, whole
from actcli.render.text.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from actcli.evaluation.compute import Table
    from actcli.numbers.style import Style


def header_of(dtype: np.dtype[Any], shape: tuple[int, ...], *, fortran: bool = False) -> bytes:
    """Return the bytes before the data of an array."""
    buffer = io.BytesIO()
    described = {"descr": dtype.str, "fortran_order": fortran, "shape": shape}
    np.lib.format.write_array_header_1_0(buffer, described)
    return buffer.getvalue()


def _npy(table: Table, style: Style, header: bool) -> Iterator[bytes]:
    if table.vectors is None:
        return _columns(table, style)
    stored = style.array(whole(table.vectors))
    return iter([header_of(stored.dtype, stored.shape), stored.tobytes()])


def _columns(table: Table, style: Style) -> Iterator[bytes]:
    """Yield the results without x, shape (rows,), or (rows, columns) for several series, as they are computed."""
    width = len(table.names) - (table.names[0] == "x")
    blocks: Iterator[NDArray[Any]] = map(style.array, result_blocks(table))
    count = table.count
    if not count:  # the header comes first and has it
        held = list(blocks)
        blocks, count = iter(held), sum(map(len, held))
    first = next(blocks, style.array(np.empty((0, width))))
    yield header_of(first.dtype, (count,) if width == 1 else (count, width))
    yield first.tobytes()
    for block in blocks:
        yield block.tobytes()


WRITER = Writer(numbers=_npy)
