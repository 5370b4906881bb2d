"""Measured values in ``.npy``: pairs of x and y, or y alone; unsigned integers may be encodings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from actcli.errors import ActcliError
from actcli.numbers.encodings import are_codes, decoded
from actcli.numbers.npy_header import read_header

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from actcli.numbers.array import Array
    from actcli.numbers.number_format import NumberFormat
    from actcli.numbers.table_rows import Formats

#: Numbers that are read at a time.
_BLOCK = 1 << 17
#: Bytes that are read at a time.
_PIECE = 1 << 20


def npy_blocks(file: BinaryIO, start: bytes, label: str, formats: Formats) -> tuple[int, Iterator[Array]]:
    """Return how many columns measured values have, and their rows in blocks (n, columns).

    Parameters
    ----------
    file, start
        The array, after its first bytes: pairs of x and y, shape (n, 2), or one axis of values alone.
    label
        Its name in messages.
    formats
        The types of x and y: with a type, unsigned integers as wide as its encodings are encodings.

    Raises
    ------
    ActcliError
        If it is damaged, or holds anything but real numbers of such a shape.
    """
    left = start

    def next_bytes(count: int) -> bytes:
        nonlocal left
        first, left = left[:count], left[count:]
        return first + file.read(count - len(first))

    dtype, fortran, shape = read_header(next_bytes, label, "view narrow types as unsigned integers; --dtype says which")
    if len(shape) not in {1, 2} or (len(shape) == 2 and shape[1] != 2):
        raise ActcliError(f"{label}: an array of shape {shape}; measured values have shape (n, 2) or (n,)")
    width = len(shape)

    def read() -> Iterator[Array]:
        if fortran and width == 2:
            yield rows(_numbers(file, 2 * shape[0], dtype, label).reshape(2, -1).T)
            return
        for done in range(0, shape[0], _BLOCK):
            yield rows(_numbers(file, width * min(_BLOCK, shape[0] - done), dtype, label).reshape(-1, width))

    def rows(array: NDArray[Any]) -> Array:
        columns = zip(array.T, formats[-width:], strict=True)
        return np.column_stack([_values(column, label, form) for column, form in columns])

    return width, read()


def _numbers(file: BinaryIO, count: int, dtype: np.dtype[Any], label: str) -> NDArray[Any]:
    missing, parts = count * dtype.itemsize, []
    while missing:
        parts.append(file.read(min(missing, _PIECE)))  # a damaged header may ask for more than there is memory
        missing -= len(parts[-1])
        if not parts[-1]:
            raise ActcliError(f"{label}: the array ends early")
    return np.frombuffer(b"".join(parts), dtype)


def _values(array: NDArray[Any], label: str, number_format: NumberFormat | None) -> Array:
    if number_format is not None and are_codes(array.dtype, number_format):
        return decoded(array, number_format, label)
    return array.astype(np.float64)
