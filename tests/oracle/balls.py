"""The errors of results by balls: exact values at thousands of points, as the evaluation of formulas encloses them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from actcli.evaluation.quantity import Quantity
from actcli.formula.flint import arb, fmpq
from actcli.formula.rationals import precision
from oracle.points import LARGEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from actcli.evaluation.bound import BoundActivation

    #: A rational number, a ball, or None at a pole or a gap of the domain.
    Number = Any

_FIRST_BITS = 64
#: Beyond it a point is left open: x - tanh(x) at the smallest numbers takes half as many.
_MOST_BITS = 1 << 12
#: An error is known when its ball is as narrow as this, in ulp and relative to the error.
_NARROW, _RELATIVELY = 0.05, 1e-3
_TOP = 2.0**1023
#: Relative to x, for differences.
_STEP = 2.0**-30


class Distance(NamedTuple):
    """How far a result is from the exact value: infinitely, for nan.

    Attributes
    ----------
    wanted
        The double nearest to the exact value.
    ulps
        The largest error that the ball allows, in units of the spacing of doubles at the exact value.
    sign
        The sign of the exact value; 0 for an exact zero, None where the ball doesn't tell.
    """

    wanted: float
    ulps: float
    sign: int | None


class Balls:
    """One quantity of a function: its value, its derivative, or its derivative by a parameter."""

    def __init__(self, function: BoundActivation, wrt: int | None) -> None:
        self.by_parameter = bool(wrt)
        name = function.activation.params[wrt - 1].name if wrt else None
        self.order = int(wrt == 0)
        self.quantity = Quantity(function, self.order, name)
        self.slope = Quantity(function, self.order + 1)

    def distances(self, x: Sequence[float], got: Sequence[float]) -> list[Distance | None]:
        """Return how far results are from the exact values at finite x; None for what the balls leave open."""
        found: list[Distance | None] = [None] * len(x)
        todo, bits = list(range(len(x))), _FIRST_BITS
        while todo and bits <= _MOST_BITS:
            numbers = self.quantity.numbers(np.array([x[i] for i in todo]), bits)
            with precision(bits):
                for i, number in zip(todo, numbers, strict=True):
                    found[i] = None if number is None else distance(number, got[i])
            todo = [i for i, number in zip(todo, numbers, strict=True) if found[i] is None and number is not None]
            bits *= 2
        return found

    def conditions(self, x: Sequence[float]) -> list[float]:
        """Return the condition numbers with respect to x; 0 where one is not known, or has no value."""
        at, bits = np.array(x), 4 * _FIRST_BITS
        values = self.quantity.numbers(at, bits)
        if self.by_parameter:
            # Of the two sides the smaller, which no kink lies within.
            near = np.clip(at, -LARGEST * (1 - _STEP), LARGEST * (1 - _STEP))
            ahead, behind = (self.quantity.numbers(near * (1 + step), bits) for step in (_STEP, -_STEP))
            with precision(bits):
                sides = [
                    [_condition(1 / _STEP, _difference(beside, y), y) for beside in pair]
                    for *pair, y in zip(ahead, behind, values, strict=True)
                ]
            return [min(pair) for pair in sides]
        with precision(bits):
            return list(map(_condition, x, self.slope.numbers(at, bits), values))


def _difference(a: Number, b: Number) -> Number:
    return None if a is None or b is None else arb(a) - b


def _condition(x: float, slope: Number, value: Number) -> float:
    if slope is None or value is None or arb(value).contains(0):
        return 0.0
    kappa = abs(float(arb(x) * slope / value))
    return kappa if math.isfinite(kappa) else 0.0


def distance(number: Number, got: float) -> Distance | None:
    """Return how far a result is from an exact value; None where the ball is too wide to say."""
    value = arb(number)
    wanted = float(value)
    if not value.is_finite():
        return None
    sign = int(value > 0) - int(value < 0) if not value.contains(0) else 0 if type(number) is fmpq else None
    if math.isnan(got):
        return Distance(wanted, math.inf, sign)
    top = arb(_TOP) * 2
    # Infinity counts as 2**1024. The spacing below a power of two is that of the smaller numbers.
    exact = value.max(-top).min(top)
    result = arb(got) if math.isfinite(got) else math.copysign(1.0, got) * top
    unit = math.ulp(math.nextafter(min(abs(wanted), LARGEST), 0.0))
    error = abs(result - exact) / unit
    width = error.rad()
    if not (width <= _NARROW or width < _RELATIVELY * error.mid()):
        return None
    return Distance(wanted, float(error.upper()), sign)
