"""The verdict on an elementwise function: every result against the truth, 4 ulp times (1 + condition number)."""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from actcli.evaluation import evaluate
from actcli.evaluation.bound import BoundActivation
from oracle.balls import Balls
from oracle.points import SMALLEST, points
from oracle.real import ZERO, Real
from oracle.report import ALLOWED_ULPS, Failure, Measured, Report, apply
from oracle.truth import Truth, exact, kappa, precision, quantity, spread, ulps
from oracle.zeros import Signs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from actcli.catalog.record import Elementwise, Kernel, Kink, Traits
    from actcli.evaluation.function import Kernels
    from actcli.numbers.array import Array
    from oracle.balls import Distance

_SIGN = "the sign of a result that is too small for float64"
#: How many times the points of a sample a quantity is judged at, and if densely; a tenth of them beside the defaults.
MANY, DENSE = 80, 800
#: What balls leave open is judged by mpmath, at about so many points.
OPEN = 20
#: After so many failures the condition with respect to parameters excuses no more.
_CERTAINLY_WRONG = 25


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
    def traits(self) -> Traits:
        return self.record.traits(**self.values)

    @cached_property
    def arguments(self) -> tuple[float, ...]:
        return tuple(self.values[p.name] for p in self.record.params)

    @cached_property
    def kinks(self) -> Mapping[float, Kink]:
        return {kink.at: kink for kink in self.traits.kinks}

    @cached_property
    def kernels(self) -> Kernels:
        return self.function.kernels

    def truth(self, wrt: int | None) -> Truth:
        """Return the truth of the function (None), its derivative in x (0) or in a parameter (1, 2, ...)."""
        return Truth(quantity(self.record.formula, ("x", *(p.name for p in self.record.params))), wrt)

    def quantities(self) -> list[tuple[str, int | None, Kernel]]:
        """Return all that is judged: name, index of the variable, kernel."""
        f, grad, by = self.kernels
        result: list[tuple[str, int | None, Kernel]] = [("f", None, f), ("f'", 0, grad)]
        for index, param in enumerate(self.record.params, start=1):
            if param.name in by:
                result.append((f"d/d{param.name}", index, by[param.name]))
        return result


def judge(record: Elementwise, values: Mapping[str, float], *, dense: bool = False) -> list[Report]:
    """Judge the function, its derivative and those with respect to its parameters at the points chosen for it."""
    case = Case(record, values)
    many = (DENSE if dense else MANY) // (1 if values == record.defaults else 10)
    return judge_at(case, points(record, values, case.traits, many))


def judge_at(case: Case, where: Sequence[float]) -> list[Report]:
    return [_Trial(case, what, wrt, kernel).run(where) for what, wrt, kernel in case.quantities()]


class _Trial:
    """One quantity of one case."""

    def __init__(self, case: Case, what: str, wrt: int | None, kernel: Kernel) -> None:
        self.case, self.wrt, self.kernel = case, wrt, kernel
        self.balls, self.truth = Balls(case.function, wrt), case.truth(wrt)
        self.signs = Signs(case, self.truth)
        self.report = Report(what)

    def run(self, where: Sequence[float]) -> Report:
        x = np.array(where)
        x.setflags(write=False)  # a kernel leaves its input alone
        results = apply(lambda: evaluate.elementwise(self.kernel, x, self.case.arguments), self._blame_warnings(x))
        pairs = list(zip(x.tolist(), results.tolist(), strict=True))
        self._check_usual([pair for pair in pairs if not self._is_special(pair[0])])
        for each, got in pairs:
            if self._is_special(each):
                self._check_special(each, got)
        return self.report

    def _blame_warnings(self, x: Array) -> Callable[[str], None]:
        def complain(message: str) -> None:
            culprits = [each for each in x.tolist() if self._warns(each)]
            self.fail(culprits[0] if culprits else math.nan, None, "no warning", f"{message} at {culprits[:6]}")

        return complain

    def _warns(self, x: float) -> bool:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            evaluate.elementwise(self.kernel, np.array([x]), self.case.arguments)
        return bool(caught)

    def fail(self, x: float, got: object, wanted: object, why: str) -> None:
        self.report.failures.append(Failure(self.case.name, self.report.what, x, got, wanted, why))

    def _is_special(self, x: float) -> bool:
        return not math.isfinite(x) or not self._defined(x) or (self.wrt is not None and x in self.case.kinks)

    def _check_special(self, x: float, got: float) -> None:
        """Check a result outside the domain, at infinity or at a kink."""
        if math.isnan(x) or not self._defined(x):
            if not math.isnan(got):
                self.fail(x, got, math.nan, "is not defined there")
        elif math.isinf(x):
            self._check_limit(x, got)
        else:
            self._check_kink(x, got)

    def _check_usual(self, results: Sequence[tuple[float, float]]) -> None:
        """Check results at points where the formula alone says what is right."""
        distances = self.balls.distances([x for x, _ in results], [got for _, got in results])
        unknown, zeros, wrong = [], [], []
        for (x, got), found in zip(results, distances, strict=True):
            # At a kink that is not declared balls have the slope of one side.
            if found is None or (x == 0 and self.wrt == 0):
                unknown.append((x, got))
            elif found.ulps > ALLOWED_ULPS:
                wrong.append((x, got, found))
            else:
                self.report.measured.append(Measured(x, found.wanted, found.ulps, found.ulps))
            if got == 0 and found is not None and found.sign and x:
                if math.copysign(1.0, got) != found.sign:
                    self.fail(x, got, -got, _SIGN)
            elif got == 0 and (x == 0 or found is None or found.sign is None or math.copysign(1.0, got) < 0):
                zeros.append((x, got))
        self._check_wrong(wrong)
        for x, got in _some(unknown):
            self._check_value(x, got)
        for x, got in _some(zeros):
            self._check_zero(x, got)

    def _check_wrong(self, results: Sequence[tuple[float, float, Distance]]) -> None:
        """Check results that are off by more than 4 ulp: by the condition number, that of the parameters last."""
        conditions = self.balls.conditions([x for x, _, _ in results])
        for (x, got, (wanted, error, _)), known in zip(results, conditions, strict=True):
            condition = known
            certain = error == math.inf or len(self.report.failures) >= _CERTAINLY_WRONG
            if error > ALLOWED_ULPS * (1 + condition) and not certain:
                point = (x, *self.case.arguments)
                condition = kappa(self.truth(point, verify=True), self.truth.condition(point))
            allowed = ALLOWED_ULPS * (1 + condition)
            if error < math.inf:
                self.report.measured.append(Measured(x, wanted, error, error / (1 + condition)))
            if error > allowed:
                why = "is defined there" if math.isnan(got) else f"{error:.4g} ulp, allowed {allowed:.4g}"
                self.fail(x, got, repr(wanted), why)

    def _defined(self, x: float) -> bool:
        domain = self.case.traits.domain
        if math.isinf(x):
            return (domain.low if x < 0 else domain.high) == x
        return x in domain

    def _check_limit(self, x: float, got: float) -> None:
        wanted = self.truth.limit(1 if x > 0 else -1, self.case.arguments)
        if math.isnan(wanted) or math.isnan(got) or math.isinf(wanted):
            right = got == wanted or (math.isnan(wanted) and math.isnan(got))
            error = math.inf
        else:
            error = ulps(got, Real.of(wanted))
            right = error <= ALLOWED_ULPS
        if right:
            self._check_sign(x, got, Real.of(wanted))
        else:
            self.fail(x, got, wanted, "the limit" if error == math.inf else f"the limit, off by {error:.3g} ulp")

    def _check_kink(self, x: float, got: float) -> None:
        """At a kink the slope is the declared one; a parameter's derivative is that of either side."""
        if self.wrt == 0:
            wanted = self.case.kinks[x].subgradient
            error = ulps(got, Real.of(wanted)) if not math.isnan(got) else math.inf
            if error > ALLOWED_ULPS:
                self.fail(x, got, wanted, f"the declared slope at the kink, off by {error:.3g} ulp")
            self._check_minus_zero(x, got, Real.of(wanted))
            return
        verdicts = [self._error(side, got) for side in (math.nextafter(x, -math.inf), math.nextafter(x, math.inf), x)]
        if not any(error <= allowed for _, error, allowed in verdicts):
            self.fail(x, got, " or ".join(repr(float(wanted)) for wanted, _, _ in verdicts), "at the kink")

    def _check_value(self, x: float, got: float) -> None:
        wanted, error, allowed = self._error(x, got)
        if not error <= allowed:
            why = "is defined there" if math.isnan(got) else f"{error:.4g} ulp, allowed {allowed:.4g}"
            self.fail(x, got, "nan" if wanted.is_nan() else repr(float(wanted)), why)

    def _error(self, x: float, got: float) -> tuple[Real, float, float]:
        """Return the truth, the error and the allowed error, in ulp; infinite for nan where there is a number."""
        point = (x, *self.case.arguments)
        wanted = self.truth(point, verify=True)
        error = _distance(got, wanted)
        condition = 0.0
        if ALLOWED_ULPS < error < math.inf:
            condition = kappa(wanted, self.truth.condition(point))
        if math.isfinite(error):
            self.report.measured.append(Measured(x, float(wanted), error, error / (1 + condition)))
        return wanted, error, ALLOWED_ULPS * (1 + condition)

    def _check_zero(self, x: float, got: float) -> None:
        """A zero has the sign of the exact result; odd functions keep that of x, and a flat zero piece gives +0."""
        if got != 0:
            return
        if x != 0:
            self._check_sign(x, got, self.truth((x, *self.case.arguments)))
        elif self.wrt is None:
            beside = [self._closely(side) for side in (math.copysign(SMALLEST, x), -SMALLEST, SMALLEST)]
            flat = ZERO in beside
            odd = self.case.traits.symmetry == "odd"
            if odd and not flat and (math.copysign(1.0, got) < 0) != (beside[0] < ZERO):
                self.fail(x, got, -got, "an odd function keeps the sign of zero")
            elif flat and not odd:
                self._check_minus_zero(x, got, ZERO)

    def _check_sign(self, x: float, got: float, wanted: Real) -> None:
        """Check a zero away from x = 0: what is too small for float64 keeps its sign."""
        sign = self.signs.at(x) if got == 0 else 0
        if sign and math.copysign(1.0, got) != sign:
            self.fail(x, got, -got, _SIGN)
        elif not sign:
            self._check_minus_zero(x, got, wanted)

    def _check_minus_zero(self, x: float, got: float, wanted: Real) -> None:
        if got == 0 and math.copysign(1.0, got) < 0 and wanted == ZERO and self._is_flat(x):
            self.fail(x, got, 0.0, "a flat zero piece gives +0")

    def _is_flat(self, x: float) -> bool:
        """Tell a piece that is zero from a tail that no digits can tell from it: nearer to 0 the tail shows."""
        reach = max(8.0, *(2 * abs(at) for at in self.case.kinks), 0.0)
        return self._closely(math.copysign(min(abs(x), reach), x)) == ZERO

    def _closely(self, x: float) -> Real:
        """Return the truth to digits enough to tell the cube of the smallest double from zero, beside the double."""
        point = (x, *self.case.arguments)
        up, down = spread(point)
        with precision(6000 + 6 * (up + down)):
            return self.truth.at()(exact(point))


def _some(results: Sequence[tuple[float, float]]) -> Sequence[tuple[float, float]]:
    return results[:: len(results) // OPEN + 1]


def _distance(got: float, wanted: Real) -> float:
    if wanted.is_nan() or math.isnan(got):
        return 0.0 if wanted.is_nan() and math.isnan(got) else math.inf
    return ulps(got, wanted)
