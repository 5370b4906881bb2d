"""The number system of last resort: a rational number and a ball beside it, never added up.

Far out, 1.25*x*sigmoid(x) lies so close to 1.25*x that no bearable precision tells them apart, and where that is a tie
(or rounding is directed) the side decides. So a number is kept as ``main + rest``: the main part exact, the rest a ball
of full relative precision, however small. It also keeps 1+erf(x) exact where erf(x) is nearly -1.
"""

from __future__ import annotations

import ast
import operator
from typing import TYPE_CHECKING, Any, NamedTuple

from actcli.formula import balls
from actcli.formula.flint import arb, fmpq
from actcli.formula.rationals import MAX_BITS, Singular, Undecided
from actcli.formula.system import System

if TYPE_CHECKING:
    from collections.abc import Callable

    from actcli.formula.system import Operation

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


def lone(value: Any) -> Number:  # noqa: ANN401  # a ball or a rational number
    """Return a ball as a number without a main part; an exact one is rational."""
    if type(value) is fmpq:
        return value
    if value.is_exact() and value.is_finite() and _short(value):
        return value.fmpq()
    return Split(_ZERO, value)


def _short(value: arb) -> bool:
    """Tell whether an exact ball is a rational number of bearable length."""
    return value == 0 or bool(2**-MAX_BITS < abs(value) < 2**MAX_BITS)


def _made(main: fmpq, rest: arb) -> Number:
    if main.height_bits() > MAX_BITS:
        return Split(_ZERO, main + rest)
    return main if rest.is_zero() else Split(main, rest)


def add(a: Number, b: Number) -> Number:
    """Return a sum."""
    if type(a) is fmpq and type(b) is fmpq:
        return a + b
    a, b = split(a), split(b)
    return _made(a.main + b.main, a.rest + b.rest)


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
    return _made(a.main * b.main, _product(a.main, b.rest) + _product(b.main, a.rest) + a.rest * b.rest)


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
        return a / b if type(a) is fmpq else _made(a.main / b, a.rest / b)
    if not b.main or not abs(b.rest) < abs(b.main) / 2:
        return multiply(a, Split(_ZERO, 1 / b.total))
    return multiply(a, _made(1 / b.main, -b.rest / (b.main * b.total)))


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


def power(a: Number, b: Number) -> Number:
    """Return a**b."""
    if type(b) is fmpq and b.q == 1 and abs(b.p) <= MAX_BITS:
        return integer_power(a, int(b.p))
    if type(a) is Split and a.main == 1:
        return exp(multiply(b, Split(_ZERO, a.rest.log1p())))
    if type(a) is fmpq and type(b) is fmpq:
        return lone(balls.power(a, b))
    return lone(balls.power(ball(a), ball(b)))


def exp(x: Number) -> Number:
    """Return the exponential; near 0 as 1 and what is added to it."""
    if type(x) is Split and not x.main and abs(x.rest) < 1:
        return _made(_ONE, x.rest.expm1())
    return lone(ball(x).exp())


def expm1(x: Number) -> Number:
    """Return exp(x)-1, far to the left as -1 and what is added to it."""
    v = ball(x)
    return Split(-_ONE, v.exp()) if v < -1 else lone(v.expm1())


def log(x: Number) -> Number:
    """Return the logarithm, with all digits near 1."""
    if type(x) is Split and x.main == 1 and x.rest > -1:
        return lone(x.rest.log1p())
    return lone(balls.FUNCTIONS["log"](ball(x)))


def sqrt(x: Number) -> Number:
    """Return the square root; beside a rational one as that and what is added to it."""
    at = sign(x)
    if at < 0:
        raise Singular
    if at == 0:
        return _ZERO
    root = ball(x).sqrt()
    if type(x) is fmpq:
        return lone(root)
    exact = balls.exact_part(arb(x.main).sqrt()) if x.main > 0 else None
    return _made(exact, x.rest / (root + exact)) if type(exact) is fmpq else lone(root)


def absolute(x: Number) -> Number:
    """Return the magnitude."""
    return negate(x) if sign(x) < 0 else x


def tanh(x: Number) -> Number:
    """Return the hyperbolic tangent, far out as 1 and what is missing."""
    v = ball(x)
    if v < -1:
        return negate(tanh(negate(x)))
    if not v > 1:
        return lone(v.tanh())
    e = (-2 * v).exp()
    return Split(_ONE, -2 * e / (1 + e))


def sigmoid(x: Number) -> Number:
    """Return 1/(1+exp(-x)), far out as 1 and what is missing."""
    v = ball(x)
    if v.is_zero():
        return _ONE / 2
    e = (-abs(v)).exp()
    return Split(_ONE, -e / (1 + e)) if v > 0 else Split(_ZERO, e / (1 + e) if v < 0 else 1 / (1 + (-v).exp()))


def softplus(x: Number) -> Number:
    """Return log(1+exp(x)), to the right as x and what is added to it."""
    v = ball(x)
    return add(x, Split(_ZERO, (-v).exp().log1p())) if v > 1 else lone(v.exp().log1p())


def erfc(x: Number) -> Number:
    """Return the complementary error function, to the left as 2 and what is missing."""
    v = ball(x)
    return Split(_ONE * 2, -_erfc(-v)) if v < -1 else lone(_erfc(v))


def _erfc(v: arb) -> arb:
    """Return the complementary error function of a ball, positive far out too.

    FLINT widens the result of a ball by a bound that is too coarse there; the function decreases, so the results at the
    two ends enclose it.
    """
    result = v.erfc()
    return result if result > 0 else v.lower().erfc().union(v.upper().erfc())


def erf(x: Number) -> Number:
    """Return the error function, far out as 1 and what is missing."""
    v = ball(x)
    if v > 1:
        return Split(_ONE, -_erfc(v))
    return Split(-_ONE, _erfc(-v)) if v < -1 else lone(v.erf())


def normal_cdf(x: Number) -> Number:
    """Return the share of the standard normal distribution below x."""
    if type(x) is fmpq and not x:
        return _ONE / 2
    return divide(erfc(Split(_ZERO, -ball(x) / arb(2).sqrt())), fmpq(2))


def maximum(a: Number, b: Number) -> Number:
    """Return the larger of two numbers."""
    return a if sign(subtract(a, b)) >= 0 else b


def minimum(a: Number, b: Number) -> Number:
    """Return the smaller of two numbers."""
    return a if sign(subtract(a, b)) <= 0 else b


def _alone(name: str) -> Callable[[Number], Number]:
    """Return a function of balls as one of numbers in two parts."""
    function = balls.FUNCTIONS[name]
    return lambda x: lone(function(ball(x)))


def constant(value: Any) -> Number:  # noqa: ANN401  # a rational number or a ball
    """Return the value of a parameter."""
    return value if type(value) is fmpq else Split(_ZERO, value)


def _compared(test: Callable[[int, int], bool]) -> Operation:
    return lambda a, b: test(sign(subtract(a, b)), 0)


#: Values: rational numbers, and rational numbers with a ball beside them.
SPLITS = System(
    add=add,
    subtract=subtract,
    multiply=multiply,
    divide=divide,
    power=power,
    negate=negate,
    integer_power=integer_power,
    functions={
        **{name: _alone(name) for name in balls.FUNCTIONS},
        "exp": exp,
        "expm1": expm1,
        "log": log,
        "sqrt": sqrt,
        "abs": absolute,
        "erf": erf,
        "erfc": erfc,
        "Phi": normal_cdf,
        "sign": lambda x: fmpq(sign(x)),
        "min": minimum,
        "max": maximum,
        "clip": lambda x, low, high: minimum(maximum(x, low), high),
    },
    activations={
        "tanh": tanh,
        "sigmoid": sigmoid,
        "softplus": softplus,
        "bipolar_sigmoid": lambda x: tanh(divide(x, fmpq(2))),
        "sign": lambda x: fmpq(sign(x)),
    },
    first={"min": minimum, "max": maximum},
    comparisons={
        ast.Lt: _compared(operator.lt),
        ast.LtE: _compared(operator.le),
        ast.Gt: _compared(operator.gt),
        ast.GtE: _compared(operator.ge),
        ast.Eq: _compared(operator.eq),
    },
    number=lambda text: constant(balls.number(text)),
    constant=constant,
    nearest_double=lambda value: constant(balls.nearest_double(ball(value) if type(value) is Split else value)),
    where=balls.where,
    both=balls.both,
)
