"""Number formats by name: ``bfloat16``, ``int8:scale=1/256,zero_point=-128``, ``q3.12``."""

from __future__ import annotations

import re
from decimal import Context, Decimal
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Final

from actcli.errors import UsageError
from actcli.numbers.float_format import FloatFormat
from actcli.numbers.format_table import FIXED_BITS, FLOATS, NAMES, FloatRow, IntegerRow, rows_named
from actcli.numbers.formatting import format_float
from actcli.numbers.grammar import parse_number, quote
from actcli.numbers.integer_format import IntegerFormat, integer_range
from actcli.spelling import nearest, normalize

if TYPE_CHECKING:
    from actcli.numbers.number_format import NumberFormat

#: The hint for a misspelt fixed-point type.
_FIXED_HINT: Final = "fixed point is qM.N with a sign bit, uqM.N without, such as q3.12"
_FIXED_POINT: Final = re.compile(r"(u?)q(\d{1,9})\.(\d{1,9})", re.ASCII)
_INTEGER: Final = re.compile(r"[+-]?\d{1,9}", re.ASCII)
#: Scales between these leave values, midpoints and quotients normal doubles.
_SCALES: Final = (1e-37, 1e37)

#: The floating-point formats by name.
FLOAT_FORMATS: Final = {row.name: FloatFormat(row) for row in FLOATS}

FLOAT64: Final = FLOAT_FORMATS["float64"]


@cache
def number_format(text: str) -> NumberFormat:
    """Return the format of a name, its short form, or a name with parameters.

    Raises
    ------
    UsageError
        If there is none, if several are meant, or if a parameter is missing or wrong.
    """
    name, colon, words = text.partition(":")
    rows = rows_named(name)
    if len(rows) == 1 and isinstance(rows[0], IntegerRow):
        return _integer(rows[0], words)
    fixed = _FIXED_POINT.fullmatch(name.strip().lower())
    if not rows and not fixed:
        likely = _FIXED_HINT if re.match(r"u?q\d", name.strip().lower()) else nearest(name, NAMES)
        raise UsageError(f"unknown number type {quote(text)}", likely or f"take one of {', '.join(NAMES)}")
    if len(rows) > 1:
        several = [f"{row.name} (largest {format_float(row.largest)})" for row in rows if isinstance(row, FloatRow)]
        raise UsageError(f"'{name}' may mean {' or '.join(several)}", f"write {rows[0].name} or {rows[-1].name}")
    if colon:
        raise UsageError(f"{name} has no parameters, got '{words}'")
    return _fixed_point(fixed) if fixed else FLOAT_FORMATS[rows[0].name]


def _fixed_point(match: re.Match[str]) -> IntegerFormat:
    unsigned, whole, fraction = match[1], int(match[2]), int(match[3])
    signed = not unsigned
    bits = signed + whole + fraction
    if whole + fraction == 0:
        raise UsageError(f"{match[0]} has neither integer nor fraction bits")
    if bits > FIXED_BITS:
        widths = f"{'1 + ' if signed else ''}{whole} + {fraction}"
        raise UsageError(f"{match[0]} has {widths} = {bits} bits; fixed point has at most {FIXED_BITS}")
    name = f"{unsigned}q{whole}.{fraction}"
    return IntegerFormat(name, bits, signed=signed, scale=Fraction(1, 1 << fraction))


def _integer(row: IntegerRow, words: str) -> IntegerFormat:
    given: dict[str, str] = {}
    for word in words.split(",") if words else ():
        name, equals, value = word.partition("=")
        key = normalize(name.strip())
        if key not in {"scale", "zeropoint"} or not equals:
            raise UsageError(f"{row.name} takes scale and zero_point, got '{word}'", f"write {row.example}")
        if key in given:
            raise UsageError(f"{row.name}: {name.strip()} is given twice")
        given[key] = value.strip()
    if not given.get("scale"):
        raise UsageError(f"{row.name} needs a scale", f"write {row.example}")
    scale = _scale(row, given["scale"])
    low, high = integer_range(row.bits, signed=row.signed)
    text = given.get("zeropoint", "0")
    zero_point = int(text) if _INTEGER.fullmatch(text) else None
    if zero_point is None or not low <= zero_point <= high:
        raise UsageError(f"{row.name}: zero_point must be an integer from {low} to {high}, got {quote(text)}")
    name = f"{row.name}:scale={_shortest(scale)}" + (f",zero_point={zero_point}" if zero_point else "")
    return IntegerFormat(name, row.bits, signed=row.signed, scale=scale, zero_point=zero_point)


def _scale(row: IntegerRow, text: str) -> Fraction:
    """Read a scale: a decimal, or a fraction of two numbers, taken exactly."""
    parts = [part.strip() for part in text.split("/")]
    numbers = [parse_number(part) for part in parts]
    if len(parts) <= 2 and all(number is not None and _in_range(number) for number in numbers):
        scale = Fraction(parts[0]) / Fraction(parts[-1] if len(parts) == 2 else 1)
        if _in_range(float(scale)):
            return scale
    low, high = map(format_float, _SCALES)
    raise UsageError(
        f"{row.name}: scale must be a number from {low} to {high}, got {quote(text)}", f"as in {row.example}"
    )


def _in_range(number: float) -> bool:
    """Tell whether a number is positive, finite and moderate, before it is made a fraction."""
    return _SCALES[0] <= number <= _SCALES[1]


def _shortest(scale: Fraction) -> str:
    """Return the shorter text of a scale: the fraction, or the decimal if there is an exact one."""
    decimal = Context(prec=40).divide(Decimal(scale.numerator), Decimal(scale.denominator))
    texts = [f"{decimal:f}"] if Fraction(decimal) == scale else []
    return min([*texts, str(scale)], key=len)
