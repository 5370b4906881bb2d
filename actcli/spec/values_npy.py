"""Measured values in ``.npy``: pairs of x and y, or y alone; unsigned integers may be encodings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from actcli.errors import ActcliError
from actcli.evaluation.evaluate import is_real
from actcli.numbers.grammar import quote

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from actcli.numbers.array import Array
    from actcli.numbers.number_format import NumberFormat

#: The longest header that is read; NumPy's limit too.
_HEADER = 10_000


class _Rest:
    """A stream whose first bytes were read before; NumPy reads it piece by piece."""

    def __init__(self, start: bytes, file: BinaryIO) -> None:
        self._start = start
        self._file = file

    def read(self, count: int) -> bytes:
        data, self._start = self._start[:count], self._start[count:]
        return data + self._file.read(count - len(data))


def read_npy(
    file: BinaryIO, start: bytes, label: str, number_format: NumberFormat | None
) -> tuple[Array | None, Array]:
    """Return x and y of an array of shape (n, 2), or None and the values of any array of one axis.

    Parameters
    ----------
    file, start
        The array, after its first bytes.
    label
        What messages call it.
    number_format
        With a type, unsigned integers as wide as its encodings are encodings.

    Raises
    ------
    ActcliError
        If it is damaged, or holds anything but real numbers of such a shape.
    """
    try:
        array = np.lib.format.read_array(_Rest(start, file), allow_pickle=False, max_header_size=_HEADER)  # type: ignore[arg-type]  # it only reads
    except (ValueError, EOFError, TypeError, OverflowError) as error:
        raise ActcliError(f"{label}: {str(error).partition(chr(10))[0]}") from None
    if array.ndim not in {1, 2} or (array.ndim == 2 and array.shape[1] != 2):
        raise ActcliError(f"{label}: an array of shape {array.shape}; measured values have shape (n, 2) or (n,)")
    if not array.size:
        raise ActcliError(f"{label}: no values")
    values = _values(array, label, number_format)
    return (None, values) if array.ndim == 1 else (values[:, 0].copy(), values[:, 1].copy())


def _values(array: NDArray[Any], label: str, number_format: NumberFormat | None) -> Array:
    if number_format is not None and array.dtype.kind == "u" and array.dtype.itemsize == -(-number_format.bits // 8):
        return number_format.decode(array)
    if not is_real(array.dtype):
        hint = "view narrow types as unsigned integers, and give their --dtype" if array.dtype.kind == "V" else ""
        raise ActcliError(f"{label}: an array of {quote(str(array.dtype))}, not of real numbers", hint)
    return array.astype(np.float64)
