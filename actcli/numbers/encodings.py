"""Words such as ``0x3f80`` to the values that they encode in a number type."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from actcli.numbers.array import Array
    from actcli.numbers.narrow import NumberType


def hex_digits(number_type: NumberType) -> int:
    """Return how many hexadecimal digits an encoding of a type has."""
    return -(-number_type.bits // 4)


def read_encodings(text: bytes, number_type: NumberType) -> Array | None:
    """Read encodings joined by commas, each written in full.

    Parameters
    ----------
    text
        At least one word.
    number_type
        The type that they encode values of.

    Returns
    -------
    NDArray or None
        The values, shape (n,); None if any word is anything else, or has more or fewer digits than the type.
    """
    digits = hex_digits(number_type)
    width = digits + 3
    text += b","
    if len(text) % width:
        return None
    words = np.frombuffer(text, dtype=np.uint8).reshape(-1, width)
    codes = _HEX[words[:, 2:-1]]
    marks = words[:, [0, 1, -1]] | np.array([0, 0x20, 0], dtype=np.uint8)
    if (codes > 15).any() or (marks != np.frombuffer(b"0x,", dtype=np.uint8)).any():
        return None
    code = np.zeros(len(words), dtype=np.uint64)
    for column in codes.T:
        code = code << np.uint64(4) | column
    if number_type.bits % 4 and (code >> np.uint64(number_type.bits)).any():
        return None
    return number_type.decode(code)


def _hex_values() -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    values = np.full(256, 255, dtype=np.uint8)
    for value, digit in enumerate("0123456789abcdef"):
        values[[ord(digit), ord(digit.upper())]] = value
    return values


_HEX = _hex_values()
