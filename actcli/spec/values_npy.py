"""Measured values in ``.npy``: pairs of x and y, or y alone; unsigned integers may be encodings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from actcli.errors import ActcliError
from actcli.evaluation.evaluate import is_real
from actcli.numbers.encodings import are_codes, decoded
from actcli.numbers.grammar import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from actcli.numbers.array import Array
    from actcli.numbers.number_format import NumberFormat
    from actcli.numbers.table_rows import Formats

#: The longest header that is read; NumPy's limit too.
_HEADER = 10_000


#: Numbers that are read at a time.
_BLOCK = 1 << 17
#: Bytes that are read at a time.
_PIECE = 1 << 20


class _Rest:
    """A stream whose first bytes were read before; NumPy reads it piece by piece."""

    def __init__(self, start: bytes, file: BinaryIO) -> None:
        self._start = start
        self._file = file

    def read(self, count: int) -> bytes:
        data, self._start = self._start[:count], self._start[count:]
        return data + self._file.read(count - len(data))


def npy_blocks(file: BinaryIO, start: bytes, label: str, formats: Formats) -> tuple[int, Iterator[Array]]:
    """Return how many columns measured values have, and their rows in blocks (n, columns).

    Parameters
    ----------
    file, start
        The array, after its first bytes: pairs of x and y, shape (n, 2), or one axis of values alone.
    label
        What messages call it.
    formats
        The types of x and y: with a type, unsigned integers as wide as its encodings are encodings.

    Raises
    ------
    ActcliError
        If it is damaged, or holds anything but real numbers of such a shape.
    """
    shape, fortran, dtype = _header(_Rest(start, file), label)
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


def _header(stream: _Rest, label: str) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    """Read the header of an array: its shape, whether its columns come one after the other, and its type."""
    try:
        read = np.lib.format.read_array_header_1_0
        if np.lib.format.read_magic(stream) != (1, 0):  # type: ignore[arg-type]  # it only reads
            read = np.lib.format.read_array_header_2_0
        shape, fortran, dtype = read(stream, max_header_size=_HEADER)  # type: ignore[arg-type]  # the same
    except (ValueError, EOFError, TypeError, OverflowError) as error:
        raise ActcliError(f"{label}: {str(error).partition(chr(10))[0]}") from None
    if dtype.hasobject:
        raise ActcliError(f"{label}: an array of objects, not of real numbers")
    return shape, fortran, dtype


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
    if not is_real(array.dtype):
        hint = "view narrow types as unsigned integers, and give their --dtype" if array.dtype.kind == "V" else ""
        raise ActcliError(f"{label}: an array of {quote(str(array.dtype))}, not of real numbers", hint)
    return array.astype(np.float64)
