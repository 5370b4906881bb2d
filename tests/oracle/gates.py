"""The verdict on gated functions: their formula in a and b, both partial derivatives, the two diagonals."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, Any

import numpy as np

from actcli.evaluation import evaluate
from actcli.evaluation.bound import BoundActivation
from actcli.evaluation.quantity import GatedQuantity, Points
from oracle import balls
from oracle.points import LARGEST, SMALLEST, around, generator
from oracle.report import ALLOWED_ULPS, Failure, Measured, Report, apply

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from actcli.catalog.record import Kernel, Vector
    from actcli.numbers.array import Array

#: How many random pairs a quantity is judged at.
MANY = 3000
#: Numbers so small or so far left that their gate underflows, beside huge and tiny ones.
_CLOSED = (-37.2, -38.4, -45.0, -54.9, -60.0, -709.5, -744.0, -760.0, -1400.0, 5e-324, -3e-320, 27.3, 1.2)
_EXTREME = (1.7e308, -3e299, 2e200, -1.7e-310, 3e-322, 5e-324)
#: No activation changes its sign further out.
_TAIL = 20.0
#: Beside larger numbers the way to infinity is too short to tell a limit.
_NEAR = 700.0


def judge(record: Vector, values: Mapping[str, float], many: int = MANY) -> list[Report]:
    function = BoundActivation(record, values)
    pairs = np.array(list(_pairs(function, many if values == record.defaults else many // 10)))
    kernels: list[tuple[Kernel, Any]] = [
        (function.pairs.f, None),
        (function.pairs.grad_a, "a"),
        (function.pairs.grad_b, "b"),
    ]
    trials = [_Trial(GatedQuantity(function, wrt), kernel) for kernel, wrt in kernels]
    return [*(trial.run(pairs) for trial in trials), _judge_layout(function)]


def _kinks(function: BoundActivation) -> set[float]:
    """Return the kinks of the activation functions that the formula names, and the limits at which it is clipped."""
    called = map(function.lookup, function.definition.calls)
    kinks = {at for each in called if not each.is_vector for at in each.kinks}
    limits = {function.values[name] for name in ("limit", "threshold") if name in function.values}
    return kinks | limits | {-limit for limit in limits}


def _pairs(function: BoundActivation, many: int) -> Iterator[tuple[float, float]]:
    """Yield pairs of all magnitudes, around kinks and special values."""
    random = generator(function.name)
    special = [0.0, -0.0, 1.0, -2.5, LARGEST, -LARGEST, SMALLEST, -SMALLEST, math.inf, -math.inf, math.nan]
    for kink in sorted(_kinks(function)):
        special += around(kink)[:2].tolist()
    yield from itertools.product(special, repeat=2)
    for gate, number in itertools.product(_CLOSED, _EXTREME):
        yield from ((gate, number), (number, gate))
    for _ in range(many // 2):
        a, b = random.choice([-1.0, 1.0], 2) * np.ldexp(random.uniform(1, 2, 2), random.integers(-1074, 1023, 2))
        yield float(a), float(b)
        a, b = random.uniform(-1, 1, 2) * random.choice([1.0, 10.0, 50.0, 800.0], 2)
        yield float(a), float(b)


class _Trial:
    """A kernel of pairs before its exact values."""

    def __init__(self, exact: GatedQuantity, kernel: Kernel) -> None:
        self.exact, self.kernel = exact, kernel
        self.report = Report("f" if exact.wrt is None else f"df/d{exact.wrt}")

    def compute(self, pairs: Array) -> Array:
        a, b = np.ascontiguousarray(pairs[:, 0]), np.ascontiguousarray(pairs[:, 1])
        return evaluate.whole(self.kernel, a, (b,))

    def results(self) -> balls.Results:
        compute = self.exact.at(split=False)
        return lambda pair: [compute(pair)]  # type: ignore[arg-type]  # fractions are numbers as well

    def fail(self, pair: object, got: object, wanted: object, why: str) -> None:
        self.report.failures.append(Failure(self.exact.function.name, self.report.what, pair, got, wanted, why))

    def run(self, pairs: Array) -> Report:
        got = apply(lambda: self.compute(pairs), lambda message: self.fail(self._culprit(pairs), None, "", message))
        finite = np.isfinite(pairs).all(axis=-1)
        self._check_finite(pairs[finite], got[finite])
        for pair, result in zip(pairs[~finite].tolist(), got[~finite].tolist(), strict=True):
            if not any(map(math.isnan, pair)):
                self._check_infinite(pair, result)
            elif not math.isnan(result) and not self._ignores_nan(pair):
                self.fail(pair, result, math.nan, "nan in, nan out")
        return self.report

    def _culprit(self, pairs: Array) -> object:
        """Return the first pair at which the kernel warns."""
        for pair in pairs:
            warned: list[str] = []
            apply(lambda pair=pair: self.compute(pair[None]), warned.append)  # type: ignore[misc]  # bound early
            if warned:
                return pair.tolist()
        return "all together"

    def _check_finite(self, pairs: Array, got: Array) -> None:
        found = balls.distances(Points(self.exact, pairs), got)
        allowed = np.full(got.shape, ALLOWED_ULPS)
        large = found.ulps > ALLOWED_ULPS
        moved = balls.movements(self.results, [balls.fractions(pair) for pair in pairs[large]])[:, 0]
        with np.errstate(over="ignore", invalid="ignore"):  # far out a little movement is all that there is
            allowed[large] *= 1 + moved
            error = ALLOWED_ULPS * found.ulps / allowed
        zeros = (got == 0) & (pairs != 0).all(axis=-1) & (found.sign != 0)
        signs = np.zeros(got.shape)
        signs[zeros] = self._signs(pairs[zeros])
        wrong = (signs != 0) & (np.copysign(1.0, got) != signs)
        for i in np.flatnonzero(found.open | (found.ulps > allowed) | wrong).tolist():
            why = "the sign of a result that is too small for float64" if wrong[i] else f"allowed {allowed[i]:.4g}"
            self.fail(pairs[i].tolist(), got[i], found.wanted[i], f"{found.ulps[i]:.4g} ulp, {why}")
        columns = (pairs[:, 0], found.wanted, found.ulps, error)
        self.report.measured += map(Measured, *(column.tolist() for column in columns))

    def _signs(self, pairs: Array) -> Array:
        """Return the signs of results too small for float64, 0 where zero; far out those of nearer in."""
        signs = balls.signs(Points(self.exact, pairs))
        nearer = balls.signs(Points(self.exact, np.clip(pairs, -_TAIL, _TAIL)))
        return np.nan_to_num(np.where(np.isnan(signs), nearer, signs))

    def _ignores_nan(self, pair: list[float]) -> bool:
        """Tell whether a derivative does not depend on the argument that is nan (d(a*b)/da is b)."""
        one, other = (
            self.compute(np.array([[value if math.isnan(x) else x for x in pair]]))[0] for value in (0.7, -1.9)
        )
        return bool(one == other or (math.isnan(one) and math.isnan(other)))

    def _check_infinite(self, pair: list[float], got: float) -> None:
        """One infinite argument beside a number that is not 0: the limit; otherwise the limit, if any, or nan."""
        beside = [abs(value) for value in pair if math.isfinite(value)]
        if beside and max(beside) > _NEAR:
            return
        limit = float(balls.limit(self.results, pair)[0])
        clear = not math.isnan(limit) and bool(beside) and beside[0] > 0
        near = got == limit or abs(got - limit) <= ALLOWED_ULPS * np.spacing(abs(limit))
        if not near and (clear or not math.isnan(got)):
            self.fail(pair, got, limit, "the limit" if clear else "the limit, or nan")


#: The places of the half that is activated, and of the other, in a vector of 8.
_LAYOUTS = {
    "first": ([0, 1, 2, 3], [4, 5, 6, 7]),
    "second": ([4, 5, 6, 7], [0, 1, 2, 3]),
    "interleaved": ([0, 2, 4, 6], [1, 3, 5, 7]),
}


def _judge_layout(function: BoundActivation) -> Report:
    """The halves go in where the gate says; the Jacobian has a slope by each in every row, and +0 elsewhere."""
    report, name = Report("layout"), function.name
    x: Array = generator(name, "layout").normal(0, 3, (2, 3, 8))
    activated, other = _LAYOUTS[str(function.values["gate"])]
    at_a, at_b = (other, activated) if function.activation.defaults["gate"] == 1 else (activated, other)
    a, b = x[..., at_a], x[..., at_b]
    wanted = np.zeros((2, 3, 4, 8))
    index = np.arange(4)
    wanted[..., index, at_a] = function.pairs.grad_a(a, b)
    wanted[..., index, at_b] = function.pairs.grad_b(a, b)
    beside = np.ones((4, 8), dtype=bool)
    beside[index, at_a] = beside[index, at_b] = False
    got = function.slope(x)
    if got.shape != wanted.shape or not np.array_equal(got, wanted) or np.signbit(got[..., beside]).any():
        report.failures.append(Failure(name, "Jacobian", x.tolist(), got.shape, wanted.shape, "two slopes in a row"))
    if not np.array_equal(function.compute(x), function.pairs.f(a, b)):
        report.failures.append(Failure(name, "f", x.tolist(), None, None, "differs from its gate"))
    if (function.multiple, function.output_length(8)) != (2, 4):
        report.failures.append(Failure(name, "length", 8, function.output_length(8), 4, "half of an even number"))
    return report
