"""First derivatives in numbers of two parts: dual numbers, for the few points where a series over balls cannot decide.

Far out, the slope of x*sigmoid(x) lies so close to 1 that rounding upwards needs its side, which the two parts keep.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from actcli.formula.branches import Branches
from actcli.formula.flint import arb, fmpq
from actcli.formula.split_functions import SPLITS
from actcli.formula.splits import Split, add, ball, divide, integer_power, lone, multiply, negate, sign, subtract

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from actcli.formula.system import Operation

    #: A number of the system of two parts; a number or a Dual.
    Number = Any
    Value = Any

_ZERO, _ONE, _TWO = fmpq(0), fmpq(1), fmpq(2)
_F, _A = SPLITS.functions, SPLITS.activations


class Dual(NamedTuple):
    """A number and its slope."""

    at: Number
    slope: Number


def at(value: Value) -> Number:
    """Return the number itself."""
    return value.at if type(value) is Dual else value


def slope(value: Value) -> Number:
    """Return the slope, 0 of what does not depend on the variable."""
    return value.slope if type(value) is Dual else _ZERO


def _linear(operation: Callable[[Number, Number], Number]) -> Callable[[Value, Value], Value]:
    """Return a sum or difference of values."""

    def apply(a: Value, b: Value) -> Value:
        result = operation(at(a), at(b))
        if type(a) is not Dual and type(b) is not Dual:
            return result
        return Dual(result, operation(slope(a), slope(b)))

    return apply


def _times(a: Value, b: Value) -> Value:
    result = multiply(at(a), at(b))
    if type(a) is not Dual and type(b) is not Dual:
        return result
    return Dual(result, add(multiply(slope(a), at(b)), multiply(at(a), slope(b))))


def _over(a: Value, b: Value) -> Value:
    result = divide(at(a), at(b))
    if type(a) is not Dual and type(b) is not Dual:
        return result
    return Dual(result, divide(subtract(slope(a), multiply(result, slope(b))), at(b)))


def _negative(a: Value) -> Value:
    return Dual(negate(a.at), negate(a.slope)) if type(a) is Dual else negate(a)


def _to_integer(a: Value, n: int) -> Value:
    result = integer_power(at(a), n)
    if type(a) is not Dual:
        return result
    return Dual(result, multiply(multiply(fmpq(n), integer_power(a.at, n - 1)), a.slope) if n else _ZERO)


def _raised(a: Value, b: Value) -> Value:
    result = SPLITS.power(at(a), at(b))
    if type(a) is not Dual and type(b) is not Dual:
        return result
    if type(b) is not Dual:
        return Dual(result, multiply(multiply(b, SPLITS.power(at(a), subtract(b, _ONE))), slope(a)))
    return Dual(  # the logarithm refuses what has no real powers
        result, multiply(result, add(multiply(b.slope, _F["log"](at(a))), divide(multiply(b.at, slope(a)), at(a))))
    )


def _one_minus_square(u: Number) -> Number:
    return subtract(_ONE, multiply(u, u))


def _one_plus_square(u: Number) -> Number:
    return add(_ONE, multiply(u, u))


def _sech(u: Number) -> Number:
    """Return 1/cosh(u) through the exponential that does not overflow."""
    e = _F["exp"](negate(_F["abs"](u))) if sign(u) else _ONE
    return divide(multiply(_TWO, e), _one_plus_square(e))


def _bell(u: Number) -> Number:
    """Return exp(-u**2)."""
    return _F["exp"](negate(multiply(u, u)))


def _pi(factor: int) -> Number:
    """Return the square root of a multiple of pi."""
    return lone((arb.pi() * factor).sqrt())


def _inverse(u: Number) -> Number:
    return divide(_ONE, u)


#: Function -> its derivative.
_DERIVATIVES: Mapping[str, Callable[[Number], Number]] = {
    "exp": _F["exp"],
    "expm1": _F["exp"],
    "log": _inverse,
    "log1p": lambda u: _inverse(add(_ONE, u)),
    "sqrt": lambda u: _inverse(multiply(_TWO, _F["sqrt"](u))),
    "sin": _F["cos"],
    "cos": lambda u: negate(_F["sin"](u)),
    "tan": lambda u: _inverse(integer_power(_F["cos"](u), 2)),
    "sinh": _F["cosh"],
    "cosh": _F["sinh"],
    "sech": lambda u: negate(multiply(_sech(u), _A["tanh"](u))),
    "asin": lambda u: _inverse(_F["sqrt"](_one_minus_square(u))),
    "atan": lambda u: _inverse(_one_plus_square(u)),
    "asinh": lambda u: _inverse(_F["sqrt"](_one_plus_square(u))),
    "acosh": lambda u: _inverse(_F["sqrt"](negate(_one_minus_square(u)))),
    "atanh": lambda u: _inverse(_one_minus_square(u)),
    "erf": lambda u: divide(multiply(_TWO, _bell(u)), _pi(1)),
    "erfc": lambda u: divide(multiply(-_TWO, _bell(u)), _pi(1)),
    "Phi": lambda u: divide(_F["exp"](divide(multiply(u, u), -_TWO)), _pi(2)),
    "tanh": lambda u: integer_power(_sech(u), 2),
    "sigmoid": lambda u: multiply(_A["sigmoid"](u), _A["sigmoid"](negate(u))),
    "softplus": _A["sigmoid"],
    "bipolar_sigmoid": lambda u: divide(integer_power(_sech(divide(u, _TWO)), 2), _TWO),
}


def _chained(name: str, function: Operation) -> Operation:
    """Return a function of values, by the chain rule."""
    derivative = _DERIVATIVES[name]

    def apply(u: Value) -> Value:
        if type(u) is not Dual:
            return function(u)
        return Dual(function(u.at), multiply(derivative(u.at), u.slope))

    return apply


class Duals(Branches):
    """Dual numbers over numbers of two parts; see `Branches` for the side."""

    def __init__(self, side: int = 0) -> None:
        super().__init__(
            order=1,
            side=side,
            numbers=SPLITS,
            arithmetic={
                "add": _linear(add),
                "subtract": _linear(subtract),
                "multiply": _times,
                "divide": _over,
                "power": _raised,
                "negate": _negative,
                "integer_power": _to_integer,
            },
            functions={name: _chained(name, function) for name, function in _F.items() if name in _DERIVATIVES},
            activations={name: _chained(name, function) for name, function in _A.items() if name in _DERIVATIVES},
        )

    def to_the_right(self) -> Duals:
        """Return the system that takes the right branch."""
        return Duals(1)

    def variable(self, at: Number) -> Dual:
        """Return the variable at a point."""
        return Dual(at, _ONE)

    def is_number(self, value: Value) -> bool:
        """Tell whether a value does not depend on the variable."""
        return type(value) is not Dual

    def coefficient(self, value: Value, order: int) -> Number:
        """Return the number itself or its slope."""
        return slope(value) if order else at(value)

    def line(self, at: Number, slope: Number) -> Dual:
        """Return a number with its slope."""
        return Dual(at, slope)

    def order_of(self, a: Number, b: Number) -> int:
        """Return the sign of a - b."""
        return sign(subtract(a, b))

    def union(self, a: Number, b: Number) -> Number:
        """Return a number that encloses two."""
        return Split(_ZERO, ball(a).union(ball(b)))
