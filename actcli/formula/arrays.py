"""Number systems in which formulas are computed with arrays: values alone, and values with exact slopes.

Slopes are carried by dual numbers (forward-mode differentiation). Where two branches meet, at ties of max, min, abs and
where, the slope of smaller magnitude is taken.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from actcli import special

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from actcli.numbers.array import Array


class Function(Protocol):
    """An activation function that a formula calls."""

    def compute(self, x: Array) -> Array:
        """Return the values for float64 x."""

    def slope(self, x: Array) -> Array:
        """Return the derivative for float64 x."""


CONSTANTS = {"pi": math.pi, "inf": math.inf}

_SQRT2 = special.constant("1.4142135623730950488016887242097")


def _erfc(x: Array) -> Array:
    return 2 * special.normal_cdf(*special.two_prod(np.clip(-x, -40, 40), _SQRT2))


#: Name -> (function, derivative from x and f(x)).
UNARY: Mapping[str, tuple[Callable[[Array], Array], Callable[[Array, Array], Array]]] = {
    "exp": (np.exp, lambda _x, y: y),
    "expm1": (np.expm1, lambda x, _y: np.exp(x)),
    "log": (np.log, lambda x, _y: 1 / x),
    "log1p": (np.log1p, lambda x, _y: 1 / (1 + x)),
    "sqrt": (np.sqrt, lambda _x, y: 0.5 / y),
    "sin": (np.sin, lambda x, _y: np.cos(x)),
    "cos": (np.cos, lambda x, _y: -np.sin(x)),
    "sinh": (np.sinh, lambda x, _y: np.cosh(x)),
    "cosh": (np.cosh, lambda x, _y: np.sinh(x)),
    "atan": (np.arctan, lambda x, _y: 1 / (1 + x * x)),
    "erf": (special.erf, lambda x, _y: 2 / math.sqrt(math.pi) * np.exp(-x * x)),
    "erfc": (_erfc, lambda x, _y: -2 / math.sqrt(math.pi) * np.exp(-x * x)),
    "abs": (np.abs, lambda x, _y: np.sign(x)),
}


@dataclass(frozen=True)
class Arrays:
    """Float64 arrays: what a formula is computed in where only its values are wanted.

    Attributes
    ----------
    function
        Looks up the activation functions that the formula calls.
    """

    function: Callable[[str], Function]

    def number(self, text: str) -> Array:
        """Return a literal or a constant."""
        return np.asarray(CONSTANTS[text] if text in CONSTANTS else float(text))

    def call(self, name: str, args: list[Array]) -> Array:
        """Apply a function."""
        match name, args:
            case "where", [condition, yes, no]:
                return np.where(condition, yes, no)
            case "min", [a, b]:
                return np.minimum(a, b)
            case "max", [a, b]:
                return np.maximum(a, b)
            case _, [x]:
                return UNARY[name][0](x) if name in UNARY else self.function(name).compute(np.asarray(x))
        raise AssertionError(name)


@dataclass(frozen=True)
class Truth:
    """A comparison of dual numbers: where it holds, and where both sides are equal."""

    holds: NDArray[np.bool_]
    tie: NDArray[np.bool_]

    def __and__(self, other: Truth) -> Truth:
        tie = (self.tie & (other.holds | other.tie)) | (other.tie & (self.holds | self.tie))
        return Truth(self.holds & other.holds, tie)


@dataclass(frozen=True, eq=False)
class Dual:
    """A value and its slope with respect to x."""

    value: Array
    slope: Array

    def __neg__(self) -> Dual:
        return Dual(-self.value, -self.slope)

    def __add__(self, other: Dual) -> Dual:
        return Dual(self.value + other.value, self.slope + other.slope)

    def __sub__(self, other: Dual) -> Dual:
        return Dual(self.value - other.value, self.slope - other.slope)

    def __mul__(self, other: Dual) -> Dual:
        return Dual(self.value * other.value, _times(self.slope, other.value) + _times(other.slope, self.value))

    def __truediv__(self, other: Dual) -> Dual:
        quotient = self.value / other.value
        return Dual(quotient, (self.slope - _times(other.slope, quotient)) / other.value)

    def __pow__(self, other: Dual) -> Dual:
        power = self.value**other.value
        # x**0 is 1, at 0 too.
        by_base = _times(self.slope, _times(other.value, self.value ** (other.value - 1)))
        by_exponent = _times(other.slope, power * np.log(self.value))
        return Dual(power, by_base + by_exponent)

    def __lt__(self, other: Dual) -> Truth:
        return Truth(self.value < other.value, self.value == other.value)

    def __le__(self, other: Dual) -> Truth:
        return Truth(self.value <= other.value, self.value == other.value)

    def __gt__(self, other: Dual) -> Truth:
        return other < self

    def __ge__(self, other: Dual) -> Truth:
        return other <= self

    def __eq__(self, other: object) -> Truth:  # type: ignore[override]  # an array of truths; no tie: no branches meet
        equal = self.value == other.value if isinstance(other, Dual) else np.False_
        return Truth(np.asarray(equal), np.zeros_like(equal))

    __hash__ = None  # type: ignore[assignment]  # arrays have none


def _times(slope: Array, factor: Array) -> Array:
    """Multiply a slope by a factor, where a slope of zero wins: a constant times infinity does not move."""
    return np.where(slope == 0, 0.0, slope * factor)


@dataclass(frozen=True)
class Duals:
    """Dual numbers: what a formula is computed in where its slope is wanted."""

    function: Callable[[str], Function]

    def number(self, text: str) -> Dual:
        """Return a literal or a constant, whose slope is zero."""
        return Dual(Arrays(self.function).number(text), np.zeros(()))

    def call(self, name: str, args: list[Dual]) -> Dual:
        """Apply a function and the chain rule."""
        match name, args:
            case "where", [Truth() as truth, yes, no]:
                return _choose(truth, yes, no)
            case "max", [a, b]:
                return Dual(np.maximum(a.value, b.value), _choose(a > b, a, b).slope)
            case "min", [a, b]:
                return Dual(np.minimum(a.value, b.value), _choose(a < b, a, b).slope)
            case _, [x] if name in UNARY:
                f, derivative = UNARY[name]
                y = f(x.value)
                return Dual(y, _times(x.slope, derivative(x.value, y)))
            case _, [x]:
                function, value = self.function(name), np.asarray(x.value)
                return Dual(function.compute(value), _times(x.slope, function.slope(value)))
        raise AssertionError(name)


def _choose(truth: Truth, yes: Dual, no: Dual) -> Dual:
    smaller = np.where(np.abs(yes.slope) <= np.abs(no.slope), yes.slope, no.slope)
    slope = np.where(truth.tie, smaller, np.where(truth.holds, yes.slope, no.slope))
    return Dual(np.where(truth.holds, yes.value, no.value), slope)
