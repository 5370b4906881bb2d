"""The second opinion, which judges the balls: values and derivatives by mpmath, to any number of digits."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from oracle.real import NAN, REALS, ZERO, Real, parsed

#: Enough to see 5e-324 beside 1, and 64 correct bits of it.
VALUE_BITS = 1300
#: Differences are taken over 2**-STEP of the argument: far below the spacing of doubles, so no kink but one that is
#: a double itself can lie within.
STEP = 100
#: At 0 a step must vanish even when it is squared.
STEP_AT_ZERO = 2400
#: A parameter that is infinite stands for all large values.
BEYOND = 10**6
Args = tuple[Real, ...]
Quantity = Callable[[Args], Real]


@contextmanager
def precision(bits: int) -> Iterator[None]:
    before = Real.bits
    Real.bits = bits
    try:
        yield
    finally:
        Real.bits = before


def quantity(text: str, names: Sequence[str]) -> Quantity:
    """Return a formula as a function of its arguments in order."""
    definition = parsed(text)
    return lambda args: definition.evaluate(REALS, dict(zip(names, args, strict=True)))


def _moved(args: Args, index: int, by: Real) -> Args:
    return (*args[:index], args[index] + by, *args[index + 1 :])


def _step(args: Args, index: int, exponent: int) -> Real:
    """Return a step that is small beside the argument and, for a parameter, beside what x makes of it."""
    value, x = args[index], args[0]
    if value == ZERO and x == ZERO:
        return Real.power_of_two(-STEP_AT_ZERO)
    nearest = x if value == ZERO else value
    if nearest.magnitude() >= BEYOND:
        return nearest.shifted(-exponent)
    magnitude = min(nearest.magnitude(), 0)
    if index > 0 and x != ZERO:
        magnitude -= max(x.magnitude(), 0)
    return Real.power_of_two(magnitude - exponent)


def derivative(f: Quantity, index: int, exponent: int = STEP) -> Quantity:
    """Return the derivative with respect to an argument, by central differences (one-sided at the end of a domain)."""

    def slope(args: Args) -> Real:
        h = _step(args, index, exponent)
        above, below = f(_moved(args, index, h)), f(_moved(args, index, -h))
        if above.is_nan():
            above, h = f(args), h.shifted(-1)
        elif below.is_nan():
            below, h = f(args), h.shifted(-1)
        return (above - below) / h.shifted(1)

    return slope


@dataclass(frozen=True)
class Truth:
    """A function of its arguments, as values or differentiated by one of them."""

    base: Quantity
    wrt: int | None

    def __call__(self, point: Sequence[float], *, verify: bool = False) -> Real:
        """Return the truth at a point of doubles; if verify, with the precision raised until nothing changes."""
        result = self._at_level(point, 0)
        for level in range(1, 9):
            if not verify:
                return result
            better = self._at_level(point, level)
            if _same(result, better):
                return better
            result = better
        return NAN  # it jumps: no digits last

    def _at_level(self, point: Sequence[float], level: int) -> Real:
        """Return the truth with the digits of a level; each has more, and takes differences over a smaller step."""
        up, down = _spread(point)
        bits = VALUE_BITS + 2 * up
        if self.wrt is not None:
            bits += STEP + up + down
            if point[self.wrt] == 0:
                bits += 2 * (STEP + down) + (STEP_AT_ZERO if point[0] == 0 else 0)
        with precision(bits + level * (bits // 4 + 100)):
            f = self.base if self.wrt is None else derivative(self.base, self.wrt, STEP + 40 * level)
            return f(exact(point))


def exact(point: Iterable[float]) -> Args:
    """Return doubles as numbers; infinity, where it is a parameter, as beyond all others."""
    return tuple(_parameter(value) for value in point)


def _parameter(value: float) -> Real:
    if math.isinf(value):
        beyond = Real.power_of_two(BEYOND)
        return beyond if value > 0 else -beyond
    return Real.of(value)


def _spread(point: Sequence[float]) -> tuple[int, int]:
    """Return how many powers of two the finite arguments go above and below 1."""
    exponents = [math.frexp(value)[1] for value in point if value and math.isfinite(value)]
    return max([0, *exponents]), max([0, *(-e for e in exponents)])


def _same(a: Real, b: Real) -> bool:
    if a.is_nan() or b.is_nan():
        return a.is_nan() and b.is_nan()
    if not (a.is_finite() and b.is_finite()):
        return a == b
    # Equal to 64 bits, or alike below all doubles.
    return abs(a - b) <= abs(b).shifted(-64) or abs(a - b) < Real.power_of_two(-1140)


def ulps(got: float, wanted: Real) -> float:
    """Return the error in units of the spacing of doubles at the true value; infinity counts as 2**1024."""
    top = Real.power_of_two(1024)
    wanted = min(max(wanted, -top), top)
    value = Real.of(got) if math.isfinite(got) else (top if got > 0 else -top)
    exponent = -1074 if wanted == ZERO else min(max(wanted.magnitude() - 53, -1074), 971)
    return float(abs(value - wanted) / Real.power_of_two(exponent))
