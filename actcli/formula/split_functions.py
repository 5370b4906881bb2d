"""The functions of numbers in two parts, and their number system."""

from __future__ import annotations

import ast
import operator
from typing import TYPE_CHECKING, Any

from actcli.formula import balls
from actcli.formula.flint import arb, fmpq
from actcli.formula.rationals import MAX_BITS, Singular, square_root
from actcli.formula.splits import (
    Split,
    add,
    ball,
    divide,
    integer_power,
    known_sign,
    lone,
    made,
    multiply,
    negate,
    sign,
    split,
    subtract,
)
from actcli.formula.system import System

if TYPE_CHECKING:
    from collections.abc import Callable

    from actcli.formula.system import Operation

    #: A rational number (fmpq) or a Split.
    Number = Any

_ZERO, _ONE = fmpq(0), fmpq(1)


def power(a: Number, b: Number) -> Number:
    """Return a**b."""
    if type(b) is fmpq and b.q == 1 and abs(b.p) <= MAX_BITS:
        return integer_power(a, int(b.p))
    if type(a) is Split and a.main == 1:
        return exp(multiply(b, Split(_ZERO, a.rest.log1p(), a.side)))
    if type(a) is fmpq and type(b) is fmpq:
        return lone(balls.power(a, b), int(a > 0))
    return lone(balls.power(ball(a), ball(b)), int(ball(a) > 0))


def exp(x: Number) -> Number:
    """Return the exponential; near 0 as 1 plus a rest."""
    if type(x) is Split and not x.main and abs(x.rest) < 1:
        return made(_ONE, x.rest.expm1(), x.side)
    return lone(ball(x).exp(), 1)


def expm1(x: Number) -> Number:
    """Return exp(x)-1, far to the left as -1 plus a rest."""
    v = ball(x)
    return Split(-_ONE, v.exp(), 1) if v < -1 else lone(v.expm1(), known_sign(split(x)))


def log(x: Number) -> Number:
    """Return the logarithm, with all digits near 1."""
    if type(x) is Split and x.main == 1 and x.rest > -1:
        return lone(x.rest.log1p(), x.side)
    return lone(balls.FUNCTIONS["log"](ball(x)))


def sqrt(x: Number) -> Number:
    """Return the square root; next to a rational one as that plus a rest."""
    if sign(x) < 0:
        raise Singular
    main = x.main if type(x) is Split else x
    exact, root = square_root(main) if main > 0 else None, ball(x).sqrt()
    if exact is None:
        return lone(root, 1)
    return made(exact, x.rest / (root + exact), x.side) if type(x) is Split else exact


def absolute(x: Number) -> Number:
    """Return the magnitude."""
    return negate(x) if sign(x) < 0 else x


def tanh(x: Number) -> Number:
    """Return the hyperbolic tangent, far out as 1 minus a rest."""
    v = ball(x)
    if v < -1:
        return negate(tanh(negate(x)))
    if not v > 1:
        return lone(v.tanh(), known_sign(split(x)))
    e = (-2 * v).exp()
    return Split(_ONE, -2 * e / (1 + e), -1)


def sigmoid(x: Number) -> Number:
    """Return 1/(1+exp(-x)), far out as 1 minus a rest."""
    v = ball(x)
    if v.is_zero():
        return _ONE / 2
    e = (-abs(v)).exp()
    return Split(_ONE, -e / (1 + e), -1) if v > 0 else Split(_ZERO, e / (1 + e) if v < 0 else 1 / (1 + (-v).exp()), 1)


def softplus(x: Number) -> Number:
    """Return log(1+exp(x)), to the right as x plus a rest."""
    v = ball(x)
    return add(x, Split(_ZERO, (-v).exp().log1p(), 1)) if v > 1 else lone(v.exp().log1p(), 1)


def erfc(x: Number) -> Number:
    """Return the complementary error function, to the left as 2 minus a rest."""
    v = ball(x)
    return Split(_ONE * 2, -_erfc(-v), -1) if v < -1 else lone(_erfc(v), 1)


def _erfc(v: arb) -> arb:
    """Return the complementary error function of a ball, with its digits far out too.

    FLINT widens the result of a ball by a bound that is too coarse there; the function decreases, so the results at the
    two ends enclose it.
    """
    result = v.erfc()
    return result if result > 0 else v.lower().erfc().union(v.upper().erfc())


def erf(x: Number) -> Number:
    """Return the error function, far out as 1 minus a rest."""
    v = ball(x)
    if v > 1:
        return Split(_ONE, -_erfc(v), -1)
    return Split(-_ONE, _erfc(-v), 1) if v < -1 else lone(v.erf(), known_sign(split(x)))


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


def _alone(name: str, side: Callable[[Number], int]) -> Callable[[Number], Number]:
    """Return a function of balls as one of numbers in two parts, whose results have a known side."""
    function = balls.FUNCTIONS[name]
    return lambda x: lone(function(ball(x)), side(x))


def _side(name: str) -> Callable[[Number], int]:
    """Return how the sign of a result follows from the argument; 0 where it does not."""
    if name in {"sinh", "asinh", "asin", "atan", "atanh", "log1p"}:
        return lambda x: known_sign(split(x))
    positive = int(name in {"cosh", "sech"})
    return lambda _: positive


def constant(value: Any) -> Number:
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
        **{name: _alone(name, _side(name)) for name in balls.FUNCTIONS},
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
