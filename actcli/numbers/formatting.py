"""Floats to text: the one spelling of numbers, exact or rounded, for pipes, files, tables and labels.

The exact one is orjson's, the shortest decimal that reads back to the same double (``0.1``, ``1e-7``, ``1e+16``),
with integral values as integers (``5``, ``-0``) and ``nan``, ``inf``, ``-inf``.
"""

from __future__ import annotations

from itertools import chain
from math import isnan
from typing import TYPE_CHECKING

import numpy as np

from actcli.numbers.choice import Choice
from actcli.numbers.exact_float import ExactFloat

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from numpy.typing import NDArray

    Formatter = Callable[[NDArray[np.float64]], bytes]

# Exponents of numbers that are written as plain digits, as orjson does.
_PLAIN = range(-5, 16)
#: Up to so many numbers Python is as fast, and the import of orjson, 2 ms, is saved.
_FEW = 32


def format_floats(values: NDArray[np.float64]) -> bytes:
    """Return the texts of values, which read back exactly.

    Parameters
    ----------
    values
        Doubles of any shape, taken in C order.

    Returns
    -------
    bytes
        The texts joined by commas; empty for no values.
    """
    values = np.ascontiguousarray(values, dtype=np.float64).reshape(-1)
    return ",".join(map(_exact, values.tolist())).encode() if values.size <= _FEW else _format_many(values)


def _exact(value: float) -> str:
    """Return the text of one number: Python has the same digits, in another notation."""
    text = repr(value)
    return _renotate(text) if "e" in text else text.removesuffix(".0")


def _format_many(values: NDArray[np.float64]) -> bytes:
    """Return the texts of a vector, with few calls for any number of values."""
    import orjson

    text = orjson.dumps(values, option=orjson.OPT_SERIALIZE_NUMPY)[1:-1]
    # Searching the text for ".0," or "null" costs as much as writing it; testing the array costs almost nothing.
    if (values == np.rint(values)).any():
        text = _without_point_zero(text)
    finite = np.isfinite(values)
    if not finite.all():
        names = [b"nan" if isnan(v) else b"inf" if v > 0 else b"-inf" for v in values[~finite].tolist()]
        text = interleave(text.split(b"null"), [*names, b""])
    return text


def replace_char(text: bytes, old: bytes, new: bytes) -> bytes:
    """Replace one character by another, for many occurrences three times as fast as bytes.replace."""
    characters = np.frombuffer(text, dtype=np.uint8)
    flips = (characters == ord(old)).view(np.uint8)
    flips *= ord(old) ^ ord(new)
    flips ^= characters
    return bytes(flips)


def _without_point_zero(text: bytes) -> bytes:
    """Drop each ``.0`` before a comma or the end, with NumPy in half the time of bytes.replace."""
    characters = np.frombuffer(text + b",", dtype=np.uint8)
    other = (characters[:-2] != ord(".")) | (characters[1:-1] != ord("0")) | (characters[2:] != ord(","))
    kept = np.ones(characters.size, dtype=np.bool_)
    kept[-1] = False
    kept[:-2] = other
    kept[1:-1] &= other
    return characters[kept].tobytes()


def digits_formatter(digits: int) -> Formatter:
    """Return a formatter that rounds to a number of significant decimal digits.

    Parameters
    ----------
    digits
        1 to 17; trailing zeros are dropped.
    """

    def format_rounded(values: NDArray[np.float64]) -> bytes:
        text = ",".join([f"%.{digits}g"] * values.size) % tuple(values.reshape(-1).tolist())
        if "e" in text or digits == 17:
            text = ",".join([_renotate(word) if "e" in word or len(word) > 16 else word for word in text.split(",")])
        return text.encode()

    return format_rounded


def _renotate(word: str) -> str:
    """Turn C's choice between plain and exponent notation into orjson's."""
    mantissa, _, exponent = word.removeprefix("-").partition("e")
    whole, _, fraction = mantissa.partition(".")
    power = int(exponent or 0) + len(whole) - 1
    if not exponent and power in _PLAIN:
        return word
    digits = (whole + fraction).rstrip("0")
    if power not in _PLAIN:
        point = "." if len(digits) > 1 else ""
        spelled = f"{digits[0]}{point}{digits[1:]}e{power:+d}"
    elif power < 0:
        spelled = "0." + "0" * (-power - 1) + digits
    else:
        # C writes a positive exponent only where the digits end before the point.
        spelled = digits.ljust(power + 1, "0")
    return "-" + spelled if word.startswith("-") else spelled


def each_formatter(to_texts: Callable[[NDArray[np.float64]], Iterable[str]]) -> Formatter:
    """Return a formatter that formats each distinct value once, for slow conversions.

    Parameters
    ----------
    to_texts
        Gives one text for each value of a vector; it sees no value twice, and both zeros.
    """

    def format_distinct(values: NDArray[np.float64]) -> bytes:
        bits = np.ascontiguousarray(values, dtype=np.float64).reshape(-1).view(np.uint64)
        distinct, inverse = np.unique(bits, return_inverse=True)
        texts = [text.encode() for text in to_texts(distinct.view(np.float64))]
        return b",".join([texts[index] for index in inverse.tolist()])

    return format_distinct


def float_texts(values: NDArray[np.float64], formatter: Formatter = format_floats) -> list[str]:
    """Return one text per value, for tables."""
    return formatter(values).decode().split(",") if values.size else []


def interleave(texts: Iterable[bytes], others: Iterable[bytes]) -> bytes:
    """Join texts of two kinds in turns, as many of each."""
    return b"".join(chain.from_iterable(zip(texts, others, strict=True)))


def format_float(value: float, digits: int | None = None) -> str:
    """Return the text of one number, exact or rounded to significant digits: ``0.1``, ``1e-7``, ``-inf``, ``1/6``.

    A Choice is its word.
    """
    if isinstance(value, Choice):
        return str(value)
    if isinstance(value, ExactFloat) and (digits is None or "/" in str(value)):
        return str(value)
    return _exact(float(value)) if digits is None else digits_formatter(digits)(np.array([value])).decode()


def format_settings(values: Mapping[str, float], between: str = ",", digits: int | None = None) -> str:
    """Return parameters with their values, as a SPEC has them: ``alpha=0.5,beta=2``."""
    return between.join(f"{name}={format_float(value, digits)}" for name, value in values.items())


def format_brief(value: float, digits: int) -> str:
    """Return a number in few characters: large and small ones have an exponent, ``1.23e6``, ``4.5e-6``."""
    return f"{value:.{digits}g}".replace("e+0", "e").replace("e+", "e").replace("e-0", "e-")


def format_percent(share: float, digits: int) -> str:
    """Return a share in percent: ``12.5%``; one that would round to nothing is ``<0.1%``, not ``0%``."""
    percent = 100 * share
    return "<0.1%" if 0 < percent < 0.1 else f"{format_brief(percent, digits)}%"
