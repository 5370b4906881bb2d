"""The errors of results by balls: exact values at thousands of points, as the evaluation of formulas encloses them."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from actcli.evaluation import exact
from actcli.evaluation.quantity import Points
from actcli.formula.flint import arb, fmpq
from actcli.formula.rationals import precision, rational
from actcli.formula.splits import Split
from oracle.points import LARGEST
from oracle.report import ALLOWED_ULPS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from actcli.evaluation.exact import Problem
    from actcli.evaluation.quantity import Quantity
    from actcli.numbers.array import Array

    #: A rational number, a ball, a Split, or None at a pole or a gap of the domain.
    Number = Any
    #: A function from a point to its results, at the precision at which it was made.
    Results = Callable[[list[Fraction]], list[Number]]

FIRST_BITS = 64
#: Beyond it a point is left open: x - tanh(x) at the smallest numbers takes half as many.
_MOST_BITS = 1 << 12
#: From here on numbers are kept in two parts, which tells a result from 0 or 1 far out in a tail.
_SPLIT_BITS = 1 << 9
#: An error is known when its ball is as narrow as this, in ulp and relative to the error.
_NARROW, _RELATIVELY = 0.05, 1e-3
_TOP = 2.0**1023
#: Condition numbers below it excuse nothing.
_SMALL = 1e-3
_LARGE = 2**64
#: Where limits are looked for: large, without pattern, and often enough that no oscillation agrees with itself.
FAR = tuple(
    Fraction(digits) * 10**exponent
    for exponent, digits in zip(
        range(700, 1000, 40),
        ("1.2345678", "7.3890561", "3.3219281", "1.4142135", "2.7182818", "4.6692016", "9.8696044", "1.6180339"),
        strict=True,
    )
)
FAR_BITS = 8192
#: Below it doubles can't hold an error to a part of an ulp.
_TINY = 1e-270


class Distances(NamedTuple):
    """How far results are from the exact values.

    Attributes
    ----------
    wanted
        The doubles nearest to the exact values; nan for what the balls leave open.
    ulps
        The largest errors that the balls allow, in units of the spacing of doubles at the exact value: infinite for
        nan, nan where open.
    sign
        The sign of the exact value; 0 for an exact zero, nan where the ball doesn't tell.
    """

    wanted: Array
    ulps: Array
    sign: Array

    @property
    def open(self) -> NDArray[np.bool_]:
        """Where the balls tell nothing: at poles and gaps, or because they stay too wide."""
        return np.isnan(self.ulps)


def distances(problem: Problem, got: Array, bits: int = FIRST_BITS) -> Distances:
    """Return how far results are from the exact values of a problem; more bits make the bounds tighter."""
    found = np.full((3, got.size), math.nan)
    todo = np.arange(got.size)
    while todo.size and bits <= _MOST_BITS:
        numbers = exact.enclosures(problem, todo, bits, split=bits >= _SPLIT_BITS)
        with precision(bits):
            found[:, todo] = _measured(numbers, got[todo])
        undecided = np.isnan(found[1, todo]) & np.array([number is not None for number in numbers])
        todo, bits = todo[undecided], 2 * bits
    return Distances(*found)


def _measured(numbers: Sequence[Number], got: Array) -> Array:
    """Return what is wanted, the error and the sign; nan where unknown."""
    high, low, radius = np.array([_parts(number) for number in numbers]).T
    with np.errstate(invalid="ignore", over="ignore"):
        error = np.abs((got - high) - low)
        # Below a power of two the spacing is that of the smaller numbers.
        side, size = low * np.sign(high), np.abs(high)
        unit = np.spacing(np.where(side < radius, np.nextafter(size, 0.0), size))
        matters = (np.abs(side) < radius) & (error > ALLOWED_ULPS * unit) & (error <= ALLOWED_ULPS * np.spacing(size))
        known = ((radius <= _NARROW * unit) | (radius < _RELATIVELY * error)) & ~matters
        ulps = np.where(np.isnan(got), math.inf, (error + radius) / unit)
        exactly = ~np.isfinite(high + error) | (np.abs(high) < _TINY)
    found = np.where(known, [high, ulps, np.sign(high)], math.nan)
    for i in np.flatnonzero(exactly).tolist():
        found[:, i] = distance(numbers[i], float(got[i])) or math.nan
    return found


def _parts(number: Number) -> tuple[float, float, float]:
    """Return a number as two doubles and the radius of its ball."""
    if number is None:
        return math.nan, math.nan, math.nan
    value = ball(number)
    high = float(value)
    if math.isinf(high):
        return math.nan, math.nan, math.nan
    return high, float(value - high), float(value.rad())


def ball(number: Number) -> arb:
    """Return a number as a ball."""
    return number.total if type(number) is Split else arb(number)


class Distance(NamedTuple):
    """How far one result is from the exact value; see Distances."""

    wanted: float
    ulps: float
    sign: float


def distance(number: Number, got: float) -> Distance | None:
    """Return how far a result is from an exact value; None where there is none, or the ball is too wide to say."""
    value = arb(math.nan) if number is None else ball(number)
    wanted = float(value)
    if not value.is_finite():
        return None
    sign = sign_of(number)
    if math.isnan(got):
        return Distance(wanted, math.inf, sign)
    top = arb(_TOP) * 2
    # Infinity counts as 2**1024.
    bounded = value.max(-top).min(top)
    result = arb(got) if math.isfinite(got) else math.copysign(1.0, got) * top
    size = min(abs(wanted), LARGEST)
    unit = math.ulp(size if abs(value) >= size else math.nextafter(size, 0.0))
    error = abs(result - bounded) / unit
    width = error.rad()
    if not (width <= _NARROW or width < _RELATIVELY * error.mid()):
        return None
    return Distance(wanted, float(error.upper()), sign)


def ulps(wanted: float, got: float) -> float:
    """Return the error of a result where a double is wanted."""
    with precision(4 * FIRST_BITS):
        found = distance(rational(wanted), got)
    assert found is not None
    return found.ulps


def sign_of(number: Number) -> float:
    """Return the sign of a number, 0 of an exact zero; nan where the ball doesn't tell."""
    if number is None:
        return math.nan
    value = ball(number)
    if value > 0 or value < 0:
        return 1.0 if value > 0 else -1.0
    return 0.0 if type(number) is fmpq or value.is_zero() else math.nan


def signs(problem: Problem) -> Array:
    """Return the signs of the exact values of a problem; nan where balls don't tell."""
    found = np.full(problem.size, math.nan)
    todo, bits = np.arange(problem.size), FIRST_BITS
    while todo.size and bits <= _MOST_BITS:
        numbers = exact.enclosures(problem, todo, bits, split=bits >= _SPLIT_BITS)
        found[todo] = list(map(sign_of, numbers))
        todo, bits = todo[np.isnan(found[todo])], 2 * bits
    return found


def conditions(quantity: Quantity, slope: Quantity | None, x: Array) -> Array:
    """Return the condition numbers of a quantity in x; 0 where one is not known, or has no value.

    Without its slope they are differences.
    """
    if slope is None:
        return movements(lambda: of_point(quantity.at()), [[Fraction(at)] for at in x.tolist()])[:, 0]
    found = np.full(x.shape, math.nan)
    todo, bits = np.arange(x.size), 4 * FIRST_BITS
    while todo.size and bits <= _MOST_BITS:
        slopes, values = numbers_at(slope, x[todo], bits), numbers_at(quantity, x[todo], bits)
        with precision(bits):
            found[todo] = list(map(condition, x[todo].tolist(), slopes, values))
        todo, bits = todo[np.isnan(found[todo])], 4 * bits
    known: Array = np.nan_to_num(found, nan=0.0, posinf=math.inf)
    return known


def of_point(compute: Callable[[Fraction], Number]) -> Results:
    return lambda point: [compute(point[0])]


def movements(make: Callable[[], Results], points: Sequence[list[Fraction]], outputs: int = 1) -> Array:
    """Return the condition numbers of all results with respect to the coordinates, by differences; 0 if not known.

    Of the two sides of a coordinate the smaller difference counts, since a kink may lie within the other.

    Parameters
    ----------
    make
        Makes the function from points to results, at the precision of the moment.
    points, outputs
        Points of one length, and the number of results.

    Returns
    -------
    Array
        Shape (points, outputs).
    """
    found = np.full((len(points), outputs), math.nan)
    # No oscillation is faster than sin(x) at the largest double.
    large = np.array([max(map(abs, point)) > _LARGE for point in points], dtype=bool)
    for which, step in ((~large, Fraction(1, 2**100)), (large, Fraction(1, 2**1100))):
        todo, bits = np.flatnonzero(which), 4 * FIRST_BITS
        while todo.size and bits <= 4 * _MOST_BITS:
            with precision(bits + 4 * step.denominator.bit_length()):
                compute = make()
                found[todo] = [_moved(compute, points[i], step, outputs) for i in todo.tolist()]
            todo, bits = todo[np.isnan(found[todo]).any(axis=-1)], 4 * bits
    known: Array = np.nan_to_num(found, nan=0.0, posinf=math.inf)
    return known


def _moved(compute: Results, point: list[Fraction], step: Fraction, outputs: int) -> Array:
    values = tried(compute, point, outputs)
    total = np.zeros(outputs)
    for k, at in enumerate(point):
        if at:
            sides = [tried(compute, [*point[:k], at * (1 + by), *point[k + 1 :]], outputs) for by in (step, -step)]
            below, above = (
                np.array([condition(1 / step, difference(a, b), b) for a, b in zip(side, values, strict=True)])
                for side in sides
            )
            total += np.fmin(below, above)
    return total


def numbers_at(quantity: Quantity, x: Array, bits: int) -> list[Number]:
    """Return the exact values of a quantity at doubles, at a precision."""
    return exact.enclosures(Points(quantity, x), np.arange(x.size), bits, split=bits >= _SPLIT_BITS)


def difference(a: Number, b: Number) -> Number:
    return None if a is None or b is None else ball(a) - ball(b)


def condition(x: float | Fraction, slope: Number, value: Number) -> float:
    """Return abs(x*slope/value), nan where it is not known."""
    if slope is None or value is None or ball(value).contains(0):
        return math.nan
    kappa = abs(arb(rational(x)) * ball(slope) / ball(value))
    return float(kappa) if kappa.rad() <= kappa.mid() / 2 or kappa < _SMALL else math.nan


def tried(compute: Results, point: list[Fraction], outputs: int) -> list[Number]:
    """Return results at any rational numbers; None where there is none, or none is found."""
    try:
        return compute(point)
    except (ArithmeticError, ValueError):  # poles, what stays undecided, and what FLINT's series make of it
        return [None] * outputs


def limit(make: Callable[[], Results], x: Sequence[float], outputs: int = 1) -> Array:
    """Return the limits of results where coordinates grow to the infinities of a point; nan where there is none."""
    seen = []
    with precision(FAR_BITS):
        compute = make()
        for start in range(len(FAR)):
            ways = (FAR[k % len(FAR)] * (k // len(FAR) + 1) for k in itertools.count(start))
            point = [Fraction(at) if math.isfinite(at) else next(ways) * (1 if at > 0 else -1) for at in x]
            numbers = tried(compute, point, outputs)
            seen.append([math.nan if number is None else float(ball(number)) for number in numbers])
    return np.array([_limit(column) for column in np.transpose(seen).tolist()])


def _limit(seen: list[float]) -> float:
    """Return the limit of a sequence, nan where it has none."""
    if any(map(math.isnan, seen)):
        return math.nan
    if all(y == seen[0] for y in seen):
        return seen[0]
    grows = all(abs(b) > 1.02 * abs(a) or abs(b) == math.inf for a, b in itertools.pairwise(seen))
    one_sign = len({math.copysign(1.0, y) for y in seen}) == 1
    return math.copysign(math.inf, seen[0]) if grows and one_sign else math.nan


def fractions(x: Array) -> list[Fraction]:
    """Return a point of doubles exactly."""
    return list(map(Fraction, x.tolist()))
