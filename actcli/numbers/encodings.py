"""Words such as ``0x3f80`` to the values that they encode in a number format."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

from actcli.errors import ActcliError
from actcli.numbers.formatting import format_floats

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from actcli.numbers.array import Array
    from actcli.numbers.number_format import NumberFormat


def read_encodings(text: bytes, number_format: NumberFormat) -> Array | None:
    """Read encodings joined by commas, each written in full.

    Parameters
    ----------
    text
        At least one word.
    number_format
        The format that they encode values of.

    Returns
    -------
    NDArray or None
        The values, shape (n,); None if any word is anything else, or has more or fewer digits than the format.
    """
    width = number_format.hex_digits + 3
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
    if number_format.bits % 4 and (code >> np.uint64(number_format.bits)).any():
        return None
    return number_format.decode(code)


def are_codes(dtype: np.dtype[Any], number_format: NumberFormat | None) -> bool:
    """Tell whether an array holds codes of a format: unsigned integers of their width."""
    return number_format is not None and dtype.newbyteorder("=") == number_format.code_dtype


def decoded(codes: NDArray[Any], number_format: NumberFormat, name: str) -> Array:
    """Return the values of an array of codes.

    Raises
    ------
    ActcliError
        If an integer is larger than every code; the message calls the array by a name.
    """
    codes = codes.astype(number_format.code_dtype, copy=False)
    largest = int(codes.max(initial=0))
    if largest >> number_format.bits:
        raise ActcliError(f"{name}: {largest:#x} is not a code", code_range(number_format))
    return number_format.decode(codes)


def to_decimals(data: bytes, number_format: NumberFormat) -> bytes:
    """Replace the encodings among the words of a text by decimals that read back to the same double.

    Words that encode nothing stay as they are, to be refused as numbers.
    """
    digits = number_format.hex_digits
    # A comment, which stays as it is, or an encoding.
    pattern = rb"(?m)^[ \t]*+#.*+|(?<![^\s,])(0[xX][0-9a-fA-F]{%d})(?![^\s,])" % digits
    spans = [match.span(1) for match in re.finditer(pattern, data) if match[1]]
    words = [data[start:stop] for start, stop in spans]
    values = read_encodings(b",".join(words), number_format) if words else None
    texts = [_decimal(word, number_format) for word in words] if values is None else format_floats(values).split(b",")
    parts, done = [], 0
    for (start, stop), text in zip(spans, texts, strict=True):
        parts += [data[done:start], text]
        done = stop
    return b"".join([*parts, data[done:]])


def code_range(number_format: NumberFormat) -> str:
    """Return which codes a format has, in words."""
    digits = number_format.hex_digits
    return f"codes of {number_format.name} are 0x{0:0{digits}x} to 0x{(1 << number_format.bits) - 1:0{digits}x}"


def _decimal(word: bytes, number_format: NumberFormat) -> bytes:
    """Return a decimal for an encoding; the word itself if it encodes nothing."""
    value = read_encodings(word, number_format)
    return word if value is None else format_floats(value)


def _hex_values() -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    values = np.full(256, 255, dtype=np.uint8)
    for value, digit in enumerate("0123456789abcdef"):
        values[[ord(digit), ord(digit.upper())]] = value
    return values


_HEX = _hex_values()
