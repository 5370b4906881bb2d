"""The verdict on functions of a vector: by their formula where they reduce, by what defines them where they select."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from actcli.evaluation.bound import BoundActivation
from oracle import selecting
from oracle.points import LARGEST, SMALLEST, generator
from oracle.real import REALS, ZERO, Real, Row, parsed
from oracle.report import ALLOWED_ULPS, Failure, Measured, Report, apply
from oracle.truth import FAR, OUTER_STEP, STEP, VALUE_BITS, exact, kappa, precision, spread, ulps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from actcli.catalog.record import Vector
    from actcli.numbers.array import Array

#: Vectors of up to this length have their whole Jacobian judged.
JACOBIAN_LENGTH = 7
#: What differences of so many digits do not lose.
_SEEN = Real.power_of_two(-1200)


def judge(record: Vector, values: Mapping[str, float], *, dense: bool = False) -> list[Report]:
    """Judge a function of vectors and its Jacobian."""
    if record.gate is not None:
        from oracle import gates  # it judges halves by the means of this module

        return gates.judge(record, values, dense=dense)
    if record.display_only:
        return [selecting.judge(record, values)]
    return _Reducing(record, values).run(vectors(record.name, dense=dense))


def vectors(name: str, *, dense: bool = False) -> Iterator[Array]:
    """Yield vectors: one entry, equal, tiny, huge, wide and random ones."""
    random = generator(name)
    yield from (np.array([value]) for value in (0.0, -3.0, 1000.0, -LARGEST, SMALLEST))
    yield np.arange(-5.0, 6.0)
    yield from (np.full(4, value) for value in (0.0, 3.25, -1e308, LARGEST))
    yield from map(np.array, ([1e308, -1e308, 0.0], [800.0, 0.0, -800.0], [LARGEST, 1.0, LARGEST], [1.0, 1.0 + 2**-52]))
    yield from map(np.array, ([SMALLEST, -SMALLEST, 0.0, 1e-310], [0.0, -36.7, -37.5, -745.0], [0.0, -1e-9, -2e-17]))
    yield from map(np.array, ([710.0, 709.0, -744.9, -745.3], [20.0, -20.0, 0.1, 1e-300]))
    for scale in (1e-300, 1e-8, 1e-3, 0.3, 1.0, 4.0, 30.0, 300.0, 1e5):
        for _ in range(20 if dense else 1):
            yield random.normal(0, scale, int(random.integers(2, 7)))
    yield random.normal(0, 5, 64)


INFINITE = tuple(
    np.array(entries)
    for entries in (
        [math.inf, 1.0, 2.0],
        [-math.inf, 1.0, 2.0],
        [3.0, -math.inf, -math.inf, 1.0],
        [math.inf, 0.5, math.inf, 1.0],
        [-math.inf, -math.inf, -math.inf],
        [math.inf, math.inf],
        [math.inf, -math.inf, 0.0],
        [-math.inf],
        [math.inf],
        [math.inf, LARGEST],
        [-math.inf, -LARGEST],
    )
)


@dataclass
class _Reducing:
    """A function defined with sum and max over its vector."""

    record: Vector
    values: Mapping[str, float]
    f: Report = field(default_factory=lambda: Report("f"))
    jacobian: Report = field(default_factory=lambda: Report("Jacobian"))

    def run(self, where: Iterator[Array]) -> list[Report]:
        for x in where:
            self._check_f(x)
            if x.size <= JACOBIAN_LENGTH:
                self._check_jacobian(x)
        for x in INFINITE:
            self._check_infinite(x)
        self._check_nan()
        self._check_stacked()
        return [self.f, self.jacobian]

    def compute(self, x: Array) -> Array:
        x.setflags(write=False)  # a kernel leaves its input alone
        return apply(lambda: self._function.compute(x), self._complain(self.f, x))

    def slopes(self, x: Array) -> Array:
        return apply(lambda: self._function.slope(x), self._complain(self.jacobian, x))

    @cached_property
    def _function(self) -> BoundActivation:
        return BoundActivation(self.record, self.values)

    def _complain(self, report: Report, x: Array) -> Callable[[str], None]:
        return lambda message: self.fail(report, x, None, "no warning", message)

    def fail(self, report: Report, x: Array, got: object, wanted: object, why: str) -> None:
        name = self._function.name
        report.failures.append(Failure(name, report.what, x.tolist(), got, wanted, why))

    def truth(self, x: Row) -> Row:
        env = {key: Real.of(value) for key, value in self.values.items()}
        result = parsed(self.record.formula).evaluate(REALS, {"x": x, **env})
        assert isinstance(result, Row)
        return result

    def column(self, f: Callable[[Row], Row], x: Row, j: int, exponent: int) -> Row:
        """Return d f / d x_j, by central differences."""
        h = Real.power_of_two((min(x[j].magnitude(), 0) if x[j].raw[1] else 0) - exponent)
        above, below = (f(Row([*x[:j], x[j] + step, *x[j + 1 :]])) for step in (h, -h))
        return (above - below) / h.shifted(1)

    def _check_f(self, x: Array) -> None:
        got = self.compute(x)
        up, down = spread(x.tolist())
        with precision(VALUE_BITS + 2 * up):
            wanted = self.truth(Row(exact(x)))
        self._check_all(self.f, x, "", got, wanted, lambda: self._conditions(self.truth, x, VALUE_BITS + 3 * up + down))
        if self.record.sums_to_one and not (abs(math.fsum(got) - 1) <= 2**-52 * got.size and (got >= 0).all()):
            self.fail(self.f, x, got.tolist(), "a sum of 1", "does not sum to one")

    def _check_jacobian(self, x: Array) -> None:
        got = self.slopes(x)
        if got.shape != (x.size, x.size):
            self.fail(self.jacobian, x, got.shape, (x.size, x.size), "the shape")
            return
        up, down = spread(x.tolist())
        bits = VALUE_BITS + 3 * up + down + STEP
        for j in range(x.size):

            def slope(row: Row, j: int = j) -> Row:
                return self.column(self.truth, row, j, STEP)

            with precision(bits):
                wanted = slope(Row(exact(x)))
            self._check_all(self.jacobian, x, f",{j}", got[:, j], wanted, lambda: self._conditions(slope, x, 2 * bits))

    def _conditions(self, f: Callable[[Row], Row], x: Array, bits: int) -> Row:
        """Return the sum of |x_k * d f_i / d x_k| over k, for every i."""
        with precision(bits + 2 * OUTER_STEP):
            row = Row(exact(x))
            total = Row([Real.of(0.0)] * len(f(row)))
            for k, value in enumerate(row):
                slopes = self.column(f, row, k, OUTER_STEP)
                total = total + Row(abs(slope * value) for slope in slopes)
            return total

    def _check_all(  # noqa: PLR0913, PLR0917 - all that a verdict needs
        self, report: Report, x: Array, where: str, got: Array, wanted: Row, conditions: Callable[[], Row]
    ) -> None:
        errors = [math.inf if math.isnan(y) else ulps(y, true) for y, true in zip(got.tolist(), wanted, strict=True)]
        sums = conditions() if any(ALLOWED_ULPS < error < math.inf for error in errors) else None
        for i, (value, true, error) in enumerate(zip(got.tolist(), wanted, errors, strict=True)):
            condition = kappa(true, sums[i]) if sums is not None else 0.0
            self._verdict(report, x, f"[{i}{where}]", value, true, error, condition)

    def _verdict(  # noqa: PLR0913, PLR0917 - all that a failure prints
        self, report: Report, x: Array, where: str, got: float, wanted: Real, error: float, condition: float
    ) -> None:
        allowed = ALLOWED_ULPS * (1 + condition)
        if error < math.inf:
            report.measured.append(Measured(float(x[0]), float(wanted), error, error / (1 + condition)))
        if not error <= allowed:
            self.fail(report, x, f"{where} {got!r}", repr(float(wanted)), f"{error:.4g} ulp, allowed {allowed:.4g}")
        elif got == 0 and abs(wanted) > _SEEN and (math.copysign(1.0, got) < 0) != (wanted < ZERO):
            self.fail(report, x, f"{where} {got!r}", -got, "the sign of a result that is too small for float64")
        elif x.size == 1 and wanted == ZERO and math.copysign(1.0, got) < 0:
            self.fail(report, x, f"{where} {got!r}", 0.0, "exactly zero is +0")

    def _check_infinite(self, x: Array) -> None:
        """Where infinite entries have a limit, it is returned, or nan; where they only mask, the limit."""
        got = self.compute(x)
        slopes = self.slopes(x)
        limit = self._limit(x)
        masked = False
        finite = np.isfinite(x)
        if finite.any() and not np.isnan(limit).any():
            with precision(VALUE_BITS + 4000):
                alone = [float(y) for y in self.truth(Row(exact(x[finite])))]
            masked = alone == limit[finite].tolist()
        close = _close(got, limit)
        if not (close.all() if masked else (close | np.isnan(got)).all()):
            self.fail(self.f, x, got.tolist(), limit.tolist(), "the limit" if masked else "the limit, or nan")
        if masked and np.isnan(slopes).any():
            self.fail(self.jacobian, x, slopes.tolist(), "numbers", "infinite entries that only mask")

    def _limit(self, x: Array) -> Array:
        """Return the limits by component; nan where they depend on the way to infinity."""
        seen = []
        with precision(12000):
            far = [REALS.number(text) for text in FAR]
            for order in (far, far[::-1]):
                ways = iter(order)
                row = Row(self._replaced(value, ways) for value in x.tolist())
                seen.append([float(y) for y in self.truth(row)])
        return np.array([a if a == b else math.nan for a, b in zip(*seen, strict=True)])

    @staticmethod
    def _replaced(value: float, ways: Iterator[Real]) -> Real:
        if math.isfinite(value):
            return Real.of(value)
        return next(ways) if value > 0 else -next(ways)

    def _check_nan(self) -> None:
        for x in (np.array([math.nan, 1.0, 2.0]), np.array([1.0, math.nan]), np.array([math.inf, math.nan, 0.0])):
            for report, got in ((self.f, self.compute(x)), (self.jacobian, self.slopes(x))):
                if not np.isnan(got).all():
                    self.fail(report, x, got.tolist(), "nan", "nan in, nan out")

    def _check_stacked(self) -> None:
        """Rows of an array are vectors of their own."""
        x = generator("rows").normal(0, 3, (2, 3, 4))
        for report, compute in ((self.f, self.compute), (self.jacobian, self.slopes)):
            whole = compute(x)
            single = np.array([[compute(row) for row in rows] for rows in x])
            if whole.shape != single.shape or not np.allclose(whole, single, rtol=1e-14, atol=0):
                self.fail(report, x, whole.shape, single.shape, "rows of an array differ from single vectors")


def _close(got: Array, wanted: Array) -> Array:
    tolerance = ALLOWED_ULPS * np.spacing(np.where(np.isfinite(wanted), np.abs(wanted), 1.0))
    difference = np.abs(
        np.where(np.isfinite(got) & np.isfinite(wanted), got - np.where(np.isfinite(wanted), wanted, 0), 0)
    )
    same_kind = np.isfinite(got) == np.isfinite(wanted)
    result: Array = (
        (got == wanted)
        | (same_kind & np.isfinite(wanted) & (difference <= tolerance))
        | (np.isnan(got) & np.isnan(wanted))
    )
    return result
