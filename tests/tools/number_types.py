"""The generated parts of NUMBERS.md, from the table of formats."""

from __future__ import annotations

import math

import cog
import numpy as np

from actcli.numbers.format_table import FIXED, FLOATS, INTEGER_RULE, INTEGERS, ROUNDINGS, FloatRow, Specials
from actcli.numbers.formats import FLOAT_FORMATS, number_format
from actcli.numbers.formatting import format_float
from actcli.numbers.integer_format import integer_range


def table(*rows: tuple[object, ...]) -> None:
    """Write a table in Markdown; the first row is its header."""
    header, *others = rows
    cog.outl()
    for row in (header, ("---",) * len(header), *others):
        cog.outl(f"| {' | '.join(map(str, row))} |")
    cog.outl()


def floats() -> None:
    """Write what the floating-point formats are."""
    table(("type", "also", "what it is"), *((f"`{row.name}`", _also(row.short), row.summary) for row in FLOATS))


def limits() -> None:
    """Write the layout and the limits of the floating-point formats."""
    table(
        ("type", "sign, exponent, mantissa", "bias", "largest", "smallest normal", "smallest"),
        *(
            (
                f"`{row.name}`",
                f"{int(row.signed)}, {row.exponent_bits}, {row.mantissa_bits}",
                row.bias,
                _largest(row),
                f"2^{row.min_exponent}",
                f"2^{int(math.log2(FLOAT_FORMATS[row.name].least))}",
            )
            for row in FLOATS
        ),
    )


def special_codes() -> None:
    """Write the codes of what is not a finite number, and of -0."""
    table(
        ("type", "inf, -inf", "nan is written", "read as nan", "-0"),
        *((f"`{row.name}`", *_special_codes(row)) for row in FLOATS),
    )


def _special_codes(row: FloatRow) -> tuple[str, str, str, str]:
    form = FLOAT_FORMATS[row.name]
    sign, pad = 1 << (row.bits - 1), (1 << row.padding) - 1

    def text(*codes: int) -> str:
        return " to ".join(f"`0x{code:0{form.hex_digits}x}`" for code in codes)

    def both(*codes: int) -> str:
        return ", ".join(text(*(code | each for code in codes)) for each in ((0, sign) if row.signed else (0,)))

    (quiet,) = form.encode(np.array([math.nan])).tolist() if form.has_nan else (0,)
    infinity = (row.largest_code + 1) << row.padding
    least, last = infinity + pad + 1, (1 << (row.bits - row.signed)) - 1
    nans = {Specials.ieee: both(least, last), Specials.fn: both(quiet), Specials.fnuz: text(quiet), Specials.finite: ""}
    written = text(quiet) if form.has_nan else f"as 0, {text(0)}"
    has_infinities = row.specials is Specials.ieee
    return both(infinity) if has_infinities else "", written, nans[row.specials], text(sign) * form.has_negative_zero


def rules() -> None:
    """Write what formats do with what they cannot hold, formats of one rule together."""
    names: dict[str, list[str]] = {}
    for row in FLOATS:
        names.setdefault(row.rule, []).append(f"`{row.name}`")
    whole = [f"`{row.name}`" for row in INTEGERS]
    table(
        ("types", "rule"),
        *((", ".join(types), rule) for rule, types in names.items()),
        (f"{', '.join(whole)}, fixed point", INTEGER_RULE),
    )


def integers() -> None:
    """Write the integer and fixed-point formats."""
    table(
        ("type", "also", "for instance", "values", "range"),
        *(
            (
                f"`{row.name}`",
                _also(row.short),
                f"`{row.example}`",
                "(code - zero_point) * scale",
                f"codes {' to '.join(map(str, integer_range(row.bits, signed=row.signed)))}",
            )
            for row in INTEGERS
        ),
        *((f"`{name}`", "", f"`{name}`", meaning, _range(name)) for name, meaning in FIXED.items()),
    )


def roundings() -> None:
    """Write the directions of rounding."""
    table(("`--rounding`", "rounds"), *((f"`{name}`", words) for name, words in ROUNDINGS.items()))


def _range(name: str) -> str:
    """Return the smallest and the largest value of a type."""
    form = number_format(name)
    return f"{format_float(form.min)} to {format_float(form.max)}"


def _also(short: tuple[str, ...]) -> str:
    """Return the other names that mean one format alone."""
    shared = [name for row in (*FLOATS, *INTEGERS) for name in row.short]
    return ", ".join(f"`{name}`" for name in short if shared.count(name) == 1)


def _largest(row: FloatRow) -> str:
    """Return the largest value, exactly where that is short."""
    if row.largest < 1e6:
        return format_float(row.largest)
    fraction = f"(2 - 2^-{row.mantissa_bits}) * " if row.mantissa_bits else ""
    return f"{fraction}2^{row.max_exponent}"
