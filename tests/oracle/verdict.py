"""The verdict on an elementwise function: every result against the truth, 4 ulp times (1 + condition number)."""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from actcli.evaluation import evaluate
from actcli.evaluation.bound import BoundActivation
from actcli.evaluation.quantity import Points, Quantity
from actcli.formula.rationals import precision, rational
from actcli.formula.series import PowerSeries
from oracle import balls
from oracle.points import SMALLEST, points
from oracle.report import ALLOWED_ULPS, Failure, Measured, Report, apply

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from actcli.catalog.record import Elementwise, Kernel, Kink, Traits
    from actcli.evaluation.function import Kernels
    from actcli.numbers.array import Array

_SIGN = "the sign of a result that is too small for float64"
#: How many times the points of a sample a quantity is judged at; a tenth of them beside the defaults.
MANY = 80
#: After so many failures the condition with respect to parameters excuses no more.
_CERTAINLY_WRONG = 25
#: Where the sign of a tail is looked for, if it stays undecided further out: as far as any tail turns its sign again.
_TAIL = np.ldexp(np.tile([0.53, 0.62, 0.71, 0.81, 0.93, 1.0], 7), np.repeat(np.arange(7, 14), 6))


@dataclass(frozen=True)
class Case:
    """An elementwise function with its parameters, before the judge."""

    record: Elementwise
    values: Mapping[str, float]

    @cached_property
    def function(self) -> BoundActivation:
        return BoundActivation(self.record, self.values)

    @property
    def name(self) -> str:
        return self.function.name

    @cached_property
    def declared(self) -> Traits:
        """Return kinks, asymptotes and the domain, which take no search as the other traits do."""
        return self.function.declared

    @cached_property
    def traits(self) -> Traits:
        return self.function.traits

    @cached_property
    def arguments(self) -> tuple[float, ...]:
        return tuple(self.values[p.name] for p in self.record.params)

    @cached_property
    def kinks(self) -> Mapping[float, Kink]:
        return {kink.at: kink for kink in self.declared.kinks}

    @cached_property
    def kernels(self) -> Kernels:
        return self.function.kernels

    def exactly(self, order: int = 0, wrt: str | None = None) -> Quantity:
        """Return the function or a derivative, for exact values."""
        return Quantity(self.function, order, wrt)

    def defined(self, x: Array) -> NDArray[np.bool_]:
        domain = self.declared.domain
        low_closed = domain.ends[0] == "[" or domain.low == -math.inf
        high_closed = domain.ends[1] == "]" or domain.high == math.inf
        above = x >= domain.low if low_closed else x > domain.low
        return above & (x <= domain.high if high_closed else x < domain.high)

    def slope_beside(self, x: float, side: int) -> balls.Number:
        """Return the slope on one side of a point, whatever is declared."""
        system = PowerSeries(1, side)
        with precision(balls.FIRST_BITS):
            try:
                return system.derivative(self.exactly(1).definition.unary(system)(system.variable(rational(x))))
            except (ArithmeticError, ValueError):
                return None


def judge(record: Elementwise, values: Mapping[str, float], many: int = MANY) -> list[Report]:
    """Judge the function, its derivative and those with respect to its parameters at the points chosen for it."""
    case = Case(record, values)
    return judge_at(case, points(record, values, case.declared, many if values == record.defaults else many // 10))


def judge_at(case: Case, where: Sequence[float] | Array) -> list[Report]:
    kernels = case.kernels
    trials = [
        Trial(case, "f", kernels.f, case.exactly(), case.exactly(1)),
        Trial(case, "f'", kernels.grad, case.exactly(1), case.exactly(2)),
        *(Trial(case, f"d/d{name}", kernel, case.exactly(wrt=name), None) for name, kernel in kernels.by.items()),
    ]
    return [trial.run(np.array(where)) for trial in trials]


class Trial:
    """One quantity of one case: its kernel before its exact values."""

    def __init__(self, case: Case, what: str, kernel: Kernel, exact: Quantity, slope: Quantity | None) -> None:
        self.case, self.kernel, self.exact, self.slope = case, kernel, exact, slope
        self.report = Report(what)

    def run(self, x: Array) -> Report:
        x.setflags(write=False)  # a kernel leaves its input alone
        got = apply(lambda: evaluate.elementwise(self.kernel, x, self.case.arguments), self._blame_warnings(x))
        special = [*self.case.kinks, *([0.0] if self.exact.order else [])]
        declared = np.isin(x, special) & (self.exact.order == 1 or self.exact.wrt is not None)
        usual = np.isfinite(x) & self.case.defined(x) & ~declared
        self._check_usual(x[usual], got[usual])
        for each, result in zip(x[~usual].tolist(), got[~usual].tolist(), strict=True):
            self._check_special(each, result)
        return self.report

    def _blame_warnings(self, x: Array) -> Callable[[str], None]:
        def complain(message: str) -> None:
            culprits = [each for each in np.unique(x).tolist() if self._warns(each)]
            self.fail(culprits[0] if culprits else math.nan, None, "no warning", f"{message} at {culprits[:6]}")

        return complain

    def _warns(self, x: float) -> bool:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            evaluate.elementwise(self.kernel, np.array([x]), self.case.arguments)
        return bool(caught)

    def fail(self, x: float, got: object, wanted: object, why: str) -> None:
        self.report.failures.append(Failure(self.case.name, self.report.what, x, got, wanted, why))

    def _distances(self, x: Array, got: Array) -> balls.Distances:
        return balls.distances(Points(self.exact, x), got)

    def _check_usual(self, x: Array, got: Array) -> None:
        """Check results at points where the formula alone says what is right."""
        found = self._distances(x, got)
        for at, result in zip(x[found.open].tolist(), got[found.open].tolist(), strict=True):
            self.fail(at, result, None, "the formula has no value there that balls decide")
        large = found.ulps > ALLOWED_ULPS
        allowed = np.full(x.shape, ALLOWED_ULPS)
        with np.errstate(over="ignore", invalid="ignore"):  # far out a period is shorter than the spacing of doubles
            allowed[large] *= 1 + balls.conditions(self.exact, self.slope, x[large])
            relative = ALLOWED_ULPS * found.ulps / allowed
        for row in zip(x.tolist(), found.wanted.tolist(), found.ulps.tolist(), relative.tolist(), strict=True):
            if math.isfinite(row[2]):
                self.report.measured.append(Measured(*row))
        for i in np.flatnonzero(found.ulps > allowed).tolist():
            if len(self.report.failures) < _CERTAINLY_WRONG:
                allowed[i] += ALLOWED_ULPS * self._condition_in_parameters(float(x[i]))
            if found.ulps[i] <= allowed[i]:
                continue
            why = f"{found.ulps[i]:.4g} ulp, allowed {allowed[i]:.4g}"
            self.fail(float(x[i]), float(got[i]), repr(float(found.wanted[i])), why)
        self._check_zeros(x, got, found.sign)

    def _condition_in_parameters(self, x: float) -> float:
        """Return the condition number with respect to the parameters, which a kernel gets as doubles too."""

        def value(point: list[Fraction]) -> list[balls.Number]:
            values: dict[str, Any] = {**self.case.values, **dict(zip(finite, point, strict=True))}
            return [replace(self.exact, function=self.case.function._replace(values=values)).at()(x)]

        finite = [name for name, at in self.case.values.items() if math.isfinite(at)]
        point = [Fraction(self.case.values[name]) for name in finite]
        return float(balls.movements(lambda: value, [point])[0, 0]) if finite else 0.0

    def _check_zeros(self, x: Array, got: Array, signs: Array) -> None:
        """A zero has the sign of the exact result; odd functions keep that of x, and a flat zero piece gives +0."""
        zero = (got == 0) & (x != 0)
        self._check_signs(x[zero], got[zero], signs[zero])
        if self.exact.order == 0 and self.exact.wrt is None:
            for at, result in zip(x[x == 0].tolist(), got[x == 0].tolist(), strict=True):
                if result == 0:
                    self._check_sign_at_zero(at, result)

    def _check_signs(self, x: Array, got: Array, signs: Array) -> None:
        """Check zeros away from x = 0: what is too small for float64 keeps its sign."""
        far = np.isnan(signs) & (np.abs(x) > self._nearest)
        signs = np.where(far, [self._tail(at < 0) if is_far else 0.0 for at, is_far in zip(x, far, strict=True)], signs)
        own, known = np.copysign(1.0, got), np.abs(signs) == 1
        for i in np.flatnonzero(known & (own != signs)).tolist():
            self.fail(float(x[i]), got[i], -got[i], _SIGN)
        minus = x[~known & (own < 0)]
        inside = np.copysign(np.minimum(np.abs(minus), 1e300), minus)
        beside = [self._signs(inside * (1 + by)) for by in (-1e-9, 1e-9)] if minus.size else []
        for at in minus[np.all([each == 0 for each in beside], axis=0)].tolist() if minus.size else []:
            self.fail(at, -0.0, 0.0, "a flat zero piece gives +0")

    def _check_sign_at_zero(self, x: float, got: float) -> None:
        beside = self._signs(np.array([math.copysign(SMALLEST, x), -SMALLEST, SMALLEST]))
        flat, sign = 0.0 in beside, math.copysign(1.0, got)
        if sign == (1.0 if flat else beside[0]):
            return
        odd = self.case.traits.symmetry == "odd"
        if odd and not flat:
            self.fail(x, got, -got, "an odd function keeps the sign of zero")
        elif flat and not odd:
            self.fail(x, got, 0.0, "a flat zero piece gives +0")

    def _signs(self, x: Array) -> Array:
        return balls.signs(Points(self.exact, x))

    @property
    def _nearest(self) -> float:
        return max([1.0, *(1.5 * abs(at) for at in self.case.kinks)])

    @cache  # noqa: B019  # a trial lives as long as its report
    def _tail(self, left: bool) -> float:  # noqa: FBT001  # the key of the cache
        """Return the sign of a tail, 0 where it has none: far out, balls do not tell 1 + erf(-1e300) from 0."""
        x = _TAIL[self._nearest < _TAIL]
        seen = {sign for sign in self._signs(-x if left else x) if not math.isnan(sign)}
        return float(seen.pop()) if len(seen) == 1 else 0.0

    def _check_special(self, x: float, got: float) -> None:
        """Check a result outside the domain, at infinity or at a kink."""
        if math.isnan(x) or not self.case.defined(np.array([x]))[0]:
            if not math.isnan(got):
                self.fail(x, got, math.nan, "is not defined there")
        elif math.isinf(x):
            self._check_limit(x, got)
        elif x in self.case.kinks:
            self._check_kink(x, got)
        else:
            self._check_smooth(x, got)

    def _check_limit(self, x: float, got: float) -> None:
        wanted = float(balls.limit(lambda: balls.of_point(self.exact.at()), [x])[0])
        if math.isfinite(wanted) and math.isfinite(got):
            error = balls.ulps(wanted, got)
            if error > ALLOWED_ULPS:
                self.fail(x, got, wanted, f"the limit, off by {error:.3g} ulp")
        elif got != wanted and not (math.isnan(wanted) and math.isnan(got)):
            self.fail(x, got, wanted, "the limit")
        if got == 0:
            self._check_signs(np.array([x]), np.array([got]), np.array([math.nan]))

    def _check_kink(self, x: float, got: float) -> None:
        """At a kink the slope is the declared one; a parameter's derivative is that of either side."""
        if self.exact.order:
            wanted = self.case.kinks[x].subgradient
            error = balls.ulps(wanted, got) if math.isfinite(wanted) else math.inf if got != wanted else 0.0
            if error > ALLOWED_ULPS:
                self.fail(x, got, wanted, f"the declared slope at the kink, off by {error:.3g} ulp")
            elif got == 0 and math.copysign(1.0, got) < 0:
                self.fail(x, got, 0.0, "a slope of zero at a kink is +0")
            return
        sides = np.array([math.nextafter(x, -math.inf), x, math.nextafter(x, math.inf)])
        found = self._distances(sides, np.full(3, got))
        if not (found.ulps <= ALLOWED_ULPS * (1 + balls.conditions(self.exact, None, sides))).any():
            self.fail(x, got, " or ".join(map(repr, found.wanted.tolist())), "at the kink")

    def _check_smooth(self, x: float, got: float) -> None:
        """Where branches may meet, at 0, both sides have one slope unless a kink is declared."""
        sides = [balls.distance(self.case.slope_beside(x, side), got) for side in (-1, 1)]
        if any(side is not None and side.ulps > ALLOWED_ULPS for side in sides):
            self.fail(x, got, [side and side.wanted for side in sides], "the slopes of both sides")
