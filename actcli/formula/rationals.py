"""Exact rational numbers (FLINT's fmpq): text, doubles and fractions to them, and back to doubles."""

from __future__ import annotations

import math
import threading
from contextlib import contextmanager
from fractions import Fraction
from typing import TYPE_CHECKING

from actcli.formula.flint import arb, ctx, fmpq

if TYPE_CHECKING:
    from collections.abc import Iterator

#: FLINT has one precision for all threads.
_TURN = threading.RLock()
#: Numerators and denominators that would be longer than this many bits are left to balls.
MAX_BITS = 1 << 16
#: Longer powers become balls: none of their digits is a tie of any type, and they are faster.
MAX_POWER_BITS = 1 << 13
#: Decimal exponents beyond it are far outside float64: such a literal is what float64 makes of it.
_MAX_DECIMAL_EXPONENT = 1000


class Singular(ArithmeticError):  # noqa: N818  # a finding, which callers act on
    """The value is proven to lie at a pole or outside the domain of a function."""


class Undecided(ArithmeticError):  # noqa: N818  # the same
    """The balls are too wide to tell which branch holds: more precision is needed."""


@contextmanager
def precision(bits: int) -> Iterator[None]:
    """Compute balls with a precision in bits, which is restored afterwards; other threads wait for their turn."""
    with _TURN:
        before = ctx.prec
        ctx.prec = bits
        try:
            yield
        finally:
            ctx.prec = before


def rational(value: float | Fraction) -> fmpq:
    """Return a finite double or a fraction, exactly."""
    return fmpq(*value.as_integer_ratio())


def constant(value: float | Fraction) -> fmpq | arb:
    """Return a parameter as a number: exact, infinities included."""
    return arb(value) if isinstance(value, float) and math.isinf(value) else rational(value)


def literal(text: str) -> fmpq | arb:
    """Return a decimal as it is written, every digit of it."""
    nearest = float(text)
    exponent = text.lower().partition("e")[2] or "0"
    if math.isinf(nearest) or abs(int(exponent)) > _MAX_DECIMAL_EXPONENT:
        return constant(nearest)
    return rational(Fraction(text))


def fraction(value: fmpq) -> Fraction:
    """Return a rational number as one of Python's."""
    return Fraction(int(value.p), int(value.q))


def nearest_double(value: fmpq) -> float:
    """Return the double nearest to a rational number, ties to even, subnormals and overflow included."""
    numerator = int(value.p)
    try:
        return numerator / int(value.q)
    except OverflowError:
        return math.inf if numerator > 0 else -math.inf


def square_root(value: fmpq) -> fmpq | None:
    """Return the square root of a positive number; None where it is irrational."""
    below, above = math.isqrt(int(value.q)), math.isqrt(int(value.p))
    return fmpq(above, below) if below**2 == value.q and above**2 == value.p else None


def power(base: fmpq, exponent: int) -> fmpq | arb:
    """Return an integer power: exact where it is of bearable length, else a ball.

    Raises
    ------
    Singular
        For a negative power of zero.
    """
    if not base and exponent < 0:
        raise Singular
    if abs(exponent) * base.height_bits() > MAX_POWER_BITS:
        return arb(base) ** exponent
    return base**exponent
