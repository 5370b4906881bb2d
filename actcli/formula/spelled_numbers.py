"""Numbers in trees of formulas, where they are names that are spelled like them."""

from __future__ import annotations

import ast
from fractions import Fraction

from actcli.numbers.grammar import parse_number

ONE = Fraction(1)
#: Denominators up to this are written as fractions; others as decimals where these end.
_FRACTIONS = 9
#: Numbers larger than this, and their inverses, are left as they are written.
_LARGEST = 1e300


def spelled(value: Fraction) -> ast.expr:
    """Return a number as an expression: ``3``, ``-1/6``, ``0.134145``."""
    if value < 0:
        return ast.UnaryOp(ast.USub(), spelled(-value))
    if value.denominator == 1 or is_decimal(value):
        return ast.Name(str(value.numerator) if value.denominator == 1 else repr(float(value)))
    return ast.BinOp(ast.Name(str(value.numerator)), ast.Div(), ast.Name(str(value.denominator)))


def is_decimal(value: Fraction) -> bool:
    """Tell whether a number is written as a decimal: one that ends, and not a simple fraction."""
    return value.denominator > _FRACTIONS and Fraction(repr(float(value))) == value


def _is_readable(text: str) -> bool:
    """Tell whether a text is a number whose exact value has few digits: not 1e999999."""
    value = parse_number(text)
    return value is not None and (1 / _LARGEST < value < _LARGEST or not text.strip("0."))


def number(node: ast.expr) -> Fraction | None:
    """Return the value of a number, a negative number or a fraction of two; None for anything else."""
    match node:
        case ast.Name(id=text):
            return None if text[0].isalpha() or not _is_readable(text) else Fraction(text)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            value = number(operand)
            return None if value is None else -value
        case ast.BinOp(op=ast.Div(), left=left, right=right):
            above, below = number(left), number(right)
            return None if above is None or not below else above / below
    return None
