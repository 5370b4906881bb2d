"""Facts proven over intervals: balls that hold whole stretches of x, halved until each one is decided."""

from __future__ import annotations

import math
from collections import deque
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from actcli.evaluation.definition import define
from actcli.formula.flint import arb, arb_series
from actcli.formula.rationals import Singular, Undecided, precision
from actcli.formula.series import PowerSeries, _composed, head, integer_power, is_number, lifted
from oracle.points import LARGEST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from actcli.catalog.record import Traits
    from actcli.formula.system import Operation
    from oracle.verdict import Case

    #: Whether something holds all over a stretch: False if it is wrong within, None if the balls are too wide.
    Fact = Callable[["Enclosure"], bool | None]

BITS = 96
#: Intervals of a proof, and how narrow one may become.
_MOST, _NARROWEST = 1500, 1e-12
#: Proofs hold up to here; further out, as far as a few balls do.
REACH = 1e3
#: How far values and slopes may pass a declared end, relative to it beyond 1: what 30 bits of a radius lose.
_SLACK, _SLOPE_SLACK = 1e-11, 1e-8
#: From here on values are near their limits.
_FAR = 1e30
#: Where the line is cut to begin with: the radius of a ball has 30 bits, which keep its ends on one side of 0.
_CUTS = (0.0, 1.0, 8.0, 64.0, REACH, *(REACH * 1e6**k for k in range(1, 51)), LARGEST)


class Hulls(PowerSeries):
    """Second-order series over wide balls: where branches can't be told apart, they hold both."""

    def __init__(self) -> None:
        self.hulled = False
        super().__init__(2, side=1)  # a side, so that no slope is a declared one

        self.integer_power = self.tight_power

    @staticmethod
    def tight_power(u: Any, n: int) -> Any:  # noqa: ANN401  # the same
        """Return u**n, whose balls know that a square is not negative."""
        if n < 0 or is_number(u):
            return integer_power(u, n)
        at = arb(head(u))
        outer = [_power(at, n), n * _power(at, n - 1), arb(n) * (n - 1) / 2 * _power(at, n - 2)]
        return _composed(outer, lifted(u))

    def hull(self, a: Any, b: Any) -> Any:  # noqa: ANN401  # numbers and series
        self.hulled = True
        both = [self.union(self.coefficient(a, k), self.coefficient(b, k)) for k in range(3)]
        return arb_series(both, prec=3)

    def choice(self, condition: Operation, yes: Operation, no: Operation) -> Operation:
        def choose(v: Any) -> Any:  # noqa: ANN401  # the same
            try:
                return (yes if condition(v).holds else no)(v)
            except Undecided:
                return self.hull(yes(v), no(v))

        return choose

    def absolute(self, u: Any) -> Any:  # noqa: ANN401  # the same
        try:
            return super().absolute(u)
        except Undecided:
            return self._with_head(self.hull(u, self.negate(u)), abs(self.head(u)))

    def extreme(self, a: Any, b: Any, sign: int) -> Any:  # noqa: ANN401  # the same
        try:
            return super().extreme(a, b, sign)
        except Undecided:
            x, y = arb(self.head(a)), arb(self.head(b))
            return self._with_head(self.hull(a, b), x.max(y) if sign > 0 else x.min(y))

    def sign(self, u: Any) -> Any:  # noqa: ANN401  # the same
        try:
            return super().sign(u)
        except Undecided:
            self.hulled = True
            return arb(0, 1)

    @staticmethod
    def _with_head(series: arb_series, head: arb) -> arb_series:
        return arb_series([head, *series.coeffs()[1:]], prec=3)


def _power(x: arb, n: int) -> arb:
    if n <= 0:
        return arb(n == 0)
    low, high = x.lower(), x.upper()
    if n % 2 or low > 0 or high < 0:
        return (low**n).union(high**n)
    return arb(0).union(low**n).union(high**n)


class Enclosure(NamedTuple):
    """A stretch of x in balls: all values and slopes there, and those at a point of it."""

    low: float
    high: float
    value: arb
    slope: arb
    value_inside: arb
    slope_inside: arb
    hulled: bool


class Finding(NamedTuple):
    """The outcome of a proof: where a fact is wrong, if anywhere, and whether it is proven within reach and beyond."""

    wrong: Enclosure | None
    proven: bool
    tails: bool


def prove(case: Case, facts: Mapping[str, Fact]) -> dict[str, Finding]:
    """Prove facts over the whole domain, as far as doubles go."""
    enclose, edges = _encloser(case), {*case.kinks, *_dead_ends(case)}
    wrong: dict[str, Enclosure] = {}
    unproven: set[tuple[str, bool]] = set()
    for tail, most in ((False, _MOST), (True, _MOST // 3)):
        todo = deque((low, high, tuple(facts)) for low, high in _stretches(case) if _is_tail(low, high) == tail)
        for _ in range(most):
            if not todo:
                break
            low, high, names = todo.popleft()
            seen = enclose(low, high)
            answers = {name: seen and facts[name](seen) for name in names if name not in wrong}
            wrong |= {name: seen for name, answer in answers.items() if answer is False and seen}
            open_ = tuple(name for name, answer in answers.items() if answer is None)
            middle = _middle(low, high)
            if not open_ or (middle is None and seen and seen.hulled and not {low, high}.isdisjoint(edges)):
                continue  # the doubles beside an edge are judged one by one
            if middle is None:
                unproven |= {(name, tail) for name in open_}
            else:
                todo += [(low, middle, open_), (middle, high, open_)]
        unproven |= {(name, tail) for *_, names in todo for name in names}
    return {
        name: Finding(wrong.get(name), *(name not in wrong and (name, tail) not in unproven for tail in (False, True)))
        for name in facts
    }


def _is_tail(low: float, high: float) -> bool:
    return min(abs(low), abs(high)) >= REACH


def _dead_ends(case: Case) -> set[float]:
    return {end for piece in case.traits.dead for end in (piece.low, piece.high)}


def _stretches(case: Case) -> Iterator[tuple[float, float]]:
    """Yield the pieces of the domain between kinks and places of all magnitudes, the inner ones last."""
    domain = case.traits.domain
    ends = [max(domain.low, -LARGEST), min(domain.high, LARGEST)]
    cuts = sorted({*ends, *case.kinks, *_dead_ends(case), *_CUTS, *(-cut for cut in _CUTS)})
    inside = [cut for cut in cuts if ends[0] <= cut <= ends[1]]
    return iter(sorted(pairwise(inside), key=lambda piece: -abs(piece[0] + piece[1])))


def _middle(low: float, high: float) -> float | None:
    """Return where a stretch is cut: in the middle of its magnitudes; None if it is too narrow."""
    if low * high > 0 and max(low / high, high / low) > 4:
        return math.copysign(math.sqrt(abs(low)) * math.sqrt(abs(high)), low)
    if _is_tail(low, high) or high - low <= _NARROWEST * max(1.0, abs(low), abs(high)):
        return None
    if low * high == 0 and high - low < 0.5:
        return (low + high) / 64
    return low / 2 + high / 2


def _encloser(case: Case) -> Callable[[float, float], Enclosure | None]:
    system = Hulls()
    with precision(BITS):
        run = define(case.function).unary(system)

    def series(x: arb) -> Sequence[arb]:
        result = run(arb_series([x, 1], prec=3))
        return [arb(system.coefficient(result, k)) for k in range(3)]

    def enclose(low: float, high: float) -> Enclosure | None:
        with precision(BITS):
            return enclosed(low, high)

    def enclosed(low: float, high: float) -> Enclosure | None:
        x, middle = arb(low).union(arb(high)), arb(low / 2 + high / 2)
        try:
            at, slope_at, _ = series(middle)
            system.hulled = False
            value, slope, bend = series(x)
        except (Singular, Undecided, ValueError, ZeroDivisionError):
            return None
        if not system.hulled:
            # The mean value theorem: narrower than the ball itself where the stretch is short.
            slope = _meet(slope, slope_at + 2 * bend * (x - middle))
            value = _meet(value, at + slope * (x - middle))
        return Enclosure(low, high, value, slope, at, slope_at, system.hulled)

    return enclose


def _meet(a: arb, b: arb) -> arb:
    """Return what two balls around the same numbers have in common."""
    if not a.is_finite():
        return b
    if not b.is_finite():
        return a
    return a if a.rad() <= b.rad() else b


def over_intervals(traits: Traits) -> dict[str, Fact]:
    """Return what can be proven of declared traits over intervals: range, slope, direction and dead stretches."""
    facts: dict[str, Fact] = {"range": _one_of([(_less(p.low, _SLACK), -_less(-p.high, _SLACK)) for p in traits.range])}
    if math.isfinite(traits.lipschitz):
        largest = -_less(-traits.lipschitz, _SLOPE_SLACK)
        facts["lipschitz"] = lambda seen: _within(seen.slope, seen.slope_inside, [(-largest, largest)])
    if traits.monotone != "no":
        sign = -1 if traits.monotone == "decreasing" else 1
        facts["monotone"] = lambda seen: _within(
            sign * seen.slope, sign * seen.slope_inside, [(-_SLOPE_SLACK, math.inf)]
        )

    def dead(seen: Enclosure) -> bool | None:
        if not any(piece.low <= seen.low and seen.high <= piece.high for piece in traits.dead):
            return True
        return True if seen.slope.is_zero() else _within(seen.slope, seen.slope_inside, [(0.0, 0.0)])

    return {**facts, "dead": dead}


def _one_of(pieces: list[tuple[float, float]]) -> Fact:
    return lambda seen: _within(seen.value, seen.value_inside, pieces)


def tends(left: float, right: float) -> Fact:
    """Return whether far out all values are near the limits."""

    def near(seen: Enclosure) -> bool | None:
        limit = left if seen.high < 0 else right
        if min(abs(seen.low), abs(seen.high)) < _FAR or not math.isfinite(limit):
            return True
        return _within(seen.value, seen.value_inside, [(_less(limit, _SLOPE_SLACK), -_less(-limit, _SLOPE_SLACK))])

    return near


def _less(value: float, by: float) -> float:
    return value - by * max(1.0, abs(value)) if math.isfinite(value) else value


def _within(everywhere: arb, inside: arb, pieces: list[tuple[float, float]]) -> bool | None:
    """Tell whether all values lie in one of some intervals: False if one lies outside all, None if it is not known."""
    if any(everywhere >= low and everywhere <= high for low, high in pieces):
        return True
    return False if all(inside < low or inside > high for low, high in pieces) else None
