"""The number system of derivatives: truncated power series in one variable, over rational numbers or balls.

A value is a number (where nothing depends on the variable) or a series; the coefficient of order n, times n!, is the
nth derivative. FLINT's arb_series lacks a few functions, which are made here from those that it has.
"""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any

from actcli.formula import balls
from actcli.formula.branches import Branches
from actcli.formula.flint import arb, arb_series, fmpq, fmpq_series
from actcli.formula.rationals import MAX_BITS, MAX_POWER_BITS, Singular, Undecided

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    #: A rational number (fmpq) or a ball (arb); a series of one or the other; any of them.
    Number = Any
    Series = Any
    Value = Any

_ZERO = fmpq(0)


def is_number(value: Value) -> bool:
    """Tell whether a value does not depend on the variable."""
    return type(value) is fmpq or type(value) is arb


def head(value: Value) -> Number:
    """Return the value where the variable is: the constant term."""
    return value if is_number(value) else value[0]


def lifted(value: Value) -> arb_series:
    """Return a value that depends on the variable as a series over balls."""
    return arb_series(value) if type(value) is fmpq_series else value


def _mixing(operation: Callable[[Any, Any], Any]) -> Callable[[Value, Value], Any]:
    """Return an operation that takes every mixture of numbers and series."""

    def apply(a: Value, b: Value) -> Any:
        if type(a) is fmpq_series:
            if type(b) is arb or type(b) is arb_series:
                a = arb_series(a)
        elif type(b) is fmpq_series and (type(a) is arb or type(a) is arb_series):
            b = arb_series(b)
        return operation(a, b)

    return apply


_quotient = _mixing(operator.truediv)
add, subtract, multiply = _mixing(operator.add), _mixing(operator.sub), _mixing(operator.mul)


def _sign(number: Number) -> int:
    """Return the sign of a number.

    Raises
    ------
    Undecided
        If it is a ball around 0.
    """
    if balls.is_zero(number):
        return 0
    if number > 0:
        return 1
    if number < 0:
        return -1
    raise Undecided


def divide(a: Value, b: Value) -> Value:
    """Return a quotient."""
    if _sign(head(b)) == 0:
        raise Singular
    return _quotient(a, b)


def quotient(a: Value, b: Value) -> Value:
    """Return a quotient, of two series that begin with 0 too."""
    if balls.is_zero(head(a)) and balls.is_zero(head(b)) and not is_number(b):
        return _quotient(a, b)
    return divide(a, b)


def integer_power(a: Value, n: int) -> Value:
    """Return a**n."""
    if is_number(a):
        return balls.integer_power(a, n)
    if n < 0:
        return divide(fmpq(1), integer_power(a, -n))
    if type(a) is fmpq_series and n * a[0].height_bits() > MAX_POWER_BITS:
        return arb_series(a) ** n
    return a**n


def replace_head(series: arb_series, number: Number) -> arb_series:
    """Return a series with a better constant term."""
    return arb_series([number, *series.coeffs()[1:]], prec=series.prec)


def integrated(at: Number, derivative: arb_series) -> arb_series:
    """Return the series whose derivative and constant term are known."""
    result: arb_series = derivative.integral() + at
    return result


def _composed(outer: list[arb], u: arb_series) -> arb_series:
    """Return a function of a series, from the coefficients of the function at its constant term."""
    return arb_series(outer, prec=u.prec)(arb_series([0, *u.coeffs()[1:]], prec=u.prec))


def _cycle(u: arb_series, even: arb, odd: arb) -> arb_series:
    """Return a function whose derivatives alternate between two, as with sinh and cosh."""
    outer, factorial = [], arb(1)
    for k in range(u.prec):
        outer.append((odd if k % 2 else even) / factorial)
        factorial *= k + 1
    return _composed(outer, u)


def _sinh(u: arb_series) -> arb_series:
    return _cycle(u, u[0].sinh(), u[0].cosh())


def _cosh(u: arb_series) -> arb_series:
    return _cycle(u, u[0].cosh(), u[0].sinh())


def _expm1(u: arb_series) -> arb_series:
    return replace_head(u.exp(), u[0].expm1())


def _sigmoid(u: arb_series) -> arb_series:
    if u[0] > 0:
        return 1 / (1 + (-u).exp())
    e = u.exp()
    return e / (1 + e)


def _softplus(u: arb_series) -> arb_series:
    return integrated(balls.softplus(u[0]), _sigmoid(u) * u.derivative())


def _tanh(u: arb_series) -> arb_series:
    if u[0] < 0:
        return -_tanh(-u)
    e = (-2 * u).exp()
    return replace_head(1 - 2 * e / (1 + e), u[0].tanh())


def _sech(u: arb_series) -> arb_series:
    e = (u if u[0] < 0 else -u).exp()
    return 2 * e / (1 + e * e)


def _checked(low: int | None, high: int | None, function: Callable[[arb_series], arb_series]) -> Any:
    """Return a function whose derivatives are defined strictly between two bounds."""

    def apply(u: arb_series) -> arb_series:
        at = u[0]
        if (low is not None and at <= low) or (high is not None and at >= high):
            raise Singular
        if (low is None or at > low) and (high is None or at < high):
            return function(u)
        raise Undecided

    return apply


def _sqrt(u: Value) -> Value:
    at = _sign(head(u))
    if at <= 0:
        raise Singular
    return lifted(u).sqrt()


def _over_series(name: str, function: Callable[[arb_series], arb_series]) -> Callable[[Value], Value]:
    """Return a function of values: of numbers as balls have it, of series by the function given."""
    of_number = balls.FUNCTIONS.get(name) or balls.ACTIVATIONS[name]
    return lambda u: of_number(u) if is_number(u) else function(lifted(u))


_SERIES: Mapping[str, Callable[[arb_series], arb_series]] = {
    **{name: getattr(arb_series, name) for name in ("exp", "sin", "cos", "tan", "atan", "erf", "erfc")},
    "expm1": _expm1,
    "sinh": _sinh,
    "cosh": _cosh,
    "sech": _sech,
    "tanh": _tanh,
    "sigmoid": _sigmoid,
    "softplus": _softplus,
    "bipolar_sigmoid": lambda u: _tanh(u / 2),
    "sqrt": _sqrt,
    "log": _checked(0, None, arb_series.log),
    "log1p": _checked(-1, None, lambda u: integrated(u[0].log1p(), u.derivative() / (1 + u))),
    "asin": _checked(-1, 1, arb_series.asin),
    "atanh": _checked(-1, 1, lambda u: integrated(u[0].atanh(), u.derivative() / (1 - u * u))),
    "acosh": _checked(1, None, lambda u: integrated(u[0].acosh(), u.derivative() / (u * u - 1).sqrt())),
    "asinh": lambda u: integrated(u[0].asinh(), u.derivative() / (u * u + 1).sqrt()),
    "Phi": lambda u: (-u / arb(2).sqrt()).erfc() / 2,
}
_FUNCTIONS = {name: _over_series(name, function) for name, function in _SERIES.items() if name in balls.FUNCTIONS}
_ACTIVATIONS = {name: _over_series(name, function) for name, function in _SERIES.items() if name in balls.ACTIVATIONS}


class PowerSeries(Branches):
    """Series up to an order.

    Parameters
    ----------
    order
        The highest derivative that is wanted.
    side
        Where branches meet: 0 for the convention, -1 for the left branch, 1 for the right.
    spare
        How many terms more are carried along, since a quotient of two series that begin with 0 loses one.
    """

    def __init__(self, order: int, side: int = 0, spare: int = 0) -> None:
        self.spare = spare
        super().__init__(
            order=order,
            side=side,
            numbers=balls.BALLS,
            arithmetic={
                "add": add,
                "subtract": subtract,
                "multiply": multiply,
                "divide": quotient if spare else divide,
                "power": self.raised,
                "negate": operator.neg,
                "integer_power": integer_power,
            },
            functions=_FUNCTIONS,
            activations=_ACTIVATIONS,
        )

    def to_the_right(self) -> PowerSeries:
        """Return the system that takes the right branch."""
        return PowerSeries(self.order, 1)

    def variable(self, at: Number) -> Series:
        """Return the variable at a point."""
        made = fmpq_series if type(at) is fmpq else arb_series
        return made([at, 1], prec=self.order + self.spare + 1)

    def is_number(self, value: Value) -> bool:
        """Tell whether a value does not depend on the variable."""
        return is_number(value)

    def coefficient(self, value: Value, order: int) -> Number:
        """Return one coefficient."""
        if is_number(value):
            return _ZERO if order else value
        return value[order]

    def line(self, at: Number, slope: Number) -> Series:
        """Return a series of the first order."""
        made = fmpq_series if type(at) is fmpq and type(slope) is fmpq else arb_series
        return made([at, slope], prec=2)

    def order_of(self, a: Number, b: Number) -> int:
        """Return the sign of a - b."""
        if a < b:
            return -1
        if a > b:
            return 1
        if a == b:
            return 0
        raise Undecided

    def union(self, a: Number, b: Number) -> Number:
        """Return a ball that holds two."""
        return balls.ball(a).union(balls.ball(b))

    def raised(self, a: Value, b: Value) -> Value:
        """Return a**b."""
        if is_number(a) and is_number(b):
            return balls.power(a, b)
        if type(b) is fmpq and b.q == 1 and abs(b.p) <= MAX_BITS:
            return integer_power(a, int(b.p))
        base = _sign(head(a))
        if base == 0 and is_number(b) and b > self.order:
            return _ZERO
        if base <= 0:
            raise Singular
        if is_number(b):
            return lifted(a) ** b
        log = balls.FUNCTIONS["log"](a) if is_number(a) else lifted(a).log()
        return (lifted(b) * log).exp()
