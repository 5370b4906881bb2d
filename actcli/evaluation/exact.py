"""Correctly rounded results: a quantity is enclosed at rising precision until it rounds to one value of a type."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal, Protocol

import numpy as np

from actcli.errors import ActcliError
from actcli.evaluation import processes
from actcli.formula.flint import arb, fmpq
from actcli.formula.rationals import Singular, Undecided, fraction, nearest_double, precision, rational
from actcli.formula.splits import Split, known_sign, side_of
from actcli.numbers.formatting import format_float

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from actcli.numbers.array import Array
    from actcli.numbers.number_format import ExactValue
    from actcli.numbers.target import Target

    #: A rational number (fmpq), a ball (arb) or a Split.
    Number = Any
    #: Computes a quantity at the point of an index, at the current precision.
    Evaluator = Callable[[int], Number]
    #: How to treat a number that stays undecided.
    IfUndecided = Literal["raise", "nan"]

START_BITS = 64
#: The highest precision in bits; a value still undecided at it is an error.
MAX_BITS = 1 << 16
#: Beyond it a value that may stay undecided is given up, which saves minutes on towers such as exp(exp(exp(x))).
GIVE_UP_BITS = 1 << 12
#: The highest precision at which the sign of an underflowing number is searched.
SIGN_BITS = 1 << 11
#: From how many points on processes share them, in how many parts, and how many numbers one of them holds at a time.
_MANY, _PARTS, _CHUNK = 2000, 16, 1 << 14
#: Nothing that a number type can tell apart lies below or beyond these.
_TINY, _HUGE = Fraction(1, 2**1100), Fraction(2**1100)


class Problem(Protocol):
    """Numbers to be rounded."""

    @property
    def size(self) -> int:
        """The number of points."""

    def evaluator(self, *, split: bool) -> Evaluator:
        """Return a function that computes them at the current precision; ``split`` uses Splits."""

    def approximate(self, indices: NDArray[np.intp]) -> Array:
        """Return them in float64 arithmetic, which decides signs of zeros, poles, and points outside the domain."""

    def describe(self, index: int) -> str:
        """Return a description of a number for an error."""


def exact_points(x: Array, exact_value: ExactValue | None) -> list[Any]:
    """Return points as nested lists: doubles, or the fractions that they represent in a number format."""
    points: Any = x if exact_value is None else np.frompyfunc(exact_value, 1, 1)(x)
    return list(points.tolist())


def ends(value: Number) -> tuple[float, float]:
    """Return the ends of a number, each rounded to the nearest double; (0, -0) for an exact 0, which has no sign."""
    if type(value) is fmpq:
        if not value:
            return 0.0, -0.0
        nearest = nearest_double(value)
        return nearest, nearest
    total = value.total if type(value) is Split else value
    if total.is_zero():
        return 0.0, -0.0
    low, high = float(total.lower()), float(total.upper())
    side = known_sign(value) if type(value) is Split and low <= 0 <= high else 0
    return 0.0 if side > 0 else low, -0.0 if side < 0 else high


def rounded(problem: Problem, target: Target | None, undecided: IfUndecided = "raise") -> Array:
    """Return the correctly rounded numbers of a problem.

    Raises
    ------
    ActcliError
        If a number is still undecided at 65,536 bits, where undecided is ``raise``; else it is nan.
    """
    results = np.full(problem.size, math.nan)

    def found(part: slice) -> Array:
        indices = np.arange(problem.size)[part]
        left = _round_chunk(problem, target, indices, results, MAX_BITS if undecided == "raise" else GIVE_UP_BITS)
        if left.size and undecided == "raise":
            raise ActcliError(f"{problem.describe(int(left[0]))} stays undecided at {MAX_BITS} bits")
        return results[part]

    count = _PARTS * -(-problem.size // (_PARTS * _CHUNK)) if problem.size >= _MANY else 1
    parts = [slice(first, None, count) for first in range(count)]  # each takes as long
    for part, values in zip(parts, processes.mapped(found, parts), strict=True):
        results[part] = values
    return results


def _round_chunk(
    problem: Problem, target: Target | None, todo: NDArray[np.intp], results: Array, max_bits: int
) -> NDArray[np.intp]:
    """Round the numbers of some indices; return those that stay undecided."""
    bits = START_BITS
    while todo.size and bits <= max_bits:
        with precision(bits):  # the ends of a ball are rounded to it as well
            state = _Pass(enclosures(problem, todo, bits, split=bits > START_BITS), target)
        results[todo] = state.results
        signless = state.unsigned & ~state.exact_zero
        if bits < 2 * SIGN_BITS:
            state.decided[signless] = False
            state.unsigned &= state.exact_zero
        # At a pole, outside the domain, or at a zero without a sign, float64 arithmetic decides.
        for which, zero in ((state.singular, False), (state.unsigned, True)):
            at = todo[which]
            if at.size:
                y = problem.approximate(at)
                y = np.copysign(0.0, np.where(np.isnan(y), 0.0, y)) if zero else y
                results[at] = y if target is None else target.round(y)
        # Where zeros lack nothing but a sign, it takes Splits, or the bits that exp(-x*x) has before the point.
        signs_only = signless[~state.decided].all()
        bits = max(2 * bits, min(8 * bits, SIGN_BITS)) if signs_only else 2 * bits
        todo = todo[~state.decided]
    results[todo] = math.nan
    return todo


def enclosures(problem: Problem, indices: NDArray[np.intp], bits: int, *, split: bool = False) -> list[Number | None]:
    """Return the numbers of some indices at a precision: rational, balls, with ``split`` Splits; None at poles."""
    with precision(bits):
        return list(_enclosed(problem.evaluator(split=split), indices.tolist()))


def _enclosed(evaluate: Evaluator, indices: Sequence[int]) -> Iterator[Number | None]:
    unknown = arb(0, math.inf)
    for index in indices:
        try:
            yield evaluate(index)
        except (Singular, ZeroDivisionError):
            yield None
        except (Undecided, ValueError):  # FLINT's series raise ValueError where a denominator may be 0
            yield unknown


class _Pass:
    """The decisions of one pass at one precision.

    Attributes
    ----------
    results
        The rounded numbers, where decided.
    decided, singular, unsigned, exact_zero
        Which are decided; which have no value; which are zeros whose sign is not known; which are exactly 0.
    """

    def __init__(self, numbers: list[Number | None], target: Target | None) -> None:
        self.singular = np.array([number is None for number in numbers])
        low, high = np.array([(math.nan, math.nan) if number is None else ends(number) for number in numbers]).T
        self.exact_zero = (low == 0.0) & (high == 0.0) & ~np.signbit(low) & np.signbit(high)
        if target is None:
            self.decided, self.results = low == high, low
            self.unsigned = self.decided & (np.signbit(low) != np.signbit(high))
        else:
            known = np.isfinite(low) | np.isfinite(high) | (low == high)
            certain = np.zeros_like(known)
            certain[known] = target.certain(low[known], high[known])
            self.decided = certain | self.exact_zero
            self.results, self.unsigned = target.round(low), self.exact_zero.copy()
        between = _nearest_double if target is None else target.between
        for index in np.flatnonzero(~(self.decided | self.singular)).tolist():
            self._settle(index, numbers[index], between)
        self.decided |= self.singular

    def _settle(self, index: int, number: Number | None, between: Callable[[Fraction, Fraction], float | None]) -> None:
        """Round a number that is too close to a rounding boundary for doubles to decide."""
        enclosure = _fractions(number)
        result = None if enclosure is None else between(*enclosure)
        if enclosure is not None and result is not None:
            self.decided[index] = True
            self.results[index] = result
            self.unsigned[index] = result == 0.0 and enclosure[0] <= 0 <= enclosure[1]


def _nearest_double(low: Fraction, high: Fraction) -> float | None:
    """Return the double nearest to all numbers between two fractions."""
    nearest = nearest_double(rational(low))
    return nearest if low == high or nearest == nearest_double(rational(high)) else None


def _fractions(number: Number | None) -> tuple[Fraction, Fraction] | None:
    """Return fractions that enclose a number, as far as any number type can tell; None if unknown."""
    side = 0
    if type(number) is fmpq:
        value = fraction(number)
        return value, value
    if type(number) is Split:
        beside = _beside(number)
        if beside is not None:
            return beside, beside
        side, number = known_sign(number), number.total
    if number is None or not number.is_finite():
        return None
    low, high = (_fraction(end) for end in (number.lower(), number.upper()))
    return max(low, _TINY) if side > 0 else low, min(high, -_TINY) if side < 0 else high


def _beside(number: Split) -> Fraction | None:
    """Return a fraction that rounds like a split number whose rest is so tiny that only its sign matters."""
    main, sign = fraction(number.main), side_of(number)
    if not main or not sign:
        return None
    # No boundary of a type is a multiple of less than this part of main's denominator.
    least = _TINY / main.denominator
    return main + sign * least if abs(number.rest) < arb(rational(least)) else None


def _fraction(end: arb) -> Fraction:
    near = float(end)
    if math.isinf(near):
        return _HUGE if near > 0 else -_HUGE
    if near == 0.0:
        return -_TINY if end < 0 else _TINY if end > 0 else Fraction(0)
    return fraction(end.fmpq())


def sums(problem: Problem, power: int = 0) -> tuple[Array, Array]:
    """Return the exact numbers of a problem as sums of two doubles, which hold more than 100 bits of them.

    Parameters
    ----------
    problem
        The exact numbers.
    power
        The power of two by which they are multiplied first.

    Returns
    -------
    tuple
        The doubles nearest to the numbers, and the rests: 0 where they underflow. nan where there is no number, or
        none is found.
    """
    near, rest = np.full(problem.size, math.nan), np.zeros(problem.size)
    for start in range(0, problem.size, _CHUNK):
        todo = np.arange(start, min(start + _CHUNK, problem.size))
        bits = 2 * START_BITS
        while todo.size and bits <= GIVE_UP_BITS:
            numbers = enclosures(problem, todo, bits, split=bits > 2 * START_BITS)
            with precision(bits):
                near[todo], rest[todo] = np.array([_sum(number, power) for number in numbers]).T
            todo = todo[np.isnan(rest[todo])]
            bits *= 2
    zero = np.flatnonzero((near == 0) & (rest == 0))
    near[zero] = np.copysign(near[zero], np.nan_to_num(problem.approximate(zero)))
    rest[np.isnan(rest)] = 0.0
    return near, rest


#: Below this, the rest of a number beyond its double may underflow, unless it is first multiplied by a power of two.
_RESTLESS, _RAISE = 2.0**-900, 200
#: A rest is known when its ball is this many times narrower than the spacing of doubles.
_REST_WIDTH = 1e-6


def _sum(number: Number | None, power: int) -> tuple[float, float]:
    """Return a number times a power of two as a sum of two doubles: the rest is nan where more precision is needed."""
    if number is None:
        return math.nan, 0.0
    if type(number) is fmpq:
        if power:
            number *= 1 << power
        near = nearest_double(number)
        return near, float(arb(number - fmpq(*near.as_integer_ratio()))) if math.isfinite(near) else 0.0
    total = number.total if type(number) is Split else number
    if power:
        total *= 1 << power
    near = float(total)
    if not math.isfinite(near):
        return near, 0.0 if math.isinf(near) and total.is_finite() else math.nan
    rest = total - arb(near)
    return (near, float(rest)) if rest.rad() < arb(_REST_WIDTH) * arb(math.ulp(near)) else (math.nan, math.nan)


def ulp_errors(problem: Problem, got: Array, spacing: Callable[[Array], Array]) -> Array:
    """Return how far results are from the exact numbers, in units of the spacing of a number type at those.

    Errors are positive where a result is too large, nan where the exact value is missing, or either is not finite.
    """
    exact, rest = sums(problem)
    with np.errstate(all="ignore"):
        errors = ((got - exact) - rest) / spacing(exact)
        tiny = np.abs(exact) < _RESTLESS
        if tiny.any():
            near, rest = sums(problem, _RAISE)
            raised = ((np.ldexp(got, _RAISE) - near) - rest) / np.ldexp(spacing(exact), _RAISE)
            errors = np.where(tiny, raised, errors)
    return np.where(np.isfinite(exact) & np.isfinite(got), errors, math.nan)


def point_text(name: str, at: Sequence[float]) -> str:
    """Return a quantity at a point as an error names it."""
    return f"{name} at {', '.join(map(format_float, at))}"
