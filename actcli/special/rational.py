"""Polynomials and their quotients over arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from actcli.numbers.array import Array
    from actcli.special.coefficients import Table


def polynomial(x: Array, coefficients: tuple[float, ...]) -> Array:
    """Horner's rule in one array of working memory; the lowest power first, degree at least one."""
    *lower, before, top = coefficients
    result = x * top
    result += before
    for c in reversed(lower):
        result *= x
        result += c
    return result


def rational(x: Array, table: Table) -> Array:
    """Quotient of the two polynomials of a table."""
    numerator, denominator = table
    result = polynomial(x, numerator)
    if len(denominator) > 1:
        result /= polynomial(x, denominator)
    return result
