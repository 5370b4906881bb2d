"""Every declared fact of a record, checked against the function itself."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from actcli import evaluate
from actcli.activation import LIBRARIES, Elementwise, Vector
from judging.points import LARGEST, generator, points
from judging.real import REALS, ZERO, Real, parsed
from judging.truth import FAR, OUTER_STEP, Truth, derivative, exact, precision
from judging.verdict import Case, Failure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from actcli.activation import Activation, Array, Interval

#: Slopes and values next to a kink agree with the declared ones to this, relative to 1 or to themselves.
CLOSE = 1e-9
#: How near the largest slope that is found comes to the declared Lipschitz constant.
LIPSCHITZ = 1e-6
#: Rounding lets values pass the end of their range by so many ulp.
SLACK = 8
_GRID = 41
_SCAN_BITS = 450
_WIDE = 12.0


def check(record: Activation, values: Mapping[str, float]) -> list[Failure]:
    """Return the declared facts that are wrong with these parameters."""
    wrong: Iterator[tuple[str, object]] = _formula(record)
    if isinstance(record, Elementwise):
        facts = Facts(Case(record, values))
        found = [*wrong, *(each for part in facts.parts() for each in part)]
        name = facts.case.name
    else:
        found, name = [*wrong], record.name
    return [Failure(name, "fact", "", None, wanted, sentence) for sentence, wanted in found]


def _formula(record: Activation) -> Iterator[tuple[str, object]]:
    """The formula parses and uses its argument and every parameter, and nothing else."""
    parameters = {p.name for p in record.params}
    for key, other in record.elsewhere.items():
        if not other.defaults.keys() <= parameters:
            yield f"defaults in {key} name parameters that do not exist", sorted(other.defaults)
    if isinstance(record, Vector) and record.display_only:
        return
    argument = {"a", "b"} if isinstance(record, Vector) and record.gate is not None else {"x"}
    names = parsed(record.formula).names
    if names != argument | parameters:
        yield f"the formula uses {sorted(names)}", sorted(argument | parameters)


def relative(a: float, b: float) -> float:
    """Return the difference, relative to the larger where that is above 1; 0 for equal infinities."""
    if a == b:
        return 0.0
    return abs(a - b) / max(1.0, abs(a), abs(b))


class Facts:
    """The facts of one elementwise function with its parameters."""

    def __init__(self, case: Case) -> None:
        self.case, self.traits = case, case.traits
        self.value, self.slope = case.truth(None), case.truth(0)
        self.x = self._sample()
        self.f, self.grad = self.compute(self.x), self.slopes(self.x)

    @property
    def reach(self) -> float:
        """Return how far from 0 the tails still differ from their limits, at the digits of the truth."""
        return max(6.0, *(2 * abs(kink.at) for kink in self.traits.kinks), 0.0)

    def _sample(self) -> Array:
        """Return a fine grid of the usual range, all magnitudes, and the neighbourhood of the kinks, ascending."""
        chosen = points(self.case.record, self.case.values, self.traits)
        random = generator("facts", self.case.name)
        fine = [random.uniform(-width, width, 3000) for width in (2.0, 12.0, 60.0)]
        x = np.unique(np.concatenate([*fine, [each for each in chosen if math.isfinite(each)]]))
        return np.array([each for each in x if each in self.traits.domain])

    def compute(self, x: Array) -> Array:
        return evaluate.elementwise(self.case.record.f, np.asarray(x), self.case.arguments)

    def slopes(self, x: Array) -> Array:
        return evaluate.elementwise(self.case.record.grad, np.asarray(x), self.case.arguments)

    def true(self, truth: Truth, x: float) -> float:
        return float(truth((x, *self.case.arguments)))

    def point(self, x: float) -> tuple[Real, ...]:
        return exact((float(x), *self.case.arguments))

    def ends(self) -> Array:
        """Return the values at minus and plus infinity, where they exist."""
        domain = self.traits.domain
        y = self.compute(np.array([x for x in (domain.low, domain.high) if math.isinf(x)]))
        return y[~np.isnan(y)]

    def parts(self) -> list[Iterator[tuple[str, object]]]:
        return [
            self.range_holds(),
            self.range_is_reached(),
            self.monotone(),
            self.symmetry(),
            self.kinks(),
            self.breaks(),
            self.dead(),
            self.lipschitz(),
            self.asymptotes(),
        ]

    def range_holds(self) -> Iterator[tuple[str, object]]:
        """All values lie within the declared pieces, up to rounding."""
        y = np.concatenate([self.f, self.ends()])
        inside = np.zeros(y.shape, dtype=bool)
        for piece in self.traits.range:
            slack = [SLACK * np.spacing(abs(end)) if math.isfinite(end) else 0.0 for end in (piece.low, piece.high)]
            inside |= (y >= piece.low - slack[0]) & (y <= piece.high + slack[1])
        if not inside.all():
            yield f"a value {y[~inside][0]!r} lies outside the range", str(self.traits.range)

    def range_is_reached(self) -> Iterator[tuple[str, object]]:
        """Closed ends are taken, open ones approached but not taken."""
        for piece in self.traits.range:
            for end, bracket in ((piece.low, piece.ends[0]), (piece.high, piece.ends[1])):
                closed = bracket in "[]"
                if math.isinf(end):
                    if closed:
                        yield "an infinite end of the range can't be closed", str(piece)
                    elif not self._grows_towards(end):
                        yield f"values do not grow towards the end {end} of the range", str(piece)
                    continue
                distance = self._nearest(end, piece)
                if distance > CLOSE:
                    yield f"no value comes nearer than {distance:.3g} to the end {end!r} of the range", str(piece)
                elif closed != self._is_taken(end, closed=closed):
                    yield f"the end {end!r} of the range is {'not ' if closed else ''}a value", str(piece)

    def _grows_towards(self, end: float) -> bool:
        seen = np.concatenate([self.f, self.ends()]) * math.copysign(1.0, end)
        if seen.max() > 1e100:
            return True
        return any(
            math.isfinite(edge) and self._diverges(edge, way, end)
            for edge, way in ((self.traits.domain.low, 1), (self.traits.domain.high, -1))
        )

    def _diverges(self, edge: float, way: int, end: float) -> bool:
        """Tell whether values grow for ever towards an end of the domain."""
        y = [self.true(self.value, x) for x in self._towards(edge, way)]
        y = [value * math.copysign(1.0, end) for value in y if not math.isnan(value)]
        return len(y) > 8 and all(a < b for a, b in zip(y, y[1:], strict=False)) and y[-1] - y[-2] > 0.2 * (y[1] - y[0])

    @staticmethod
    def _towards(edge: float, way: int) -> list[float]:
        return [edge + way * max(abs(edge), 1.0) * 2.0**-k for k in range(8, 50, 4)]

    def _nearest(self, end: float, piece: Interval) -> float:
        """Return how near values come to an end of the range, after refining around the nearest."""
        known = np.concatenate([self.f, self.ends()])
        seen = known[(known >= piece.low - CLOSE) & (known <= piece.high + CLOSE)]
        if seen.size and np.abs(seen - end).min() <= CLOSE * max(1.0, abs(end)):
            return float(np.abs(seen - end).min() / max(1.0, abs(end)))
        return abs(self._closest(end)[1]) / max(1.0, abs(end))

    def _closest(self, end: float) -> tuple[float, float]:
        """Return where a value comes nearest to an end of the range, and minus the distance."""
        return self._refined(lambda x: -np.abs(self.compute(x) - end), int(np.argmin(np.abs(self.f - end))))

    def _refined(self, score: Callable[[Array], Array], at: int) -> tuple[float, float]:
        """Return where a score is largest near a point of the sample, and how large."""
        low, high = self.x[max(at - 1, 0)], self.x[min(at + 1, self.x.size - 1)]
        best_x, best = self.x[at], -math.inf
        for _ in range(30):
            x = np.linspace(low, high, 41)
            s = np.where(np.isnan(score(x)), -math.inf, score(x))
            i = int(np.argmax(s))
            if s[i] > best:
                best_x, best = x[i], float(s[i])
            low, high = x[max(i - 1, 0)], x[min(i + 1, 40)]
        return float(best_x), best

    def _is_taken(self, end: float, *, closed: bool) -> bool:
        """Tell whether the exact function has the value somewhere (rounding reaches open ends, as sigmoid(40) does)."""
        near = np.abs(self.f - end) <= CLOSE * max(1.0, abs(end))
        picked = self.x[near & (np.abs(self.x) < self.reach)]
        with precision(_SCAN_BITS):
            target = Real.of(end)
            equal = any(self.value.at()(self.point(x)) == target for x in picked[:: max(1, len(picked) // 20)])
        return equal or (closed and self._is_extremum(self._closest(end)[0], target))

    def _is_extremum(self, x: float, target: Real) -> bool:
        """Tell whether the value comes nearest to a number at x, with no slope."""
        with precision(_SCAN_BITS):
            value = self.value.at()
            here, *beside = (abs(value(self.point(at)) - target) for at in (x, x - 0.01, x + 0.01))
            return all(here <= other for other in beside) and abs(float(self.slope.at()(self.point(x)))) < 1e-3

    def monotone(self) -> Iterator[tuple[str, object]]:
        declared = self.traits.monotone
        inner = self.x[np.abs(self.x) < self.reach]
        y = [self.value((x, *self.case.arguments)) for x in inner[:: max(1, inner.size // 300)]]
        pairs = list(zip(y, y[1:], strict=False))
        rises, falls, stays = any(a < b for a, b in pairs), any(a > b for a, b in pairs), any(a == b for a, b in pairs)
        found = (
            "no"
            if falls and (rises or stays)
            else "decreasing"
            if falls
            else "non-decreasing"
            if stays
            else "increasing"
        )
        if found != declared:
            yield f"monotone is declared {declared}", found

    def symmetry(self) -> Iterator[tuple[str, object]]:
        odd = even = True
        for x in (1e-3, 0.21, 0.7, 1.3, 2.9, 6.2, 30.5):
            if x in self.traits.domain and -x in self.traits.domain:
                with precision(2000):
                    right, left = (self.value((side, *self.case.arguments)) for side in (x, -x))
                    tiny = abs(right).shifted(-200)
                    odd &= abs(right + left) <= tiny
                    even &= abs(right - left) <= tiny
            else:
                odd = even = False
        found = "odd" if odd and not even else "even" if even and not odd else "none"
        if found != self.traits.symmetry:
            yield f"symmetry is declared {self.traits.symmetry}", found

    def kinks(self) -> Iterator[tuple[str, object]]:
        """One-sided slopes and values are those of the neighbouring doubles."""
        ats = [kink.at for kink in self.traits.kinks]
        if ats != sorted(set(ats)):
            yield "kinks ascend", ats
        for kink in self.traits.kinks:
            sides = [math.nextafter(kink.at, way) for way in (-math.inf, math.inf)]
            declared = (kink.left, kink.right)
            slopes = [self.true(self.slope, side) for side in sides]
            for side, found, said in zip(("left", "right"), slopes, declared, strict=True):
                if math.isinf(said) and abs(found) > 1e100 and found * said > 0:
                    continue
                if not relative(found, said) <= CLOSE:
                    yield f"the slope {side} of the kink at {kink.at!r} is declared {said!r}", found
            y = [self.true(self.value, side) for side in sides]
            said_y = kink.jump or (self.true(self.value, kink.at),) * 2
            if not all(relative(found, said) <= CLOSE for found, said in zip(y, said_y, strict=True)):
                yield f"the values beside {kink.at!r} are declared {said_y}", tuple(y)
            if kink.left == kink.right and (kink.jump is None or kink.jump[0] == kink.jump[1]):
                yield f"nothing breaks at {kink.at!r}", "no kink"
            if not min(kink.left, kink.right, 0) <= kink.chosen <= max(kink.left, kink.right, 0):
                yield f"the slope at {kink.at!r} is outside the one-sided ones", declared
            if not kink.elsewhere.keys() <= LIBRARIES.keys():
                yield "libraries of a kink", sorted(kink.elsewhere)

    def breaks(self) -> Iterator[tuple[str, object]]:
        """Smoothness is what the first broken derivative says; what breaks is declared as a kink."""
        declared = [kink.at for kink in self.traits.kinks]
        found = math.inf
        for order in (2, 1, 0):
            broken = self._broken(order)
            if broken:
                found = order - 1
            unknown = [x for x in broken if not any(abs(x - at) <= 1e-6 * max(1.0, abs(at)) for at in declared)]
            if unknown and order < 2:
                yield f"the {('function', 'slope')[order]} jumps at {unknown[0]!r}", "a declared kink"
        if min(self.traits.smoothness, 2) != min(found, 2):
            yield f"smoothness is declared {self.traits.smoothness}", found

    def _broken(self, order: int) -> list[float]:
        """Return where the value, the slope or the second derivative jumps, by bisection of a grid."""
        domain = self.traits.domain
        ats = [kink.at for kink in self.traits.kinks]
        extra = [(a + b) / 2 for a, b in zip(ats, ats[1:], strict=False)] + [at + by for at in ats for by in (-1, 1)]
        random = generator("grid", order)
        grid = [
            random.uniform(-1, 1, _GRID) * 2 * width / _GRID + np.linspace(-width, width, _GRID) for width in (2, _WIDE)
        ]
        x = sorted(each for each in np.concatenate([*grid, extra]) if each in domain)
        y = [self._derivative(each, order) for each in x]
        size = max((abs(each) for each in y if math.isfinite(each)), default=0.0)
        steps = sorted((abs(b - a), i) for i, (a, b) in enumerate(zip(y, y[1:], strict=False)) if math.isfinite(a + b))
        breaks = [self._bisected(x[i], x[i + 1], y[i], y[i + 1], order) for step, i in steps if step > 1e-3 * size]
        return [at for at in breaks if at is not None]

    def _bisected(self, low: float, high: float, below: float, above: float, order: int) -> float | None:
        """Return the place of a jump between two points, None where the difference fades with the distance."""
        first = abs(above - below)
        for _ in range(36):
            middle = (low + high) / 2
            y = self._derivative(middle, order)
            if abs(y - below) > abs(above - y):
                high, above = middle, y
            else:
                low, below = middle, y
            if abs(above - below) < 1e-6 * first:
                return None
        return low

    def _derivative(self, x: float, order: int) -> float:
        quantity = derivative(self.slope.at(), 0, OUTER_STEP) if order == 2 else (self.value, self.slope)[order].at()
        with precision(_SCAN_BITS):
            return float(quantity(self.point(x)))

    def dead(self) -> Iterator[tuple[str, object]]:
        """The gradient is exactly zero within the dead intervals, and on no other stretch."""
        inside = np.zeros(self.x.shape, dtype=bool)
        for piece in self.traits.dead:
            within = (self.x > piece.low) & (self.x < piece.high)
            inside |= (self.x >= piece.low) & (self.x <= piece.high)
            alive = within & (self.grad != 0)
            if alive.any() or not within.any():
                yield f"dead in {piece}", f"slope {self.grad[alive][:1]} at {self.x[alive][:1]}"
        stretch = np.flatnonzero((self.grad == 0) & ~inside & (np.abs(self.x) < 6))
        neighbours = [i for i in stretch if i + 1 in stretch and abs(self.x[i]) > 1e-3]
        for i in neighbours[:1]:
            if all(self.slope((self.x[j], *self.case.arguments)) == ZERO for j in (i, i + 1)):
                yield f"not declared dead around {self.x[i]!r}", "slope 0"

    def lipschitz(self) -> Iterator[tuple[str, object]]:
        """The largest slope is the declared constant: approached, never exceeded."""
        declared = self.traits.lipschitz
        slopes = np.abs(self.grad)
        at = int(np.nanargmax(slopes))
        _, refined = self._refined(lambda x: np.abs(self.slopes(x)), at)
        ends = self.slopes(np.array([-math.inf, math.inf, -LARGEST, LARGEST]))
        kinks = [abs(slope) for kink in self.traits.kinks for slope in (kink.left, kink.right)]
        largest = max([refined, float(slopes[at]), *np.abs(ends[~np.isnan(ends)]), *kinks])
        jumps = any(kink.jump is not None and kink.jump[0] != kink.jump[1] for kink in self.traits.kinks)
        if jumps or largest > 1e10:
            largest = math.inf
        if not (declared == largest or declared * (1 - LIPSCHITZ) <= largest <= declared * (1 + 1e-12)):
            yield f"the Lipschitz constant is declared {declared!r}", largest

    def asymptotes(self) -> Iterator[tuple[str, object]]:
        for line in self.traits.asymptotes:
            for side in (-1, 1) if line.side == 0 else (line.side,):
                with precision(12000):
                    x = REALS.number(FAR[0] if side > 0 else f"-{FAR[0]}")
                    near, far = (self.value.at()((at, *exact(self.case.arguments))) for at in (x, x + x))
                    slope = (far - near) / x
                    intercept = near - slope * x
                if relative(float(slope), line.slope) > CLOSE or relative(float(intercept), line.intercept) > CLOSE:
                    yield f"{line} is missed at {'+' if side > 0 else '-'}infinity", (float(slope), float(intercept))
