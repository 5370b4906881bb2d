"""The number system of last resort: unevaluated sums of a rational number and a ball.

Far out, 1.25*x*sigmoid(x) lies so close to 1.25*x that no bearable precision tells them apart, and where that is a tie
(or rounding is directed) the side decides. So a number is kept as ``main + rest``: the main part exact, the rest a ball
of full relative precision, however small. It also keeps 1+erf(x) exact where erf(x) is nearly -1.

No ball of bearable precision tells exp(-exp(65536)) from 0. Its sign is kept beside the ball: exponentials are
positive, and the sign of a product, a sum of like signs or an odd increasing function follows from what it is made of.
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
    """The number ``main + rest``.

    Attributes
    ----------
    main, rest
        The exact part and the ball.
    side
        The sign of the rest, for where its ball holds 0; 0 if it is not known.
    """

    main: fmpq
    rest: arb
    side: int = 0

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


def lone(value: Any, side: int = 0) -> Number:
    """Return a ball as a number without a main part; an exact one is rational."""
    if type(value) is fmpq:
        return value
    if value.is_exact() and value.is_finite() and _short(value):
        return value.fmpq()
    return Split(_ZERO, value, side)


def _short(value: arb) -> bool:
    """Tell whether an exact ball is a rational number of bearable length."""
    return value == 0 or bool(2**-MAX_BITS < abs(value) < 2**MAX_BITS)


def made(main: fmpq, rest: arb, side: int = 0) -> Number:
    """Return a number in two parts, or one where possible; the length of the main part is bounded."""
    if main.height_bits() > MAX_BITS:
        return Split(_ZERO, main + rest)
    return main if rest.is_zero() else Split(main, rest, side)


def add(a: Number, b: Number) -> Number:
    """Return a sum."""
    if type(a) is fmpq and type(b) is fmpq:
        return a + b
    a, b = split(a), split(b)
    rest = a.rest + b.rest
    side = _common(a, side_of(a), b, side_of(b)) if rest.contains(0) else 0  # else its ball tells
    return made(a.main + b.main, rest, side)


def side_of(a: Split) -> int:
    """Return the sign of the rest; 0 if it is 0 or not known."""
    return 1 if a.rest > 0 else -1 if a.rest < 0 else a.side


def known_sign(a: Split) -> int:
    """Return the sign of a number; 0 if it is 0 or not known."""
    side = side_of(a)
    if not a.main or side == (main := _rational_sign(a.main)):
        return side
    return main if abs(a.rest) < abs(a.main) else side if abs(a.rest) > abs(a.main) else 0


def _rational_sign(a: fmpq) -> int:
    return (a > 0) - (a < 0)


def _common(a: Split, first: int, b: Split, second: int) -> int:
    """Return the sign of the sum of a term with the rest of a and one with that of b; 0 if it is not known."""
    if a.rest.is_zero():
        return second
    return first if first == second or b.rest.is_zero() else 0


def negate(a: Number) -> Number:
    """Return -a."""
    return -a if type(a) is fmpq else Split(-a.main, -a.rest, -a.side)


def subtract(a: Number, b: Number) -> Number:
    """Return a difference."""
    return add(a, negate(b))


def multiply(a: Number, b: Number) -> Number:
    """Return a product."""
    if type(a) is fmpq and type(b) is fmpq:
        return a * b
    a, b = split(a), split(b)
    rest = _product(a.main, b.rest) + _product(b.main, a.rest) + a.rest * b.rest
    return made(a.main * b.main, rest, _product_side(a, b) if rest.contains(0) else 0)


def _product_side(a: Split, b: Split) -> int:
    """Return the sign of a.rest*b + a.main*b.rest; 0 if it is not known."""
    first = side_of(a) * known_sign(b)
    return _common(a, first, b, _rational_sign(a.main) * side_of(b)) if a.main else first


def _product(main: fmpq, rest: arb) -> arb:
    return main * rest if main else arb(0)


def sign(a: Number) -> int:
    """Return the sign of a number.

    Raises
    ------
    Undecided
        If the parts do not tell.
    """
    if type(a) is fmpq:
        return _rational_sign(a)
    found = known_sign(a)
    if found or a.total.is_zero():
        return found
    raise Undecided


def divide(a: Number, b: Number) -> Number:
    """Return a quotient."""
    at = sign(b)
    if at == 0:
        raise Singular
    if type(b) is fmpq:
        return a / b if type(a) is fmpq else made(a.main / b, a.rest / b, a.side * at)
    if not b.main or not abs(b.rest) < abs(b.main) / 2:
        return multiply(a, Split(_ZERO, 1 / b.total, at))
    return multiply(a, made(1 / b.main, -b.rest / (b.main * b.total), -side_of(b)))


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
