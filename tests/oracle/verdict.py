"""The verdict on an elementwise function: every result against the truth, 4 ulp times (1 + condition number)."""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from actcli.evaluation import evaluate
from actcli.evaluation.bound import BoundActivation
from oracle.points import SMALLEST, points
from oracle.real import ZERO, Real
from oracle.truth import Truth, exact, kappa, precision, quantity, spread, ulps
from oracle.zeros import Signs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from actcli.catalog.record import Elementwise, Kernel, Kink, Traits
    from actcli.evaluation.function import Kernels
    from actcli.numbers.array import Array

ALLOWED_ULPS = 4.0
#: Of the truths that agree with what was got, one in so many is computed again with more digits.
SAMPLE = 4


@dataclass(frozen=True)
class Failure:
    """One wrong result."""

    function: str
    what: str
    x: object
    got: object
    wanted: object
    why: str

    def __str__(self) -> str:
        return f"{self.function}  {self.what}  x={self.x!r}  got {self.got!r}  wanted {self.wanted}  {self.why}"


@dataclass(frozen=True)
class Measured:
    """An error: in ulp, and in ulp per (1 + condition number)."""

    x: float
    wanted: Real
    ulps: float
    relative: float


@dataclass
class Report:
    """All that was found about one quantity of a function, such as its derivative."""

    what: str
    failures: list[Failure] = field(default_factory=list)
    measured: list[Measured] = field(default_factory=list)

    @property
    def worst(self) -> Measured | None:
        return max(self.measured, key=lambda m: m.relative, default=None)


@dataclass(frozen=True)
class Case:
    """An elementwise function with its parameters, before the judge; ``verify`` asks for every truth twice."""

    record: Elementwise
    values: Mapping[str, float]
    verify: bool = False

    @cached_property
    def name(self) -> str:
        return BoundActivation(self.record, self.values).name

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
        return BoundActivation(self.record, self.values).kernels

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
    case = Case(record, values, verify=dense)
    return judge_at(case, points(record, values, case.traits, dense=dense))


def judge_at(case: Case, where: Sequence[float]) -> list[Report]:
    return [_Trial(case, what, wrt, kernel).run(where) for what, wrt, kernel in case.quantities()]


def apply(compute: Callable[[], Array], complain: Callable[[str], None]) -> Array:
    """Compute with warnings as complaints."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        result = compute()
    for warning in caught:
        complain(f"warns: {warning.message}")
    return result


class _Trial:
    """One quantity of one case."""

    def __init__(self, case: Case, what: str, wrt: int | None, kernel: Kernel) -> None:
        self.case, self.wrt, self.kernel = case, wrt, kernel
        self.truth = case.truth(wrt)
        self.signs = Signs(case, self.truth)
        self.report = Report(what)
        self.count = 0

    def run(self, where: Sequence[float]) -> Report:
        x = np.array(where)
        x.setflags(write=False)  # a kernel leaves its input alone
        results = apply(lambda: evaluate.elementwise(self.kernel, x, self.case.arguments), self._blame_warnings(x))
        for each, got in zip(where, results.tolist(), strict=True):
            self.check(float(each), got)
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

    def check(self, x: float, got: float) -> None:
        if math.isnan(x) or not self._defined(x):
            if not math.isnan(got):
                self.fail(x, got, math.nan, "is not defined there")
        elif math.isinf(x):
            self._check_limit(x, got)
        elif x in self.case.kinks and self.wrt is not None:
            self._check_kink(x, got)
        else:
            self._check_value(x, got)
            self._check_zero(x, got)

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
        self.count += 1
        wanted = self.truth(point, verify=self.case.verify or self.count % SAMPLE == 0)
        error = _distance(got, wanted)
        if error > 1 and not self.case.verify:
            wanted = self.truth(point, verify=True)
            error = _distance(got, wanted)
        condition = 0.0
        if ALLOWED_ULPS < error < math.inf:
            condition = kappa(wanted, self.truth.condition(point))
        if math.isfinite(error):
            self.report.measured.append(Measured(x, wanted, error, error / (1 + condition)))
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
            self.fail(x, got, -got, "the sign of a result that is too small for float64")
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


def _distance(got: float, wanted: Real) -> float:
    if wanted.is_nan() or math.isnan(got):
        return 0.0 if wanted.is_nan() and math.isnan(got) else math.inf
    return ulps(got, wanted)
