"""Numbers of any precision for :mod:`actcli.formula.parse`: total (nan, never an exception, never complex) and fast.

The arithmetic is mpmath's ``libmp``, without its contexts. Exponents have no bounds, so nothing underflows, and
``log(1 + exp(1e308))`` comes out.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from mpmath import libmp

from actcli.catalog.record import ExactFloat, Vector
from actcli.formula import parse
from actcli.spec import registry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

#: exp(exp(1e308)) has no digits that matter: arguments of exp are cut off at this power of two.
LARGEST_EXPONENT = 7000
#: Above this power of two the leading term of erfc's asymptotic series is exact to more digits than are used.
_ERFC_SERIES = 80

Raw = Any  # mpmath's (sign, mantissa, exponent, bit count)


class Real:
    """A binary floating-point number; every operation rounds to ``Real.bits`` bits."""

    __slots__ = ("raw",)
    bits = 1300

    def __init__(self, raw: Raw) -> None:
        self.raw = raw

    @staticmethod
    def of(value: float) -> Real:
        """Return a double, exactly; a fraction to as many bits as there are."""
        if isinstance(value, ExactFloat):
            return Real(libmp.from_rational(*value.as_integer_ratio(), Real.bits, "n"))
        return Real(libmp.from_float(value))

    @staticmethod
    def power_of_two(exponent: int) -> Real:
        return Real(libmp.from_man_exp(1, exponent))

    def __add__(self, other: Real) -> Real:
        return Real(libmp.mpf_add(self.raw, other.raw, Real.bits, "n"))

    def __sub__(self, other: Real) -> Real:
        return Real(libmp.mpf_sub(self.raw, other.raw, Real.bits, "n"))

    def __mul__(self, other: Real) -> Real:
        return Real(libmp.mpf_mul(self.raw, other.raw, Real.bits, "n"))

    def __truediv__(self, other: Real) -> Real:
        if other.raw == libmp.fzero:
            return NAN
        return Real(libmp.mpf_div(self.raw, other.raw, Real.bits, "n"))

    def __pow__(self, other: Real) -> Real:
        if self.is_nan() or other.is_nan():
            return NAN
        try:
            return Real(libmp.mpf_pow(self.raw, other.raw, Real.bits, "n"))
        except (libmp.ComplexResult, ZeroDivisionError):
            return NAN

    def __neg__(self) -> Real:
        return Real(libmp.mpf_neg(self.raw))

    def __abs__(self) -> Real:
        return Real(libmp.mpf_abs(self.raw))

    def __lt__(self, other: Real) -> bool:
        return bool(libmp.mpf_lt(self.raw, other.raw))

    def __le__(self, other: Real) -> bool:
        return bool(libmp.mpf_le(self.raw, other.raw))

    def __gt__(self, other: Real) -> bool:
        return bool(libmp.mpf_gt(self.raw, other.raw))

    def __ge__(self, other: Real) -> bool:
        return bool(libmp.mpf_ge(self.raw, other.raw))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Real) and bool(libmp.mpf_eq(self.raw, other.raw))

    __hash__ = None  # type: ignore[assignment]  # equal numbers may differ in representation

    def __float__(self) -> float:
        """Round to the nearest double, subnormals and overflow included."""
        return float(libmp.to_float(self.raw, rnd="n"))

    def __repr__(self) -> str:
        return str(libmp.to_str(self.raw, 20))

    def is_nan(self) -> bool:
        return bool(self.raw == libmp.fnan)

    def is_finite(self) -> bool:
        return self.raw not in (libmp.fnan, libmp.finf, libmp.fninf)

    def magnitude(self) -> int:
        """Return e where 2**(e-1) <= abs(self) < 2**e, for a finite number that is not zero."""
        return int(self.raw[2] + self.raw[3])

    def shifted(self, exponent: int) -> Real:
        """Return self times 2**exponent, exactly."""
        return Real(libmp.mpf_shift(self.raw, exponent))


NAN = Real(libmp.fnan)
INF = Real(libmp.finf)
ZERO = Real(libmp.fzero)
ONE = Real(libmp.fone)


class Row(list[Real]):
    """A vector of numbers, for formulas that reduce over x; arithmetic is by component."""

    def _with(self, other: Row | Real, operation: Callable[[Real, Real], Real]) -> Row:
        others = other if isinstance(other, Row) else [other] * len(self)
        return Row(operation(a, b) for a, b in zip(self, others, strict=True))

    def __add__(self, other: Row | Real) -> Row:  # type: ignore[override]  # numbers are added, lists are not joined
        return self._with(other, Real.__add__)

    def __sub__(self, other: Row | Real) -> Row:
        return self._with(other, Real.__sub__)

    def __mul__(self, other: Row | Real) -> Row:  # type: ignore[override]  # the same for products
        return self._with(other, Real.__mul__)

    def __truediv__(self, other: Row | Real) -> Row:
        return self._with(other, Real.__truediv__)

    def __neg__(self) -> Row:
        return Row(-a for a in self)


class Reals:
    """The number system that a formula is evaluated in."""

    def number(self, text: str) -> Any:  # noqa: ANN401  # a Real; a Row where x is a vector
        if text == "pi":
            return Real(libmp.mpf_pi(Real.bits, "n"))
        return INF if text == "inf" else Real(_literal(text, Real.bits))

    def call(self, name: str, args: list[Any]) -> Any:  # noqa: ANN401  # the same
        if name == "where":
            truth, yes, no = args
            return yes if truth else no
        if name == "sum":
            return _sum(args[0])
        if name in {"min", "max"}:
            return _extreme(args[0] if len(args) == 1 else args, greatest=name == "max")
        (argument,) = args
        apply = _FUNCTIONS[name] if name in _FUNCTIONS else _activation(name)
        return Row(map(apply, argument)) if isinstance(argument, Row) else apply(argument)


@cache
def _literal(text: str, bits: int) -> Raw:
    return libmp.from_str(text, bits, "n")


def _sum(values: Iterable[Real]) -> Real:
    total = ZERO
    for value in values:
        total = total + value
    return total


def _extreme(values: Iterable[Real], *, greatest: bool) -> Real:
    best, *others = values
    for value in others:
        if value.is_nan() or (value > best if greatest else value < best):
            best = value
    return best


def _exp(x: Real) -> Real:
    raw = x.raw
    if not raw[1]:  # zero, infinities, nan
        return Real(libmp.mpf_exp(raw, Real.bits, "n"))
    magnitude = raw[2] + raw[3]
    if magnitude > LARGEST_EXPONENT:
        raw, magnitude = libmp.from_man_exp(-1 if raw[0] else 1, LARGEST_EXPONENT), LARGEST_EXPONENT
    if magnitude < 8:
        return Real(libmp.mpf_exp(raw, Real.bits, "n"))
    # libmp raises e to large whole numbers by powers, a hundred times slower than this reduction by log 2.
    bits = Real.bits + magnitude + 10
    log2 = libmp.mpf_ln2(bits, "n")
    n = int(libmp.to_int(libmp.mpf_div(raw, log2, bits, "n"), "n"))
    rest = libmp.mpf_sub(raw, libmp.mpf_mul(log2, libmp.from_int(n), bits, "n"), bits, "n")
    return Real(libmp.mpf_shift(libmp.mpf_exp(rest, Real.bits, "n"), n))


def _expm1(x: Real) -> Real:
    raw = x.raw
    magnitude = raw[2] + raw[3]
    if not raw[1] or magnitude > 0:
        return _exp(x) - ONE
    bits = Real.bits - magnitude + 10
    return Real(libmp.mpf_sub(libmp.mpf_exp(raw, bits, "n"), libmp.fone, Real.bits, "n"))


def _log(x: Real) -> Real:
    if x < ZERO:
        return NAN
    return Real(libmp.mpf_log(x.raw, Real.bits, "n"))


def _log1p(x: Real) -> Real:
    raw = x.raw
    magnitude = raw[2] + raw[3]
    if not raw[1] or magnitude > 0:
        return _log(ONE + x)
    bits = Real.bits - magnitude + 10
    return Real(libmp.mpf_log(libmp.mpf_add(libmp.fone, raw, bits, "n"), Real.bits, "n"))


def _sqrt(x: Real) -> Real:
    return NAN if x < ZERO else Real(libmp.mpf_sqrt(x.raw, Real.bits, "n"))


def _sinh(x: Real) -> Real:
    if not x.raw[1] or x.magnitude() < 8:
        return Real(libmp.mpf_sinh(x.raw, Real.bits, "n"))
    return (_exp(x) - _exp(-x)).shifted(-1)


def _cosh(x: Real) -> Real:
    if not x.raw[1] or x.magnitude() < 8:
        return Real(libmp.mpf_cosh(x.raw, Real.bits, "n"))
    return (_exp(x) + _exp(-x)).shifted(-1)


def _erf(x: Real) -> Real:
    if x.raw[1] and x.magnitude() > _ERFC_SERIES:
        return ONE - _erfc(x) if x > ZERO else _erfc(-x) - ONE
    return Real(libmp.mpf_erf(x.raw, Real.bits, "n"))


def _erfc(x: Real) -> Real:
    if not x.raw[1] or x.magnitude() <= _ERFC_SERIES:
        return Real(libmp.mpf_erfc(x.raw, Real.bits, "n"))
    tail = _exp(-(x * x)) / (abs(x) * _sqrt(Real(libmp.mpf_pi(Real.bits, "n"))))
    return tail if x > ZERO else Real.of(2.0) - tail


def _finite_only(name: str) -> Callable[[Real], Real]:
    """Return an oscillating function, nan at infinity."""
    function = getattr(libmp, f"mpf_{name}")
    return lambda x: Real(function(x.raw, Real.bits, "n")) if x.is_finite() else NAN


_FUNCTIONS: dict[str, Callable[[Real], Real]] = {
    "exp": _exp,
    "expm1": _expm1,
    "log": _log,
    "log1p": _log1p,
    "sqrt": _sqrt,
    "sin": _finite_only("sin"),
    "cos": _finite_only("cos"),
    "sinh": _sinh,
    "cosh": _cosh,
    "atan": lambda x: Real(libmp.mpf_atan(x.raw, Real.bits, "n")),
    "erf": _erf,
    "erfc": _erfc,
    "abs": abs,
}


@cache
def parsed(text: str) -> parse.Formula:
    return parse.parse(text, lambda name: registry.find(name) is not None)


@cache
def _activation(name: str) -> Callable[[Real], Real]:
    record = registry.find(name)
    assert record is not None
    assert not isinstance(record, Vector), f"{name} takes a vector"
    definition = parsed(record.formula)

    def apply(x: Real) -> Real:
        # A fraction has as many digits as are asked for now.
        defaults = {key: Real.of(value) for key, value in record.defaults.items()}
        result: Real = definition.evaluate(REALS, {"x": x, **defaults})
        return result

    return apply


REALS = Reals()
