"""Dual numbers: values and exact slopes with bounds of their errors (forward-mode differentiation).

Where two branches meet, at ties of max, min, abs and where, the slope of smaller magnitude is taken; at the kinks of an
activation function that the formula calls, the declared one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from actcli.formula.bounds import Bounded, Bounds, Truth, choose, exact, reduced

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from actcli.formula.bounds import Called

ZERO, ONE, HALF = exact(0.0), exact(1.0), exact(0.5)
_SQRT2 = Bounded(np.asarray(math.sqrt(2)), np.asarray(2.0**-52))


@dataclass(frozen=True, eq=False)
class BoundedDual:
    """A value and its slope with respect to one variable."""

    value: Bounded
    slope: Bounded

    def __neg__(self) -> BoundedDual:
        return BoundedDual(-self.value, -self.slope)

    def __add__(self, other: BoundedDual) -> BoundedDual:
        return BoundedDual(self.value + other.value, _plus(self.slope, other.slope))

    def __sub__(self, other: BoundedDual) -> BoundedDual:
        return BoundedDual(self.value - other.value, _plus(self.slope, -other.slope))

    def __mul__(self, other: BoundedDual) -> BoundedDual:
        return BoundedDual(
            self.value * other.value, _plus(times(self.slope, other.value), times(other.slope, self.value))
        )

    def __truediv__(self, other: BoundedDual) -> BoundedDual:
        quotient = self.value / other.value
        change = _plus(self.slope, -times(other.slope, quotient))
        return BoundedDual(quotient, ZERO if _vanishes(change) else change / other.value)

    def __pow__(self, other: BoundedDual) -> BoundedDual:
        power = self.value**other.value
        slope = ZERO
        if not _vanishes(self.slope):
            slope = times(self.slope, other.value * self.value ** _predecessor(other.value))
        if not _vanishes(other.slope):
            slope = _plus(slope, times(other.slope, power * Bounds(_unknown).call("log", [self.value])))
        return BoundedDual(power, slope)

    def __lt__(self, other: BoundedDual) -> Truth:
        return _untied(self, other, self.value < other.value)

    def __le__(self, other: BoundedDual) -> Truth:
        return _untied(self, other, self.value <= other.value)

    def __gt__(self, other: BoundedDual) -> Truth:
        return _untied(self, other, self.value > other.value)

    def __ge__(self, other: BoundedDual) -> Truth:
        return _untied(self, other, self.value >= other.value)

    def __eq__(self, other: object) -> Truth:  # type: ignore[override]  # an array of truths
        return self.value == other.value if isinstance(other, BoundedDual) else NotImplemented

    __hash__ = None  # type: ignore[assignment]  # arrays have none


def _unknown(name: str) -> Called:
    raise AssertionError(name)


def _untied(a: BoundedDual, b: BoundedDual, truth: Truth) -> Truth:
    """Return a comparison without the ties at which both sides move together: one branch holds on either side."""
    if not truth.tie.any():
        return truth
    together = (a.slope.value == b.slope.value) & (a.slope.error == 0) & (b.slope.error == 0)
    return Truth(truth.holds, truth.tie & ~together, truth.unsure)


def _predecessor(exponent: Bounded) -> Bounded:
    """Return an exponent less 1. That of an integer is exact: a negative number has no power in between."""
    lower = exponent - ONE
    whole = (exponent.error == 0) & (exponent.value == np.rint(exponent.value)) & (np.abs(exponent.value) < 2.0**53)
    return Bounded(lower.value, np.where(whole, 0.0, lower.error))


def _vanishes(slope: Bounded) -> bool:
    """Tell whether a slope is zero everywhere, like that of a constant."""
    return slope.value.ndim == 0 and not slope.value and not slope.error


def _plus(a: Bounded, b: Bounded) -> Bounded:
    if _vanishes(a):
        return b
    return a if _vanishes(b) else a + b


def times(slope: Bounded, factor: Bounded) -> Bounded:
    """Multiply a slope by a factor; zero times infinity is zero here, since constants have no slope."""
    if _vanishes(slope):
        return ZERO
    still = (slope.value == 0) & (slope.error == 0)
    product = slope * factor
    if not still.any():
        return product
    return Bounded(np.where(still, 0.0, product.value), np.where(still, 0.0, product.error))


#: Function -> its derivative, from the number system, the argument and the value.
DERIVATIVES: Mapping[str, Callable[[Bounds, Bounded, Bounded], Bounded]] = {
    "exp": lambda _s, _x, y: y,
    "expm1": lambda s, x, _y: s.call("exp", [x]),
    "log": lambda _s, x, _y: ONE / x,
    "log1p": lambda _s, x, _y: ONE / (ONE + x),
    "sqrt": lambda _s, _x, y: HALF / y,
    "sin": lambda s, x, _y: s.call("cos", [x]),
    "cos": lambda s, x, _y: -s.call("sin", [x]),
    "tan": lambda _s, _x, y: ONE + y * y,
    "sinh": lambda s, x, _y: s.call("cosh", [x]),
    "cosh": lambda s, x, _y: s.call("sinh", [x]),
    "sech": lambda s, x, y: -(y * s.call("tanh", [x])),
    "atan": lambda _s, x, _y: ONE / (ONE + x * x),
    "asinh": lambda s, x, _y: ONE / s.call("sqrt", [ONE + x * x]),
    "acosh": lambda s, x, _y: ONE / (s.call("sqrt", [x - ONE]) * s.call("sqrt", [x + ONE])),
    "atanh": lambda _s, x, _y: ONE / ((ONE - x) * (ONE + x)),
    "erf": lambda s, x, _y: exact(2.0) * _SQRT2 * s.call("normal_pdf", [_SQRT2 * x]),
    "erfc": lambda s, x, _y: -(exact(2.0) * _SQRT2 * s.call("normal_pdf", [_SQRT2 * x])),
    "Phi": lambda s, x, _y: s.call("normal_pdf", [x]),
    "abs": lambda s, x, _y: s.call("sign", [x]),
    "sign": lambda _s, _x, _y: ZERO,
    "tanh": lambda s, x, _y: s.call("sech", [x]) * s.call("sech", [x]),
    "sigmoid": lambda s, x, y: y * s.call("sigmoid", [-x]),
    "softplus": lambda s, x, _y: s.call("sigmoid", [x]),
}


@dataclass(frozen=True)
class BoundedDuals:
    """The number system of :class:`BoundedDual`.

    Attributes
    ----------
    bounds
        The number system of values and slopes.
    """

    bounds: Bounds

    def number(self, text: str) -> BoundedDual:
        """Return a literal or a constant, whose slope is zero."""
        return BoundedDual(self.bounds.number(text), ZERO)

    def call(self, name: str, args: list[Any]) -> BoundedDual:
        """Apply a function and the chain rule."""
        match name, args:
            case "where", [Truth() as truth, yes, no]:
                return BoundedDual(choose(truth, yes.value, no.value), _chosen_slope(truth, yes, no))
            case "max", [a, b]:
                return BoundedDual(self.bounds.call("max", [a.value, b.value]), _chosen_slope(a > b, a, b))
            case "min", [a, b]:
                return BoundedDual(self.bounds.call("min", [a.value, b.value]), _chosen_slope(a < b, a, b))
            case "clip", [x, low, high]:
                return self.call("min", [self.call("max", [x, low]), high])
            case "sum" | "mean" | "max" | "min", [x]:
                return self._reduced(name, x)
            case _, [x] if name in DERIVATIVES:
                value = self.bounds.call(name, [x.value])
                if _vanishes(x.slope):
                    return BoundedDual(value, ZERO)
                return BoundedDual(value, times(x.slope, DERIVATIVES[name](self.bounds, x.value, value)))
            case _, [x]:
                return self._called(self.bounds.function(name), x)
        raise AssertionError(name)

    def _reduced(self, name: str, x: BoundedDual) -> BoundedDual:
        """Differentiate a reduction; a maximum or minimum moves with the first element that attains it."""
        value = self.bounds.call(name, [x.value])
        if _vanishes(x.slope):
            return BoundedDual(value, ZERO)
        if name in {"sum", "mean"}:
            return BoundedDual(value, reduced(name, x.slope, self.bounds.axis))
        pick = np.argmax if name == "max" else np.argmin
        at = np.expand_dims(pick(x.value.value, axis=self.bounds.axis), self.bounds.axis)
        slopes, errors = np.broadcast_arrays(x.slope.value, x.slope.error)
        rows = np.broadcast_shapes(at.shape[:-2], slopes.shape[:-2])  # the slopes of x itself have no rows of their own
        at = np.broadcast_to(at, (*rows, 1, slopes.shape[-1]))
        slopes, errors = (np.broadcast_to(part, (*rows, *slopes.shape[-2:])) for part in (slopes, errors))
        return BoundedDual(
            value,
            Bounded(np.take_along_axis(slopes, at, self.bounds.axis), np.take_along_axis(errors, at, self.bounds.axis)),
        )

    def _called(self, function: Called, x: BoundedDual) -> BoundedDual:
        """Differentiate an activation function through its own formula; at kinks the declared slope applies."""
        value = self.bounds.call_function(function, x.value)
        stable = function.stable
        if stable is None:
            raise AssertionError(function)  # formulas call functions that formulas define
        env = {key: BoundedDual(known, ZERO) for key, known in stable.values.items()}
        inner = stable.formula.evaluate(self, env | {"x": BoundedDual(x.value, ONE)}).slope
        for kink in function.kinks:
            there = x.value.value == kink
            if there.any():
                declared = float(function.slope(np.asarray(kink)))
                inner = Bounded(np.where(there, declared, inner.value), np.where(there, 0.0, inner.error))
        return BoundedDual(value, times(x.slope, inner))


def _chosen_slope(truth: Truth, yes: BoundedDual, no: BoundedDual) -> Bounded:
    """Return the slope of the branch that holds; where the branches meet, the one of smaller magnitude."""
    slope = choose(truth, yes.slope, no.slope)
    tie = truth.tie & ~truth.unsure
    if not tie.any():
        return slope
    first = np.abs(yes.slope.value) <= np.abs(no.slope.value)
    value = np.where(first, yes.slope.value, no.slope.value)
    error = np.where(first, yes.slope.error, no.slope.error)
    return Bounded(np.where(tie, value, slope.value), np.where(tie, error, slope.error))
