"""Numbers joined by commas to float64 arrays.

orjson reads them three to ten times faster than NumPy or ``float``, correctly rounded, but knows JSON's numbers only.
A text that it refuses is rewritten in JSON; where that is refused too, the grammar judges each word.
"""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING

import numpy as np
import orjson

from actcli.numbers.grammar import NAMED, NUMBER

if TYPE_CHECKING:
    from numpy.typing import NDArray

# JSON other than numbers; "u" and "l" match true, false and null. JSON treats a carriage return as blank.
_FOREIGN = (b"u", b"l", b'"', b"[", b"{", b"\r")
_MINUS_ZERO = re.compile(rb"-0(?![.\deE])")
_NAMED = re.compile(rb",[+-]?+" + NAMED + rb"(?![^,])")
_BAD_WORD = rb",(?!" + NUMBER + rb"(?:,|\Z))"
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
    for read in (read_json, _read_rewritten):
        values = read(text)
        if values is not None:
            return values
    return _read_words(text)


def read_json(text: bytes) -> NDArray[np.float64] | None:
    """Read numbers like `read_joined`, but only JSON numbers and nan.

    Blanks and tabs around a word are accepted, as in JSON.
    """
    parts: list[NDArray[np.float64]] = []
    start = 0
    while start < len(text):
        end = text.find(b",", start + _LARGE)
        end = len(text) if end < 0 else end
        part = _read_json(text[start:end])
        if part is None:
            return None
        parts.append(part)
        start = end + 1
    if not parts or text.endswith(b","):
        return None
    return np.concatenate(parts) if len(parts) > 1 else parts[0]


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


def _read_rewritten(text: bytes) -> NDArray[np.float64] | None:
    """Read text with words that JSON spells otherwise or lacks: +1, .5, inf."""
    if b"+-" in text:
        return None
    words = (b"," + text).replace(b",+", b",").replace(b",.", b",0.").replace(b"-.", b"-0.")
    names = _NAMED.findall(words) if b"n" in words.lower() else []
    values = read_json((_NAMED.sub(b",nan", words) if names else words)[1:])
    if values is not None and names:
        values = values.copy()
        values[np.isnan(values)] = [float(name[1:]) for name in names]
    return values


def _read_words(text: bytes) -> NDArray[np.float64] | None:
    """Read words one by one."""
    if re.search(_BAD_WORD, b"," + text):
        return None
    return np.array([float(word) for word in text.split(b",")])
