"""The verdict on gated functions: their formula in a and b, both partial derivatives, the two diagonals."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

import numpy as np

from actcli.catalog.record import Elementwise
from actcli.evaluation import evaluate
from actcli.evaluation.bound import BoundActivation
from actcli.spec import registry
from oracle.points import LARGEST, SMALLEST, around, generator
from oracle.real import REALS, ZERO, Real, parsed
from oracle.report import ALLOWED_ULPS, Failure, Measured, Report, apply
from oracle.truth import FAR, Truth, exact, kappa, precision, quantity, ulps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from actcli.catalog.record import Kernel, Vector
    from actcli.numbers.array import Array
    from oracle.truth import Quantity

#: No activation changes its sign further out.
_TAIL = 20.0


def judge(record: Vector, values: Mapping[str, float], *, dense: bool = False) -> list[Report]:
    function = BoundActivation(record, values)
    where = list(_pairs(function, 1500 if dense else 120))
    kernels: list[tuple[str, int | None, Kernel]] = [
        ("f", None, function.pairs.f),
        ("df/da", 0, function.pairs.grad_a),
        ("df/db", 1, function.pairs.grad_b),
    ]
    reports = [_judge_kernel(function, what, wrt, kernel, where) for what, wrt, kernel in kernels]
    return [*reports, _judge_layout(function)]


def _kinks(function: BoundActivation) -> set[float]:
    """Return the kinks of the activation functions that the formula names, and the limits at which it is clipped."""
    called = [registry.find(name) for name in parsed(function.formula).calls]
    kinks = {kink.at for each in called if isinstance(each, Elementwise) for kink in each.traits(**each.defaults).kinks}
    limits = {function.values[name] for name in ("limit", "threshold") if name in function.values}
    return kinks | limits | {-limit for limit in limits}


def _pairs(function: BoundActivation, count: int) -> Iterator[tuple[float, float]]:
    """Yield pairs of all magnitudes, around kinks and special values."""
    random = generator(function.name)
    special = [0.0, -0.0, 1.0, -2.5, LARGEST, -LARGEST, SMALLEST, -SMALLEST, math.inf, -math.inf, math.nan]
    for kink in sorted(_kinks(function)):
        special += [*around(kink)[:2]]
    yield from itertools.product(special, repeat=2)
    for _ in range(count):
        sign = random.choice([-1.0, 1.0], 2)
        a, b = sign * np.ldexp(random.uniform(1, 2, 2), random.integers(-1074, 1023, 2))
        yield float(a), float(b)
        scale = random.choice([1.0, 10.0, 50.0, 800.0], 2)
        a, b = random.uniform(-1, 1, 2) * scale
        yield float(a), float(b)


def _judge_kernel(
    function: BoundActivation, what: str, wrt: int | None, kernel: Kernel, where: list[tuple[float, float]]
) -> Report:
    report = Report(what)
    truth = Truth(_quantity(function), wrt)
    kinks = _kinks(function) if wrt is not None else set()
    a, b = (np.array(side) for side in zip(*where, strict=True))

    def fail(x: object, got: object, wanted: object, why: str) -> None:
        report.failures.append(Failure(function.name, what, x, got, wanted, why))

    def compute(left: Array, right: Array) -> Array:
        return evaluate.whole(lambda first: kernel(first, right), left, ())

    results = apply(lambda: compute(a, b), lambda message: fail(_culprit(compute, where), None, "no warning", message))
    for pair, got in zip(where, results.tolist(), strict=True):
        if any(map(math.isnan, pair)):
            if not math.isnan(got) and not _ignores_nan(truth, pair):
                fail(pair, got, math.nan, "nan in, nan out")
        elif any(map(math.isinf, pair)):
            _check_infinite(truth, pair, got, fail)
        else:
            _check_pair(report, truth, pair, got, kinks, fail)
    return report


def _quantity(function: BoundActivation) -> Quantity:
    """Return the formula as a function of a and b."""
    given = {param.name: function.values[param.name] for param in function.activation.params if not param.choices}
    formula = quantity(function.formula, ("a", "b", *given))
    return lambda pair: formula((*pair, *exact(given.values())))


def _culprit(compute: Callable[[Array, Array], Array], where: list[tuple[float, float]]) -> object:
    """Return the first pair at which a kernel warns."""
    for pair in where:
        warned: list[str] = []
        apply(lambda pair=pair: compute(*(np.array([v]) for v in pair)), warned.append)  # type: ignore[misc]  # bound early
        if warned:
            return pair
    return "all together"


def _ignores_nan(truth: Truth, pair: tuple[float, float]) -> bool:
    """Tell whether a derivative does not depend on the argument that is nan (d(a*b)/da is b)."""

    def filled(value: float) -> Real:
        return truth([value if math.isnan(x) else x if math.isfinite(x) else 1.0 for x in pair])

    one, other = filled(0.7), filled(-1.9)
    return abs(one - other) <= abs(one).shifted(-60)


def _check_infinite(truth: Truth, pair: tuple[float, float], got: float, fail: object) -> None:
    """One infinite argument beside a number that is not 0: the limit; otherwise the limit, if any, or nan."""
    with precision(14000):
        far = [REALS.number(text) for text in FAR]
        ways = []
        for order in (far, far[::-1], far[1:]):
            each = iter(order)
            ways.append(
                float(
                    truth.at()(
                        tuple(Real.of(v) if math.isfinite(v) else next(each) if v > 0 else -next(each) for v in pair)
                    )
                )
            )
    limit = ways[0] if len(set(ways)) == 1 else math.nan
    clear = (
        not math.isnan(limit)
        and sum(map(math.isinf, pair)) == 1
        and all(math.isinf(v) or 0 < abs(v) < 700 for v in pair)
    )
    if sum(map(math.isinf, pair)) == 1 and max(abs(v) for v in pair if math.isfinite(v)) > 700:
        return  # beside numbers as large as this the way to infinity is too short to tell
    right = got == limit or (math.isfinite(limit) and math.isfinite(got) and ulps(got, Real.of(limit)) <= ALLOWED_ULPS)
    if not right and (clear or not math.isnan(got)):
        fail(pair, got, limit, "the limit" if clear else "the limit, or nan")  # type: ignore[operator]  # a local function


def _check_pair(  # noqa: PLR0913, PLR0917 - all that a verdict needs
    report: Report, truth: Truth, pair: tuple[float, float], got: float, kinks: set[float], fail: object
) -> None:
    sides = [pair]
    for index, value in enumerate(pair):
        if value in kinks and truth.wrt == index:
            sides = [
                (*pair[:index], math.nextafter(value, way), *pair[index + 1 :])  # type: ignore[misc]  # still a pair
                for way in (-math.inf, math.inf)
            ]
    verdicts = [_error(truth, side, got) for side in sides]
    wanted, error, allowed = min(verdicts, key=lambda verdict: verdict[1])
    if error < math.inf:
        report.measured.append(Measured(pair[0], float(wanted), error, ALLOWED_ULPS * error / allowed))
    sign = _sign(truth, pair) if got == 0 and not kinks.intersection(pair) else 0
    if sign and math.copysign(1.0, got) != sign:
        fail(pair, got, -got, "the sign of a result that is too small for float64")  # type: ignore[operator]  # the same
    if not error <= allowed:
        fail(pair, got, repr(float(wanted)), f"{error:.4g} ulp, allowed {allowed:.4g}")  # type: ignore[operator]  # the same


def _sign(truth: Truth, pair: tuple[float, float]) -> int:
    """Return the sign of a result too small for float64, 0 where it is exactly zero; far out that of nearer in."""
    if 0.0 in pair:
        return 0
    clipped = (math.copysign(min(abs(value), _TAIL), value) for value in pair)
    for point in (pair, tuple(clipped)):
        near, nearer = (truth.at_level(point, level) for level in (0, 1))
        if nearer != ZERO and abs(near - nearer) <= abs(nearer).shifted(-10):
            return 1 if nearer > ZERO else -1
    return 0


def _error(truth: Truth, pair: tuple[float, float], got: float) -> tuple[Real, float, float]:
    wanted = truth(pair)
    if math.isnan(got) or wanted.is_nan():
        return wanted, math.inf, 0.0
    error = ulps(got, wanted)
    if error > 1:
        wanted = truth(pair, verify=True)
        error = ulps(got, wanted)
    condition = kappa(wanted, truth.condition(pair)) if error > ALLOWED_ULPS else 0.0
    return wanted, error, ALLOWED_ULPS * (1 + condition)


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
