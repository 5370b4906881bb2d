"""Float64 arrays with a proven bound of their error: the number system in which formulas are evaluated.

Every operation adds to the errors of its operands what its own rounding may contribute, so the exact value of the
formula lies within ``error`` of ``value``. Where that is unknown (an overflow on the way, a comparison that
rounding may turn) the error is infinite. A nan with a finite error is certain: the argument lies outside the domain.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np

from actcli.formula.arrays import CONSTANTS, UNARY
from actcli.formula.propagation import ERRORS, KERNEL_ULPS, NUMPY_ULPS, SPACING, UNDERFLOW, is_zero, passed_on, unit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from actcli.formula.parse import Formula
    from actcli.numbers.array import Array


class StableForm(NamedTuple):
    """A formula in the form in which it is evaluated, and the values of its parameters."""

    formula: Formula
    values: Mapping[str, Bounded]


class Called(Protocol):
    """An activation function that a formula calls."""

    @property
    def stable(self) -> StableForm | None:
        """Its own formula in a stable form; None where it has none in the language."""

    @property
    def kinks(self) -> tuple[float, ...]:
        """Where its slope jumps."""

    def compute(self, x: Array) -> Array:
        """Return the values for float64 x."""

    def slope(self, x: Array) -> Array:
        """Return the derivative for float64 x."""


@dataclass(frozen=True)
class Truth:
    """A comparison: where it holds, where both sides are equal, and where rounding may have turned it."""

    holds: NDArray[np.bool_]
    tie: NDArray[np.bool_]
    unsure: NDArray[np.bool_]

    def __and__(self, other: Truth) -> Truth:
        tie = (self.tie & (other.holds | other.tie)) | (other.tie & (self.holds | self.tie))
        return Truth(self.holds & other.holds, tie, self.unsure | other.unsure)


@dataclass(frozen=True, eq=False)
class Bounded:
    """Values and bounds of their absolute errors.

    Attributes
    ----------
    value
        A float64 array.
    error
        An array of the same shape or a scalar; at least 0.
    """

    value: Array
    error: Array

    def __neg__(self) -> Bounded:
        return Bounded(-self.value, self.error)

    def __add__(self, other: Bounded) -> Bounded:
        return rounded(self.value + other.value, self.error + other.error)

    def __sub__(self, other: Bounded) -> Bounded:
        return rounded(self.value - other.value, self.error + other.error)

    def __mul__(self, other: Bounded) -> Bounded:
        value = self.value * other.value
        tiny = _underflow(value, self, other)
        if is_power_of_two(other):
            return scaled(value, self.error * np.abs(other.value) + tiny)
        if is_power_of_two(self):
            return scaled(value, other.error * np.abs(self.value) + tiny)
        if is_zero(other.error):
            return rounded(value, np.abs(other.value) * self.error + tiny)
        if is_zero(self.error):
            return rounded(value, np.abs(self.value) * other.error + tiny)
        error = np.abs(self.value) * other.error + (np.abs(other.value) + other.error) * self.error
        return rounded(value, error + tiny)

    def __truediv__(self, other: Bounded) -> Bounded:
        value = self.value / other.value
        tiny = _underflow(value, self)
        if is_power_of_two(other):
            return scaled(value, self.error / np.abs(other.value) + tiny)
        room = np.abs(other.value) - other.error
        error = (self.error + np.abs(value) * other.error) / room + tiny
        # A denominator that may be 0 decides nothing; one that is 0 is a pole.
        return rounded(value, np.where(room > 0, error, np.inf))

    def __pow__(self, other: Bounded) -> Bounded:
        if other.value.ndim == 0 and other.error == 0 and abs(other.value) in (1, 2, 3):
            product = self  # which rounds less, and takes a tenth of the time
            for _ in range(int(abs(other.value)) - 1):
                product = product * self
            return product if other.value > 0 else exact(1.0) / product
        value = self.value**other.value
        base = np.abs(self.value)
        # d ln(a^b) = b da/a + ln(a) db
        relative = np.abs(other.value) * self.error / (base - self.error) if np.any(self.error) else np.zeros(())
        if np.any(other.error):
            relative = relative + np.abs(np.log(base)) * other.error
        certain = (relative < 0.5) & ((self.value > 0) | (other.error == 0))  # nan where a base may be 0
        error = np.abs(value) * (relative * (1 + relative)) + NUMPY_ULPS * (unit(value) + UNDERFLOW)
        outside = np.isnan(value) & (self.value + self.error < 0) & (other.error == 0)
        return Bounded(value, np.where(outside, 0.0, np.where(certain, error, np.inf)))

    def __lt__(self, other: Bounded) -> Truth:
        return compared(self, other, self.value < other.value)

    def __le__(self, other: Bounded) -> Truth:
        return compared(self, other, self.value <= other.value)

    def __gt__(self, other: Bounded) -> Truth:
        return compared(self, other, self.value > other.value)

    def __ge__(self, other: Bounded) -> Truth:
        return compared(self, other, self.value >= other.value)

    def __eq__(self, other: Bounded) -> Truth:  # type: ignore[override]  # an array of truths
        truth = compared(self, other, self.value == other.value)
        return Truth(truth.holds, np.zeros_like(truth.holds), truth.unsure)  # equality has no branches that meet

    __hash__ = None  # type: ignore[assignment]  # arrays have none


def rounded(value: Array, error: Array, own: float | Array = 0.5) -> Bounded:
    """Return a result that is off by some units of its own, of operands that contribute an error."""
    total = unit(value, own) + error
    if np.isnan(value.sum()):
        total = np.where(np.isnan(value), error, total)
    return Bounded(value, total)


def scaled(value: Array, error: Array) -> Bounded:
    """Return a product with a power of two, which rounds only where it overflows or underflows."""
    finite = np.isfinite(value)
    return rounded(value, error, 0.0 if finite.all() else np.where(finite, 0.0, 0.5))


def _without_zeros(error: Array, value: Array, x: Bounded) -> Array:
    """Return the error of a function, which has none where it is 0 at 0."""
    zeros = value == 0
    return np.where(zeros & (x.value == 0) & (x.error == 0), 0.0, error) if zeros.any() else error


def _underflow(value: Array, *factors: Bounded) -> Array | float:
    """Return the error of a product or quotient below the normal numbers: 0 where a factor is exactly 0."""
    zeros = value == 0
    if not zeros.any():
        return UNDERFLOW
    certain = np.any(np.broadcast_arrays(*((f.value == 0) & (f.error == 0) for f in factors)), axis=0)
    return np.where(certain, 0.0, UNDERFLOW)


def exact(value: Array | float) -> Bounded:
    """Return numbers without an error."""
    return Bounded(np.asarray(value, dtype=np.float64), np.zeros(()))


def number(value: float | Fraction) -> Bounded:
    """Return a rational number, whose double may be off by its rounding, or an infinity."""
    if value in (math.inf, -math.inf):
        return exact(float(value))
    value = Fraction(value)
    try:
        nearest = float(value)
    except OverflowError:
        return Bounded(np.asarray(math.inf if value > 0 else -math.inf), np.asarray(math.inf))
    return Bounded(np.asarray(nearest), np.asarray(abs(float(value - Fraction(nearest))) * (1 + SPACING)))


@lru_cache
def _literal(text: str) -> Bounded:
    if text not in CONSTANTS:
        return number(Fraction(text)) if float(text) else exact(0.0)
    value = np.asarray(CONSTANTS[text])
    return Bounded(value, np.asarray(0.0 if text == "inf" else np.spacing(value) / 2))


def is_power_of_two(x: Bounded) -> bool:
    """Tell whether a number is a single power of two, by which products and quotients are exact."""
    return x.value.ndim == 0 and bool(x.error == 0) and abs(np.frexp(x.value)[0]) == 0.5  # the only mantissa of one bit


def compared(a: Bounded, b: Bounded, holds: NDArray[np.bool_]) -> Truth:
    """Return a comparison, which is unsure where the errors reach across the gap."""
    error = a.error + b.error
    tie = a.value == b.value
    return Truth(np.asarray(holds), np.asarray(tie), np.asarray((np.abs(a.value - b.value) <= error) & (error > 0)))


def choose(truth: Truth, yes: Bounded, no: Bounded) -> Bounded:
    """Return one of two where a comparison holds, and the other elsewhere."""
    error = np.where(truth.holds, yes.error, no.error)
    if truth.unsure.any():
        error = np.where(truth.unsure, np.inf, error)
    return Bounded(np.where(truth.holds, yes.value, no.value), error)


def _error_of_chosen(a: Bounded, b: Bounded, first: NDArray[np.bool_]) -> Array:
    """Return the error of the chosen operand; the larger of the two where either may be chosen."""
    error = a.error + b.error
    if not error.any():
        return error
    apart = np.abs(a.value - b.value) > error
    return np.where(apart, np.where(first, a.error, b.error), np.maximum(a.error, b.error))


@dataclass(frozen=True)
class Bounds:
    """The number system of :class:`Bounded`.

    Attributes
    ----------
    function
        Looks up the activation functions that the formula calls.
    axis
        The axis of vectors, along which sum, mean, max and min of one argument reduce.
    """

    function: Callable[[str], Called]
    axis: int = -1

    def number(self, text: str) -> Bounded:
        """Return a literal or a constant."""
        return _literal(text)

    def call(self, name: str, args: list[Any]) -> Bounded:
        """Apply a function of the language or an activation function."""
        match name, args:
            case "where", [Truth() as truth, yes, no]:
                return choose(truth, yes, no)
            case "min", [a, b]:
                return Bounded(np.minimum(a.value, b.value), _error_of_chosen(a, b, a.value < b.value))
            case "max", [a, b]:
                return Bounded(np.maximum(a.value, b.value), _error_of_chosen(a, b, a.value > b.value))
            case "clip", [x, low, high]:
                return self.call("min", [self.call("max", [x, low]), high])
            case "sum" | "mean" | "max" | "min", [x]:
                return reduced(name, x, self.axis)
            case _, [x] if name in ERRORS:
                value = UNARY[name](x.value)
                return Bounded(value, _without_zeros(passed_on(name, x.value, x.error, value), value, x))
            case _, [x]:
                return self.call_function(self.function(name), x)
        raise AssertionError(name)

    @staticmethod
    def call_function(function: Called, x: Bounded) -> Bounded:
        """Return an activation function of numbers with errors: its kernel, and the steepest slope within the error."""
        at = np.asarray(x.value)
        value = function.compute(at)
        error = np.broadcast_to(x.error, at.shape)
        slope = np.abs(function.slope(at))
        if error.any():
            slope = np.maximum(slope, np.abs(function.slope(at - error)))
            slope = np.maximum(slope, np.abs(function.slope(at + error))) * 1.1
        # The bar of every kernel: 4 ulp of the result times 1 + |x f'/f|.
        own = KERNEL_ULPS * (unit(value) * (1 + np.abs(at) * slope / np.abs(value)) + UNDERFLOW)
        own = np.where(value == 0, KERNEL_ULPS * (SPACING * np.abs(at) * slope + UNDERFLOW), own)
        return Bounded(value, np.where(np.isfinite(at), np.where(error > 0, slope * error, 0.0) + own, np.inf))


def reduced(name: str, x: Bounded, axis: int) -> Bounded:
    """Return the sum, mean, maximum or minimum along an axis, which is kept with length 1."""
    errors = np.broadcast_to(x.error, x.value.shape)
    if name in {"max", "min"}:
        extreme = np.max if name == "max" else np.min
        return Bounded(extreme(x.value, axis=axis, keepdims=True), errors.max(axis=axis, keepdims=True))
    count = x.value.shape[axis]
    own = np.abs(x.value).sum(axis=axis, keepdims=True) * (count * SPACING / 2)
    total = Bounded(x.value.sum(axis=axis, keepdims=True), errors.sum(axis=axis, keepdims=True) * (1 + SPACING) + own)
    return total if name == "sum" else total / exact(float(count))
