"""The verdict on functions of a vector and their Jacobians."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from actcli.evaluation.bound import BoundActivation
from actcli.evaluation.vector_quantity import VectorQuantity, _Vectors
from oracle import balls, selecting
from oracle.points import LARGEST, SMALLEST, generator
from oracle.report import ALLOWED_ULPS, Failure, Measured, Report, apply

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from actcli.catalog.record import Vector
    from actcli.numbers.array import Array

#: Vectors of up to this length have their whole Jacobian judged.
JACOBIAN_LENGTH = 7
#: How many random vectors of each scale are judged: with their Jacobians thousands of results.
MANY = 20


def judge(record: Vector, values: Mapping[str, float], many: int = MANY) -> list[Report]:
    """Judge a function of vectors and its Jacobian."""
    if record.gate is not None:
        from oracle import gates  # it judges halves by the means of this module

        return gates.judge(record, values, gates.MANY * many // MANY)
    function = BoundActivation(record, values)
    trials = [_Trial(VectorQuantity(function, jacobian=jacobian)) for jacobian in (False, True)]
    groups = _by_length(vectors(record, values, many if values == record.defaults else many // 4))
    reports = [trial.run(groups) for trial in trials]
    _check_masks(*trials)
    return [*reports, *([selecting.judge(record, values)] if record.display_only else [])]


def _by_length(vectors: Iterator[Array]) -> list[Array]:
    """Return vectors as arrays of those of equal length."""
    groups: dict[int, list[Array]] = {}
    for x in vectors:
        groups.setdefault(x.size, []).append(x)
    return [np.array(group) for group in groups.values()]


def vectors(record: Vector, values: Mapping[str, float], many: int) -> Iterator[Array]:
    """Yield vectors of an admitted length: one entry, equal, tiny, huge, wide and random ones."""
    multiple = record.multiple(**values)
    return (np.tile(x, multiple) if x.size % multiple else x for x in _vectors(record.name, many))


def _vectors(name: str, many: int) -> Iterator[Array]:
    random = generator(name)
    yield from (np.array([value]) for value in (0.0, -3.0, 1000.0, -LARGEST, SMALLEST))
    yield np.arange(-5.0, 6.0)
    yield from (np.full(4, value) for value in (0.0, 3.25, -1e308, LARGEST))
    yield from map(np.array, ([1e308, -1e308, 0.0], [800.0, 0.0, -800.0], [LARGEST, 1.0, LARGEST], [1.0, 1.0 + 2**-52]))
    yield from map(np.array, ([SMALLEST, -SMALLEST, 0.0, 1e-310], [0.0, -36.7, -37.5, -745.0], [0.0, -1e-9, -2e-17]))
    yield from map(np.array, ([710.0, 709.0, -744.9, -745.3], [20.0, -20.0, 0.1, 1e-300]))
    for scale in (1e-300, 1e-8, 1e-3, 0.3, 1.0, 4.0, 30.0, 300.0, 1e5):
        for _ in range(many):
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
class _Trial:
    """A kernel before the exact values."""

    exact: VectorQuantity
    report: Report = field(init=False)

    def __post_init__(self) -> None:
        self.report = Report("Jacobian" if self.exact.jacobian else "f")

    def run(self, groups: list[Array]) -> Report:
        for rows in groups:
            if not self.exact.jacobian or rows.shape[-1] <= JACOBIAN_LENGTH:
                self._check(rows)
        self._check_nan()
        self._check_stacked()
        return self.report

    def compute(self, x: Array) -> Array:
        x.setflags(write=False)  # a kernel leaves its input alone
        function = self.exact.function
        return apply(
            lambda: function.slope(x) if self.exact.jacobian else function.compute(x),
            lambda message: self.fail(x, None, "no warning", message),
        )

    def results(self) -> balls.Results:
        """Return the function from vectors to all results; of a Jacobian, column by column."""
        columns: Any = self.exact.columns(split=False)
        if not self.exact.jacobian:
            return lambda x: columns(x, 0)
        return lambda x: [each for along in range(len(x)) for each in columns(x, along)]

    def fail(self, x: Array, got: object, wanted: object, why: str) -> None:
        self.report.failures.append(Failure(self.exact.function.name, self.report.what, x.tolist(), got, wanted, why))

    def _check(self, rows: Array) -> None:
        """Check finite vectors of one length."""
        got, n = self.compute(rows), rows.shape[-1]
        if got.shape[1:] != self.exact.shape(n):
            self.fail(rows[0], got.shape[1:], self.exact.shape(n), "the shape")
            return
        found = balls.distances(_Vectors(self.exact, rows), got.ravel())
        each = got[0].size
        allowed = np.full(got.size, ALLOWED_ULPS)
        large = (found.ulps > ALLOWED_ULPS).reshape(-1, each).any(axis=-1)
        with np.errstate(over="ignore"):  # far out a little movement is all that there is
            moved = balls.movements(self.results, [balls.fractions(x) for x in rows[large]], each)
            by_output = moved.reshape(-1, n, each // n).swapaxes(1, 2) if self.exact.jacobian else moved
            allowed.reshape(-1, each)[large] *= 1 + by_output.reshape(-1, each)
        results = got.ravel()
        wrong_sign = (results == 0) & (np.abs(found.sign) == 1) & (np.copysign(1.0, results) != found.sign)
        minus = (results == 0) & (found.sign == 0) & np.signbit(results)
        for i in np.flatnonzero(found.open | (found.ulps > allowed) | wrong_sign | minus).tolist():
            why = "the sign of a zero too small for float64" if wrong_sign[i] else "+0" if minus[i] else "ulp"
            self.fail(rows[i // each], results[i], found.wanted[i], f"{found.ulps[i]:.4g} of {allowed[i]:.4g}: {why}")
        with np.errstate(invalid="ignore"):
            relative = ALLOWED_ULPS * found.ulps / allowed
        columns = (np.repeat(rows[:, 0], each), found.wanted, found.ulps, relative)
        self.report.measured += map(Measured, *(column.tolist() for column in columns))
        if self.exact.function.vector.sums_to_one and not self.exact.jacobian:
            for x, y in zip(rows, got, strict=True):
                if not (abs(math.fsum(y) - 1) <= 2**-52 * y.size and (y >= 0).all()):
                    self.fail(x, y.tolist(), "a sum of 1", "does not sum to one")

    def limit(self, x: Array) -> Array:
        """Return the limits of all results; nan where they depend on the way to infinity."""
        shape = self.exact.shape(x.size)
        found = balls.limit(self.results, x.tolist(), math.prod(shape))
        return found.reshape(shape[::-1]).T if self.exact.jacobian else found

    def equally_large(self, x: Array) -> Array:
        """Return the values where all infinite entries stand for one large number."""
        return self.compute(np.clip(x, -1e200, 1e200))

    def _check_nan(self) -> None:
        """Results that an entry moves are nan where it is nan."""
        multiple = self.exact.function.vector.multiple(**self.exact.function.values)
        for x in ([math.nan, 1.0, 2.0], [1.0, math.nan], [math.inf, math.nan, 0.0]):
            row = np.tile(x, multiple)
            moved = [self.compute(np.nan_to_num(row, nan=value, posinf=5.0)) for value in (-9.0, 9.0)]
            got = self.compute(row)
            if not np.isnan(got[moved[0] != moved[1]]).all():
                self.fail(row, got.tolist(), "nan", "nan in, nan out")

    def _check_stacked(self) -> None:
        """Rows of an array are vectors of their own."""
        x = generator("rows").normal(
            0, 3, (2, 3, 2 * self.exact.function.vector.multiple(**self.exact.function.values))
        )
        whole = self.compute(x)
        single = np.array([[self.compute(row) for row in rows] for rows in x])
        if whole.shape != single.shape or not np.allclose(whole, single, rtol=1e-14, atol=0):
            self.fail(x, whole.shape, single.shape, "rows of an array differ from single vectors")


def _check_masks(f: _Trial, jacobian: _Trial) -> None:
    """Where infinite entries have a limit, it is returned, or nan; where they only mask, the limit."""
    multiple = f.exact.function.vector.multiple(**f.exact.function.values)
    for entries in INFINITE:
        x = np.tile(entries, multiple)
        got, limit, slopes = f.compute(x), f.limit(x), jacobian.compute(x)
        finite = np.isfinite(x)
        masked = False
        if multiple == 1 and got.shape == x.shape and finite.any() and not np.isnan(limit).any():
            alone = balls.limit(f.results, x[finite].tolist(), int(finite.sum()))
            masked = _identical(alone, limit[finite])
        close = _close(got, limit) | (np.isnan(limit) & _close(got, f.equally_large(x)))
        if not (close if masked else close | np.isnan(got)).all():
            f.fail(x, got.tolist(), limit.tolist(), "the limit" if masked else "the limit, or nan")
        if masked and np.isnan(slopes).any():
            jacobian.fail(x, slopes.tolist(), "numbers", "infinite entries that only mask")


def _identical(a: Array, b: Array) -> bool:
    """Tell whether numbers are equal, signs of zeros included: those that underflow may be equal by chance."""
    return np.array_equal(a, b) and np.array_equal(np.signbit(a), np.signbit(b))


def _close(got: Array, wanted: Array) -> Array:
    with np.errstate(invalid="ignore", over="ignore"):
        near = np.abs(got - wanted) <= ALLOWED_ULPS * np.spacing(np.abs(wanted))
    close: Array = near | (got == wanted) | (np.isnan(got) & np.isnan(wanted))
    return close
