"""The number system of values: rational numbers as far as they go, then balls (FLINT's arb), which enclose the value.

An operation on rational numbers that has a rational result is exact; the first irrational function turns them into
balls. Comparisons hold for every number of a ball, or raise Undecided; a pole or an argument that is proven to lie
outside a domain raises Singular.
"""

from __future__ import annotations

import ast
import operator
from typing import TYPE_CHECKING, Any

from actcli.formula import rationals
from actcli.formula.flint import arb, fmpq
from actcli.formula.rationals import Singular, Undecided
from actcli.formula.system import System

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from actcli.formula.system import Operation

    #: A rational number (fmpq) or a ball (arb); FLINT's stubs do not know that both mix.
    Scalar = Any

_ZERO, _ONE = fmpq(0), fmpq(1)


def ball(value: Scalar) -> arb:
    """Return a number as a ball of the present precision."""
    return value if type(value) is arb else arb(value)


def decided(compare: Callable[[Any, Any], bool], opposite: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    """Return a comparison that says True or False only where all numbers of both balls agree."""

    def holds(a: Scalar, b: Scalar) -> bool:
        if compare(a, b):
            return True
        if opposite(a, b):
            return False
        raise Undecided

    return holds


less = decided(operator.lt, operator.ge)
at_most = decided(operator.le, operator.gt)
more = decided(operator.gt, operator.le)
at_least = decided(operator.ge, operator.lt)
equal = decided(operator.eq, operator.ne)


def is_zero(value: Scalar) -> bool:
    """Tell whether a number is exactly 0 (fmpq.is_zero of python-flint 0.9.0 is always False)."""
    return not value if type(value) is fmpq else value.is_zero()


def divide(a: Scalar, b: Scalar) -> Scalar:
    """Return a quotient."""
    if is_zero(b):
        raise Singular
    return a / b


def integer_power(a: Scalar, n: int) -> Scalar:
    """Return a**n."""
    if type(a) is fmpq:
        return rationals.power(a, n)
    if n < 0 and a.is_zero():
        raise Singular
    result = a**n
    # FLINT gives nan where the ball's midpoint is 0.
    return result if n <= 0 or result.is_finite() else _by_squaring(a, n)


def _by_squaring(a: arb, n: int) -> arb:
    result = arb(1)
    for bit in f"{n:b}":
        result *= result
        if bit == "1":
            result *= a
    return result


def power(a: Scalar, b: Scalar) -> Scalar:
    """Return a**b as IEEE 754 has it: of a negative base for whole exponents only."""
    if type(b) is fmpq and b.q == 1 and abs(b.p) <= rationals.MAX_BITS:
        return integer_power(a, int(b.p))
    if a > _ZERO:
        root = rationals.square_root(a) if type(a) is fmpq and type(b) is fmpq and b.q == 2 else None
        return ball(a) ** ball(b) if root is None else integer_power(root, int(b.p))
    if is_zero(a):
        if more(b, _ZERO):
            return _ZERO
        raise Singular
    if not a < _ZERO:
        raise Undecided
    if type(b) is fmpq:
        if b.q != 1:
            raise Singular
        magnitude: arb = ball(-a) ** arb(b)
        return magnitude if b.p % 2 == 0 else -magnitude
    if ball(b).contains_integer():
        raise Undecided
    raise Singular


def maximum(a: Scalar, b: Scalar) -> Scalar:
    """Return the larger of two numbers; of two balls that overlap, one that holds the larger."""
    if a > b:
        return a
    return b if a <= b else ball(a).max(ball(b))


def minimum(a: Scalar, b: Scalar) -> Scalar:
    """Return the smaller of two numbers."""
    if a < b:
        return a
    return b if a >= b else ball(a).min(ball(b))


def clip(x: Scalar, low: Scalar, high: Scalar) -> Scalar:
    """Return x, cut off at both ends."""
    return minimum(maximum(x, low), high)


def sign(x: Scalar) -> fmpq:
    """Return -1, 0 or 1."""
    if is_zero(x):
        return _ZERO
    return _ONE if more(x, _ZERO) else -_ONE


def exact_part(value: arb) -> Scalar:
    """Return a ball without radius as the rational number that it is."""
    return value.fmpq() if value.is_exact() and value.is_finite() else value


def sqrt(x: Scalar) -> Scalar:
    """Return the square root; exact where it is rational: of 100/9, which a ball never holds, it is 10/3."""
    if x > _ZERO:
        root = rationals.square_root(x) if type(x) is fmpq else None
        return ball(x).sqrt() if root is None else root
    if is_zero(x):
        return _ZERO
    if x < _ZERO:
        raise Singular
    raise Undecided


def _above(bound: fmpq, function: Callable[[arb], arb]) -> Callable[[Scalar], arb]:
    """Return a function that is defined above a bound, and infinite at it."""

    def checked(x: Scalar) -> arb:
        if x > bound:
            return function(ball(x))
        raise Singular if x <= bound else Undecided

    return checked


def _within(bound: fmpq, function: Callable[[arb], arb], *, closed: bool) -> Callable[[Scalar], arb]:
    """Return a function that is defined where the magnitude of its argument is below a bound."""

    def checked(x: Scalar) -> arb:
        size = abs(x)
        if size < bound or (closed and size == bound):
            return function(ball(x))
        raise Singular if size >= bound else Undecided

    return checked


def acosh(x: Scalar) -> Scalar:
    """Return the inverse of the hyperbolic cosine, defined from 1 on."""
    if x > _ONE:
        return ball(x).acosh()
    if x == _ONE:
        return _ZERO
    raise Singular if x < _ONE else Undecided


def sigmoid(x: Scalar) -> Scalar:
    """Return 1/(1+exp(-x)) through the exponential that does not overflow."""
    if is_zero(x):
        return _ONE / 2
    x = ball(x)
    if x > 0:
        return 1 / (1 + (-x).exp())
    e = x.exp()
    return e / (1 + e)


def softplus(x: Scalar) -> Scalar:
    """Return log(1+exp(x)) through the exponential that does not overflow."""
    x = ball(x)
    return x + (-x).exp().log1p() if x > 0 else x.exp().log1p()


def normal_cdf(x: Scalar) -> Scalar:
    """Return the share of the standard normal distribution below x."""
    if is_zero(x):
        return _ONE / 2
    return (-ball(x) / arb(2).sqrt()).erfc() / 2


def normal_quantile(p: Scalar) -> Scalar:
    """Return the inverse of the normal distribution function, for 0 < p < 1."""
    return arb(2).sqrt() * ball(2 * p - 1).erfinv() if 2 * p - 1 else _ZERO


def _plain(name: str) -> Callable[[Scalar], Scalar]:
    """Return a method of balls that is defined everywhere; at 0 the result is rational."""
    method = getattr(arb, name)

    def apply(x: Scalar) -> Scalar:
        return method(x if type(x) is arb else arb(x))

    return apply


#: The functions of the language, and activation functions that have a tight way of their own, by name.
FUNCTIONS: Mapping[str, Operation] = {
    **{name: _plain(name) for name in ("exp", "expm1", "sin", "cos", "tan", "sinh", "cosh", "sech", "asinh", "atan")},
    **{name: _plain(name) for name in ("erf", "erfc")},
    "log": _above(_ZERO, arb.log),
    "log1p": _above(-_ONE, arb.log1p),
    "asin": _within(_ONE, arb.asin, closed=True),
    "atanh": _within(_ONE, arb.atanh, closed=False),
    "acosh": acosh,
    "sqrt": sqrt,
    "abs": abs,
    "sign": sign,
    "min": minimum,
    "max": maximum,
    "clip": clip,
    "Phi": normal_cdf,
}
ACTIVATIONS: Mapping[str, Operation] = {
    "tanh": _plain("tanh"),
    "sigmoid": sigmoid,
    "softplus": softplus,
    "sign": sign,
    "bipolar_sigmoid": lambda x: (ball(x) / 2).tanh(),
}


def number(text: str) -> Scalar:
    """Return a constant by its name, or a decimal as it is written."""
    match text:
        case "pi":
            return arb.pi()
        case "e":
            return arb.const_e()
        case "inf":
            return arb("inf")
    return rationals.literal(text)


def nearest_double(value: Scalar) -> Scalar:
    """Return the double nearest to a constant."""
    return rationals.constant(rationals.nearest_double(value) if type(value) is fmpq else float(value))


def where(condition: Operation, yes: Operation, no: Operation) -> Operation:
    """Return a choice that evaluates the branch that holds only."""
    return lambda v: yes(v) if condition(v) else no(v)


def both(truths: Sequence[Operation]) -> Operation:
    """Return whether several comparisons hold."""
    return lambda v: all(truth(v) for truth in truths)


#: Values: rational numbers and balls.
BALLS = System(
    add=operator.add,
    subtract=operator.sub,
    multiply=operator.mul,
    divide=divide,
    power=power,
    negate=operator.neg,
    integer_power=integer_power,
    functions=FUNCTIONS,
    activations=ACTIVATIONS,
    first={"min": minimum, "max": maximum},
    comparisons={ast.Lt: less, ast.LtE: at_most, ast.Gt: more, ast.GtE: at_least, ast.Eq: equal},
    number=number,
    constant=lambda value: value,
    nearest_double=nearest_double,
    where=where,
    both=both,
)
