"""Numbers joined by commas to float64 arrays.

orjson reads them three to ten times faster than NumPy or ``float``, correctly rounded, but knows JSON's numbers only.
A text that it refuses is cut into pieces until the words it cannot read are nearly alone; the grammar judges these.
"""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING

import numpy as np
import orjson

from actcli.numbers.grammar import NUMBER

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

# JSON other than numbers; "u" and "l" match true, false and null. JSON treats a carriage return as blank.
_FOREIGN = (b"u", b"l", b'"', b"[", b"{", b"\r")
_MINUS_ZERO = re.compile(rb"-0(?![.\deE])")
_BAD_WORD = rb",(?!" + NUMBER + rb"(?:,|\Z))"
_PIECES = 16
_SMALL = 2048
# A list of Python floats larger than the processor's cache takes longer to fill and several times the text's memory.
_LARGE = 1 << 18


def read_joined(text: bytes) -> NDArray[np.float64] | None:
    """Read numbers joined by single commas, without blanks.

    Parameters
    ----------
    text
        At least one word.

    Returns
    -------
    NDArray or None
        The nearest doubles, shape (n,); None if any word is not a number.
    """
    values = read_json(text)
    if values is None:
        rewritten = _to_json(text)
        values = read_json(rewritten) if rewritten != text else None
    return _read_pieces(text) if values is None else values


def read_json(text: bytes) -> NDArray[np.float64] | None:
    """Read numbers like `read_joined`, but only JSON numbers and nan.

    Blanks and tabs around a word are accepted, as in JSON.
    """
    return _read_each(text, _LARGE, _read_json) if text else None


def _read_json(text: bytes) -> NDArray[np.float64] | None:
    if not text or any(token in text for token in _FOREIGN):
        return None
    if b"n" in text or b"N" in text:
        # Missing values are common enough to be worth it. A word that merely contains nan stays invalid JSON.
        text = text.replace(b"nan", b"null").replace(b"NaN", b"null")
    try:
        values = _array(orjson.loads(b"[%b]" % text))
        if not values.all() and _MINUS_ZERO.search(text):
            # Without a point JSON reads it as the integer 0.
            text = _MINUS_ZERO.sub(b"-0.0", text)
            values = _array(orjson.loads(b"[%b]" % text))
    except orjson.JSONDecodeError:
        return None
    return values


def _array(numbers: list[float | None]) -> NDArray[np.float64]:
    try:
        # Half the time that NumPy takes to inspect a list.
        return np.frombuffer(struct.pack(f"{len(numbers)}d", *numbers))
    except struct.error:
        return np.array(numbers, dtype=np.float64)


def _to_json(text: bytes) -> bytes:
    """Rewrite +1 and .5 where that can't make a number of anything else: JSON wants a digit after each."""
    if b"+-" in text:
        return text
    unsigned = (b"," + text).replace(b",+", b",")
    return unsigned.replace(b",.", b",0.").replace(b"-.", b"-0.")[1:]


def _read_each(
    text: bytes, size: int, read: Callable[[bytes], NDArray[np.float64] | None]
) -> NDArray[np.float64] | None:
    """Read pieces of at least a size one after another, until one is refused."""
    parts = []
    start = 0
    while start <= len(text):
        end = text.find(b",", start + size)
        end = len(text) if end < 0 else end
        part = read(text[start:end])
        if part is None:
            return None
        parts.append(part)
        start = end + 1
    return np.concatenate(parts) if len(parts) > 1 else parts[0]


def _read_pieces(text: bytes) -> NDArray[np.float64] | None:
    """Read text that is not all JSON in pieces, most of which are."""
    size = len(text) // _PIECES
    if len(text) <= _SMALL or text.find(b",", size) < 0:
        return _read_words(text)
    return _read_each(text, size, _read_piece)


def _read_piece(text: bytes) -> NDArray[np.float64] | None:
    values = _read_json(text)
    return _read_pieces(text) if values is None else values


def _read_words(text: bytes) -> NDArray[np.float64] | None:
    """Read words one by one."""
    if re.search(_BAD_WORD, b"," + text):
        return None
    return np.array([float(word) for word in text.split(b",")])
