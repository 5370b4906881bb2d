"""The number system of last resort: unevaluated sums of a rational number and a ball.

Far out, 1.25*x*sigmoid(x) lies so close to 1.25*x that no bearable precision tells them apart, and where that is a tie
(or rounding is directed) the side decides. So a number is kept as ``main + rest``: the main part exact, the rest a ball
of full relative precision, however small. It also keeps 1+erf(x) exact where erf(x) is nearly -1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from actcli.formula import balls
from actcli.formula.flint import arb, fmpq
from actcli.formula.rationals import MAX_BITS, Singular, Undecided

if TYPE_CHECKING:
    #: A rational number (fmpq) or a Split.
    Number = Any

_ZERO, _ONE = fmpq(0), fmpq(1)


class Split(NamedTuple):
    """The number ``main + rest``."""

    main: fmpq
    rest: arb

    @property
    def total(self) -> arb:
        """The sum, as one ball."""
        return self.rest if not self.main else self.main + self.rest


def split(value: Number) -> Split:
    """Return a number in two parts."""
    return Split(value, arb(0)) if type(value) is fmpq else value


def ball(value: Number) -> arb:
    """Return a number as one ball."""
    return arb(value) if type(value) is fmpq else value.total


def lone(value: Any) -> Number:
    """Return a ball as a number without a main part; an exact one is rational."""
    if type(value) is fmpq:
        return value
    if value.is_exact() and value.is_finite() and _short(value):
        return value.fmpq()
    return Split(_ZERO, value)


def _short(value: arb) -> bool:
    """Tell whether an exact ball is a rational number of bearable length."""
    return value == 0 or bool(2**-MAX_BITS < abs(value) < 2**MAX_BITS)


def made(main: fmpq, rest: arb) -> Number:
    """Return a number in two parts, or one where possible; the length of the main part is bounded."""
    if main.height_bits() > MAX_BITS:
        return Split(_ZERO, main + rest)
    return main if rest.is_zero() else Split(main, rest)


def add(a: Number, b: Number) -> Number:
    """Return a sum."""
    if type(a) is fmpq and type(b) is fmpq:
        return a + b
    a, b = split(a), split(b)
    return made(a.main + b.main, a.rest + b.rest)


def negate(a: Number) -> Number:
    """Return -a."""
    return -a if type(a) is fmpq else Split(-a.main, -a.rest)


def subtract(a: Number, b: Number) -> Number:
    """Return a difference."""
    return add(a, negate(b))


def multiply(a: Number, b: Number) -> Number:
    """Return a product."""
    if type(a) is fmpq and type(b) is fmpq:
        return a * b
    a, b = split(a), split(b)
    return made(a.main * b.main, _product(a.main, b.rest) + _product(b.main, a.rest) + a.rest * b.rest)


def _product(main: fmpq, rest: arb) -> arb:
    return main * rest if main else arb(0)


def sign(a: Number) -> int:
    """Return the sign of a number.

    Raises
    ------
    Undecided
        If the parts do not tell.
    """
    total = a if type(a) is fmpq else a.total
    if total > 0:
        return 1
    if total < 0:
        return -1
    if total == 0:
        return 0
    raise Undecided


def divide(a: Number, b: Number) -> Number:
    """Return a quotient."""
    if sign(b) == 0:
        raise Singular
    if type(b) is fmpq:
        return a / b if type(a) is fmpq else made(a.main / b, a.rest / b)
    if not b.main or not abs(b.rest) < abs(b.main) / 2:
        return multiply(a, Split(_ZERO, 1 / b.total))
    return multiply(a, made(1 / b.main, -b.rest / (b.main * b.total)))


def integer_power(a: Number, n: int) -> Number:
    """Return a**n."""
    if type(a) is fmpq:
        result = balls.integer_power(a, n)
        return result if type(result) is fmpq else Split(_ZERO, result)
    if n < 0:
        return divide(_ONE, integer_power(a, -n))
    result = _ONE
    for bit in f"{n:b}":
        result = multiply(result, result)
        if bit == "1":
            result = multiply(result, a)
    return result
